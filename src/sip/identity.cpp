#include "siptriage/sip/identity.h"

#include <algorithm>
#include <cstddef>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/parameters.h"
#include "siptriage/sip/uri.h"

namespace siptriage::sip {
namespace {

// Shorter ones are service numbers and extensions: equal or not.
constexpr std::size_t kLeastSubscriberDigits = 6;

// base64-char, and what base64url has in its place.
bool is_token_octet(char c) {
  return is_alpha(c) || is_digit(c) || c == '/' || c == '+' || c == '-' ||
         c == '_' || c == '=' || c == '.';
}

// What may stand between the digits of a number (RFC 3966 3).
bool is_visual_separator(char c) {
  return c == '-' || c == '.' || c == '(' || c == ')' || c == ' ';
}

// Takes the URI in angle brackets that `rest` begins with: it may have
// parameters of its own. `value` where no bracket closes.
std::string_view take_uri(std::string_view value, std::string_view& rest) {
  if (value.empty() || value.front() != '<') return value;
  const std::string_view from(
      value.data(),
      static_cast<std::size_t>(rest.data() + rest.size() - value.data()));
  const std::size_t end = from.find('>');
  if (end == std::string_view::npos) return value;
  rest = from.substr(end + 1);
  return from.substr(1, end - 1);
}

bool is_number_text(std::string_view user) {
  if (!user.empty() && user.front() == '+') user.remove_prefix(1);
  return std::any_of(user.begin(), user.end(), is_digit) &&
         std::all_of(user.begin(), user.end(), [](char c) {
           return is_digit(c) || is_visual_separator(c) || c == '#' || c == '*';
         });
}

}  // namespace

std::optional<IdentityValue> parse_identity(std::string_view value) {
  value = trim(value);
  const auto* const token_end =
      std::find_if_not(value.begin(), value.end(), is_token_octet);
  IdentityValue result;
  result.token =
      value.substr(0, static_cast<std::size_t>(token_end - value.begin()));
  std::string_view rest = trim(value.substr(result.token.size()));
  if (result.token.empty() || (!rest.empty() && rest.front() != ';')) {
    return std::nullopt;
  }
  for (Parameter parameter; next_parameter(rest, parameter);) {
    if (equals_ignore_case(parameter.name, "info")) {
      result.info = take_uri(parameter.value, rest);
    } else if (equals_ignore_case(parameter.name, "alg")) {
      result.alg = parameter.value;
    } else if (equals_ignore_case(parameter.name, "ppt")) {
      result.ppt = parameter.value;
    }
  }
  return result;
}

std::string canonical_number(std::string_view number) {
  std::string text;
  for (const char c : number.substr(0, number.find(';'))) {
    if (is_digit(c) || c == '#' || c == '*') text += c;
  }
  return text;
}

std::optional<CanonicalIdentity> canonical_identity(std::string_view text) {
  const std::optional<Uri> uri = parse_uri(text);
  if (!uri) return std::nullopt;
  const std::string_view user = uri->user.substr(0, uri->user.find(';'));
  const bool is_tel = has_scheme(*uri, "tel");
  if (is_tel || is_number_text(user)) {
    const std::string number = canonical_number(user);
    if (number.empty()) return std::nullopt;
    return CanonicalIdentity{true, number};
  }
  if (uri->host.empty()) return std::nullopt;
  std::string canonical;
  for (const std::string_view part : {uri->scheme, user, uri->host}) {
    if (!canonical.empty()) canonical += part == uri->host ? '@' : ':';
    for (const char c : part) canonical += to_lower(c);
  }
  return CanonicalIdentity{false, canonical};
}

bool may_be_same(const CanonicalIdentity& a, const CanonicalIdentity& b) {
  // A user part may be a number to one side and a name to the other.
  if (a.is_number != b.is_number) return true;
  if (a.text == b.text) return true;
  if (!a.is_number)
    return a.text.find('%') != std::string::npos ||
           b.text.find('%') != std::string::npos;
  const std::string_view shorter =
      a.text.size() < b.text.size() ? a.text : b.text;
  const std::string_view longer =
      a.text.size() < b.text.size() ? b.text : a.text;
  return shorter.size() >= kLeastSubscriberDigits && longer.ends_with(shorter);
}

}  // namespace siptriage::sip
