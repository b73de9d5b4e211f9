#include "check/changes.h"

#include <algorithm>
#include <set>

namespace siptriage::check {
namespace {

constexpr std::size_t kMostListed = 5;

}  // namespace

std::string list_of(std::vector<std::string> words) {
  std::set<std::string> seen;
  std::erase_if(words, [&seen](const std::string& word) {
    return !seen.insert(word).second;
  });
  std::string list;
  const std::size_t shown = std::min(words.size(), kMostListed);
  for (std::size_t i = 0; i < shown; ++i) {
    const bool is_last = i + 1 == words.size();
    if (i != 0) list += is_last ? " and " : ", ";
    list += words[i];
  }
  if (shown < words.size()) {
    list += " and " + std::to_string(words.size() - shown) + " more";
  }
  return list;
}

std::string_view has_or_have(const std::vector<std::string>& of) {
  const bool is_one = std::ranges::all_of(
      of, [&of](const std::string& word) { return word == of.front(); });
  return is_one ? " has " : " have ";
}

Assertion& Changes::add(std::string_view kind, Change change, Severity severity,
                        std::string subject, std::string reason) {
  Assertion& assertion = assertions_.emplace_back();
  assertion.kind = kind;
  assertion.name = name_;
  assertion.subject = std::move(subject);
  assertion.standing =
      change == Change::Worse ? Standing::Failed : Standing::Held;
  assertion.severity = severity;
  assertion.change = change;
  assertion.reason = std::move(reason);
  if (measured_.first_call.number != 0) {
    name_frames(assertion, {measured_.first_call.first_frame});
    assertion.calls.push_back(measured_.first_call);
    assertion.more_calls = measured_.calls - 1;
  }
  return assertion;
}

void name_frames(Assertion& assertion, std::vector<FrameId> frames) {
  std::erase_if(frames, [](FrameId frame) { return frame.number == 0; });
  std::ranges::sort(frames);
  frames.erase(std::unique(frames.begin(), frames.end()), frames.end());
  const std::size_t named = std::min(frames.size(), kMaxCheckedFrames);
  assertion.more_frames = frames.size() - named;
  frames.resize(named);
  assertion.frames = std::move(frames);
}

}  // namespace siptriage::check
