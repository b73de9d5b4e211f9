// When requests and responses were repeated, against Timers A, B, E, F and G
// (RFC 3261 17), and whether there was any need to.

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "annotate/crossings.h"
#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"

namespace siptriage::detail {
namespace {

using std::chrono::milliseconds;

constexpr Duration kT2 = std::chrono::seconds(4);
// Jitter of networks, timers and captures.
constexpr double kScheduleTolerance = 0.2;
// What is repeated sooner was not repeated by a timer.
constexpr Duration kLeastInterval = milliseconds(30);
// Equal intervals in a row that no loss explains.
constexpr std::size_t kEqualIntervals = 3;
// Intervals named in a sentence.
constexpr std::size_t kMaxNamedIntervals = 8;
// Copies after a response: one may have been under way, another can be chance.
constexpr std::size_t kNeedlessCopies = 2;

std::vector<Duration> intervals_of(const Crossings& copies) {
  std::vector<Duration> intervals;
  for (std::size_t i = 1; i < copies.size(); ++i) {
    intervals.push_back(
        elapsed(copies[i - 1]->timestamp, copies[i]->timestamp));
  }
  return intervals;
}

bool about_equal(Duration a, Duration b) {
  const auto [less, more] = std::minmax(a, b);
  return milliseconds_of(more - less) <=
         kScheduleTolerance * milliseconds_of(more);
}

// Several equal ones, below where `cap` makes them equal.
bool stays_equal(const std::vector<Duration>& intervals, Duration cap) {
  std::size_t equal = 1;
  for (std::size_t i = 1; i < intervals.size(); ++i) {
    const bool counts = intervals[i] >= kLeastInterval &&
                        about_equal(intervals[i - 1], intervals[i]) &&
                        milliseconds_of(intervals[i]) <
                            (1 - kScheduleTolerance) * milliseconds_of(cap);
    equal = counts ? equal + 1 : 1;
    if (equal == kEqualIntervals) return true;
  }
  return false;
}

std::string name_intervals(const std::vector<Duration>& intervals) {
  std::string text;
  for (std::size_t i = 0; i < intervals.size(); ++i) {
    if (i != 0) text += ", ";
    if (i == kMaxNamedIntervals) return text + "...";
    text += fmt::format("{:.0f}", milliseconds_of(intervals[i]));
  }
  return text + " ms";
}

// A response resets the timer (17.1.1.2, 17.1.2.2): copies before it.
void drop_copies_after(Crossings& copies, const MessageRecord* response) {
  if (response == nullptr) return;
  std::erase_if(copies, [response](const MessageRecord* copy) {
    return copy->timestamp >= response->timestamp;
  });
}

void judge_equal_intervals(const Scene& scene, TransactionId id,
                           const Crossings& copies, std::string what,
                           Duration cap, Findings& findings) {
  const std::vector<Duration> intervals = intervals_of(copies);
  if (!stays_equal(intervals, cap)) return;
  Finding finding = make_finding(
      "retransmission-not-backed-off", scene.trace, id,
      fmt::format("{} was repeated at intervals of {}, which do not double",
                  what, name_intervals(intervals)));
  finding.frames = frames_of(copies);
  findings.push_back(std::move(finding));
}

// Timers A and E start with T1.
void judge_first_interval(const Scene& scene, TransactionId id,
                          const Crossings& copies, Findings& findings) {
  const std::vector<Duration> intervals = intervals_of(copies);
  if (intervals.size() < 2) return;
  const double t1 =
      (1 - kScheduleTolerance) * milliseconds_of(scene.trace.t1());
  if (intervals[0] < kLeastInterval || milliseconds_of(intervals[0]) >= t1 ||
      intervals[1] < kLeastInterval ||
      milliseconds_of(intervals[1]) >= 2 * t1) {
    return;
  }
  const Transaction& transaction = scene.transaction(id);
  Finding finding = make_finding(
      "retransmission-too-soon", scene.trace, id,
      fmt::format("{} to {} was first repeated after {}, then after {}; T1 is "
                  "{} by default",
                  transaction.method_name, to_string(transaction.server),
                  to_human(intervals[0]), to_human(intervals[1]),
                  to_human(scene.trace.t1())));
  finding.frames = frames_of(copies);
  findings.push_back(std::move(finding));
}

// Timers B and F.
void judge_past_timeout(const Scene& scene, TransactionId id,
                        const Crossings& copies, Findings& findings) {
  if (copies.size() < 2) return;
  const Duration first = elapsed(copies[0]->timestamp, copies[1]->timestamp);
  const Duration all = span_of(copies);
  const Duration t1 = scene.trace.t1();
  // A client may have a longer T1 (17.1.1.1); or its first copy got lost.
  if (first > t1 + t1 / 2 || all <= 64 * t1 + 4 * t1) return;
  const Transaction& transaction = scene.transaction(id);
  Finding finding = make_finding(
      "request-repeated-past-timeout", scene.trace, id,
      fmt::format("{} to {} was still repeated {} after it was first sent",
                  transaction.method_name, to_string(transaction.server),
                  to_human(all)));
  finding.frames = frames_of(copies);
  findings.push_back(std::move(finding));
}

void judge_request(const Scene& scene, TransactionId id, Findings& findings) {
  const Transaction& transaction = scene.transaction(id);
  if (!transaction.request.valid() || transaction.transport != Transport::Udp) {
    return;
  }
  Crossings copies = copies_of_request(scene.trace, transaction);
  drop_copies_after(copies, first_response(scene.trace, transaction));
  const bool invite = transaction.method == sip::Method::Invite;
  judge_equal_intervals(scene, id, copies,
                        fmt::format("{} to {}", transaction.method_name,
                                    to_string(transaction.server)),
                        invite ? Duration::max() : kT2, findings);
  judge_first_interval(scene, id, copies, findings);
  judge_past_timeout(scene, id, copies, findings);
}

// Timer G, and the UAS of 13.3.1.4. A copy that a repeated request called for
// keeps to no schedule.
void judge_response(const Scene& scene, TransactionId id, Findings& findings) {
  const Transaction& transaction = scene.transaction(id);
  if (transaction.response_retransmissions < kEqualIntervals ||
      transaction.request_retransmissions != 0 ||
      transaction.method != sip::Method::Invite ||
      transaction.transport != Transport::Udp) {
    return;
  }
  judge_equal_intervals(scene, id, copies_of_final(scene.trace, transaction),
                        fmt::format("{} to {}", transaction.final_status,
                                    transaction.method_name),
                        kT2, findings);
}

// After which response the client has no reason to repeat its request.
const MessageRecord* quieting_response(const Trace& trace,
                                       const Transaction& transaction) {
  if (transaction.method == sip::Method::Invite) {
    return first_response(trace, transaction);
  }
  return transaction.final_response.valid()
             ? &trace.message(transaction.final_response)
             : nullptr;
}

void judge_unheard_response(const Scene& scene, TransactionId id,
                            Findings& findings) {
  const Trace& trace = scene.trace;
  const Transaction& transaction = scene.transaction(id);
  if (transaction.request_retransmissions < kNeedlessCopies ||
      !transaction.request.valid() || transaction.transport != Transport::Udp) {
    return;
  }
  const MessageRecord* response = quieting_response(trace, transaction);
  if (response == nullptr) return;
  const Crossings copies = copies_of_request(trace, transaction);
  // Those that were under way do not count.
  const std::size_t needless =
      count_after(copies, response->timestamp + trace.t1() / 2);
  if (needless < kNeedlessCopies) return;
  Finding finding = make_finding(
      "response-not-heard", trace, id,
      fmt::format(
          "{} came back from {} {} after {}, but {} repeated the "
          "request {} more, until {} after that",
          response->status, to_string(response->source),
          to_human(elapsed(copies.front()->timestamp, response->timestamp)),
          transaction.method_name, to_string(transaction.client),
          times(needless),
          to_human(elapsed(response->timestamp, copies.back()->timestamp))));
  finding.certainty = Certainty::Likely;
  finding.frames = frames_of(copies);
  finding.frames.insert(finding.frames.begin() + 1, response->frame);
  findings.push_back(std::move(finding));
}

// 17.2.1: 100 within 200 ms. How long the way to the server is nobody knows;
// what takes longer than T1 after the last copy is neither way nor loss. Where
// nothing was repeated it did no harm.
void judge_trying(const Scene& scene, TransactionId id, Findings& findings) {
  const Trace& trace = scene.trace;
  const Transaction& transaction = scene.transaction(id);
  if (transaction.method != sip::Method::Invite ||
      !transaction.request.valid()) {
    return;
  }
  const MessageRecord* response = first_response(trace, transaction);
  if (response == nullptr) return;
  Crossings copies = copies_of_request(trace, transaction);
  drop_copies_after(copies, response);
  if (copies.size() < 2) return;
  const Duration since_last =
      elapsed(copies.back()->timestamp, response->timestamp);
  if (since_last <= trace.t1()) return;
  Finding finding = make_finding(
      "trying-late", trace, id,
      fmt::format("the first response to INVITE, {}, came {} after the last of "
                  "{} copies",
                  response->status, to_human(since_last), copies.size()));
  finding.frames = frames_of(copies);
  finding.frames.push_back(response->frame);
  findings.push_back(std::move(finding));
}

void judge_reliable_transport(const Scene& scene, TransactionId id,
                              Findings& findings) {
  const Transaction& transaction = scene.transaction(id);
  if (transaction.transport != Transport::Tcp || !transaction.request.valid()) {
    return;
  }
  const Crossings copies = copies_of_request(scene.trace, transaction);
  // Sent anew where the connection broke: the same ports may be used again.
  const auto resets = [&](const Endpoint& from, const Endpoint& to) {
    return scene.network_events.between(Transport::Tcp, from, to,
                                        copies.front()->timestamp);
  };
  if (!resets(transaction.client, transaction.server).empty() ||
      !resets(transaction.server, transaction.client).empty()) {
    return;
  }
  Finding finding = make_finding(
      "retransmission-over-tcp", scene.trace, id,
      fmt::format("{} to {} was sent {} over TCP, within {}",
                  transaction.method_name, to_string(transaction.server),
                  times(copies.size()), to_human(span_of(copies))));
  finding.frames = frames_of(copies);
  findings.push_back(std::move(finding));
}

// Of most transactions nothing was repeated.
void judge_schedules(const Scene& scene, TransactionId id, Findings& findings) {
  const Transaction& transaction = scene.transaction(id);
  if (transaction.request_retransmissions != 0) {
    judge_request(scene, id, findings);
    judge_unheard_response(scene, id, findings);
    judge_trying(scene, id, findings);
    judge_reliable_transport(scene, id, findings);
  }
  if (transaction.response_retransmissions != 0) {
    judge_response(scene, id, findings);
  }
}

constexpr auto kSchedules =
    ids("retransmission-not-backed-off", "retransmission-too-soon",
        "request-repeated-past-timeout", "response-not-heard", "trying-late",
        "retransmission-over-tcp");

}  // namespace

const RuleSet& schedule_rules() {
  static constexpr TransactionRule kTransactions[] = {
      {judge_schedules, kSchedules}};
  static constexpr RuleSet kRules{.transactions = kTransactions};
  return kRules;
}

}  // namespace siptriage::detail
