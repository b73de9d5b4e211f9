#pragma once
// Values of the shape that nearly all have, judged and taken apart by bit masks
// (value_masks.h):
//
//     sip:user@host:port;parameters          a Request-URI
//     "Name" <sip:user@host>;tag=x           From, To, Contact
//     SIP/2.0/UDP host:port;branch=z9hG4bK1  Via
//
// A yes is what the thorough functions (uri.h, name_addr.h, via.h) would say of
// a sound value, with the same parts. A no says nothing: the value is for them.
//
// `readable_end` is where the octets end that the value lies in.

#include <optional>
#include <string_view>

#include "siptriage/sip/via.h"

namespace siptriage::sip::detail {

// A sip: or sips: URI without headers.
[[nodiscard]] bool is_plain_sip_uri(std::string_view text,
                                    const char* readable_end);

// A name-addr in angle brackets with such a URI; `tag` is its tag, if any.
[[nodiscard]] bool parse_plain_address(std::string_view value,
                                       const char* readable_end,
                                       std::string_view& tag);

// A single via-parm, without empty parameters.
[[nodiscard]] bool parse_plain_via(std::string_view value,
                                   const char* readable_end, Via& via);

// What parse_via() and find_tag() say of other values, and would of these,
// octet by octet.
[[nodiscard]] std::optional<Via> walk_via(std::string_view value);
[[nodiscard]] std::string_view walk_to_tag(std::string_view value);

}  // namespace siptriage::sip::detail
