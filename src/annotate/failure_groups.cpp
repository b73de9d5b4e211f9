#include "annotate/failure_groups.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "annotate/passed_on.h"

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

// What makes a group; settles what goes_before() leaves open.
auto identity_of(const FailureGroup& group) {
  return std::tie(group.outcome, group.kind, group.within_call, group.code,
                  group.method, group.said_by_address, group.said_by,
                  group.cause, group.failed_rules);
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

// The rules that the response failed, as one text.
std::string failed_checks(const Annotation* annotation) {
  std::string text;
  if (annotation == nullptr) return text;
  for (const HeaderCheck& check : annotation->header_checks) {
    if (check.verdict != Verdict::Ok) text.append(check.rule->id).append(" ");
  }
  return text;
}

void append_to_key(std::string& key, std::string_view text) {
  key.append(text);
  key.push_back('\0');
  key.append(std::to_string(text.size()));
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

}  // namespace

std::uint64_t order_of(const ConversationView& view, const Call& call) {
  const std::uint32_t index = call.first_message.index();
  return view.orders.empty() ? index : view.orders[index];
}

FailureGrouper::Gathered& FailureGrouper::gathered_for(
    const Analysis& analysis, const Failure& failure,
    const Annotation* annotation) {
  FailureGroup group;
  group.outcome = failure.outcome;
  group.kind = analysis.trace.call(failure.call).kind;
  group.within_call = failure.within_call;
  if (failure.transaction.valid()) {
    const Transaction& transaction =
        analysis.trace.transaction(failure.transaction);
    group.code = transaction.final_status;
    group.method = std::string(transaction.method_name);
    group.said_by_address = to_string(
        origin_of_response(analysis.trace, transaction).server.address);
    if (annotation != nullptr) {
      group.said_by = std::string(annotation->said_by);
      if (!annotation->causes.empty()) {
        group.cause = to_string(annotation->causes.front());
      }
      group.failed_rules = failed_checks(annotation);
    }
  }
  key_.clear();
  key_.push_back(static_cast<char>(group.outcome));
  key_.push_back(static_cast<char>(group.kind));
  key_.push_back(group.within_call ? '1' : '0');
  key_.append(std::to_string(group.code));
  append_to_key(key_, group.method);
  append_to_key(key_, group.said_by_address);
  append_to_key(key_, group.said_by);
  append_to_key(key_, group.cause);
  append_to_key(key_, group.failed_rules);
  const auto found = groups_.find(key_);
  if (found != groups_.end()) return found->second;
  return groups_.emplace(key_, Gathered{std::move(group), {}, {}})
      .first->second;
}

void FailureGrouper::add_example(Gathered& gathered, const Example& example) {
  std::vector<Example>& examples = gathered.examples;
  if (examples.size() == kMaxExamples &&
      examples.back().order <= example.order) {
    return;
  }
  examples.insert(std::upper_bound(examples.begin(), examples.end(), example,
                                   [](const Example& a, const Example& b) {
                                     return a.order < b.order;
                                   }),
                  example);
  if (examples.size() > kMaxExamples) examples.pop_back();
}

void FailureGrouper::add_failure(const ConversationView& view,
                                 const Failure& failure) {
  const Annotation* annotation =
      failure.transaction.valid()
          ? view.analysis.annotation_of(failure.transaction)
          : nullptr;
  Gathered& gathered = gathered_for(view.analysis, failure, annotation);
  const std::string_view phrase =
      annotation == nullptr ? std::string_view() : annotation->phrase;
  const auto known = gathered.phrases.find(phrase);
  if (known != gathered.phrases.end()) {
    ++known->second;
  } else {
    gathered.phrases.emplace(phrase, 1);
  }
  ++gathered.group.count;
  const Call& call = view.analysis.trace.call(failure.call);
  add_example(gathered,
              {order_of(view, call), call.first_frame, failure.place});
}

void FailureGrouper::add_failures_within(const ConversationView& view,
                                         CallId call, TransactionId decisive) {
  const Trace& trace = view.analysis.trace;
  for (TransactionId id = trace.call(call).first_transaction; id.valid();
       id = trace.transaction(id).next_in_call) {
    const Transaction& transaction = trace.transaction(id);
    if (id == decisive || !failed_within_call(trace, transaction)) continue;
    add_failure(view, {call,
                       transaction.timed_out
                           ? Outcome::TimedOut
                           : outcome_of_class(transaction.final_status),
                       true, id, transaction.place_in_call});
  }
}

void FailureGrouper::add(const ConversationView& view) {
  const Trace& trace = view.analysis.trace;
  for (std::uint32_t i = 0; i < trace.calls().size(); ++i) {
    const CallId id(i);
    const Call& call = trace.call(id);
    const bool failed = is_failure(call.outcome);
    if (failed) {
      add_failure(view, {id, call.outcome, false, call.decisive,
                         call.decisive.valid()
                             ? trace.transaction(call.decisive).place_in_call
                             : FailureGroup::kNoTransaction});
    }
    add_failures_within(view, id, failed ? call.decisive : TransactionId());
  }
}

void FailureGrouper::merge(FailureGrouper&& other) {
  groups_.merge(other.groups_);  // those that are new here
  for (const auto& [key, theirs] : other.groups_) {
    Gathered& ours = groups_.find(key)->second;
    ours.group.count += theirs.group.count;
    for (const auto& [phrase, count] : theirs.phrases) {
      ours.phrases[phrase] += count;
    }
    for (const Example& example : theirs.examples) add_example(ours, example);
  }
}

std::vector<FailureGroup> FailureGrouper::finish(
    const std::function<std::uint64_t(std::uint64_t)>& number_of) && {
  std::vector<FailureGroup> groups;
  groups.reserve(groups_.size());
  for (auto& [key, gathered] : groups_) {
    const auto most = std::max_element(
        gathered.phrases.begin(), gathered.phrases.end(),
        [](const auto& a, const auto& b) { return a.second < b.second; });
    gathered.group.phrase = most->first;
    for (const Example& example : gathered.examples) {
      gathered.group.examples.push_back(
          {CallId(static_cast<std::uint32_t>(number_of(example.order))),
           example.first_frame});
    }
    gathered.group.transaction_place =
        gathered.examples.front().transaction_place;
    groups.push_back(std::move(gathered.group));
  }
  std::sort(groups.begin(), groups.end(),
            [](const FailureGroup& a, const FailureGroup& b) {
              if (goes_before(a, b)) return true;
              if (goes_before(b, a)) return false;
              return identity_of(a) < identity_of(b);
            });
  return groups;
}

}  // namespace siptriage::detail
