#include "page/page_data.h"

#include <algorithm>
#include <set>
#include <vector>

#include <fmt/format.h>

#include "output/json_writer.h"
#include "page/ladder_json.h"
#include "report/describe.h"
#include "report/ladder.h"

namespace siptriage::page {
namespace {

// Calls whose ladder it is, one of them and its other legs.
std::vector<std::uint64_t> numbers_of(const report::Ladder& ladder) {
  std::vector<std::uint64_t> numbers;
  for (const report::LadderLeg& leg : ladder.legs) {
    numbers.push_back(leg.number);
  }
  return numbers;
}

}  // namespace

std::string escape_for_script(std::string_view json) {
  constexpr std::string_view kLineSeparator = "\xE2\x80\xA8";
  constexpr std::string_view kParagraphSeparator = "\xE2\x80\xA9";
  std::string safe;
  safe.reserve(json.size() + json.size() / 16);
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    const std::string_view three = json.substr(i, 3);
    if (c == '<' || c == '>' || c == '&') {
      safe += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else if (three == kLineSeparator || three == kParagraphSeparator) {
      safe += three == kLineSeparator ? "\\u2028" : "\\u2029";
      i += 2;
    } else {
      safe += c;
    }
  }
  return safe;
}

PageData::PageData(Page& page) {
  std::set<std::uint64_t> known;
  std::uint64_t meant = 0;  // of these
  std::string calls;
  std::string ladders;
  LadderJson writer(page);
  CallReader reader(page.triage);
  for (const CallId call : page.choice.ladders) {
    if (known.contains(std::uint64_t{call.index()} + 1)) continue;
    const report::Ladder ladder = report::build_ladder(
        page.triage, reader, report::legs_of(page.triage, call),
        {nullptr, page.options.most_arrows});
    const std::string text = escape_for_script(writer.write(ladder));
    if (ladders.size() + text.size() > page.options.most_data_octets) continue;
    for (const std::uint64_t number : numbers_of(ladder)) {
      if (!known.insert(number).second) continue;
      if (page.triage.calls[number - 1].is_meant) ++meant;
      calls += fmt::format("{}\"{}\":{}", calls.empty() ? "" : ",", number,
                           ladders_);
    }
    ladders += (ladders.empty() ? "\n" : ",\n") + text;
    ++ladders_;
    messages_ += writer.messages();
    cut_messages_ += writer.cut_messages();
  }
  calls_without_ =
      page.triage.meant_calls - std::min(meant, page.triage.meant_calls);
  json_ =
      fmt::format("{{\"calls\":{{{}}},\n\"ladders\":[{}]}}", calls, ladders);
}

std::string PageData::summary() const {
  if (ladders_ == 0) return "It holds no message of the capture.";
  std::string text =
      fmt::format("It holds {} with {} of the capture, as text",
                  report::count_of(ladders_, "ladder", "ladders"),
                  report::count_of(messages_, "message", "messages"));
  if (cut_messages_ != 0) {
    text += fmt::format(" ({} cut)", report::with_separators(cut_messages_));
  }
  if (calls_without_ != 0) {
    text += fmt::format(
        "; {} of the capture {} no ladder here, `siptriage flow` draws them",
        report::count_of(calls_without_, "exchange", "exchanges"),
        calls_without_ == 1 ? "has" : "have");
  }
  return text + ".";
}

}  // namespace siptriage::page
