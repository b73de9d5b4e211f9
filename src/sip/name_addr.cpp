#include "siptriage/sip/name_addr.h"

#include <cstddef>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/parameters.h"

#include "sip/plain_values.h"
#include "sip/quoted.h"

namespace siptriage::sip {
namespace {

constexpr auto kNone = std::string_view::npos;

// `text` begins with '<'.
bool take_bracketed(std::string_view text, NameAddr& address) {
  const std::size_t close = text.find('>');
  if (close == kNone) return false;
  address.bracketed = true;
  address.uri = trim(text.substr(1, close - 1));
  address.parameters = trim(text.substr(close + 1));
  return !address.uri.empty() &&
         (address.parameters.empty() || address.parameters.front() == ';');
}

// Without brackets, everything from the first ';' on is the header's (RFC 3261
// 20.10).
bool take_unbracketed(std::string_view text, NameAddr& address) {
  const std::size_t semicolon = text.find(';');
  address.uri = trim(text.substr(0, semicolon));
  if (semicolon != kNone) address.parameters = text.substr(semicolon);
  return !address.uri.empty();
}

bool take_quoted_name(std::string_view text, NameAddr& address) {
  const std::size_t close = detail::find_closing_quote(text, 0);
  if (close == kNone) return false;
  address.display_name = text.substr(1, close - 1);
  address.display_name_quoted = true;
  const std::string_view rest = trim(text.substr(close + 1));
  return !rest.empty() && rest.front() == '<' && take_bracketed(rest, address);
}

// The header parameters of a value that may be broken: behind the brackets, or
// else from the first ';'.
std::string_view find_header_parameters(std::string_view value) {
  std::size_t from = 0;
  const std::size_t first = value.find_first_of("\"<;");
  if (first == kNone) return {};
  if (value[first] == ';') return value.substr(first);
  if (value[first] == '"') {
    const std::size_t close = detail::find_closing_quote(value, first);
    if (close == kNone) {  // never closed: what looks like the brackets' end
      from = value.rfind('>');
      return from == kNone ? std::string_view() : value.substr(from + 1);
    }
    from = close + 1;
  }
  const std::size_t open = value.find('<', from);
  if (open != kNone) {
    const std::size_t close = value.find('>', open);
    if (close != kNone) return value.substr(close + 1);
  }
  const std::size_t semicolon = value.find(';', from);
  return semicolon == kNone ? std::string_view() : value.substr(semicolon);
}

}  // namespace

std::optional<NameAddr> parse_name_addr(std::string_view value) {
  const std::string_view text = trim(value);
  if (text.empty()) return std::nullopt;
  NameAddr address;
  if (text == "*") {
    address.wildcard = true;
    return address;
  }
  bool sound = false;
  if (text.front() == '"') {
    sound = take_quoted_name(text, address);
  } else if (const std::size_t open = text.find('<'); open != kNone) {
    address.display_name = trim(text.substr(0, open));
    sound = take_bracketed(text.substr(open), address);
  } else {
    sound = take_unbracketed(text, address);
  }
  return sound ? std::optional<NameAddr>(address) : std::nullopt;
}

std::string_view find_tag(std::string_view value) {
  std::string_view tag;
  if (detail::parse_plain_address(value, value.data() + value.size(), tag)) {
    return tag;
  }
  return detail::walk_to_tag(value);
}

std::string_view detail::walk_to_tag(std::string_view value) {
  return find_parameter(find_header_parameters(value), "tag")
      .value_or(std::string_view());
}

}  // namespace siptriage::sip
