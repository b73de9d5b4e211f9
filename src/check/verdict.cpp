#include "siptriage/check/verdict.h"

#include <algorithm>

namespace siptriage {
namespace {

// By id.
constexpr AssertionKind kKinds[] = {
    {"allowed_rules", "Findings of other rules than those allowed",
     "Read the findings; add a rule that is known and harmless to "
     "allowed_rules, or suppress it with a reason in siptriage.toml."},
    {"answered", "The number of answered calls",
     "Look at the calls that failed: siptriage calls CAPTURE --where failed."},
    {"baseline-calls", "How many calls a scenario has",
     "Find out where the other calls went: siptriage diff shows which "
     "scenarios "
     "are new or gone. If the new number is right, --update takes it over."},
    {"baseline-code", "The status code that a scenario ends with",
     "Read siptriage explain CODE for both; if the new one is right, --update "
     "takes it over."},
    {"baseline-codec", "Media and codecs of a scenario",
     "Compare the offers and answers with how the products are set up now."},
    {"baseline-finding", "What siptriage finds wrong in a scenario",
     "Read siptriage explain RULE: it says what is wrong and what to do."},
    {"baseline-header", "Header fields of the messages of a scenario",
     "Compare the messages of the frames named with those of the baseline; if "
     "what changed is right, --update takes it over."},
    {"baseline-ids", "Which messages of a scenario have ids in common",
     "Compare branches, tags, CSeq numbers and SDP versions of the frames "
     "named: an id that is no longer repeated, or is where it was not, is seen "
     "here first."},
    {"baseline-message", "The messages of a scenario",
     "Look at the call named: something no longer comes about, or something "
     "else does."},
    {"baseline-option", "Options that the messages of a scenario list",
     "Compare Require, Supported and Allow with what the products are meant "
     "to do now."},
    {"baseline-order", "The order of the messages of a scenario",
     "Look at the frames named; where two messages cross on the wire, either "
     "order is right."},
    {"baseline-outcome", "How a scenario ends",
     "Run siptriage CAPTURE: it says why calls failed, and on whose side."},
    {"baseline-peers", "Between whom a scenario is",
     "Make the capture at the same point as the baseline, or look for the hop "
     "that came or went."},
    {"baseline-retransmissions", "How often messages of a scenario are resent",
     "A message is sent again while nothing answers it: look for the hop that "
     "is slow or drops it."},
    {"baseline-scenario", "The scenarios of a capture",
     "Look at siptriage calls CAPTURE for what became of these calls; if it is "
     "right, --update takes it over."},
    {"baseline-timing", "How long the steps of a scenario take",
     "Look for what became slower; if it has to be, --update takes it over, "
     "and a baseline made with a wider --tolerance forgives more."},
    {"capture", "The capture as a whole",
     "Make the capture anew, or name the right one: nothing can be said of "
     "what is not in it."},
    {"codes", "How often status codes are met",
     "Read siptriage explain CODE for what the code means, and the calls named "
     "for where it comes from."},
    {"count", "The number of what was chosen",
     "Compare where with what siptriage calls or messages shows of the "
     "capture."},
    {"each", "A condition that each of what was chosen has to meet",
     "Look at the frames named: there it does not hold."},
    {"expectations", "The expectations of a capture",
     "Give each NAME.pcap a NAME.toml beside it; siptriage check --init writes "
     "a first one."},
    {"failed", "The number of failed calls",
     "Run siptriage CAPTURE: it says why calls failed, and on whose side."},
    {"finding", "What siptriage finds wrong by itself",
     "siptriage explain rules lists the rules; what is known and harmless can "
     "be suppressed, with a reason, in siptriage.toml."},
    {"forbidden_rules", "Findings of forbidden rules",
     "Read siptriage explain rule ID: it says what is wrong and what to do."},
    {"max_pdd", "The post-dial delay of each call",
     "Look at what happened between INVITE and the first response past 100, "
     "and who took the time."},
    {"max_severity", "Findings more severe than allowed",
     "Read the findings named; suppress what is known and harmless, with a "
     "reason, in siptriage.toml."},
    {"metric", "A bound of a metric of RFC 6076 or of telephony",
     "Read siptriage explain metric NAME: it says what is counted, and how to "
     "read the number."},
    {"outcome", "How each call ended",
     "Run siptriage CAPTURE: it says why calls failed, and on whose side."},
    {"retransmissions", "How often messages were sent again",
     "A message is sent again while nothing answers it: look for the hop that "
     "is slow or drops it."},
    {"selection", "Something to judge",
     "Compare where with what siptriage calls or messages shows of the "
     "capture; may_be_empty = true allows that there is nothing."},
    {"sequence", "The messages of each call, in order",
     "Compare the sequence with siptriage messages CAPTURE."},
    {"suppression", "A suppression that is past its day",
     "Decide anew: remove the suppression, or give it another day."},
};

}  // namespace

std::string_view to_string(Standing standing) {
  static constexpr std::string_view kNames[] = {"held", "failed",
                                                "not-possible"};
  return kNames[static_cast<std::size_t>(standing)];
}

std::string_view to_string(Change change) {
  static constexpr std::string_view kNames[] = {"none", "better", "neutral",
                                                "worse"};
  return kNames[static_cast<std::size_t>(change)];
}

std::span<const AssertionKind> assertion_kinds() { return kKinds; }

const AssertionKind* find_assertion_kind(std::string_view id) {
  const auto* const found =
      std::ranges::lower_bound(kKinds, id, {}, &AssertionKind::id);
  return found != std::end(kKinds) && found->id == id ? found : nullptr;
}

bool is_bad(const Assertion& assertion, Severity fail_on) {
  if (assertion.standing == Standing::NotPossible) return true;
  return assertion.standing == Standing::Failed &&
         assertion.severity <= fail_on;
}

VerdictCounts tally(const CheckVerdict& verdict) {
  VerdictCounts counts;
  counts.captures = verdict.captures.size();
  for (const CheckedCapture& capture : verdict.captures) {
    if (!capture.trouble.empty()) ++counts.unreadable;
    for (const Assertion& assertion : capture.assertions) {
      ++counts.assertions;
      if (assertion.standing == Standing::Held) {
        ++counts.held;
      } else if (is_bad(assertion, verdict.fail_on)) {
        ++counts.bad;
      } else {
        ++counts.tolerated;
      }
    }
  }
  return counts;
}

bool is_good(const CheckVerdict& verdict) {
  const VerdictCounts counts = tally(verdict);
  return counts.assertions != 0 && counts.bad == 0 && counts.unreadable == 0;
}

}  // namespace siptriage
