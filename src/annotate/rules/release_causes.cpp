// Reason in BYE and CANCEL: who ended the call, and why?

#include <span>
#include <string>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"

#include "annotate/causes.h"
#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"
#include "annotate/sights.h"

namespace siptriage::detail {
namespace {

using sip::HeaderId;

bool is_of(const DecodedCause& cause, std::string_view protocol) {
  return cause.code && equals_ignore_case(cause.protocol, protocol);
}

// RFC 3326 3.1; gateways say the same as 26, non-selected user clearing.
bool is_answered_elsewhere(const DecodedCause& cause) {
  return (is_of(cause, "SIP") && *cause.code == 200) ||
         (is_of(cause, "Q.850") && *cause.code == 26);
}

// Q.850 sorts its values by their first three bits: 0 and 1 are what happens
// in a sound network (27, destination out of order, is not), 7 is
// interworking, which says nothing.
bool is_trouble_of_network(std::uint32_t cause) {
  return cause == 27 || (cause >= 32 && cause < 112);
}

// Statuses that people cause, or that end what was to be ended, are left out.
bool is_trouble_of_sip(std::uint32_t status) {
  switch (status) {
    case 480:
    case 486:
    case 487:
    case 600:
    case 603:
    case 607:
    case 608:
      return false;
    default:
      return status >= 400 && status <= 699;
  }
}

bool is_trouble(const DecodedCause& cause) {
  return (is_of(cause, "Q.850") && is_trouble_of_network(*cause.code)) ||
         (is_of(cause, "SIP") && is_trouble_of_sip(*cause.code));
}

// "the caller (192.0.2.1:5060)".
std::string sender_of(const Trace& trace, const MessageRecord& record) {
  std::string address = to_string(record.source);
  const Call& call = trace.call(record.call);
  if (!call.first_message.valid()) return address;
  const MessageRecord& first = trace.message(call.first_message);
  if (!first.is_request() || record.from_tag.empty()) return address;
  return fmt::format(
      "{} ({})",
      record.from_tag == first.from_tag ? "the caller" : "the callee", address);
}

// ", 32 s after the answer,".
std::string after_answer(const Trace& trace, const MessageRecord& record) {
  if (!record.dialog.valid()) return {};
  const MessageId answer = trace.dialog(record.dialog).confirmed_by;
  if (!answer.valid()) return {};
  return fmt::format(
      ", {} after the answer,",
      to_human(elapsed(trace.message(answer).timestamp, record.timestamp)));
}

// Then the answer itself says where the call went.
bool answer_is_seen(const Call& call) {
  return call.outcome == Outcome::AnsweredEnded ||
         call.outcome == Outcome::AnsweredEndNotSeen;
}

void tell(const Scene& scene, MessageId id, const sip::Message& message,
          std::string_view rule, const std::string& text, Findings& findings) {
  const MessageRecord& record = scene.message(id);
  Finding finding = make_finding(rule, scene.trace, record.transaction, text);
  for (const HeaderId header :
       {HeaderId::Reason, HeaderId::XAsteriskHangupCause,
        HeaderId::XAsteriskHangupCauseCode}) {
    add_evidence(finding, record.frame, message, header);
  }
  findings.push_back(std::move(finding));
}

void judge_bye(const Scene& scene, MessageId id, const sip::Message& message,
               std::span<const DecodedCause> causes, Findings& findings) {
  const MessageRecord& record = scene.message(id);
  for (const DecodedCause& cause : causes) {
    if (!is_trouble(cause)) continue;
    tell(scene, id, message, "bye-after-failure",
         fmt::format("BYE of {}{} gives {}", sender_of(scene.trace, record),
                     after_answer(scene.trace, record), to_string(cause)),
         findings);
    return;
  }
}

void judge_cancel(const Scene& scene, MessageId id, const sip::Message& message,
                  std::span<const DecodedCause> causes, Findings& findings) {
  const std::string source = to_string(scene.message(id).source);
  for (const DecodedCause& cause : causes) {
    if (is_answered_elsewhere(cause)) {
      const Call& call = scene.trace.call(scene.message(id).call);
      if (answer_is_seen(call)) return;
      tell(scene, id, message, "cancel-answered-elsewhere",
           fmt::format("CANCEL of {} says that the call was answered "
                       "elsewhere: {}",
                       source, to_string(cause)),
           findings);
      return;
    }
    if (is_trouble(cause)) {
      tell(scene, id, message, "cancel-after-failure",
           fmt::format("CANCEL of {} gives {}", source, to_string(cause)),
           findings);
      return;
    }
  }
}

void judge_release(const Scene& scene, MessageId id,
                   const sip::Message& message, Findings& findings) {
  const bool is_bye = message.method == sip::Method::Bye;
  if (!message.is_request() ||
      (!is_bye && message.method != sip::Method::Cancel)) {
    return;
  }
  const TransactionId transaction = scene.message(id).transaction;
  if (!transaction.valid() || !is_first_hop(scene.trace, transaction)) return;
  const std::span<const DecodedCause> causes = causes_of(scene.analysis, id);
  (is_bye ? judge_bye : judge_cancel)(scene, id, message, causes, findings);
}

constexpr auto kRelease = ids("bye-after-failure", "cancel-answered-elsewhere",
                              "cancel-after-failure");

constexpr HeaderId kNeeds[] = {HeaderId::Reason,
                               HeaderId::XAsteriskHangupCauseCode};

}  // namespace

const RuleSet& release_cause_rules() {
  static constexpr MessageRule kMessages[] = {
      {judge_release, kRelease, kNeeds}};
  static constexpr RuleSet kRules{.messages = kMessages};
  return kRules;
}

}  // namespace siptriage::detail
