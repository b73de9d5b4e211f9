#pragma once
// KeepAlives: how often hosts keep a NAT binding or a connection open. For one
// thread, in the order of the capture.

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "siptriage/base/coverage.h"
#include "siptriage/base/limits.h"
#include "siptriage/net/payload.h"

namespace siptriage::detail {

class KeepAlives {
 public:
  // Both must outlive the keep-alives.
  KeepAlives(const Limits& limits, LimitCounts& reached)
      : limits_(limits), reached_(reached) {}

  void add(const Payload& payload);

  // By source and destination.
  void report(Coverage& coverage) const;

 private:
  const Limits& limits_;
  LimitCounts& reached_;
  std::map<std::pair<Endpoint, Endpoint>, KeepAliveFlow> flows_;
};

}  // namespace siptriage::detail
