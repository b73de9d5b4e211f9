#pragma once
/// CaptureFilter: a pcap-filter(7) expression, compiled by libpcap.
///
///     Result<CaptureFilter> filter = CaptureFilter::compile("host 192.0.2.1");
///     if (filter->matches(octets, original_length, LinkType::Ethernet)) ...
///
/// Compiled at once for each link type that we know: names of hosts, ports and
/// protocols are looked up then and never again. It is net that asks it, with
/// whole packets: a filter on ports must not lose the tail of a fragmented
/// datagram. Copies share the programs; any thread may ask.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "siptriage/base/result.h"
#include "siptriage/capture/frame.h"

namespace siptriage {

class CaptureFilter {
 public:
  /// Errors: BadFilter, with libpcap's own words.
  [[nodiscard]] static Result<CaptureFilter> compile(
      const std::string& expression);

  /// True when the expression matches, and where we do not know the link type:
  /// such frames are counted as what they are. False also where the expression
  /// has no meaning for `link_type` (ether host on raw IP).
  [[nodiscard]] bool matches(std::string_view octets,
                             std::uint32_t original_length_octets,
                             LinkType link_type) const;

 private:
  struct Programs;
  explicit CaptureFilter(std::shared_ptr<const Programs> programs);
  std::shared_ptr<const Programs> programs_;
};

}  // namespace siptriage
