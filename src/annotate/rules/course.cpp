// What a transaction's course shows: no answer, repeated requests, no ACK.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"

#include "annotate/crossings.h"
#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"
#include "annotate/silence.h"
#include "annotate/undelivered.h"

namespace siptriage::detail {
namespace {

// Fewer repetitions are everyday packet loss.
constexpr std::uint32_t kNotableRetransmissions = 2;
// Copies of a fork's 2xx, as many.
constexpr std::size_t kNotableCopies = 2;
// Forks of an INVITE that answered with 2xx and are looked at.
constexpr std::size_t kMaxForks = 64;

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
  if (undelivered) {
    finding.frames.push_back(undelivered.event->frame);
  } else if (const std::string doubt =
                 doubt_of_silence(trace, scene.gaps, transaction);
             !doubt.empty()) {
    finding.message += fmt::format("; {}, so one may be missing", doubt);
    finding.severity = Severity::Warning;
    finding.certainty = Certainty::Possible;
  }
  findings.push_back(std::move(finding));
}

void judge_retransmissions(const Scene& scene, TransactionId id,
                           Findings& findings) {
  const Trace& trace = scene.trace;
  const Transaction& transaction = trace.transaction(id);
  if (transaction.request_retransmissions < kNotableRetransmissions ||
      transaction.timed_out || !transaction.request.valid() ||
      transaction.method == sip::Method::Ack) {  // each 2xx calls for one
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

// Transactions behind an INVITE among which an ACK to another dialog is sought.
constexpr std::size_t kMaxSearchedForFork = 64;

// 13.3.1.4: who gets no ACK repeats its 2xx for 64*T1 and says BYE. One that
// fell silent long before, in a call that goes on for longer, got it.
bool must_have_been_acknowledged(const Trace& trace,
                                 const Transaction& transaction,
                                 const Crossings& copies) {
  if (copies.empty()) return false;
  const Duration t1 = trace.t1();
  const Timestamp first = copies.front()->timestamp;
  return elapsed(first, copies.back()->timestamp) < 48 * t1 &&
         elapsed(first, trace.call(transaction.call).last_time) > 72 * t1;
}

// An ACK to the INVITE that reached its server, and names a dialog that no
// response in sight made.
const MessageRecord* find_ack_to_other_tag(const Trace& trace,
                                           const Transaction& invite) {
  const MessageRecord& response = trace.message(invite.final_response);
  std::size_t searched = 0;
  for (TransactionId id = invite.next_in_call; id.valid();
       id = trace.transaction(id).next_in_call) {
    if (++searched > kMaxSearchedForFork) return nullptr;
    const Transaction& other = trace.transaction(id);
    if (other.method != sip::Method::Ack || !other.request.valid() ||
        other.cseq_number != invite.cseq_number ||
        other.server != invite.server) {
      continue;
    }
    const MessageRecord& ack = trace.message(other.request);
    if (!ack.dialog.valid() && !ack.to_tag.empty() &&
        equals_ignore_case(ack.from_tag, response.from_tag)) {
      return &ack;
    }
  }
  return nullptr;
}

void tell_of_other_tag(const Trace& trace, TransactionId id,
                       const MessageRecord& ack, Findings& findings) {
  const Transaction& transaction = trace.transaction(id);
  const MessageRecord& response = trace.message(transaction.final_response);
  Finding finding = make_finding(
      "ack-with-other-to-tag", trace, id,
      fmt::format("{} to INVITE was repeated {}: the To tag of the ACK is {}, "
                  "that of the {} {}",
                  transaction.final_status,
                  times(transaction.response_retransmissions), ack.to_tag,
                  transaction.final_status,
                  response.to_tag.empty() ? "none" : response.to_tag));
  finding.frames = frames_of(trace, transaction, Part::FinalResponse);
  finding.frames.push_back(ack.frame);
  findings.push_back(std::move(finding));
}

// The ACK to the last copy may be what the capture no longer has.
bool ends_too_soon(const Trace& trace, const Crossings& copies) {
  return copies.size() <= kNotableCopies &&
         trace.capture_end() - copies.back()->timestamp < trace.t1();
}

// The 2xx of one fork, and how often it was repeated.
struct Fork {
  DialogId dialog;
  std::vector<const MessageRecord*> copies;
};

// Those of the hop that is not the one acknowledged first.
std::vector<Fork> repeated_forks(const Trace& trace,
                                 const Transaction& transaction) {
  const MessageRecord& answer = trace.message(transaction.final_response);
  std::vector<Fork> forks;
  for (MessageId id = transaction.first_message; id.valid();
       id = trace.message(id).next_in_transaction) {
    const MessageRecord& message = trace.message(id);
    if (message.status / 100 != 2 || !message.dialog.valid() ||
        message.dialog == answer.dialog ||
        message.repetition == Repetition::Duplicate ||
        message.repetition == Repetition::OtherPoint) {
      continue;
    }
    auto fork = std::ranges::find(forks, message.dialog, &Fork::dialog);
    if (fork == forks.end()) {
      if (forks.size() == kMaxForks) continue;
      fork = forks.insert(fork, Fork{message.dialog, {}});
    }
    fork->copies.push_back(&message);
  }
  std::erase_if(forks, [](const Fork& fork) {
    return fork.copies.size() <= kNotableCopies;
  });
  return forks;
}

bool has_ack(const Trace& trace, CallId call, DialogId dialog) {
  for (TransactionId id = trace.call(call).first_transaction; id.valid();
       id = trace.transaction(id).next_in_call) {
    const Transaction& ack = trace.transaction(id);
    if (ack.method == sip::Method::Ack && ack.request.valid() &&
        trace.message(ack.request).dialog == dialog) {
      return true;
    }
  }
  return false;
}

// Each 2xx of a forked INVITE wants an ACK, and a BYE where its call is not
// wanted (13.2.2.4).
void judge_forks(const Trace& trace, TransactionId id, Findings& findings) {
  const Transaction& transaction = trace.transaction(id);
  for (const Fork& fork : repeated_forks(trace, transaction)) {
    if (has_ack(trace, transaction.call, fork.dialog)) continue;
    const MessageRecord& first = *fork.copies.front();
    Finding finding = make_finding(
        "fork-ack-not-seen", trace, id,
        fmt::format(
            "{} repeated the {} with To tag {} {} within {} and no "
            "ACK for it is in this capture; the {} with To tag {} was "
            "acknowledged",
            to_string(transaction.server), first.status, first.to_tag,
            times(fork.copies.size() - 1),
            to_human(elapsed(first.timestamp, fork.copies.back()->timestamp)),
            transaction.final_status,
            trace.message(transaction.final_response).to_tag));
    finding.certainty = Certainty::Likely;
    finding.frames.clear();
    for (const MessageRecord* copy : fork.copies) {
      finding.frames.push_back(copy->frame);
    }
    findings.push_back(std::move(finding));
  }
}

void judge_ack(const Scene& scene, TransactionId id, Findings& findings) {
  const Trace& trace = scene.trace;
  const Transaction& transaction = trace.transaction(id);
  if (transaction.method != sip::Method::Invite ||
      transaction.final_status / 100 != 2 ||
      transaction.response_retransmissions == 0) {
    return;
  }
  if (transaction.ack.valid()) return judge_forks(trace, id, findings);
  const Crossings copies = copies_of_final(trace, transaction);
  if (const MessageRecord* ack = find_ack_to_other_tag(trace, transaction)) {
    return tell_of_other_tag(trace, id, *ack, findings);
  }
  if (must_have_been_acknowledged(trace, transaction, copies) ||
      ends_too_soon(trace, copies)) {
    return;
  }
  Finding finding = make_finding(
      "ack-not-seen", trace, id,
      fmt::format("{} repeated its {} {} within {} and no ACK for it is "
                  "in this capture",
                  to_string(transaction.server), transaction.final_status,
                  times(transaction.response_retransmissions),
                  to_human(span_of(copies))));
  finding.certainty = Certainty::Likely;
  finding.frames = frames_of(trace, transaction, Part::FinalResponse);
  findings.push_back(std::move(finding));
}

constexpr auto kTimeout = ids("request-timed-out");
constexpr auto kRetransmissions = ids("request-retransmitted");
constexpr auto kAck =
    ids("ack-not-seen", "ack-with-other-to-tag", "fork-ack-not-seen");

}  // namespace

const RuleSet& course_rules() {
  static constexpr TransactionRule kTransactions[] = {
      {judge_timeout, kTimeout},
      {judge_retransmissions, kRetransmissions},
      {judge_ack, kAck},
  };
  static constexpr RuleSet kRules{.transactions = kTransactions};
  return kRules;
}

}  // namespace siptriage::detail
