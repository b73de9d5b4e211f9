// What the legs of one call show: where a failure was born; and Session-ID,
// which ties legs together.

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"

#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"

namespace siptriage::detail {
namespace {

// "the same Session-ID", "addresses, numbers and times, score 90 of 100".
std::string ground_of(const Leg& leg) {
  switch (leg.reason) {
    case LegReason::SessionId:
      return "the same Session-ID";
    case LegReason::NamedCallId:
      return "a header field that names the other Call-ID";
    case LegReason::SameHeader:
      return "a header field with the same value";
    case LegReason::ChargingVector:
      return "the same icid-value in P-Charging-Vector";
    case LegReason::CallIdAffix:
      return "the Call-ID of the other with an affix";
    case LegReason::Score:
    case LegReason::None:
      break;
  }
  return fmt::format("addresses, numbers and times, score {} of 100",
                     leg.score);
}

std::string message_for(const RelayedFailure& relayed, const Leg& leg) {
  const std::string by = to_string(relayed.relayed_by);
  const std::string at = to_string(relayed.born_at);
  const std::string later = to_human(relayed.later);
  const std::string linked = "legs linked by " + ground_of(leg);
  if (relayed.born_status == 0) {
    return fmt::format(
        "{} answered {}, {} after the INVITE to {} of another leg, to which no "
        "final response is in this capture; {}",
        by, relayed.status, later, at, linked);
  }
  if (relayed.status == relayed.born_status) {
    return fmt::format(
        "{} relayed a {} that {} had sent {} earlier in another leg; {}", by,
        relayed.status, at, later, linked);
  }
  return fmt::format(
      "{} answered {}, {} after {} had answered {} in another "
      "leg; {}",
      by, relayed.status, later, at, relayed.born_status, linked);
}

// A status code of its own may have a reason of its own.
Certainty certainty_of(const RelayedFailure& relayed, const Leg& leg) {
  if (relayed.status != relayed.born_status) return Certainty::Possible;
  return leg.reason == LegReason::Score ? Certainty::Likely
                                        : Certainty::Certain;
}

void judge_legs(const CaptureFacts& facts, Findings& findings) {
  std::uint64_t left = facts.coverage.limits[LimitId::LegFindings];
  for (const RelayedFailure& relayed : facts.legs.relayed) {
    const Leg* leg = facts.legs.find(relayed.downstream);
    if (leg == nullptr) continue;
    if (left-- == 0) return;
    Finding finding;
    finding.rule = &rule_entry(rule_of(relayed));
    finding.severity = finding.rule->severity;
    finding.certainty = certainty_of(relayed, *leg);
    finding.message = message_for(relayed, *leg);
    finding.call = relayed.call;
    finding.frames = {relayed.born_frame, relayed.frame};
    findings.push_back(std::move(finding));
  }
}

// 32 hexadecimal digits (RFC 7989 5, RFC 7329 7); letters should be small,
// but RFC 7329 compares them without case.
bool is_session_uuid(std::string_view text) {
  constexpr std::size_t kDigits = 32;
  return text.size() == kDigits &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'f');
         });
}

void judge_session_id(const Scene& scene, MessageId id,
                      const sip::Message& message, Findings& findings) {
  const MessageRecord& record = scene.message(id);
  // One finding for each dialog is enough.
  if (!record.is_request() || !record.to_tag.empty() ||
      record.method == sip::Method::Ack ||
      record.method == sip::Method::Cancel || !record.transaction.valid()) {
    return;
  }
  const std::string_view value = message.value_of(sip::HeaderId::SessionId);
  const std::string_view uuid = trim(value.substr(0, value.find(';')));
  if (is_session_uuid(uuid)) return;
  Finding finding = make_finding(
      "session-id-malformed", scene.trace, record.transaction,
      fmt::format("Session-ID of {} begins with {} octets that are no 32 "
                  "hexadecimal digits",
                  record.method_name, uuid.size()));
  finding.frames = {record.frame};
  add_evidence(finding, record.frame, message, sip::HeaderId::SessionId);
  findings.push_back(std::move(finding));
}

constexpr auto kLegs =
    ids("failure-relayed-from-other-leg", "failure-changed-between-legs",
        "failure-after-silent-leg");
constexpr auto kSessionId = ids("session-id-malformed");
constexpr sip::HeaderId kNeedsSessionId[] = {sip::HeaderId::SessionId};

}  // namespace

const RuleSet& leg_rules() {
  static constexpr MessageRule kMessages[] = {
      {judge_session_id, kSessionId, kNeedsSessionId}};
  static constexpr CaptureRule kCaptures[] = {{judge_legs, kLegs}};
  static constexpr RuleSet kRules{.messages = kMessages, .captures = kCaptures};
  return kRules;
}

}  // namespace siptriage::detail
