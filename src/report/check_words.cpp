#include "report/check_words.h"

#include <algorithm>

#include <fmt/format.h>

#include "output/escape_terminal.h"

namespace siptriage::report {
namespace {

std::string and_more(std::uint64_t more) {
  return more == 0 ? std::string() : fmt::format(" and {} more", more);
}

// FNV-1a; the separator keeps ("ab", "c") and ("a", "bc") apart.
class TextDigest {
 public:
  void add(std::string_view text) {
    for (const char c : text) add(c);
    add('\0');
  }
  [[nodiscard]] std::string hexadecimal() const {
    return fmt::format("{:016x}", value_);
  }

 private:
  void add(char octet) {
    value_ = (value_ ^ static_cast<unsigned char>(octet)) * 0x100000001B3U;
  }
  std::uint64_t value_ = 0xCBF29CE484222325U;
};

}  // namespace

std::vector<TestCase> test_cases_of(const CheckedCapture& capture) {
  const std::vector<Assertion>& all = capture.assertions;
  std::vector<TestCase> cases;
  std::size_t begin = 0;
  for (std::size_t i = 1; i <= all.size(); ++i) {
    if (i < all.size() && all[i].name == all[begin].name &&
        all[i].line == all[begin].line && all[i].file == all[begin].file) {
      continue;
    }
    cases.emplace_back(all.data() + begin, i - begin);
    begin = i;
  }
  return cases;
}

CaseState state_of(TestCase test, Severity fail_on) {
  CaseState worst = CaseState::Held;
  for (const Assertion& assertion : test) {
    CaseState state = CaseState::Held;
    if (assertion.standing == Standing::NotPossible) {
      state = CaseState::NotPossible;
    } else if (assertion.standing == Standing::Failed) {
      state =
          is_bad(assertion, fail_on) ? CaseState::Failed : CaseState::Tolerated;
    }
    worst = std::max(worst, state);
  }
  return worst;
}

std::string label_of(const Assertion& assertion) {
  if (assertion.rule != nullptr) return std::string(assertion.rule->id);
  // A bound of a metric is known by its key.
  if (assertion.kind == "metric") return assertion.subject;
  if (assertion.subject.empty()) return std::string(assertion.kind);
  return fmt::format("{} {}", assertion.kind, assertion.subject);
}

std::string place_of(const Assertion& assertion) {
  if (assertion.file.empty() || assertion.line == 0) return assertion.file;
  return fmt::format("{}:{}", assertion.file, assertion.line);
}

std::string frames_of(const Assertion& assertion, const FrameNames& names) {
  if (assertion.frames.empty()) return {};
  return names.list(assertion.frames, assertion.frames.size()) +
         and_more(assertion.more_frames);
}

std::string calls_of(const Assertion& assertion) {
  std::string text;
  for (const CheckedCall& call : assertion.calls) {
    if (!text.empty()) text += ", ";
    text += fmt::format("{} ({})", call.number, call.call_id);
  }
  return text.empty() ? text : text + and_more(assertion.more_calls);
}

std::string sentence_of(const Assertion& assertion, const FrameNames& names) {
  std::string text = assertion.reason;
  const std::string frames = frames_of(assertion, names);
  if (!frames.empty()) text += "; frames " + frames;
  const std::string calls = calls_of(assertion);
  if (!calls.empty()) text += "; calls " + calls;
  return output::escape_terminal(text, true);
}

std::string FingerprintMaker::of(const CheckedCapture& capture,
                                 const Assertion& assertion) {
  TextDigest digest;
  for (const std::string_view part :
       {std::string_view(capture.name), assertion.kind,
        std::string_view(assertion.name), std::string_view(assertion.subject),
        std::string_view(assertion.file)}) {
    digest.add(part);
  }
  const std::uint64_t before = made_[digest.hexadecimal()]++;
  if (before != 0) digest.add(std::to_string(before));
  return digest.hexadecimal();
}

std::string rendering_of(const std::string& capture) {
  return capture + ".sip.txt";
}

std::uint64_t line_of(const CheckedCapture& capture,
                      const Assertion& assertion) {
  if (assertion.frames.empty()) return 0;
  const FrameId frame = assertion.frames.front();
  const auto found =
      std::ranges::lower_bound(capture.lines, frame, {}, &FrameLine::frame);
  return found != capture.lines.end() && found->frame == frame ? found->line
                                                               : 0;
}

}  // namespace siptriage::report
