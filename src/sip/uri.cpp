#include "siptriage/sip/uri.h"

#include <algorithm>
#include <cstddef>

#include "siptriage/base/ascii.h"

#include "sip/host_port.h"
#include "sip/octet_class.h"

namespace siptriage::sip {
namespace {

// scheme = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." ), then ':'. Its length, or
// 0.
std::size_t scheme_octets(std::string_view text) {
  if (text.empty() || !is_alpha(text.front())) return 0;
  std::size_t i = 1;
  while (i < text.size() &&
         (is_alpha(text[i]) || is_digit(text[i]) || text[i] == '+' ||
          text[i] == '-' || text[i] == '.')) {
    ++i;
  }
  return i < text.size() && text[i] == ':' ? i : 0;
}

// White space, control characters and what delimits URIs in text never stand in
// one (RFC 3986 Appendix C).
constexpr detail::OctetClass kForbidden([](char c) {
  return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f || c == '<' ||
         c == '>' || c == '"';
});

bool has_forbidden_octet(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return kForbidden.has(c); });
}

void take_user(std::string_view userinfo, Uri& uri) {
  const std::size_t colon = userinfo.find(':');
  uri.user = userinfo.substr(0, colon);
  if (colon != std::string_view::npos) {
    uri.password = userinfo.substr(colon + 1);
  }
}

// Hosts are short: octet by octet.
std::size_t find_host_end(std::string_view rest) {
  const auto is_end = [](char c) { return c == ';' || c == '?'; };
  const auto* end = std::find_if(rest.begin(), rest.end(), is_end);
  return end == rest.end() ? std::string_view::npos
                           : static_cast<std::size_t>(end - rest.begin());
}

// [user[:password]@]host[:port][;parameters][?headers]
bool take_sip_parts(std::string_view rest, Uri& uri) {
  // ';', '?' and ',' may stand in the user part, '@' nowhere but behind it.
  const std::size_t at = rest.find('@');
  if (at != std::string_view::npos) {
    take_user(rest.substr(0, at), uri);
    rest.remove_prefix(at + 1);
  }
  const std::size_t host_end = find_host_end(rest);
  const std::optional<detail::HostPort> host_port =
      detail::parse_host_port(rest.substr(0, host_end));
  if (!host_port) return false;
  uri.host = host_port->host;
  uri.port = host_port->port;
  if (host_end == std::string_view::npos) return true;
  rest.remove_prefix(host_end);
  const std::size_t question = rest.find('?');
  uri.parameters = rest.substr(0, question);
  if (question != std::string_view::npos) {
    uri.headers = rest.substr(question + 1);
  }
  return true;
}

// RFC 3966 3: the number, then parameters.
bool take_tel_parts(std::string_view rest, Uri& uri) {
  const std::size_t semicolon = rest.find(';');
  uri.user = rest.substr(0, semicolon);
  if (semicolon != std::string_view::npos) {
    uri.parameters = rest.substr(semicolon);
  }
  return !uri.user.empty();
}

}  // namespace

std::optional<Uri> parse_uri(std::string_view text) {
  const std::size_t scheme = scheme_octets(text);
  if (scheme == 0 || has_forbidden_octet(text)) return std::nullopt;
  Uri uri;
  uri.text = text;
  uri.scheme = text.substr(0, scheme);
  const std::string_view rest = text.substr(scheme + 1);
  bool sound = !rest.empty();
  if (has_scheme(uri, "sip") || has_scheme(uri, "sips")) {
    sound = take_sip_parts(rest, uri);
  } else if (has_scheme(uri, "tel")) {
    sound = take_tel_parts(rest, uri);
  }
  return sound ? std::optional<Uri>(uri) : std::nullopt;
}

bool has_scheme(const Uri& uri, std::string_view scheme) {
  return equals_ignore_case(uri.scheme, scheme);
}

}  // namespace siptriage::sip
