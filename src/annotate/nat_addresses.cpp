#include "annotate/nat_addresses.h"

#include <array>
#include <vector>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/name_addr.h"
#include "siptriage/sip/parameters.h"
#include "siptriage/sip/sdp.h"
#include "siptriage/sip/uri.h"

namespace siptriage::detail {
namespace {

using sip::HeaderId;

// How often an address may have been replaced: in o= and c=, and in the c= of
// two media.
constexpr std::size_t kMostTimes = 4;

// Behind the '@' of a Call-ID, many stacks put their address.
std::string_view host_of_call_id(const sip::Message& message) {
  const std::string_view value = message.value_of(HeaderId::CallId);
  const std::size_t at = value.rfind('@');
  return at == std::string_view::npos ? std::string_view()
                                      : value.substr(at + 1);
}

std::size_t count(std::string_view text, std::string_view wanted) {
  std::size_t times = 0;
  for (std::size_t at = text.find(wanted);
       at != std::string_view::npos && times < kMostTimes;
       at = text.find(wanted, at + wanted.size())) {
    ++times;
  }
  return times;
}

// Every private IPv4 address begins with 1.
bool may_be_private(std::string_view text) { return text.starts_with('1'); }

// The digits and dots that `text` begins with.
std::string_view leading_number(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && (is_digit(text[end]) || text[end] == '.')) ++end;
  return text.substr(0, end);
}

}  // namespace

std::optional<IpAddress> address_of(std::string_view host) {
  if (host.size() >= 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  }
  return parse_ip_address(host);
}

bool is_private_host(std::string_view host) {
  const std::optional<IpAddress> address = address_of(host);
  return address && is_private(*address);
}

bool is_loopback(const IpAddress& address) {
  static const IpAddress ip6 = *parse_ip_address("::1");
  return address.family == IpFamily::V4 ? address.octets[0] == 127
                                        : address == ip6;
}

bool may_name_private_host(std::string_view value) {
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] == '[') return true;
    // What a host stands behind, in a SIP URI.
    if (value[i] != '@' && value[i] != ':') continue;
    const std::string_view host = value.substr(i + 1);
    if (may_be_private(host) && is_private_host(leading_number(host))) {
      return true;
    }
  }
  return false;
}

std::string_view first_host(const sip::Message& message, HeaderId id) {
  std::string_view rest = message.value_of(id);
  std::string_view element;
  if (!sip::next_list_element(rest, element)) return {};
  const auto address = sip::parse_name_addr(element);
  if (!address) return {};
  const auto uri = sip::parse_uri(address->uri);
  return uri ? uri->host : std::string_view();
}

bool may_have_private_connection(std::string_view body) {
  constexpr std::string_view kMark = "c=";
  bool begins_with_1 = false;
  bool is_in_doubt = false;  // private, or not written as usual
  for (std::size_t at = body.find(kMark); at != std::string_view::npos;
       at = body.find(kMark, at + 1)) {
    const std::string_view value = body.substr(at + kMark.size());
    if (!value.starts_with("IN IP4 ")) {
      if (value.starts_with("IN IP")) return true;
      is_in_doubt = true;
      continue;
    }
    const std::string_view text = leading_number(value.substr(7));
    begins_with_1 = begins_with_1 || may_be_private(text);
    const std::optional<IpAddress> address = parse_ip_address(text);
    is_in_doubt = is_in_doubt || !address || is_private(*address);
  }
  return begins_with_1 && is_in_doubt;
}

std::optional<Rewrite> find_rewrite(const sip::Message& message,
                                    std::size_t missing) {
  const std::string_view body =
      sip::find_sdp(message.value_of(HeaderId::ContentType), message.body);
  const std::optional<sip::Sdp> sdp = sip::parse_sdp(body);
  if (!sdp) return std::nullopt;
  std::string_view written = sdp->connection;
  if (written.empty() && !sdp->media.empty()) {
    written = sdp->media.front().connection;
  }
  if (!parse_ip_address(written)) return std::nullopt;
  const std::size_t most = count(body, written);
  const std::array<std::string_view, 4> hosts = {
      message.has_topmost_via ? message.topmost_via.sent_by_host
                              : std::string_view(),
      first_host(message, HeaderId::Contact), host_of_call_id(message),
      first_host(message, HeaderId::From)};
  for (const std::string_view host : hosts) {
    if (host.size() <= written.size() || !parse_ip_address(host)) continue;
    const std::size_t shorter_by = host.size() - written.size();
    const std::size_t times = missing / shorter_by;
    if (times >= 1 && times <= most && times * shorter_by == missing) {
      return Rewrite{written, host, times};
    }
  }
  return std::nullopt;
}

}  // namespace siptriage::detail
