#pragma once
// TimeWindows: spans of time, asked whether one of them holds a time; and a
// table of them by who it is about.
//
//   windows.add(first, last);   // in any order
//   windows.settle();           // once, before anything is asked
//   windows.hold(time)

#include <algorithm>
#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

#include "siptriage/base/endpoint.h"
#include "siptriage/base/timestamp.h"

namespace siptriage::extract {

class TimeWindows {
 public:
  void add(Timestamp from, Timestamp to) { windows_.push_back({from, to}); }

  // Sorts them, and makes one of those that touch.
  void settle() {
    std::sort(windows_.begin(), windows_.end());
    std::size_t kept = 0;
    for (const Window& window : windows_) {
      if (kept != 0 && window.first <= windows_[kept - 1].second) {
        Timestamp& end = windows_[kept - 1].second;
        end = std::max(end, window.second);
      } else {
        windows_[kept++] = window;
      }
    }
    windows_.resize(kept);
  }

  [[nodiscard]] bool hold(Timestamp time) const {
    const auto after = std::upper_bound(
        windows_.begin(), windows_.end(), time,
        [](Timestamp at, const Window& window) { return at < window.first; });
    return after != windows_.begin() && time <= std::prev(after)->second;
  }

 private:
  using Window = std::pair<Timestamp, Timestamp>;
  std::vector<Window> windows_;
};

// Two ends of a connection, in ascending order.
struct EndpointPair {
  EndpointPair(const Endpoint& a, const Endpoint& b)
      : low(std::min(a, b)), high(std::max(a, b)) {}
  friend bool operator==(const EndpointPair&, const EndpointPair&) = default;

  Endpoint low;
  Endpoint high;
};

// From whom to whom.
using Way = std::pair<Endpoint, Endpoint>;

struct HashOfEnds {
  std::size_t operator()(const Way& way) const {
    return hash_of(way.first) * 31 + hash_of(way.second);
  }
  std::size_t operator()(const Endpoint& endpoint) const {
    return hash_of(endpoint);
  }
  std::size_t operator()(const EndpointPair& pair) const {
    return hash_of(pair.low) * 31 + hash_of(pair.high);
  }
};

template <typename Key>
class WindowTable {
 public:
  void add(const Key& key, Timestamp from, Timestamp to) {
    table_[key].add(from, to);
  }
  void settle() {
    for (auto& [key, windows] : table_) windows.settle();
  }

  [[nodiscard]] bool empty() const { return table_.empty(); }
  [[nodiscard]] bool has(const Key& key) const { return table_.contains(key); }
  [[nodiscard]] bool hold(const Key& key, Timestamp time) const {
    const auto found = table_.find(key);
    return found != table_.end() && found->second.hold(time);
  }

 private:
  std::unordered_map<Key, TimeWindows, HashOfEnds> table_;
};

}  // namespace siptriage::extract
