#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "siptriage/base/ascii.h"

#include "check/compare_messages.h"

namespace siptriage::check {
namespace {

// 0: a request.
unsigned status_of(const ScenarioMessage& message) {
  const std::string_view what = message.what;
  const std::size_t blank = what.find(' ');
  if (blank == std::string_view::npos) return 0;
  return static_cast<unsigned>(
      parse_unsigned(what.substr(0, blank)).value_or(0));
}

// Without it, something no longer comes about: a request, progress, success.
bool is_missed(const ScenarioMessage& message) {
  const unsigned status = status_of(message);
  return status != 100 && status < 300;
}

// A failure that is no usual step on the way.
bool is_trouble(const ScenarioMessage& message) {
  const unsigned status = status_of(message);
  return status >= 400 && status != 401 && status != 407 && status != 487;
}

// "180 INVITE (peer 2 to 1)".
std::string told(const ScenarioMessage& message) {
  return message.what + " (peer " + std::to_string(message.from) + " to " +
         std::to_string(message.to) + ")";
}

std::string_view is_or_are(std::size_t messages) {
  return messages == 1 ? " is " : " are ";
}

struct Told {
  std::vector<std::string> messages;
  std::vector<FrameId> frames;

  void add(const ScenarioMessage& message) {
    messages.push_back(told(message));
    frames.push_back(message.frame);
  }
};

void tell_missing(const Told& missing, bool is_worse, Changes& changes) {
  if (missing.messages.empty()) return;
  const std::string list = list_of(missing.messages);
  changes.worse_if(is_worse, "baseline-message", Severity::Warning,
                   "missing " + list,
                   list + std::string(is_or_are(missing.messages.size())) +
                       "in the baseline, and missing here");
}

void tell_added(Told added, bool is_worse, Changes& changes) {
  if (added.messages.empty()) return;
  const std::string list = list_of(added.messages);
  Assertion& told = changes.worse_if(
      is_worse, "baseline-message", Severity::Warning, "new " + list,
      list + std::string(is_or_are(added.messages.size())) +
          "new, and not in the baseline");
  name_frames(told, std::move(added.frames));
}

}  // namespace

void compare_sequence(const Scenario& baseline, const Scenario& measured,
                      const MessageAlignment& alignment, bool is_better,
                      Changes& changes) {
  Told missed;
  Told gone;
  for (const std::size_t i : alignment.missing) {
    const ScenarioMessage& message = baseline.messages[i];
    (is_missed(message) && !is_better ? missed : gone).add(message);
  }
  tell_missing(missed, true, changes);
  tell_missing(gone, false, changes);
  Told trouble;
  Told added;
  for (const std::size_t i : alignment.added) {
    const ScenarioMessage& message = measured.messages[i];
    (is_trouble(message) && !is_better ? trouble : added).add(message);
  }
  tell_added(std::move(trouble), true, changes);
  tell_added(std::move(added), false, changes);
  Told moved;
  for (const MessagePair& pair : alignment.reordered) {
    moved.add(measured.messages[pair.measured]);
  }
  if (moved.messages.empty()) return;
  const std::string list = list_of(moved.messages);
  Assertion& told =
      changes.neutral("baseline-order", "order of " + list,
                      list + (moved.messages.size() == 1 ? " comes" : " come") +
                          " in another place than in the baseline");
  name_frames(told, std::move(moved.frames));
}

}  // namespace siptriage::check
