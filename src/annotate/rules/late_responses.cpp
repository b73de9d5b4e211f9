// Responses that a transaction has no place for: too late, another one than
// before, or of a kind that the request cannot have.

#include <chrono>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"

#include "annotate/crossings.h"
#include "annotate/passed_on.h"
#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"
#include "annotate/rules/tolerances.h"

namespace siptriage::detail {
namespace {

// Timer F, or Timer B where nothing provisional came before it fired.
void judge_late_final(const Scene& scene, TransactionId id,
                      Findings& findings) {
  const Trace& trace = scene.trace;
  const Transaction& transaction = trace.transaction(id);
  if (!transaction.request.valid() || !transaction.final_response.valid()) {
    return;
  }
  const MessageRecord& request = trace.message(transaction.request);
  const MessageRecord& response = trace.message(transaction.final_response);
  const Duration patience = 64 * trace.t1();
  const Duration after = elapsed(request.timestamp, response.timestamp);
  // 408 tells of the timeout itself.
  if (after <= patience + trace.t1() || response.status == 408) return;
  if (transaction.method == sip::Method::Invite) {
    const MessageRecord* first = first_response(trace, transaction);
    if (first == nullptr ||
        elapsed(request.timestamp, first->timestamp) <= patience) {
      return;
    }
  }
  findings.push_back(make_finding(
      "response-after-timeout", trace, id,
      fmt::format("{} to {} came {} after the request; a client waits {}",
                  response.status, transaction.method_name, to_human(after),
                  to_human(patience))));
}

// Of what comes after the final response: another final one, or a provisional
// one of the same server.
void judge_what_follows(const Scene& scene, TransactionId id,
                        Findings& findings) {
  const Trace& trace = scene.trace;
  const Transaction& transaction = trace.transaction(id);
  if (!transaction.final_response.valid() || !transaction.request.valid()) {
    return;
  }
  const MessageRecord& final = trace.message(transaction.final_response);
  for (MessageId next = final.next_in_transaction; next.valid();
       next = trace.message(next).next_in_transaction) {
    const MessageRecord& message = trace.message(next);
    const Duration after = elapsed(final.timestamp, message.timestamp);
    // A 2xx of another fork is welcome, and so is what another fork says
    // (13.2.2.4).
    if (message.repetition != Repetition::None || message.is_request() ||
        message.source != final.source || message.status / 100 == 2 ||
        after < kNotReordered || message.status == final.status ||
        !equals_ignore_case(message.to_tag, final.to_tag) ||
        message.to_tag.empty()) {
      continue;
    }
    Finding finding = make_finding(
        message.is_provisional() ? "provisional-after-final"
                                 : "final-response-changed",
        trace, id,
        fmt::format("{} to {} was followed by {} from the same server, {} "
                    "later",
                    final.status, transaction.method_name, message.status,
                    to_human(after)));
    finding.frames.push_back(message.frame);
    findings.push_back(std::move(finding));
    return;
  }
}

// Over UDP no 100 before timer E has come to T2: 3.5 s with default timers
// (RFC 4320 4.1).
void judge_early_trying(const Trace& trace, TransactionId id,
                        Findings& findings) {
  constexpr int kRoundsToT2 = 7;
  const Transaction& transaction = trace.transaction(id);
  if (transaction.transport != Transport::Udp ||
      has_hop_before(trace, transaction)) {
    return;
  }
  const MessageRecord& request = trace.message(transaction.request);
  for (MessageId each = request.next_in_transaction; each.valid();
       each = trace.message(each).next_in_transaction) {
    const MessageRecord& message = trace.message(each);
    if (message.is_request() || message.status != 100) continue;
    const Duration after = elapsed(request.timestamp, message.timestamp);
    if (after >= kRoundsToT2 * trace.t1()) return;
    Finding finding = make_finding(
        "early-100-to-non-invite", trace, id,
        fmt::format("100 came in response to {} over UDP, {} after it",
                    transaction.method_name, to_human(after)));
    finding.frames = {request.frame, message.frame};
    return findings.push_back(std::move(finding));
  }
}

// RFC 4320 4.
void judge_non_invite(const Scene& scene, TransactionId id,
                      Findings& findings) {
  const Trace& trace = scene.trace;
  const Transaction& transaction = trace.transaction(id);
  if (transaction.method == sip::Method::Invite ||
      transaction.method == sip::Method::Ack || !transaction.request.valid()) {
    return;
  }
  judge_early_trying(trace, id, findings);
  if (transaction.first_provisional.valid() &&
      !has_hop_before(trace, transaction)) {
    const MessageRecord& response =
        trace.message(transaction.first_provisional);
    Finding finding =
        make_finding("provisional-to-non-invite", trace, id,
                     fmt::format("{} came in response to {}", response.status,
                                 transaction.method_name));
    finding.frames = {trace.message(transaction.request).frame, response.frame};
    findings.push_back(std::move(finding));
  }
}

void judge_late_responses(const Scene& scene, TransactionId id,
                          Findings& findings) {
  judge_late_final(scene, id, findings);
  judge_what_follows(scene, id, findings);
  judge_non_invite(scene, id, findings);
}

constexpr auto kLateResponses =
    ids("response-after-timeout", "provisional-after-final",
        "final-response-changed", "provisional-to-non-invite",
        "early-100-to-non-invite");

}  // namespace

const RuleSet& late_response_rules() {
  static constexpr TransactionRule kTransactions[] = {
      {judge_late_responses, kLateResponses}};
  static constexpr RuleSet kRules{.transactions = kTransactions};
  return kRules;
}

}  // namespace siptriage::detail
