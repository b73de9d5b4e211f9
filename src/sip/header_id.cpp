#include "siptriage/sip/header_id.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "siptriage/base/ascii.h"

namespace siptriage::sip {
namespace {

constexpr std::size_t kIdCount = static_cast<std::size_t>(HeaderId::Count);

// In the order of HeaderId, as registered.
constexpr std::array<std::string_view, kIdCount> kNames = {
    "",
    "Accept",
    "Accept-Contact",
    "Accept-Encoding",
    "Accept-Language",
    "Accept-Resource-Priority",
    "Alert-Info",
    "AlertMsg-Error",
    "Allow",
    "Allow-Events",
    "Authentication-Info",
    "Authorization",
    "Call-ID",
    "Call-Info",
    "Contact",
    "Content-Disposition",
    "Content-Encoding",
    "Content-Language",
    "Content-Length",
    "Content-Type",
    "CSeq",
    "Date",
    "Diversion",
    "Error-Info",
    "Event",
    "Expires",
    "Feature-Caps",
    "Flow-Timer",
    "From",
    "Geolocation",
    "Geolocation-Error",
    "Geolocation-Routing",
    "History-Info",
    "Identity",
    "Identity-Info",
    "Info-Package",
    "In-Reply-To",
    "Join",
    "Max-Breadth",
    "Max-Forwards",
    "MIME-Version",
    "Min-Expires",
    "Min-SE",
    "Organization",
    "P-Access-Network-Info",
    "P-Asserted-Identity",
    "P-Associated-URI",
    "P-Called-Party-ID",
    "P-Charging-Vector",
    "P-Early-Media",
    "P-Preferred-Identity",
    "Path",
    "Permission-Missing",
    "Priority",
    "Privacy",
    "Proxy-Authenticate",
    "Proxy-Authorization",
    "Proxy-Require",
    "RAck",
    "Reason",
    "Record-Route",
    "Recv-Info",
    "Refer-Sub",
    "Refer-To",
    "Referred-By",
    "Reject-Contact",
    "Remote-Party-ID",
    "Replaces",
    "Reply-To",
    "Request-Disposition",
    "Require",
    "Resource-Priority",
    "Retry-After",
    "Route",
    "RSeq",
    "Security-Client",
    "Security-Server",
    "Security-Verify",
    "Server",
    "Service-Route",
    "Session-Expires",
    "Session-ID",
    "SIP-ETag",
    "SIP-If-Match",
    "Subject",
    "Subscription-State",
    "Supported",
    "Target-Dialog",
    "Timestamp",
    "To",
    "Unsupported",
    "User-Agent",
    "Via",
    "Warning",
    "WWW-Authenticate",
    "X-Asterisk-HangupCause",
    "X-Asterisk-HangupCauseCode",
    "X-Call-ID",
    "X-CID",
};
static_assert(kNames.back() == "X-CID", "one name a HeaderId");

// Compact forms by letter, 'a' first (RFC 3261 7.3.3 and the registry).
constexpr std::array<HeaderId, 26> kCompactForms = [] {
  std::array<HeaderId, 26> forms{};
  const auto set = [&forms](char letter, HeaderId id) {
    forms[static_cast<std::size_t>(letter - 'a')] = id;
  };
  set('a', HeaderId::AcceptContact);
  set('b', HeaderId::ReferredBy);
  set('c', HeaderId::ContentType);
  set('d', HeaderId::RequestDisposition);
  set('e', HeaderId::ContentEncoding);
  set('f', HeaderId::From);
  set('i', HeaderId::CallId);
  set('j', HeaderId::RejectContact);
  set('k', HeaderId::Supported);
  set('l', HeaderId::ContentLength);
  set('m', HeaderId::Contact);
  set('n', HeaderId::IdentityInfo);
  set('o', HeaderId::Event);
  set('r', HeaderId::ReferTo);
  set('s', HeaderId::Subject);
  set('t', HeaderId::To);
  set('u', HeaderId::AllowEvents);
  set('v', HeaderId::Via);
  set('x', HeaderId::SessionExpires);
  set('y', HeaderId::Identity);
  return forms;
}();

// A perfect hash: length, first, middle and last letter tell all known names
// apart, and the factor below spreads them over the slots without collision,
// which the compiler verifies. A new name may need a new factor: any odd number
// that compiles will do.
constexpr std::uint32_t kHashFactor = 0x8d87d855;
constexpr unsigned kSlotBits = 9;

constexpr std::size_t slot_of(std::string_view name) {
  const auto letter = [name](std::size_t i) {
    return static_cast<std::uint32_t>(
        static_cast<unsigned char>(to_lower(name[i])));
  };
  const std::uint32_t key = static_cast<std::uint32_t>(name.size() & 0xff) |
                            letter(0) << 8 | letter(name.size() / 2) << 16 |
                            letter(name.size() - 1) << 24;
  return (key * kHashFactor) >> (32 - kSlotBits);
}

constexpr std::array<HeaderId, std::size_t{1} << kSlotBits> kSlots = [] {
  std::array<HeaderId, std::size_t{1} << kSlotBits> slots{};
  for (std::size_t i = 1; i < kIdCount; ++i) {
    slots[slot_of(kNames[i])] = static_cast<HeaderId>(i);
  }
  return slots;
}();

constexpr bool is_hash_perfect() {
  for (std::size_t i = 1; i < kIdCount; ++i) {
    if (kSlots[slot_of(kNames[i])] != static_cast<HeaderId>(i)) return false;
  }
  return true;
}
static_assert(is_hash_perfect(), "two names share a slot: change kHashFactor");

}  // namespace

std::string_view to_string(HeaderId id) {
  const auto index = static_cast<std::size_t>(id);
  return index < kIdCount ? kNames[index] : std::string_view();
}

HeaderId find_header_id(std::string_view name) {
  if (name.empty()) return HeaderId::Unknown;
  if (name.size() == 1) {
    return is_alpha(name[0]) ? kCompactForms[static_cast<std::size_t>(
                                   to_lower(name[0]) - 'a')]
                             : HeaderId::Unknown;
  }
  const HeaderId candidate = kSlots[slot_of(name)];
  const std::string_view known = kNames[static_cast<std::size_t>(candidate)];
  // Most stacks write the registered spelling.
  if (name == known) return candidate;
  return equals_ignore_case(name, known) ? candidate : HeaderId::Unknown;
}

}  // namespace siptriage::sip
