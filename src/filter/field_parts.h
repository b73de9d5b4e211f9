#pragma once
// What fields are made of.

#include <cstdint>
#include <optional>
#include <string_view>

#include "siptriage/base/timestamp.h"
#include "siptriage/sip/uri.h"

namespace siptriage::filter {

// Values, and whether there are any.
inline bool number(std::int64_t from, std::int64_t& value) {
  value = from;
  return true;
}
inline bool not_zero(std::int64_t from, std::int64_t& value) {
  value = from;
  return from != 0;
}
inline bool flag(bool from, std::int64_t& value) {
  value = from ? 1 : 0;
  return true;
}
template <typename Enum>
bool word(Enum from, std::int64_t& value) {
  value = static_cast<std::int64_t>(from);
  return true;
}
inline bool duration(std::optional<Duration> from, std::int64_t& value) {
  value = from ? from->count() : 0;
  return from.has_value();
}

// Empty where `uri` is none.
inline std::string_view user_in(std::string_view uri) {
  const std::optional<sip::Uri> parsed = sip::parse_uri(uri);
  return parsed ? parsed->user : std::string_view();
}
inline std::string_view host_in(std::string_view uri) {
  const std::optional<sip::Uri> parsed = sip::parse_uri(uri);
  return parsed ? parsed->host : std::string_view();
}

}  // namespace siptriage::filter
