#include "siptriage/base/coverage.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <utility>

namespace siptriage {
namespace {

// In the order of SkipReason. Names are promised to users: add, never rename.
constexpr std::array<std::string_view,
                     static_cast<std::size_t>(SkipReason::Count)>
    kReasonNames = {
        "unknown-link-type",
        "truncated-header",
        "malformed-packet",
        "not-ip",
        "other-ip-protocol",
        "tunnel-too-deep",
        "fragment-incomplete",
        "fragment-limit",
        "snap-length",
        "empty",
        "filtered",
        "rtp",
        "encrypted-tls",
        "encrypted-dtls",
        "encrypted-esp",
        "other-udp",
        "other-tcp",
        "tcp-gap",
        "tcp-retransmission",
};
static_assert(!kReasonNames.back().empty(), "one name a reason");

}  // namespace

std::string_view to_string(SkipReason reason) {
  const auto index = static_cast<std::size_t>(reason);
  assert(index < kReasonNames.size());
  return kReasonNames[index];
}

const KeepAliveFlow* find_keep_alives(const Coverage& coverage,
                                      const Endpoint& source,
                                      const Endpoint& destination) {
  const auto ends_of = [](const KeepAliveFlow& flow) {
    return std::pair(flow.source, flow.destination);
  };
  const std::pair sought(source, destination);
  const auto found =
      std::ranges::lower_bound(coverage.keep_alives, sought, {}, ends_of);
  return found == coverage.keep_alives.end() || ends_of(*found) != sought
             ? nullptr
             : &*found;
}

CaptureGaps gaps_of(const Coverage& coverage) {
  CaptureGaps gaps;
  gaps.recorded_drops = coverage.recorded_drops;
  gaps.cut_packets =
      coverage.of(SkipReason::SnapLength) + coverage.of(SkipReason::TcpGap);
  gaps.pauses = coverage.pauses;
  return gaps;
}

}  // namespace siptriage
