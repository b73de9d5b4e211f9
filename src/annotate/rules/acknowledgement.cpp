// ACK: missing, lost behind the capture, or not that of the response.

#include <chrono>
#include <cstddef>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"

#include "annotate/crossings.h"
#include "annotate/passed_on.h"
#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"

namespace siptriage::detail {
namespace {

// Copies of a response: fewer are everyday loss.
constexpr std::size_t kNotableCopies = 2;
// Transactions behind an INVITE among which its ACK is sought.
constexpr std::size_t kMaxSearchedForAck = 64;

bool is_2xx(const Transaction& transaction) {
  return transaction.final_status / 100 == 2;
}

// An ACK that names this INVITE in all but its branch.
bool is_stray_ack(const Trace& trace, const Transaction& ack,
                  const Transaction& invite) {
  return ack.method == sip::Method::Ack && ack.request.valid() &&
         ack.cseq_number == invite.cseq_number &&
         ack.client.address == invite.client.address &&
         ack.server == invite.server &&
         equals_ignore_case(trace.message(ack.request).from_tag,
                            trace.message(invite.request).from_tag);
}

const Transaction* find_stray_ack(const Trace& trace,
                                  const Transaction& invite) {
  std::size_t searched = 0;
  for (TransactionId id = invite.next_in_call; id.valid();
       id = trace.transaction(id).next_in_call) {
    if (++searched > kMaxSearchedForAck) return nullptr;
    const Transaction& other = trace.transaction(id);
    if (is_stray_ack(trace, other, invite)) return &other;
  }
  return nullptr;
}

void judge_stray_ack(const Trace& trace, TransactionId id,
                     const Crossings& copies, const Transaction& ack,
                     Findings& findings) {
  const MessageRecord& message = trace.message(ack.request);
  Finding finding = make_finding(
      "ack-with-other-branch", trace, id,
      fmt::format("{} to INVITE was repeated {}: the ACK has the branch {}, "
                  "the INVITE {}",
                  trace.transaction(id).final_status, times(copies.size() - 1),
                  message.branch.empty() ? "none" : message.branch,
                  trace.transaction(id).branch));
  finding.frames = frames_of(copies);
  finding.frames.push_back(message.frame);
  findings.push_back(std::move(finding));
}

// The ACK of a 2xx in all but its CSeq number; nullptr: none. `invite` has no
// other.
const Transaction* find_ack_of_other_cseq(const Trace& trace,
                                          const Transaction& invite) {
  const MessageRecord& response = trace.message(invite.final_response);
  const Transaction* found = nullptr;
  std::size_t searched = 0;
  for (TransactionId id = invite.next_in_call; id.valid();
       id = trace.transaction(id).next_in_call) {
    if (++searched > kMaxSearchedForAck) return found;
    const Transaction& other = trace.transaction(id);
    // It may be the ACK of a later INVITE.
    if (other.method == sip::Method::Invite) return nullptr;
    if (found == nullptr && other.method == sip::Method::Ack &&
        other.request.valid() && other.client == invite.client &&
        other.cseq_number != invite.cseq_number && !response.to_tag.empty() &&
        equals_ignore_case(trace.message(other.request).to_tag,
                           response.to_tag)) {
      found = &other;
    }
  }
  return found;
}

// RFC 3261 13.2.2.4.
void judge_cseq_of_ack(const Scene& scene, TransactionId id,
                       Findings& findings) {
  const Trace& trace = scene.trace;
  const Transaction& transaction = trace.transaction(id);
  if (!is_2xx(transaction) || !transaction.request.valid() ||
      transaction.ack.valid()) {
    return;
  }
  const Transaction* ack = find_ack_of_other_cseq(trace, transaction);
  if (ack == nullptr) return;
  Finding finding = make_finding(
      "ack-with-other-cseq", trace, id,
      fmt::format("the ACK for the {} carries CSeq {}; the INVITE has {}",
                  transaction.final_status, ack->cseq_number,
                  transaction.cseq_number));
  finding.frames.push_back(trace.message(ack->request).frame);
  findings.push_back(std::move(finding));
}

// Timer H: a final response other than 2xx, again and again.
void judge_failure_ack(const Scene& scene, TransactionId id,
                       Findings& findings) {
  const Trace& trace = scene.trace;
  const Transaction& transaction = trace.transaction(id);
  if (transaction.response_retransmissions < kNotableCopies ||
      transaction.final_status < 300 || transaction.ack.valid() ||
      !transaction.request.valid() ||
      // Its copies may be answers to copies of the request (17.2.1).
      transaction.request_retransmissions >= kNotableCopies) {
    return;
  }
  const Crossings copies = copies_of_final(trace, transaction);
  if (copies.size() <= kNotableCopies) return;
  if (const Transaction* ack = find_stray_ack(trace, transaction)) {
    return judge_stray_ack(trace, id, copies, *ack, findings);
  }
  Finding finding = make_finding(
      "failure-ack-not-seen", trace, id,
      fmt::format("{} repeated its {} to INVITE {} within {}, and no ACK for "
                  "it is in this capture",
                  to_string(transaction.server), transaction.final_status,
                  times(copies.size() - 1), to_human(span_of(copies))));
  finding.certainty = Certainty::Likely;
  finding.frames = frames_of(copies);
  findings.push_back(std::move(finding));
}

// One hop of those that a 2xx crossed: where it was seen first.
bool confirms(const Trace& trace, const Transaction& transaction) {
  const MessageRecord& response = trace.message(transaction.final_response);
  return response.dialog.valid() &&
         trace.dialog(response.dialog).confirmed_by ==
             transaction.final_response;
}

// The ACK passed here, and the server went on as if it had not.
void judge_lost_ack(const Scene& scene, TransactionId id, Findings& findings) {
  const Trace& trace = scene.trace;
  const Transaction& transaction = trace.transaction(id);
  if (transaction.response_retransmissions < kNotableCopies ||
      !transaction.ack.valid() || !transaction.final_response.valid() ||
      (is_2xx(transaction) && !confirms(trace, transaction))) {
    return;
  }
  const MessageRecord& ack = trace.message(transaction.ack);
  const Crossings copies = copies_of_final(trace, transaction);
  const std::size_t after = count_after(copies, ack.timestamp + trace.t1() / 2);
  if (after < kNotableCopies || copies.front()->timestamp > ack.timestamp) {
    return;
  }
  Finding finding = make_finding(
      "ack-not-heard", trace, id,
      fmt::format(
          "{} repeated its {} to INVITE {} after the ACK was seen here, "
          "until {} after it",
          to_string(transaction.server), transaction.final_status, times(after),
          to_human(elapsed(ack.timestamp, copies.back()->timestamp))));
  finding.certainty = Certainty::Likely;
  finding.frames = frames_of(copies);
  finding.frames.insert(finding.frames.begin() + 1, ack.frame);
  findings.push_back(std::move(finding));
}

// How often the final response was repeated after its ACK had passed here.
std::size_t copies_after_ack(const Trace& trace,
                             const Transaction& transaction) {
  if (!transaction.ack.valid() || transaction.response_retransmissions == 0) {
    return 0;
  }
  return count_after(copies_of_final(trace, transaction),
                     trace.message(transaction.ack).timestamp + trace.t1() / 2);
}

// The BYE that ended the dialog of a 2xx, if the callee sent it.
const MessageRecord* bye_of_callee(const Trace& trace,
                                   const MessageRecord& response) {
  if (!response.dialog.valid()) return nullptr;
  const MessageId end = trace.dialog(response.dialog).terminated_by;
  if (!end.valid()) return nullptr;
  const MessageRecord& bye = trace.message(end);
  const bool by_callee = bye.method == sip::Method::Bye && bye.is_request() &&
                         equals_ignore_case(bye.from_tag, response.to_tag);
  return by_callee ? &bye : nullptr;
}

std::string how_acknowledged(const Transaction& invite, std::size_t unheard,
                             const Transaction* odd_ack) {
  if (unheard != 0) {
    return fmt::format("which it had repeated {} after the ACK was seen here",
                       times(unheard));
  }
  if (odd_ack == nullptr) return "and no ACK for that is in this capture";
  return fmt::format("the ACK for which carries CSeq {} instead of {}",
                     odd_ack->cseq_number, invite.cseq_number);
}

// 13.3.1.4: the callee waits 64*T1 for the ACK, and then says BYE.
void judge_dropped_call(const Scene& scene, TransactionId id,
                        Findings& findings) {
  const Trace& trace = scene.trace;
  const Transaction& transaction = trace.transaction(id);
  if (!is_2xx(transaction) || !transaction.request.valid()) return;
  const std::size_t unheard = copies_after_ack(trace, transaction);
  if (transaction.ack.valid() && unheard < kNotableCopies) return;
  const MessageRecord& response = trace.message(transaction.final_response);
  if (!confirms(trace, transaction)) return;
  const MessageRecord* bye = bye_of_callee(trace, response);
  if (bye == nullptr) return;
  const Transaction* odd_ack = transaction.ack.valid()
                                   ? nullptr
                                   : find_ack_of_other_cseq(trace, transaction);
  const Duration after = elapsed(response.timestamp, bye->timestamp);
  const Duration t1 = trace.t1();
  if (after < 60 * t1 || after > 72 * t1) return;
  Finding finding = make_finding(
      "call-dropped-without-ack", trace, id,
      fmt::format("the callee ended the call with BYE {} after its {}, {}",
                  to_human(after), transaction.final_status,
                  how_acknowledged(transaction, unheard, odd_ack)));
  finding.certainty = Certainty::Likely;
  finding.frames.push_back(bye->frame);
  findings.push_back(std::move(finding));
}

// An ACK that carries the Via of another one on, under its own; nullptr: none.
const Transaction* find_ack_passed_on(const Scene& scene,
                                      const Transaction& invite) {
  const Trace& trace = scene.trace;
  const MessageRecord& ack = trace.message(invite.ack);
  std::size_t searched = 0;
  for (TransactionId id = invite.next_in_call; id.valid();
       id = trace.transaction(id).next_in_call) {
    if (++searched > kMaxSearchedForAck) return nullptr;
    const Transaction& other = trace.transaction(id);
    if (other.method != sip::Method::Ack || !other.request.valid() ||
        other.cseq_number != invite.cseq_number ||
        other.client.address != invite.server.address ||
        other.server.address == invite.client.address) {
      continue;
    }
    const MessageRecord& message = trace.message(other.request);
    const Reading parsed(scene, other.request);
    if (message.timestamp >= ack.timestamp &&
        equals_ignore_case(message.from_tag, ack.from_tag) &&
        equals_ignore_case(message.to_tag, ack.to_tag) && parsed &&
        list_of(*parsed, sip::HeaderId::Via).size() > 1) {
      return &other;
    }
  }
  return nullptr;
}

// 17.2.1: the server transaction that refused keeps the ACK.
void judge_ack_passed_on(const Scene& scene, TransactionId id,
                         Findings& findings) {
  const Trace& trace = scene.trace;
  const Transaction& transaction = trace.transaction(id);
  if (transaction.final_status < 300 || !transaction.ack.valid() ||
      !transaction.request.valid() || is_forwarded(trace, transaction)) {
    return;
  }
  const Transaction* passed_on = find_ack_passed_on(scene, transaction);
  if (passed_on == nullptr) return;
  Finding finding = make_finding(
      "refusal-ack-passed-on", trace, id,
      fmt::format("{} passed the ACK for its own {} on to {}, which had got no "
                  "INVITE",
                  to_string(transaction.server), transaction.final_status,
                  to_string(passed_on->server)));
  finding.frames.push_back(trace.message(transaction.ack).frame);
  finding.frames.push_back(trace.message(passed_on->request).frame);
  findings.push_back(std::move(finding));
}

void judge_ack(const Scene& scene, TransactionId id, Findings& findings) {
  if (scene.transaction(id).method != sip::Method::Invite) return;
  judge_ack_passed_on(scene, id, findings);
  judge_cseq_of_ack(scene, id, findings);
  judge_failure_ack(scene, id, findings);
  judge_lost_ack(scene, id, findings);
  judge_dropped_call(scene, id, findings);
}

constexpr auto kAck =
    ids("failure-ack-not-seen", "ack-with-other-branch", "ack-with-other-cseq",
        "ack-not-heard", "call-dropped-without-ack", "refusal-ack-passed-on");

}  // namespace

const RuleSet& acknowledgement_rules() {
  static constexpr TransactionRule kTransactions[] = {{judge_ack, kAck}};
  static constexpr RuleSet kRules{.transactions = kTransactions};
  return kRules;
}

}  // namespace siptriage::detail
