#pragma once
/// LegOptions: by which header fields the legs of one call may be told.

#include <string>
#include <vector>

namespace siptriage {

struct LegOptions {
  /// Names of header fields that a back-to-back user agent puts the same value
  /// into at both legs, or the Call-ID of the other leg, besides those that are
  /// always looked at: Session-ID, X-Call-ID, X-CID, P-Charging-Vector.
  std::vector<std::string> headers;
};

}  // namespace siptriage
