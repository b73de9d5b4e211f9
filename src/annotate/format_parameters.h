#pragma once
// What an answer makes of the parameters of a format (a=fmtp) that both sides
// have to use alike, so that each understands what the other sends.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "siptriage/sip/sdp.h"

namespace siptriage::detail {

struct ParameterConflict {
  std::string_view rule;
  std::string detail;     // with both values
  bool is_minor = false;  // what is sent is understood all the same
};

// Of one format of the answer, against all of the same encoding that were
// offered: a conflict where it fits none of them.
[[nodiscard]] std::optional<ParameterConflict> parameter_conflict(
    const sip::SdpMedia& offer, const sip::SdpFormat& answered);

}  // namespace siptriage::detail
