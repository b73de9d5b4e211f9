#include "analyze/keep_alives.h"

#include <algorithm>

namespace siptriage::detail {

void KeepAlives::add(const Payload& payload) {
  const auto key = std::pair(payload.source, payload.destination);
  auto found = flows_.find(key);
  if (found == flows_.end()) {
    if (flows_.size() >= limits_[LimitId::KeepAliveFlows]) {
      return reached_.add(LimitId::KeepAliveFlows);
    }
    found = flows_.emplace(key, KeepAliveFlow{}).first;
    found->second.source = payload.source;
    found->second.destination = payload.destination;
    found->second.first = found->second.last = payload.timestamp;
  }
  KeepAliveFlow& flow = found->second;
  ++flow.count;
  flow.longest_gap =
      std::max(flow.longest_gap, elapsed(flow.last, payload.timestamp));
  flow.last = payload.timestamp;
}

void KeepAlives::report(Coverage& coverage) const {
  coverage.keep_alives.reserve(flows_.size());
  for (const auto& [ends, flow] : flows_) coverage.keep_alives.push_back(flow);
}

}  // namespace siptriage::detail
