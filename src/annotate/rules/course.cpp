// What a transaction's course shows: no answer, repeated requests, no ACK.

#include <cstdint>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "annotate/crossings.h"
#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"
#include "annotate/undelivered.h"

namespace siptriage::detail {
namespace {

// Fewer repetitions are everyday packet loss.
constexpr std::uint32_t kNotableRetransmissions = 2;

// The appearances of the request, or those of the final response.
enum class Part : std::uint8_t { Request, FinalResponse };

std::vector<FrameId> frames_of(const Trace& trace,
                               const Transaction& transaction, Part part) {
  std::vector<FrameId> frames;
  for (MessageId id = transaction.first_message; id.valid();
       id = trace.message(id).next_in_transaction) {
    const MessageRecord& message = trace.message(id);
    if (message.repetition == Repetition::Duplicate) continue;
    const bool wanted =
        part == Part::Request
            ? message.is_request() && message.method == transaction.method
            : message.status == transaction.final_status;
    if (wanted) frames.push_back(message.frame);
  }
  return frames;
}

void judge_timeout(const Scene& scene, TransactionId id, Findings& findings) {
  const Trace& trace = scene.trace;
  const Transaction& transaction = trace.transaction(id);
  if (!transaction.timed_out || !transaction.request.valid()) return;
  const std::uint32_t repeated = transaction.request_retransmissions;
  // What the network said of it leads.
  const Undelivered undelivered = find_undelivered_request(scene, transaction);
  Finding finding = make_finding(
      "request-timed-out", trace, id,
      fmt::format("{}{} to {} was seen {} and no final response to it is in "
                  "this capture",
                  undelivered ? cause_of(undelivered) + ": " : std::string(),
                  transaction.method_name, to_string(transaction.server),
                  repeated == 0
                      ? std::string("once")
                      : fmt::format("{} times within {}", repeated + 1,
                                    to_human(span_of(copies_of_request(
                                        trace, transaction))))));
  finding.frames = frames_of(trace, transaction, Part::Request);
  if (undelivered) finding.frames.push_back(undelivered.event->frame);
  findings.push_back(std::move(finding));
}

void judge_retransmissions(const Scene& scene, TransactionId id,
                           Findings& findings) {
  const Trace& trace = scene.trace;
  const Transaction& transaction = trace.transaction(id);
  if (transaction.request_retransmissions < kNotableRetransmissions ||
      transaction.timed_out || !transaction.request.valid()) {
    return;
  }
  Finding finding = make_finding(
      "request-retransmitted", trace, id,
      fmt::format("{} to {} was sent {} times", transaction.method_name,
                  to_string(transaction.server),
                  transaction.request_retransmissions + 1));
  finding.frames = frames_of(trace, transaction, Part::Request);
  findings.push_back(std::move(finding));
}

void judge_ack(const Scene& scene, TransactionId id, Findings& findings) {
  const Trace& trace = scene.trace;
  const Transaction& transaction = trace.transaction(id);
  if (transaction.method != sip::Method::Invite ||
      transaction.final_status / 100 != 2 || transaction.ack.valid() ||
      transaction.response_retransmissions == 0) {
    return;
  }
  Finding finding = make_finding(
      "ack-not-seen", trace, id,
      fmt::format("{} repeated its {} {} within {} and no ACK for it is "
                  "in this capture",
                  to_string(transaction.server), transaction.final_status,
                  times(transaction.response_retransmissions),
                  to_human(span_of(copies_of_final(trace, transaction)))));
  finding.certainty = Certainty::Likely;
  finding.frames = frames_of(trace, transaction, Part::FinalResponse);
  findings.push_back(std::move(finding));
}

constexpr auto kTimeout = ids("request-timed-out");
constexpr auto kRetransmissions = ids("request-retransmitted");
constexpr auto kAck = ids("ack-not-seen");

constexpr TransactionRule kTransactions[] = {
    {judge_timeout, kTimeout},
    {judge_retransmissions, kRetransmissions},
    {judge_ack, kAck},
};

}  // namespace

const RuleSet& course_rules() {
  static constexpr RuleSet kRules{.transactions = kTransactions};
  return kRules;
}

}  // namespace siptriage::detail
