// Aliases: what the user calls addresses.

#include <algorithm>
#include <charconv>
#include <string>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"
#include "siptriage/report/flow.h"

namespace siptriage {
namespace {

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, port);
  if (error != std::errc() || stop != end || port == 0) return std::nullopt;
  return port;
}

std::string_view without_brackets(std::string_view host) {
  return host.starts_with('[') && host.ends_with(']')
             ? host.substr(1, host.size() - 2)
             : host;
}

// An address by itself has port 0.
std::optional<Endpoint> parse_endpoint(std::string_view text) {
  if (const auto address = parse_ip_address(without_brackets(text))) {
    return Endpoint{*address, 0};
  }
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto address =
      parse_ip_address(without_brackets(text.substr(0, colon)));
  const auto port = parse_port(text.substr(colon + 1));
  if (!address || !port) return std::nullopt;
  return Endpoint{*address, *port};
}

}  // namespace

Result<Aliases> Aliases::parse(std::string_view text) {
  Aliases aliases;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line.starts_with('#')) continue;
    const std::size_t space = std::min(line.find_first_of(" \t"), line.size());
    const std::string_view name = trim(line.substr(space));
    const auto endpoint = parse_endpoint(line.substr(0, space));
    if (!endpoint || name.empty()) {
      return fail(ErrorCode::BadConfiguration,
                  fmt::format("line {}: expected an address and a name, such "
                              "as 192.0.2.1 Proxy",
                              number));
    }
    if (aliases.names_.size() == kMaxAliases) {
      return fail(
          ErrorCode::LimitReached,
          fmt::format("line {}: more than {} names", number, kMaxAliases));
    }
    aliases.names_.emplace_back(*endpoint, name);
  }
  // Of two names of one address, the first holds.
  std::ranges::stable_sort(aliases.names_, {},
                           &std::pair<Endpoint, std::string>::first);
  return aliases;
}

std::string_view Aliases::find(const Endpoint& endpoint) const {
  for (const std::uint16_t port : {endpoint.port, std::uint16_t{0}}) {
    const Endpoint sought{endpoint.address, port};
    const auto found = std::ranges::lower_bound(
        names_, sought, {}, &std::pair<Endpoint, std::string>::first);
    if (found != names_.end() && found->first == sought) return found->second;
  }
  return {};
}

}  // namespace siptriage
