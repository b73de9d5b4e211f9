#pragma once
/// CaptureFilter: a pcap-filter(7) expression, compiled by libpcap.
///
///     Result<CaptureFilter> filter = CaptureFilter::compile("host 192.0.2.1");
///     if (filter->matches(octets, original_length, LinkType::Ethernet)) ...
///
/// Compiled once for each link type met. It is net that asks it, with whole
/// packets: a filter on ports must not lose the tail of a fragmented datagram.

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
  [[nodiscard]] static Result<CaptureFilter> compile(std::string expression);

  CaptureFilter(CaptureFilter&&) noexcept;
  CaptureFilter& operator=(CaptureFilter&&) noexcept;
  ~CaptureFilter();

  /// The same expression once more, for another thread: link types are
  /// compiled as they are met, so that one object must not be shared.
  [[nodiscard]] CaptureFilter another() const;

  /// True when the expression matches; false also where the expression has no
  /// meaning for `link_type` (ether host on raw IP).
  [[nodiscard]] bool matches(std::string_view octets,
                             std::uint32_t original_length_octets,
                             LinkType link_type);

 private:
  class Programs;
  explicit CaptureFilter(std::unique_ptr<Programs> programs);
  std::unique_ptr<Programs> programs_;
};

}  // namespace siptriage
