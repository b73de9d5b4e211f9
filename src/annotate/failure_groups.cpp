#include "annotate/failure_groups.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>

#include "annotate/causes.h"

namespace siptriage::detail {
namespace {

// Failed calls come before other failed exchanges, those before requests that
// failed inside a dialog, and what people do (busy, no answer, declined) last.
int weight_of(const FailureGroup& group) {
  const bool by_people = group.outcome == Outcome::NoAnswer ||
                         group.outcome == Outcome::Declined ||
                         group.outcome == Outcome::Busy;
  return (group.kind == CallKind::Call ? 0 : 4) + (group.within_call ? 2 : 0) +
         (by_people ? 1 : 0);
}

// How far the outcome is from a working network: nobody answered, a server
// broke, a request was refused, a person was busy.
int rank_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::TimedOut:
      return 0;
    case Outcome::ServerFailure:
      return 1;
    case Outcome::ClientFailure:
    case Outcome::GlobalFailure:
      return 2;
    case Outcome::Challenged:
      return 3;
    case Outcome::NoAnswer:
      return 5;
    case Outcome::Declined:
      return 6;
    case Outcome::Busy:
      return 7;
    default:
      return 4;
  }
}

// Ten times as many weigh more than a worse outcome.
int digits_of(std::uint64_t count) {
  int digits = 0;
  for (; count != 0; count /= 10) ++digits;
  return digits;
}

bool goes_before(const FailureGroup& a, const FailureGroup& b) {
  return std::tuple(weight_of(a), -digits_of(a.count), rank_of(a.outcome),
                    b.count) < std::tuple(weight_of(b), -digits_of(b.count),
                                          rank_of(b.outcome), a.count);
}

Outcome outcome_of_class(std::uint16_t status) {
  switch (status / 100) {
    case 3:
      return Outcome::Redirected;
    case 5:
      return Outcome::ServerFailure;
    case 6:
      return Outcome::GlobalFailure;
    default:
      return Outcome::ClientFailure;
  }
}

class Grouper {
 public:
  explicit Grouper(const Analysis& analysis) : analysis_(analysis) {}

  void add(CallId call_id, Outcome outcome, bool within_call,
           TransactionId transaction_id);
  [[nodiscard]] std::vector<FailureGroup> finish() &&;

 private:
  struct Gathered {
    FailureGroup group;
    std::map<std::string, std::uint64_t, std::less<>> phrases;
  };
  using Key = std::tuple<Outcome, CallKind, bool, std::uint16_t, std::string,
                         std::string, std::string, std::string, std::string>;

  const Analysis& analysis_;
  std::map<Key, Gathered> groups_;
};

// The rules that the response failed, as one text.
std::string failed_checks(const Annotation* annotation) {
  std::string text;
  if (annotation == nullptr) return text;
  for (const HeaderCheck& check : annotation->header_checks) {
    if (check.verdict != Verdict::Ok) text += check.rule->id;
  }
  return text;
}

void Grouper::add(CallId call_id, Outcome outcome, bool within_call,
                  TransactionId transaction_id) {
  const Trace& trace = analysis_.trace;
  FailureGroup group;
  group.outcome = outcome;
  group.kind = trace.call(call_id).kind;
  group.within_call = within_call;
  std::string phrase;
  const Annotation* annotation = nullptr;
  if (transaction_id.valid()) {
    const Transaction& transaction = trace.transaction(transaction_id);
    annotation = analysis_.annotation_of(transaction_id);
    group.code = transaction.final_status;
    group.method = std::string(transaction.method_name);
    group.said_by_address = to_string(transaction.server.address);
    group.example = transaction_id;
    if (annotation != nullptr) {
      phrase = std::string(annotation->phrase);
      group.said_by = std::string(annotation->said_by);
      if (!annotation->causes.empty()) {
        group.cause = to_string(annotation->causes.front());
      }
    }
  }
  Gathered& gathered =
      groups_
          .try_emplace(Key(outcome, group.kind, within_call, group.code,
                           group.method, group.said_by_address, group.said_by,
                           group.cause, failed_checks(annotation)),
                       Gathered{group, {}})
          .first->second;
  ++gathered.group.count;
  ++gathered.phrases[phrase];
  if (gathered.group.examples.size() < kMaxExamples) {
    gathered.group.examples.push_back(call_id);
  }
}

std::vector<FailureGroup> Grouper::finish() && {
  std::vector<FailureGroup> groups;
  for (auto& [key, gathered] : groups_) {
    const auto most = std::max_element(
        gathered.phrases.begin(), gathered.phrases.end(),
        [](const auto& a, const auto& b) { return a.second < b.second; });
    gathered.group.phrase = most->first;
    groups.push_back(std::move(gathered.group));
  }
  // The map's order settles what this leaves open.
  std::stable_sort(groups.begin(), groups.end(), goes_before);
  return groups;
}

// A failed request inside a dialog that nothing later made good. Challenges
// and what a CANCEL ended are no failures.
bool failed_within_call(const Trace& trace, const Transaction& transaction) {
  if (!transaction.in_dialog) return false;
  if (transaction.timed_out) return true;
  const std::uint16_t status = transaction.final_status;
  if (status < 300 || status == 401 || status == 407 || status == 487) {
    return false;
  }
  for (TransactionId next = transaction.next_in_call; next.valid();
       next = trace.transaction(next).next_in_call) {
    const Transaction& later = trace.transaction(next);
    if (later.method_name == transaction.method_name &&
        later.client == transaction.client && later.final_status / 100 == 2) {
      return false;
    }
  }
  return true;
}

void add_failures_within(const Analysis& analysis, CallId call_id,
                         TransactionId decisive, Grouper& grouper) {
  const Trace& trace = analysis.trace;
  for (TransactionId id = trace.call(call_id).first_transaction; id.valid();
       id = trace.transaction(id).next_in_call) {
    const Transaction& transaction = trace.transaction(id);
    if (id == decisive || !failed_within_call(trace, transaction)) continue;
    grouper.add(call_id,
                transaction.timed_out
                    ? Outcome::TimedOut
                    : outcome_of_class(transaction.final_status),
                true, id);
  }
}

}  // namespace

std::vector<FailureGroup> group_failures(const Analysis& analysis) {
  Grouper grouper(analysis);
  const std::vector<Call>& calls = analysis.trace.calls();
  for (std::uint32_t i = 0; i < calls.size(); ++i) {
    const Call& call = calls[i];
    const bool failed = is_failure(call.outcome);
    if (failed) grouper.add(CallId(i), call.outcome, false, call.decisive);
    add_failures_within(analysis, CallId(i),
                        failed ? call.decisive : TransactionId(), grouper);
  }
  return std::move(grouper).finish();
}

}  // namespace siptriage::detail
