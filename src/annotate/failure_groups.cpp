#include "annotate/failure_groups.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <functional>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "siptriage/sip/method.h"

#include "annotate/passed_on.h"
#include "correlate/text_hash.h"

namespace siptriage::detail {
namespace {

// Failed calls come before other failed exchanges, those before requests that
// failed inside a dialog, and what people do (busy, no answer, declined) last.
int weight_of(const FailureGroup& group) {
  const bool by_people = is_not_answered(group.kind, group.outcome);
  return (by_people ? 4 : 0) + (group.kind == CallKind::Call ? 0 : 2) +
         (group.within_call ? 1 : 0);
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

// The rules that the response failed, as one text.
std::string failed_checks(const Annotation* annotation) {
  std::string text;
  if (annotation == nullptr) return text;
  for (const HeaderCheck& check : annotation->header_checks) {
    if (check.verdict != Verdict::Ok) text.append(check.rule->id).append(" ");
  }
  return text;
}

// Which group a failure belongs to. Most of those there are already, so nothing
// is copied to tell.
struct Identity {
  Outcome outcome = Outcome::ClientFailure;
  CallKind kind = CallKind::Other;
  bool within_call = false;
  std::uint16_t code = 0;
  std::string_view method;
  std::string_view said_by_address;
  std::string_view said_by;
  std::string_view cause;
  std::string_view failed_rules;
};

FailureGroup group_of(const Identity& identity) {
  FailureGroup group;
  group.outcome = identity.outcome;
  group.kind = identity.kind;
  group.within_call = identity.within_call;
  group.code = identity.code;
  group.method = identity.method;
  group.said_by_address = identity.said_by_address;
  group.said_by = identity.said_by;
  group.cause = identity.cause;
  group.failed_rules = identity.failed_rules;
  return group;
}

void append_number(std::string& key, std::size_t number) {
  std::array<char, 20> digits;
  const auto end =
      std::to_chars(digits.data(), digits.data() + digits.size(), number);
  key.append(digits.data(), end.ptr);
}

void append_to_key(std::string& key, std::string_view text) {
  key.append(text);
  key.push_back('\0');
  append_number(key, text.size());
}

void set_key(std::string& key, const Identity& identity) {
  key.clear();
  key.push_back(static_cast<char>(identity.outcome));
  key.push_back(static_cast<char>(identity.kind));
  key.push_back(identity.within_call ? '1' : '0');
  append_number(key, identity.code);
  append_to_key(key, identity.method);
  append_to_key(key, identity.said_by_address);
  append_to_key(key, identity.said_by);
  append_to_key(key, identity.cause);
  append_to_key(key, identity.failed_rules);
}

// What is left of a group that there is no room for.
Identity without_details(const FailureGroup& group) {
  Identity rest;
  rest.outcome = group.outcome;
  rest.kind = group.kind;
  rest.within_call = group.within_call;
  rest.code = group.code;
  rest.said_by_address = kVariousAddresses;
  // Others are as many as somebody likes.
  if (sip::find_method(group.method) != sip::Method::Unknown) {
    rest.method = group.method;
  }
  return rest;
}

}  // namespace

std::uint64_t order_of(const ConversationView& view, const Call& call) {
  const std::uint32_t index = call.first_message.index();
  return view.orders.empty() ? index : view.orders[index];
}

FailureGrouper::Gathered& FailureGrouper::gathered_for(
    const Analysis& analysis, const Failure& failure,
    const Annotation* annotation) {
  Identity identity;
  identity.outcome = failure.outcome;
  identity.kind = analysis.trace.call(failure.call).kind;
  identity.within_call = failure.within_call;
  std::string address;
  std::string cause;
  const std::string failed_rules = failed_checks(annotation);
  if (failure.transaction.valid()) {
    const Transaction& transaction =
        analysis.trace.transaction(failure.transaction);
    address = to_string(
        origin_of_response(analysis.trace, transaction).server.address);
    identity.code = transaction.final_status;
    identity.method = transaction.method_name;
    identity.said_by_address = address;
    if (annotation != nullptr) {
      if (!annotation->causes.empty()) {
        cause = to_string(annotation->causes.front());
      }
      identity.said_by = annotation->said_by;
      identity.cause = cause;
      identity.failed_rules = failed_rules;
    }
  }
  set_key(key_, identity);
  const auto found = groups_.find(key_);
  if (found != groups_.end()) return found->second;
  return groups_.emplace(key_, Gathered{group_of(identity), {}, {}})
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
  add_phrase(gathered,
             annotation == nullptr ? std::string_view() : annotation->phrase,
             1);
  ++gathered.group.count;
  const Call& call = view.analysis.trace.call(failure.call);
  const std::uint32_t place =
      failure.transaction.valid()
          ? view.analysis.trace.transaction(failure.transaction).place_in_call
          : FailureGroup::kNoTransaction;
  add_example(gathered, {order_of(view, call), call.first_frame, place});
  // Not for each one too many.
  if (groups_.size() > 2 * max_groups_) drop_groups_past(max_groups_);
}

// Which phrases are kept does not depend on the order in which they come.
void FailureGrouper::add_phrase(Gathered& gathered, std::string_view phrase,
                                std::uint64_t times) const {
  const auto known = gathered.phrases.find(phrase);
  if (known != gathered.phrases.end()) {
    known->second += times;
    return;
  }
  gathered.phrases.emplace(phrase, times);
  if (gathered.phrases.size() <= max_phrases_) return;
  const auto last = std::prev(gathered.phrases.end());
  gathered.phrases_left_out += last->second;
  gathered.phrases.erase(last);
}

void FailureGrouper::add(const ConversationView& view) {
  const auto take = [&](const Failure& failure) {
    if (view.means(failure.call)) add_failure(view, failure);
  };
  for_each_failure(view.analysis.trace, std::cref(take));
}

void FailureGrouper::merge(FailureGrouper&& other) {
  add_all(groups_, other.groups_);
  add_all(rest_, other.rest_);
  failures_in_rest_ += other.failures_in_rest_;
  if (groups_.size() > 2 * max_groups_) drop_groups_past(max_groups_);
}

void FailureGrouper::add_all(Groups& groups, Groups& other) {
  groups.merge(other);  // those that are new here
  for (const auto& [key, theirs] : other) {
    add_all(groups.find(key)->second, theirs);
  }
}

void FailureGrouper::add_all(Gathered& gathered, const Gathered& other) const {
  gathered.group.count += other.group.count;
  gathered.phrases_left_out += other.phrases_left_out;
  for (const auto& [phrase, count] : other.phrases) {
    add_phrase(gathered, phrase, count);
  }
  for (const Example& example : other.examples) add_example(gathered, example);
}

// Those with the lowest hashes stay. So a group that has to go, in whatever
// part, would have to go in the end, and those that stay have lost nothing:
// what comes out does not depend on how the work was divided.
void FailureGrouper::drop_groups_past(std::uint64_t most) {
  if (groups_.size() <= most) return;
  std::vector<std::pair<std::uint64_t, Groups::iterator>> by_hash;
  by_hash.reserve(groups_.size());
  for (auto it = groups_.begin(); it != groups_.end(); ++it) {
    correlate::TextHash hash;
    hash.add_exact(it->first);
    by_hash.emplace_back(hash.wide_value(), it);
  }
  std::sort(by_hash.begin(), by_hash.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first
                              : a.second->first < b.second->first;
  });
  for (std::size_t i = most; i < by_hash.size(); ++i) {
    Gathered gathered = std::move(by_hash[i].second->second);
    groups_.erase(by_hash[i].second);
    failures_in_rest_ += gathered.group.count;
    const Identity rest = without_details(gathered.group);
    set_key(key_, rest);
    FailureGroup group = group_of(rest);
    group.count = gathered.group.count;
    gathered.group = std::move(group);
    const auto [place, fresh] = rest_.try_emplace(key_);
    if (fresh) {
      place->second = std::move(gathered);
    } else {
      add_all(place->second, gathered);
    }
  }
}

std::vector<FailureGroup> FailureGrouper::finish(
    const std::function<std::uint64_t(std::uint64_t)>& number_of,
    LimitCounts& reached) && {
  drop_groups_past(max_groups_);
  reached.add(LimitId::FailureGroups, failures_in_rest_);
  groups_.merge(rest_);
  std::vector<FailureGroup> groups;
  groups.reserve(groups_.size());
  for (auto& [key, gathered] : groups_) {
    const auto most = std::max_element(
        gathered.phrases.begin(), gathered.phrases.end(),
        [](const auto& a, const auto& b) { return a.second < b.second; });
    gathered.group.phrase = most->first;
    reached.add(LimitId::GroupPhrases, gathered.phrases_left_out);
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
