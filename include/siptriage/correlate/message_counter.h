#pragma once
/// MessageCounter: how often each method and status appears.
///
///     MessageCounter counter;
///     for (const MessageRecord& record : trace.messages())
///       counter.count(record);
///     MessageCounts counts = counter.counts();

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "siptriage/base/limits.h"
#include "siptriage/correlate/model.h"

namespace siptriage {

/// Repetitions are counted like every message. Methods that no registry knows
/// are counted by name as far as method-names allows, those first in the order
/// of octets; the rest is "OTHER".
struct MessageCounts {
  std::map<std::string, std::uint64_t, std::less<>> requests;
  std::map<std::uint16_t, std::uint64_t> responses;
  std::uint64_t retransmissions = 0;
  std::uint64_t duplicates = 0;    // the same packet seen twice
  std::uint64_t other_points = 0;  // the same message at another point
};

class MessageCounter {
 public:
  explicit MessageCounter(
      std::uint64_t max_names = spec_of(LimitId::MethodNames).otherwise)
      : max_names_(max_names) {}

  void count(const MessageRecord& record);
  /// As if what `later` counted had come after what this one did.
  void add(const MessageCounter& later);
  [[nodiscard]] MessageCounts counts() const;
  /// Requests counted as OTHER.
  [[nodiscard]] std::uint64_t others() const { return other_methods_; }

 private:
  static constexpr std::size_t kCommonStatuses = 700;

  std::uint64_t max_names_;

  void count_odd_method(std::string_view name, std::uint64_t times);

  // Known methods and statuses are counted in arrays; only names off the wire
  // need a map.
  std::array<std::uint64_t, static_cast<std::size_t>(sip::Method::Count)>
      methods_{};
  std::array<std::uint64_t, kCommonStatuses> statuses_{};
  std::map<std::uint16_t, std::uint64_t> odd_statuses_;
  std::map<std::string, std::uint64_t, std::less<>> odd_methods_;
  std::uint64_t other_methods_ = 0;
  std::array<std::uint64_t, 4> repetitions_{};
};

}  // namespace siptriage
