#pragma once
// Admission: which messages are analysed, where a capture has more of them than
// kept-octets and conversations allow. Asked in the order of the capture, so
// that the same are refused on any number of threads.

#include <cstdint>
#include <unordered_set>

#include "siptriage/base/limits.h"

#include "analyze/arrival.h"

namespace siptriage::detail {

class Admission {
 public:
  // Both must outlive the admission.
  Admission(const Limits& limits, LimitCounts& reached)
      : limits_(limits), reached_(reached) {}

  // False while all of some messages will be admitted; then note_kept() does
  // instead of admit(). `conversations` were entered before them.
  [[nodiscard]] bool may_refuse(std::uint64_t messages,
                                std::uint64_t kept_octets,
                                std::uint64_t conversations);
  void note_kept(std::uint64_t octets) { kept_octets_ += octets; }

  // False, and counted, for a message that is refused. `is_entered(key)` tells
  // whether a conversation was entered before may_refuse().
  template <typename IsEntered>
  [[nodiscard]] bool admit(const Arrival& arrival, IsEntered is_entered) {
    const std::uint64_t octets =
        arrival.is_kept ? arrival.appearance.octets.size() : 0;
    if (arrival.is_kept && !may_keep(octets)) return false;
    if (!is_entered(arrival.key) && !may_begin(arrival.key)) return false;
    kept_octets_ += octets;
    return true;
  }

  // No message will be kept any more: what it would view may go away.
  [[nodiscard]] bool is_exhausted() const { return is_exhausted_; }

 private:
  [[nodiscard]] bool may_keep(std::uint64_t octets);
  [[nodiscard]] bool may_begin(std::uint64_t key);

  const Limits& limits_;
  LimitCounts& reached_;
  std::uint64_t kept_octets_ = 0;
  bool is_exhausted_ = false;
  std::uint64_t conversations_ = 0;
  std::unordered_set<std::uint64_t> begun_;  // since may_refuse()
};

}  // namespace siptriage::detail
