#pragma once
// index_measured: index_message(), which also says how much is missing, so that
// a framer need not try again at every octet, and what is known of the header
// part before its values are judged.

#include <cstddef>
#include <string_view>

#include "siptriage/sip/message.h"
#include "siptriage/sip/parse.h"

#include "sip/header_part.h"

namespace siptriage::sip::detail {

struct MeasuredIndex {
  ParseStatus status = ParseStatus::Malformed;
  // After NeedMore: the octets that the message takes from the front of those
  // given on, or 0 while its header part is not whole.
  std::size_t needed_octets = 0;
  HeaderPart header;  // after Complete
};

[[nodiscard]] MeasuredIndex index_measured(std::string_view octets,
                                           Framing framing, Message& message);

}  // namespace siptriage::sip::detail
