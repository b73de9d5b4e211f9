#pragma once
/// NameAddr: From, To, Contact, Route, Refer-To and their like: an optional
/// display name, a URI, and header parameters (RFC 3261 20.10, 25.1).

#include <optional>
#include <string_view>

#include "siptriage/base/lifetime.h"

namespace siptriage::sip {

struct NameAddr {
  std::string_view display_name;  // without quotes, escapes kept
  std::string_view uri;           // without angle brackets
  std::string_view parameters;    // header parameters, with the first ';'
  bool bracketed = false;         // <...>; without, parameters are the header's
  bool wildcard = false;          // Contact: *
  bool display_name_quoted = false;  // unquote() resolves its backslashes
};

/// Parses one element (take lists apart with next_list_element first).
[[nodiscard]] std::optional<NameAddr> parse_name_addr(
    std::string_view value SIPTRIAGE_LIFETIMEBOUND);

/// The tag parameter of a From or To value; cheap, tolerant of an otherwise
/// broken value. Empty when there is none.
[[nodiscard]] std::string_view find_tag(
    std::string_view value SIPTRIAGE_LIFETIMEBOUND);

}  // namespace siptriage::sip
