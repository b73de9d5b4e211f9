#include "siptriage/correlate/message_counter.h"

#include <iterator>
#include <string_view>

namespace siptriage {
namespace {

constexpr std::string_view kOtherMethods = "OTHER";

}  // namespace

void MessageCounter::count(const MessageRecord& record) {
  ++repetitions_[static_cast<std::size_t>(record.repetition)];
  if (!record.is_request()) {
    if (record.status < kCommonStatuses)
      ++statuses_[record.status];
    else
      ++odd_statuses_[record.status];
    return;
  }
  if (record.method != sip::Method::Unknown) {
    ++methods_[static_cast<std::size_t>(record.method)];
    return;
  }
  count_odd_method(record.method_name, 1);
}

// Which names are kept does not depend on the order in which they come: one
// that has to go is no loss to those that are kept in the end.
void MessageCounter::count_odd_method(std::string_view name,
                                      std::uint64_t times) {
  if (const auto it = odd_methods_.find(name); it != odd_methods_.end()) {
    it->second += times;
    return;
  }
  odd_methods_.emplace(name, times);
  if (odd_methods_.size() <= max_names_) return;
  const auto last = std::prev(odd_methods_.end());
  other_methods_ += last->second;
  odd_methods_.erase(last);
}

void MessageCounter::add(const MessageCounter& later) {
  for (std::size_t i = 0; i < methods_.size(); ++i)
    methods_[i] += later.methods_[i];
  for (std::size_t i = 0; i < statuses_.size(); ++i)
    statuses_[i] += later.statuses_[i];
  for (const auto& [status, number] : later.odd_statuses_)
    odd_statuses_[status] += number;
  for (const auto& [name, number] : later.odd_methods_)
    count_odd_method(name, number);
  other_methods_ += later.other_methods_;
  for (std::size_t i = 0; i < repetitions_.size(); ++i)
    repetitions_[i] += later.repetitions_[i];
}

MessageCounts MessageCounter::counts() const {
  MessageCounts counts;
  for (std::size_t i = 0; i < methods_.size(); ++i)
    if (methods_[i] != 0)
      counts.requests.emplace(sip::to_string(static_cast<sip::Method>(i)),
                              methods_[i]);
  for (const auto& [name, number] : odd_methods_)
    counts.requests[name] += number;
  if (other_methods_ != 0)
    counts.requests[std::string(kOtherMethods)] += other_methods_;
  counts.responses = odd_statuses_;
  for (std::size_t i = 0; i < statuses_.size(); ++i)
    if (statuses_[i] != 0)
      counts.responses.emplace(static_cast<std::uint16_t>(i), statuses_[i]);
  const auto of = [&](Repetition repetition) {
    return repetitions_[static_cast<std::size_t>(repetition)];
  };
  counts.retransmissions = of(Repetition::Retransmission);
  counts.duplicates = of(Repetition::Duplicate);
  counts.other_points = of(Repetition::OtherPoint);
  return counts;
}

}  // namespace siptriage
