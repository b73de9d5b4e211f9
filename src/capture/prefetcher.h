#pragma once
/// Prefetcher: asks for octets before a walker gets to them.
///
/// Where the next record starts stands in the record before it, so that the
/// processor cannot run ahead by itself and waits for memory at each record.

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace siptriage::detail {

class Prefetcher {
 public:
  explicit Prefetcher(std::string_view octets) : octets_(octets) {}

  /// To be told the position at each record; each line is asked for once.
  void move_to(std::size_t position) {
    const std::size_t end =
        position + std::min(kAheadOctets, octets_.size() - position);
    for (next_ = std::max(next_, position); next_ < end; next_ += kLineOctets) {
      __builtin_prefetch(octets_.data() + next_);
    }
  }

 private:
  static constexpr std::size_t kAheadOctets = 4096;
  static constexpr std::size_t kLineOctets = 64;

  std::string_view octets_;
  std::size_t next_ = 0;
};

}  // namespace siptriage::detail
