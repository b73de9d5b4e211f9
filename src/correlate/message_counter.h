#pragma once
/// MessageCounter: MessageCounts while they grow. Known methods and statuses
/// are counted in arrays; only names off the wire need a map.

#include <array>
#include <cstdint>
#include <map>
#include <string>

#include "siptriage/correlate/trace.h"

#include "correlate/incoming.h"

namespace siptriage::correlate {

class MessageCounter {
 public:
  void count(const MessageRecord& record);
  [[nodiscard]] MessageCounts counts() const;

 private:
  static constexpr std::size_t kCommonStatuses = 1000;

  std::array<std::uint64_t, static_cast<std::size_t>(sip::Method::Count)>
      methods_{};
  std::array<std::uint64_t, kCommonStatuses> statuses_{};
  std::map<std::uint16_t, std::uint64_t> odd_statuses_;
  std::map<std::string, std::uint64_t, std::less<>> odd_methods_;
  std::uint64_t other_methods_ = 0;
  std::array<std::uint64_t, 4> repetitions_{};
};

}  // namespace siptriage::correlate
