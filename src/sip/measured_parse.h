#pragma once
// parse_measured: parse_message(), which also says how much is missing, so that
// a framer need not try again at every octet.

#include <cstddef>
#include <string_view>

#include "siptriage/sip/message.h"
#include "siptriage/sip/parse.h"

namespace siptriage::sip::detail {

// As parse_message(). `needed_octets`, after NeedMore: the octets that the
// message takes from the front of `octets` on, or 0 while its header part is
// not whole.
[[nodiscard]] ParseStatus parse_measured(std::string_view octets,
                                         Framing framing, Message& message,
                                         std::size_t& needed_octets);

}  // namespace siptriage::sip::detail
