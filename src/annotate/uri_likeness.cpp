#include "annotate/uri_likeness.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"
#include "siptriage/base/endpoint.h"
#include "siptriage/sip/uri.h"

namespace siptriage::detail {
namespace {

constexpr std::uint16_t kSipPort = 5060;
constexpr std::uint16_t kSipsPort = 5061;

int value_of_hex(char digit) {
  if (is_digit(digit)) return digit - '0';
  const char lower = to_lower(digit);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// RFC 3261 25.1: alphanum and mark. Any other stands for something else when
// it is escaped (19.1.4).
bool is_unreserved(char octet) {
  constexpr std::string_view kMarks = "-_.!~*'()";
  return is_alpha(octet) || is_digit(octet) ||
         kMarks.find(octet) != std::string_view::npos;
}

std::string unescaped(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high =
        text[i] == '%' && i + 2 < text.size() ? value_of_hex(text[i + 1]) : -1;
    const int low = high >= 0 ? value_of_hex(text[i + 2]) : -1;
    if (low < 0) {
      plain += text[i];
      continue;
    }
    const char octet = static_cast<char>(high * 16 + low);
    plain += is_unreserved(octet) ? std::string(1, octet)
                                  : fmt::format("%{:x}{:x}", high, low);
    i += 2;
  }
  return plain;
}

bool is_sip(const sip::Uri& uri) {
  return sip::has_scheme(uri, "sip") || sip::has_scheme(uri, "sips");
}

std::uint16_t port_of(const sip::Uri& uri) {
  if (uri.port != 0 || !is_sip(uri)) return uri.port;
  return sip::has_scheme(uri, "sip") ? kSipPort : kSipsPort;
}

std::vector<std::string> parameters_of(const sip::Uri& uri) {
  std::vector<std::string> parameters;
  std::string_view rest = uri.parameters;
  while (!rest.empty()) {
    rest.remove_prefix(1);
    const std::size_t end = std::min(rest.find(';'), rest.size());
    parameters.push_back(to_lower_copy(unescaped(rest.substr(0, end))));
    rest.remove_prefix(end);
  }
  std::ranges::sort(parameters);
  return parameters;
}

}  // namespace

bool same_target(std::string_view uri, std::string_view other) {
  const auto a = sip::parse_uri(uri);
  const auto b = sip::parse_uri(other);
  return a && b && equals_ignore_case(a->scheme, b->scheme) &&
         (a->user == b->user || unescaped(a->user) == unescaped(b->user)) &&
         equals_ignore_case(a->host, b->host) && port_of(*a) == port_of(*b);
}

std::string spelled_alike(std::string_view text) {
  const std::optional<sip::Uri> uri = sip::parse_uri(text);
  if (!uri || !is_sip(*uri)) return std::string(text);
  // A name without a port may lead to any port (RFC 3263 4.2).
  const bool is_address =
      uri->host.starts_with('[') || parse_ip_address(uri->host);
  const std::uint16_t port = is_address ? port_of(*uri) : uri->port;
  return fmt::format("{}:{}:{}@{}:{};{}", to_lower_copy(uri->scheme),
                     unescaped(uri->user), uri->password,
                     to_lower_copy(uri->host), port,
                     fmt::join(parameters_of(*uri), ";"));
}

}  // namespace siptriage::detail
