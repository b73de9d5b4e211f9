// CANCEL: too early, for another request, too late; 487 without it; BYE from
// both sides.

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/values.h"

#include "annotate/crossings.h"
#include "annotate/passed_on.h"
#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"
#include "annotate/silence.h"

namespace siptriage::detail {
namespace {

// T1, within which timer A has fired twice.
constexpr int kSilentRounds = 4;

using sip::HeaderId;

// How long a caller who meant to hang up may take to do so.
constexpr Duration kTimeToHangUp = std::chrono::seconds(32);
// What is further apart did not cross.
constexpr Duration kCrossing = std::chrono::seconds(2);
// Transactions among which BYE and CANCEL are sought.
constexpr std::size_t kMaxSearchedForEnd = 64;

// The INVITE that a CANCEL is about, at the hop where that was seen first;
// nullptr: not in the capture.
const Transaction* cancelled_invite(const Trace& trace,
                                    const Transaction& cancel) {
  if (!cancel.request.valid() || !cancel.related.valid()) return nullptr;
  const Transaction& invite = trace.transaction(cancel.related);
  return invite.request.valid() && invite.client == cancel.client &&
                 invite.server == cancel.server &&
                 !has_hop_before(trace, cancel)
             ? &invite
             : nullptr;
}

// 17.1.1.2: over UDP an INVITE is sent again until a provisional response
// comes. One that was not, for so long, has had a response that the capture
// lacks.
bool must_have_been_answered(const Trace& trace, const Transaction& invite,
                             const MessageRecord& cancel) {
  return invite.transport == Transport::Udp &&
         invite.request_retransmissions == 0 &&
         elapsed(trace.message(invite.request).timestamp, cancel.timestamp) >
             kSilentRounds * trace.t1();
}

// 9.1. What the server said must have been seen here later, or else nobody
// knows whether its responses pass this point at all.
void judge_early_cancel(const Scene& scene, TransactionId id,
                        Findings& findings) {
  const Trace& trace = scene.trace;
  const Transaction& cancel = trace.transaction(id);
  const Transaction* invite = cancelled_invite(trace, cancel);
  if (invite == nullptr) return;
  const MessageRecord& message = trace.message(cancel.request);
  const MessageRecord& request = trace.message(invite->request);
  const MessageRecord* response = first_response(trace, *invite);
  if (response == nullptr || response->timestamp <= message.timestamp ||
      message.timestamp < request.timestamp ||
      must_have_been_answered(trace, *invite, message)) {
    return;
  }
  Finding finding = make_finding(
      "cancel-before-provisional", trace, id,
      fmt::format("CANCEL went out {} after INVITE, {} before the first "
                  "response to it, {}",
                  to_human(elapsed(request.timestamp, message.timestamp)),
                  to_human(elapsed(message.timestamp, response->timestamp)),
                  response->status));
  finding.frames = {request.frame, message.frame, response->frame};
  findings.push_back(std::move(finding));
}

// What of 9.1 the CANCEL does not have in common with its INVITE, for people.
std::string differences(const MessageRecord& invite,
                        const MessageRecord& cancel,
                        const sip::Message& invite_message,
                        const sip::Message& cancel_message) {
  std::string text;
  const auto add = [&text](std::string_view what) {
    if (!text.empty()) text += ", ";
    text += what;
  };
  if (invite.cseq_number != cancel.cseq_number) add("CSeq number");
  if (!equals_ignore_case(invite.branch, cancel.branch)) add("branch");
  if (invite_message.request_uri != cancel_message.request_uri) {
    add("Request-URI");
  }
  if (!equals_ignore_case(invite.to_tag, cancel.to_tag)) add("To tag");
  return text;
}

// 9.2. An INVITE whose final response comes at about the same time was over for
// its server.
void judge_refused_cancel(const Scene& scene, TransactionId id,
                          const Transaction& invite, Findings& findings) {
  const Trace& trace = scene.trace;
  const Transaction& cancel = trace.transaction(id);
  const MessageRecord& message = trace.message(cancel.request);
  const MessageRecord* response = first_response(trace, invite);
  if (response == nullptr || !response->is_provisional() ||
      response->timestamp > message.timestamp) {
    return;
  }
  const Timestamp refused = trace.message(cancel.final_response).timestamp;
  const bool has_end = invite.final_response.valid();
  const Timestamp until = has_end
                              ? trace.message(invite.final_response).timestamp
                              : trace.capture_end();
  if (elapsed(refused, until) < kCrossing) return;
  Finding finding = make_finding(
      "cancel-refused-while-pending", trace, id,
      fmt::format("CANCEL was answered 481 {} after {} to its INVITE; {}",
                  to_human(elapsed(response->timestamp, refused)),
                  response->status,
                  has_end ? fmt::format("{} came {} later", invite.final_status,
                                        to_human(elapsed(refused, until)))
                          : "no final response came"));
  finding.frames.insert(finding.frames.begin(),
                        {trace.message(invite.request).frame, response->frame});
  if (has_end) {
    finding.frames.push_back(trace.message(invite.final_response).frame);
  }
  findings.push_back(std::move(finding));
}

// The INVITE that the same client had open, where the CANCEL has another CSeq
// number; nullptr: none.
const Transaction* invite_of_other_cseq(const Trace& trace,
                                        const Transaction& cancel) {
  if (!cancel.request.valid() || cancel.related.valid() ||
      has_hop_before(trace, cancel)) {
    return nullptr;
  }
  const MessageRecord& message = trace.message(cancel.request);
  const Transaction* found = nullptr;
  std::size_t searched = 0;
  for (TransactionId id = trace.call(cancel.call).first_transaction;
       id.valid() && ++searched <= kMaxSearchedForEnd;
       id = trace.transaction(id).next_in_call) {
    const Transaction& invite = trace.transaction(id);
    if (invite.method == sip::Method::Invite && invite.request.valid() &&
        invite.client == cancel.client && invite.server == cancel.server &&
        trace.message(invite.request).from_tag == message.from_tag &&
        trace.message(invite.request).timestamp <= message.timestamp &&
        first_response(trace, invite) != nullptr) {
      found = &invite;
    }
  }
  const bool is_open =
      found != nullptr &&
      (!found->final_response.valid() ||
       trace.message(found->final_response).timestamp > message.timestamp);
  return is_open ? found : nullptr;
}

// What a CANCEL with another CSeq number has not reached.
bool is_in_vain(const Transaction& cancel, const Transaction& invite) {
  return invite.final_status != 487 &&
         (cancel.final_status >= 300 || cancel.timed_out);
}

void judge_other_cancel(const Scene& scene, TransactionId id,
                        Findings& findings) {
  const Trace& trace = scene.trace;
  const Transaction& cancel = trace.transaction(id);
  const Transaction* invite =
      cancel.final_status == 481 ? cancelled_invite(trace, cancel) : nullptr;
  if (invite == nullptr) {
    invite = invite_of_other_cseq(trace, cancel);
    if (invite == nullptr || !is_in_vain(cancel, *invite)) return;
  }
  const Reading invite_message(scene, invite->request);
  const Reading cancel_message(scene, cancel.request);
  if (!invite_message || !cancel_message) return;
  const MessageRecord& request = trace.message(invite->request);
  const MessageRecord& message = trace.message(cancel.request);
  const std::string what =
      differences(request, message, *invite_message, *cancel_message);
  if (what.empty()) return judge_refused_cancel(scene, id, *invite, findings);
  Finding finding = make_finding(
      "cancel-does-not-match", trace, id,
      fmt::format("CANCEL was {}; it differs from its INVITE in: {}",
                  cancel.final_status == 0
                      ? std::string("not answered")
                      : fmt::format("answered {}", cancel.final_status),
                  what));
  finding.frames.insert(finding.frames.begin(), request.frame);
  const auto prove = [&](HeaderId header) {
    add_evidence(finding, request.frame, *invite_message, header);
    add_evidence(finding, message.frame, *cancel_message, header);
  };
  prove(HeaderId::Via);
  prove(HeaderId::To);
  if (invite->cseq_number != cancel.cseq_number) prove(HeaderId::CSeq);
  findings.push_back(std::move(finding));
}

// "; its Expires was 60 s", where that time was over.
std::string expiry_of(const Scene& scene, const Transaction& invite,
                      Duration rang) {
  const Reading request(scene, invite.request);
  if (!request) return {};
  const std::optional<std::uint32_t> seconds =
      sip::parse_delta_seconds(request->value_of(HeaderId::Expires));
  if (!seconds || rang < std::chrono::seconds(*seconds)) return {};
  return fmt::format("; the Expires of the INVITE, {} s, was over", *seconds);
}

void judge_487(const Scene& scene, TransactionId id, Findings& findings) {
  const Trace& trace = scene.trace;
  const Transaction& invite = trace.transaction(id);
  if (invite.final_status != 487 || !invite.request.valid() ||
      invite.cancelled_by.valid() ||
      &origin_of_response(trace, invite) != &invite) {
    return;
  }
  const MessageRecord& request = trace.message(invite.request);
  const MessageRecord& response = trace.message(invite.final_response);
  // BYE may end an early dialog as well (RFC 3261 15).
  const Call& call = trace.call(invite.call);
  std::size_t searched = 0;
  for (TransactionId other = call.first_transaction; other.valid();
       other = trace.transaction(other).next_in_call) {
    const sip::Method method = trace.transaction(other).method;
    if (method == sip::Method::Bye || method == sip::Method::Cancel ||
        ++searched > kMaxSearchedForEnd) {
      return;
    }
  }
  const Duration rang = elapsed(request.timestamp, response.timestamp);
  Finding finding = make_finding(
      "487-without-cancel", trace, id,
      fmt::format("{} answered 487 {} after INVITE; neither CANCEL nor BYE is "
                  "in this capture{}",
                  to_string(invite.server), to_human(rang),
                  expiry_of(scene, invite, rang)));
  findings.push_back(std::move(finding));
}

// The answer and the CANCEL crossed: who called has to hang up now (RFC 3261
// 9.1: CANCEL has no effect on what was answered).
void judge_crossed_answer(const Scene& scene, TransactionId id,
                          Findings& findings) {
  const Trace& trace = scene.trace;
  const Transaction& cancel = trace.transaction(id);
  const Transaction* invite = cancelled_invite(trace, cancel);
  if (invite == nullptr || invite->final_status / 100 != 2) return;
  const MessageRecord& message = trace.message(cancel.request);
  const MessageRecord& answer = trace.message(invite->final_response);
  // Others of the same client may have been answered into this dialog.
  if (!answer.dialog.valid() ||
      trace.dialog(answer.dialog).confirmed_by != invite->final_response) {
    return;
  }
  const Duration after = elapsed(message.timestamp, answer.timestamp);
  const bool has_ended = trace.dialog(answer.dialog).terminated_by.valid();
  const bool must_have =
      elapsed(answer.timestamp, trace.capture_end()) > kTimeToHangUp;
  const bool has_crossed = after <= kCrossing && after >= -kCrossing;
  if (has_ended ? !has_crossed : !must_have) return;
  Finding finding = make_finding(
      has_ended ? "cancel-crossed-answer" : "cancelled-call-not-ended", trace,
      id,
      fmt::format(
          "CANCEL was sent {} {} the {} that answered the call{}",
          to_human(after < Duration::zero() ? -after : after),
          after < Duration::zero() ? "after" : "before", invite->final_status,
          has_ended ? "; BYE followed" : ", and no BYE is in this capture"));
  finding.frames = {trace.message(invite->request).frame, message.frame,
                    answer.frame};
  if (has_ended) {
    finding.frames.push_back(
        trace.message(trace.dialog(answer.dialog).terminated_by).frame);
  }
  findings.push_back(std::move(finding));
}

// A proxy that gives up by itself: its caller neither cancelled nor got an
// answer, and was refused afterwards (RFC 3261 16.8).
void judge_own_cancel(const Scene& scene, TransactionId id,
                      Findings& findings) {
  const Trace& trace = scene.trace;
  const Transaction& cancel = trace.transaction(id);
  const Transaction* invite = cancelled_invite(trace, cancel);
  if (invite == nullptr) return;
  const Transaction* before = find_hop_before(trace, *invite);
  if (before == nullptr || before->cancelled_by.valid() ||
      before->final_status < 400 || before->final_status >= 600) {
    return;
  }
  const MessageRecord& request = trace.message(invite->request);
  const MessageRecord& message = trace.message(cancel.request);
  const MessageRecord& response = trace.message(before->final_response);
  if (response.timestamp < message.timestamp) return;
  Finding finding = make_finding(
      "proxy-gave-up", trace, id,
      fmt::format(
          "{} cancelled its INVITE to {} {} after it was sent, although "
          "the caller had not; the caller got {}",
          to_string(invite->client), to_string(invite->server),
          to_human(elapsed(request.timestamp, message.timestamp)),
          before->final_status));
  finding.frames = {request.frame, message.frame, response.frame};
  findings.push_back(std::move(finding));
}

// Both sides hung up before either knew of the other.
void judge_two_byes(const Scene& scene, TransactionId id, Findings& findings) {
  const Trace& trace = scene.trace;
  const Transaction& late = trace.transaction(id);
  if (!late.request.valid()) return;
  const MessageRecord& second = trace.message(late.request);
  if (!second.dialog.valid()) return;
  const MessageId end = trace.dialog(second.dialog).terminated_by;
  if (!end.valid() || end == late.request) return;
  const MessageRecord& first = trace.message(end);
  if (first.method != sip::Method::Bye || !first.is_request() ||
      !first.transaction.valid() ||
      !equals_ignore_case(first.from_tag, second.to_tag) ||
      equals_ignore_case(first.from_tag, second.from_tag) ||
      has_hop_before(trace, late)) {
    return;
  }
  const Transaction& early = trace.transaction(first.transaction);
  if (early.final_response.valid() &&
      trace.message(early.final_response).timestamp <= second.timestamp) {
    return;
  }
  Finding finding = make_finding(
      "bye-from-both-sides", trace, id,
      fmt::format("both sides sent BYE, {} apart{}",
                  to_human(elapsed(first.timestamp, second.timestamp)),
                  late.final_status == 481
                      ? "; the 481 to the second says no more than that"
                      : ""));
  finding.frames.insert(finding.frames.begin(), first.frame);
  findings.push_back(std::move(finding));
}

// Who gets BYE still has to answer what was asked before it (15.1.2), and so
// has who sends it (RFC 5407 3.2). Only of an INVITE that was being worked on:
// another may never have arrived.
void judge_left_pending(const Scene& scene, TransactionId id,
                        Findings& findings) {
  const Trace& trace = scene.trace;
  const Transaction& invite = trace.transaction(id);
  if (invite.final_response.valid() || !invite.request.valid() ||
      invite.cancelled_by.valid()) {
    return;
  }
  const MessageRecord& request = trace.message(invite.request);
  const MessageRecord* response = first_response(trace, invite);
  if (response == nullptr || request.to_tag.empty() ||
      !request.dialog.valid()) {
    return;
  }
  const MessageId end = trace.dialog(request.dialog).terminated_by;
  if (!end.valid()) return;
  const MessageRecord& bye = trace.message(end);
  const bool by_client = equals_ignore_case(bye.from_tag, request.from_tag);
  if (bye.method != sip::Method::Bye || !bye.transaction.valid() ||
      bye.timestamp < request.timestamp ||
      (!by_client && (!equals_ignore_case(bye.from_tag, request.to_tag) ||
                      response->timestamp > bye.timestamp)) ||
      has_hop_before(trace, invite)) {
    return;
  }
  const Transaction& release = trace.transaction(bye.transaction);
  if (release.final_status / 100 != 2) return;
  const MessageRecord& released = trace.message(release.final_response);
  if (elapsed(released.timestamp, trace.capture_end()) < kCrossing) return;
  Finding finding = make_finding(
      "pending-invite-not-answered", trace, id,
      fmt::format("INVITE got {} and no final response; {}, {} later, got {}",
                  response->status,
                  by_client ? "BYE" : "BYE from who was to answer it",
                  to_human(elapsed(request.timestamp, bye.timestamp)),
                  release.final_status));
  if (!doubt_of_silence(trace, scene.gaps, invite).empty()) {
    finding.certainty = Certainty::Likely;
  }
  finding.frames = {request.frame, response->frame, bye.frame, released.frame};
  findings.push_back(std::move(finding));
}

// No client can answer: CANCEL is sent with the CSeq number of the INVITE.
void check_challenged_cancel(const Exchange& exchange, Judge& judge) {
  if (exchange.transaction.method != sip::Method::Cancel) return;
  judge.tell("cancel-challenged", HeaderId::CSeq,
             "a server must not ask for credentials for CANCEL");
}

// Whether `bye` is of an early dialog that a response to `invite` began, and
// from the side that was called.
bool is_by_called_side(const Scene& scene, const Transaction& bye,
                       const Transaction& invite) {
  const std::string_view tag = scene.message(bye.request).from_tag;
  return invite.method == sip::Method::Invite && !invite.in_dialog &&
         invite.first_provisional.valid() && invite.final_response.valid() &&
         bye.client.address == invite.server.address && !tag.empty() &&
         scene.message(invite.first_provisional).to_tag == tag &&
         scene.message(invite.first_provisional).timestamp <
             scene.message(bye.request).timestamp &&
         scene.message(bye.request).timestamp <
             scene.message(invite.final_response).timestamp;
}

void judge_early_bye(const Scene& scene, TransactionId id, Findings& findings) {
  const Transaction& bye = scene.transaction(id);
  if (!bye.request.valid() || has_hop_before(scene.trace, bye)) return;
  std::size_t searched = 0;
  for (TransactionId other = scene.trace.call(bye.call).first_transaction;
       other.valid() && other != id && ++searched <= kMaxSearchedForEnd;
       other = scene.transaction(other).next_in_call) {
    const Transaction& invite = scene.transaction(other);
    if (!is_by_called_side(scene, bye, invite)) continue;
    Finding finding = make_finding(
        "bye-before-answer", scene.trace, id,
        fmt::format(
            "{} sent BYE before it answered INVITE; the {} came {} "
            "later",
            to_string(bye.client), invite.final_status,
            to_human(elapsed(scene.message(bye.request).timestamp,
                             scene.message(invite.final_response).timestamp))));
    findings.push_back(std::move(finding));
    return;
  }
}

void judge_cancellation(const Scene& scene, TransactionId id,
                        Findings& findings) {
  switch (scene.transaction(id).method) {
    case sip::Method::Cancel:
      judge_early_cancel(scene, id, findings);
      judge_other_cancel(scene, id, findings);
      judge_crossed_answer(scene, id, findings);
      return judge_own_cancel(scene, id, findings);
    case sip::Method::Invite:
      judge_487(scene, id, findings);
      return judge_left_pending(scene, id, findings);
    case sip::Method::Bye:
      judge_early_bye(scene, id, findings);
      return judge_two_byes(scene, id, findings);
    default:
      return;
  }
}

constexpr auto kCancellation = ids(
    "cancel-before-provisional", "cancel-does-not-match",
    "cancel-refused-while-pending", "487-without-cancel",
    "cancel-crossed-answer", "cancelled-call-not-ended", "proxy-gave-up",
    "bye-from-both-sides", "bye-before-answer", "pending-invite-not-answered");
constexpr auto kChallengedCancel = ids("cancel-challenged");
constexpr auto kCancelChallenges = codes(401, 407);

}  // namespace

const RuleSet& cancellation_rules() {
  static constexpr ResponseRule kResponses[] = {
      {check_challenged_cancel, kChallengedCancel, kCancelChallenges},
  };
  static constexpr TransactionRule kTransactions[] = {
      {judge_cancellation, kCancellation},
  };
  static constexpr RuleSet kRules{.responses = kResponses,
                                  .transactions = kTransactions};
  return kRules;
}

}  // namespace siptriage::detail
