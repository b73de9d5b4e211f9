#include "correlate/message_counter.h"

namespace siptriage::correlate {
namespace {

constexpr std::string_view kOtherMethods = "OTHER";
constexpr std::size_t kMaxOddMethodNames =
    kMaxMethodNames - static_cast<std::size_t>(sip::Method::Count) - 1;

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
  if (const auto it = odd_methods_.find(record.method_name);
      it != odd_methods_.end())
    ++it->second;
  else if (odd_methods_.size() < kMaxOddMethodNames)
    odd_methods_.emplace(record.method_name, 1);
  else
    ++other_methods_;
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

}  // namespace siptriage::correlate
