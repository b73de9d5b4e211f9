// For each limit that a capture can reach, a capture that stays just within
// its value `edge`, and is one past at `edge - 1`.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "siptriage/base/limits.h"

namespace siptriage::testing {

struct LimitEdge {
  LimitId id = LimitId::Count;
  std::string capture = {};
  std::uint64_t edge = 0;
  // One past: what is counted, and under which limit.
  std::uint64_t count = 1;
  LimitId counted_as = LimitId::Count;  // Count: `id`
  // Other limits that have to be set for it.
  std::vector<std::pair<LimitId, std::uint64_t>> given = {};
  bool triage_only = false;
  bool is_compressed = false;

  [[nodiscard]] LimitId counted() const {
    return counted_as == LimitId::Count ? id : counted_as;
  }
};

// limit_edges_packets_test.cpp, limit_edges_calls_test.cpp.
[[nodiscard]] std::vector<LimitEdge> packet_limit_edges();
[[nodiscard]] std::vector<LimitEdge> call_limit_edges();

}  // namespace siptriage::testing
