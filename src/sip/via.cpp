#include "siptriage/sip/via.h"

#include <cstddef>
#include <utility>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/parameters.h"

#include "sip/host_port.h"
#include "sip/plain_values.h"

namespace siptriage::sip {
namespace {

void skip_white_space(std::string_view& rest) {
  while (!rest.empty() && is_lws(rest.front())) rest.remove_prefix(1);
}

// Takes a token and the white space behind it; empty when there is none.
std::string_view take_padded_token(std::string_view& rest) {
  std::size_t octets = 0;
  while (octets < rest.size() && is_token(rest[octets])) ++octets;
  const std::string_view token = rest.substr(0, octets);
  rest.remove_prefix(octets);
  skip_white_space(rest);
  return token;
}

bool take_slash(std::string_view& rest) {
  if (rest.empty() || rest.front() != '/') return false;
  rest.remove_prefix(1);
  skip_white_space(rest);
  return true;
}

// sent-protocol = protocol-name SLASH protocol-version SLASH transport, where
// white space may stand around each slash.
bool take_sent_protocol(std::string_view& rest, Via& via) {
  const char* begin = rest.data();
  if (take_padded_token(rest).empty() || !take_slash(rest)) return false;
  const std::string_view version = take_padded_token(rest);
  if (version.empty() || !take_slash(rest)) return false;
  const char* end = version.data() + version.size();
  via.protocol = {begin, static_cast<std::size_t>(end - begin)};
  via.transport = take_padded_token(rest);
  return !via.transport.empty();
}

void take_parameters(std::string_view parameters, Via& via) {
  via.parameters = parameters;
  Parameter parameter;
  while (next_parameter(parameters, parameter)) {
    const auto named = [&parameter](std::string_view name) {
      return equals_ignore_case(parameter.name, name);
    };
    if (named("branch")) {
      if (via.branch.empty()) via.branch = parameter.value;
    } else if (named("received")) {
      via.received = parameter.value;
    } else if (named("rport")) {
      via.has_rport = true;
      via.rport = parameter.value;
    } else if (named("maddr")) {
      via.maddr = parameter.value;
    }
  }
}

}  // namespace

std::optional<Via> parse_via(std::string_view value) {
  // In place: what is copied right after it was written is waited for.
  std::optional<Via> via(std::in_place);
  if (!detail::parse_plain_via(value, value.data() + value.size(), *via)) {
    via = detail::walk_via(value);
  }
  return via;
}

std::optional<Via> detail::walk_via(std::string_view value) {
  std::string_view rest = trim(value);
  Via via;
  if (!take_sent_protocol(rest, via)) return std::nullopt;
  const std::size_t semicolon = rest.find(';');
  const std::optional<detail::HostPort> sent_by =
      detail::parse_host_port(trim(rest.substr(0, semicolon)));
  if (!sent_by) return std::nullopt;
  via.sent_by_host = sent_by->host;
  via.sent_by_port = sent_by->port;
  if (semicolon != std::string_view::npos) {
    take_parameters(rest.substr(semicolon), via);
  }
  return via;
}

bool has_magic_cookie(std::string_view branch) {
  return starts_with_ignore_case(branch, kMagicCookie);
}

}  // namespace siptriage::sip
