// The same request twice: merged, looped, sent again under another branch; and
// CSeq numbers that go backwards.

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/parameters.h"
#include "siptriage/sip/via.h"

#include "annotate/crossings.h"
#include "annotate/passed_on.h"
#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"
#include "annotate/rules/tolerances.h"

namespace siptriage::detail {
namespace {

using sip::HeaderId;

// Transactions of a call among which another arrival is sought.
constexpr std::size_t kMaxSearchedForArrival = 256;
// What a user agent should begin with (RFC 3261 8.1.1.6); paths as long as
// this are there, longer ones are not.
constexpr std::uint64_t kFewForwards = 10;

std::vector<std::string_view> branches_of(const sip::Message& message) {
  std::vector<std::string_view> branches;
  for (const std::string_view value : list_of(message, HeaderId::Via)) {
    const std::optional<sip::Via> via = sip::parse_via(value);
    branches.push_back(via ? via->branch : std::string_view());
  }
  return branches;
}

std::optional<std::uint64_t> max_forwards_of(const sip::Message& message) {
  return parse_unsigned(message.value_of(HeaderId::MaxForwards));
}

// The same request by another way: all of RFC 3261 8.2.2.2.
bool is_same_request(const Trace& trace, const Transaction& a,
                     const Transaction& b) {
  return a.request.valid() && b.request.valid() &&
         a.cseq_number == b.cseq_number && a.method_name == b.method_name &&
         !equals_ignore_case(a.branch, b.branch) &&
         equals_ignore_case(trace.message(a.request).from_tag,
                            trace.message(b.request).from_tag);
}

// The first arrival at the server before that of `late`; nullptr: none seen.
const Transaction* find_earlier_arrival(const Trace& trace,
                                        const Transaction& late) {
  std::size_t searched = 0;
  for (TransactionId id = trace.call(late.call).first_transaction; id.valid();
       id = trace.transaction(id).next_in_call) {
    const Transaction& other = trace.transaction(id);
    if (other.place_in_call >= late.place_in_call) return nullptr;
    if (++searched > kMaxSearchedForArrival) return nullptr;
    if (other.server == late.server && is_same_request(trace, late, other)) {
      return &other;
    }
  }
  return nullptr;
}

// What its final response led to is no copy of it: a retry after a challenge
// with the same CSeq (22.2 has it raised).
bool is_answered(const Trace& trace, const Transaction& early,
                 const Transaction& late) {
  return early.final_response.valid() &&
         trace.message(early.final_response).timestamp <
             trace.message(late.request).timestamp;
}

// 482 and 483: did the request come to its server before, and how?
void judge_twice_there(const Scene& scene, TransactionId id,
                       Findings& findings) {
  const Trace& trace = scene.trace;
  const Transaction& late = trace.transaction(id);
  if (!late.request.valid() || late.in_dialog) return;
  const Transaction* early = find_earlier_arrival(trace, late);
  if (early == nullptr) return;
  const Reading late_request(scene, late.request);
  const Reading early_request(scene, early->request);
  if (!late_request || !early_request) return;
  const bool looped =
      contains_ignore_case(branches_of(*late_request), early->branch) &&
      !early->branch.empty();
  if (!looped &&
      (late.final_status != 482 || is_answered(trace, *early, late))) {
    return;
  }
  const Duration after = elapsed(trace.message(early->request).timestamp,
                                 trace.message(late.request).timestamp);
  Finding finding = make_finding(
      looped ? "request-looped" : "request-merged", trace, id,
      looped
          ? fmt::format("{} came to {} again {} after it had passed there: its "
                        "Via has the branch {} of the first time, and its "
                        "Max-Forwards went from {} to {}",
                        late.method_name, to_string(late.server),
                        to_human(after), early->branch,
                        early_request->value_of(HeaderId::MaxForwards),
                        late_request->value_of(HeaderId::MaxForwards))
          : fmt::format("{} reached {} twice, {} apart: first from {}, then "
                        "from {}, which got 482",
                        late.method_name, to_string(late.server),
                        to_human(after), to_string(early->client),
                        to_string(late.client)));
  const FrameId first = trace.message(early->request).frame;
  finding.frames.insert(finding.frames.begin(), first);
  add_evidence(finding, first, *early_request, HeaderId::Via);
  add_evidence(finding, trace.message(late.request).frame, *late_request,
               HeaderId::Via);
  findings.push_back(std::move(finding));
}

// How often the Via of a request that goes in a circle names one server.
constexpr std::size_t kNamesOfCircle = 3;

struct Named {
  std::string_view host;
  std::size_t count = 0;
};

// The server that stands most often in Via.
Named most_named_in_via(const sip::Message& request) {
  std::map<std::pair<std::string_view, std::uint16_t>, std::size_t> counts;
  Named most;
  for (const std::string_view value : list_of(request, HeaderId::Via)) {
    const std::optional<sip::Via> via = sip::parse_via(value);
    if (!via) continue;
    const std::size_t count = ++counts[{via->sent_by_host, via->sent_by_port}];
    if (count > most.count) most = {via->sent_by_host, count};
  }
  return most;
}

// 483 where the request arrived: did it go in a circle, or is that out of
// sight?
void judge_spent_hops(const Scene& scene, TransactionId id,
                      Findings& findings) {
  const Trace& trace = scene.trace;
  const Transaction& transaction = trace.transaction(id);
  if (transaction.final_status != 483 ||
      &origin_of_response(trace, transaction) != &transaction) {
    return;
  }
  const Reading request(scene, transaction.request);
  if (!request) return;
  const std::string_view forwards = request->value_of(HeaderId::MaxForwards);
  const Named most = most_named_in_via(*request);
  const bool in_circle = most.count >= kNamesOfCircle;
  if (!in_circle && max_forwards_of(*request).value_or(0) < kFewForwards) {
    return;
  }
  Finding finding = make_finding(
      in_circle ? "request-looped" : "hops-spent-out-of-sight", trace, id,
      in_circle
          ? fmt::format("the Via of {} as it came to {} names {} {}, and its "
                        "Max-Forwards is {}",
                        transaction.method_name, to_string(transaction.server),
                        most.host, times(most.count), forwards)
          : fmt::format("483 to {}: Max-Forwards of the request seen here is "
                        "{}, so it spent its hops behind this capture point",
                        transaction.method_name, forwards));
  finding.certainty = in_circle ? Certainty::Certain : Certainty::Likely;
  add_evidence(finding, trace.message(transaction.request).frame, *request,
               in_circle ? HeaderId::Via : HeaderId::MaxForwards);
  findings.push_back(std::move(finding));
}

// 483 to a request that had no chance: only its sender's own Via is on it.
void judge_few_forwards(const Scene& scene, TransactionId id,
                        Findings& findings) {
  const Trace& trace = scene.trace;
  const Transaction& transaction = trace.transaction(id);
  // OPTIONS may ask this way who the next hop is (RFC 3261 11).
  if (transaction.final_status != 483 ||
      transaction.method == sip::Method::Options) {
    return;
  }
  const Reading request(scene, transaction.request);
  if (!request || list_of(*request, HeaderId::Via).size() != 1) return;
  const std::optional<std::uint64_t> forwards = max_forwards_of(*request);
  if (!forwards || *forwards >= kFewForwards) return;
  Finding finding =
      make_finding("max-forwards-too-small", trace, id,
                   fmt::format("{} left {} with Max-Forwards: {}, and got 483",
                               transaction.method_name,
                               to_string(transaction.client), *forwards));
  add_evidence(finding, trace.message(transaction.request).frame, *request,
               HeaderId::MaxForwards);
  findings.push_back(std::move(finding));
}

// The client began another transaction with the request that was still open.
bool is_sent_anew(const Scene& scene, const Transaction& early,
                  const Transaction& late) {
  const Trace& trace = scene.trace;
  if (early.client != late.client || early.server != late.server ||
      !is_same_request(trace, early, late)) {
    return false;
  }
  const MessageRecord& first = trace.message(early.request);
  const MessageRecord& again = trace.message(late.request);
  if (!equals_ignore_case(first.to_tag, again.to_tag) || first.branch.empty() ||
      again.branch.empty()) {
    return false;
  }
  // A proxy forks, and tries one after the other (16.6): only who made the
  // request has a single Via.
  const Reading early_request(scene, early.request);
  const Reading late_request(scene, late.request);
  return early_request && late_request &&
         list_of(*late_request, HeaderId::Via).size() == 1 &&
         early_request->request_uri == late_request->request_uri &&
         (!early.final_response.valid() ||
          trace.message(early.final_response).timestamp > again.timestamp);
}

void tell_sent_anew(const Trace& trace, TransactionId early, TransactionId late,
                    Findings& findings) {
  const MessageRecord& first = trace.message(trace.transaction(early).request);
  const Transaction& transaction = trace.transaction(late);
  const MessageRecord& again = trace.message(transaction.request);
  Finding finding = make_finding(
      "request-sent-again-on-new-branch", trace, late,
      fmt::format("{} with CSeq {} was sent again {} later under another "
                  "branch, {} instead of {}",
                  transaction.method_name, transaction.cseq_number,
                  to_human(elapsed(first.timestamp, again.timestamp)),
                  again.branch, first.branch));
  finding.frames.insert(finding.frames.begin(), first.frame);
  findings.push_back(std::move(finding));
}

bool has_cseq_of_its_own(sip::Method method) {
  return method != sip::Method::Ack && method != sip::Method::Cancel;
}

// Each against the one of the same method before it.
void judge_sent_anew(const Scene& scene, CallId id, Findings& findings) {
  const Trace& trace = scene.trace;
  std::array<TransactionId, static_cast<std::size_t>(sip::Method::Count)> last;
  for (TransactionId late = trace.call(id).first_transaction; late.valid();
       late = trace.transaction(late).next_in_call) {
    const Transaction& transaction = trace.transaction(late);
    if (!has_cseq_of_its_own(transaction.method)) continue;
    TransactionId& early = last[static_cast<std::size_t>(transaction.method)];
    if (early.valid() &&
        is_sent_anew(scene, trace.transaction(early), transaction)) {
      tell_sent_anew(trace, early, late, findings);
    }
    early = late;
  }
}

// The newest request of one side of a dialog, at one hop.
struct Newest {
  DialogId dialog;
  TransactionId transaction;
};
// Sides of dialogs that are followed at a time, in one call.
constexpr std::size_t kMaxSides = 8;

bool is_of_side(const Trace& trace, const Transaction& newer,
                const Transaction& older) {
  return newer.client == older.client && newer.server == older.server &&
         equals_ignore_case(trace.message(newer.request).from_tag,
                            trace.message(older.request).from_tag);
}

void judge_backwards(const Trace& trace, TransactionId older,
                     TransactionId newer, Findings& findings) {
  const Transaction& before = trace.transaction(older);
  const Transaction& transaction = trace.transaction(newer);
  const MessageRecord& first = trace.message(before.request);
  const MessageRecord& second = trace.message(transaction.request);
  if (transaction.cseq_number >= before.cseq_number ||
      elapsed(first.timestamp, second.timestamp) < kNotReordered ||
      has_hop_before(trace, transaction)) {
    return;
  }
  Finding finding = make_finding(
      "cseq-went-backwards", trace, newer,
      fmt::format("{} has CSeq {}, {} after {} with CSeq {} in the same dialog "
                  "from the same side{}",
                  transaction.method_name, transaction.cseq_number,
                  to_human(elapsed(first.timestamp, second.timestamp)),
                  before.method_name, before.cseq_number,
                  transaction.final_status == 500 ? "; it got 500" : ""));
  finding.frames.insert(finding.frames.begin(), first.frame);
  findings.push_back(std::move(finding));
}

// What created the dialog, if that is the same side at the same hop.
TransactionId beginning_of(const Trace& trace, const Transaction& first) {
  const TransactionId id = trace.dialog(first.dialog).transaction;
  if (!id.valid()) return {};
  const Transaction& beginning = trace.transaction(id);
  return beginning.request.valid() && is_of_side(trace, first, beginning)
             ? id
             : TransactionId();
}

void judge_cseq(const Scene& scene, CallId id, Findings& findings) {
  const Trace& trace = scene.trace;
  std::array<Newest, kMaxSides> sides;
  std::size_t count = 0;
  for (TransactionId newer = trace.call(id).first_transaction; newer.valid();
       newer = trace.transaction(newer).next_in_call) {
    const Transaction& transaction = trace.transaction(newer);
    if (!transaction.in_dialog || !transaction.dialog.valid() ||
        !transaction.request.valid() ||
        !has_cseq_of_its_own(transaction.method)) {
      continue;
    }
    std::size_t side = 0;
    while (side < count &&
           (sides[side].dialog != transaction.dialog ||
            !is_of_side(trace, transaction,
                        trace.transaction(sides[side].transaction)))) {
      ++side;
    }
    if (side == kMaxSides) continue;
    const TransactionId older = side == count ? beginning_of(trace, transaction)
                                              : sides[side].transaction;
    if (side == count) ++count;
    if (older.valid()) judge_backwards(trace, older, newer, findings);
    sides[side] = {transaction.dialog, newer};
  }
}

void judge_loop_refusal(const Scene& scene, TransactionId id,
                        Findings& findings) {
  const std::uint16_t status = scene.transaction(id).final_status;
  if (status != 482 && status != 483) return;
  judge_twice_there(scene, id, findings);
  judge_few_forwards(scene, id, findings);
  judge_spent_hops(scene, id, findings);
}

// A call of one transaction has nothing to compare.
void judge_numbers(const Scene& scene, CallId id, Findings& findings) {
  const Call& call = scene.trace.call(id);
  if (call.first_transaction == call.last_transaction) return;
  judge_sent_anew(scene, id, findings);
  judge_cseq(scene, id, findings);
}

std::optional<std::uint64_t> forwards_of(const sip::Message& message) {
  return message.has_several(HeaderId::MaxForwards)
             ? std::nullopt
             : parse_unsigned(message.value_of(HeaderId::MaxForwards));
}

// 16.6, step 3. A back-to-back user agent, which leaves no Via of the client
// below its own, counts anew.
void judge_count(const Scene& scene, TransactionId id, Findings& findings) {
  const Trace& trace = scene.trace;
  const Transaction& sent = trace.transaction(id);
  if (!sent.request.valid() || sent.method == sip::Method::Ack) return;
  const Transaction* const before = find_hop_before(trace, sent);
  if (before == nullptr || before->branch.empty()) return;
  const Reading came_request(scene, before->request);
  const Reading sent_request(scene, sent.request);
  if (!came_request || !sent_request ||
      equals_ignore_case(before->branch, sent.branch) ||
      !contains_ignore_case(branches_of(*sent_request), before->branch)) {
    return;
  }
  const auto came = forwards_of(*came_request);
  const auto left = forwards_of(*sent_request);
  if (!came || !left || *left < *came) return;
  Finding finding = make_finding(
      "max-forwards-not-decremented", trace, id,
      fmt::format("{} passed {} on with Max-Forwards {}; it had come with {}",
                  to_string(sent.client.address), sent.method_name, *left,
                  *came));
  const FrameId first = trace.message(before->request).frame;
  finding.frames.insert(finding.frames.begin(), first);
  add_evidence(finding, first, *came_request, HeaderId::MaxForwards);
  add_evidence(finding, trace.message(sent.request).frame, *sent_request,
               HeaderId::MaxForwards);
  findings.push_back(std::move(finding));
}

constexpr auto kCount = ids("max-forwards-not-decremented");
constexpr auto kLoopRefusal =
    ids("request-looped", "request-merged", "max-forwards-too-small",
        "hops-spent-out-of-sight");
constexpr auto kNumbers =
    ids("request-sent-again-on-new-branch", "cseq-went-backwards");

}  // namespace

const RuleSet& loop_rules() {
  static constexpr TransactionRule kTransactions[] = {
      {judge_loop_refusal, kLoopRefusal}, {judge_count, kCount}};
  static constexpr CallRule kCalls[] = {{judge_numbers, kNumbers}};
  static constexpr RuleSet kRules{.transactions = kTransactions,
                                  .calls = kCalls};
  return kRules;
}

}  // namespace siptriage::detail
