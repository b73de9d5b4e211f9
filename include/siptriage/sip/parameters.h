#pragma once
/// Parameters: ";name=value" lists, as Via, Contact, Reason and many more end
/// with (RFC 3261 25.1 generic-param).
///
///     for (Parameter p; next_parameter(rest, p);) use(p.name, p.value);
///     std::optional<std::string_view> tag = find_parameter(parameters, "tag");

#include <optional>
#include <string>
#include <string_view>

#include "siptriage/base/lifetime.h"

namespace siptriage::sip {

struct Parameter {
  std::string_view name;
  std::string_view value;  // without the quotes of a quoted-string
  bool has_value = false;
  bool quoted = false;  // unquote() resolves its backslashes
};

/// Takes the first parameter off `rest` (with or without a leading ';').
/// False at the end. Quoted strings may contain ';'.
bool next_parameter(std::string_view& rest, Parameter& parameter);

/// The value of the first parameter of that name, letter case ignored; an
/// empty view when it stands without a value.
/// Lifetime: views `parameters`.
[[nodiscard]] std::optional<std::string_view> find_parameter(
    std::string_view parameters SIPTRIAGE_LIFETIMEBOUND, std::string_view name);

/// Resolves backslash escapes of a quoted-string's inner text.
[[nodiscard]] std::string unquote(std::string_view quoted_text);

/// Takes the next element off a comma-separated list; commas in quoted strings
/// and angle brackets do not count (RFC 3261 7.3.1). White space is cut off,
/// empty elements are passed over. False at the end.
bool next_list_element(std::string_view& rest, std::string_view& element);

}  // namespace siptriage::sip
