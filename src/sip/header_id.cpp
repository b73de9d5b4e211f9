#include <algorithm>
#include <array>
#include <cstddef>

#include "siptriage/base/ascii.h"

#include "sip/header_id_lookup.h"

namespace siptriage::sip {
namespace {

using detail::HeaderIdTables;
constexpr std::size_t kIdCount = HeaderIdTables::kIdCount;

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

struct CompactForm {
  char letter;
  HeaderId id;
};

// RFC 3261 7.3.3 and the registry.
constexpr std::array<CompactForm, HeaderIdTables::kCompactForms> kCompactForms =
    {{
        {'a', HeaderId::AcceptContact},   {'b', HeaderId::ReferredBy},
        {'c', HeaderId::ContentType},     {'d', HeaderId::RequestDisposition},
        {'e', HeaderId::ContentEncoding}, {'f', HeaderId::From},
        {'i', HeaderId::CallId},          {'j', HeaderId::RejectContact},
        {'k', HeaderId::Supported},       {'l', HeaderId::ContentLength},
        {'m', HeaderId::Contact},         {'n', HeaderId::IdentityInfo},
        {'o', HeaderId::Event},           {'r', HeaderId::ReferTo},
        {'s', HeaderId::Subject},         {'t', HeaderId::To},
        {'u', HeaderId::AllowEvents},     {'v', HeaderId::Via},
        {'x', HeaderId::SessionExpires},  {'y', HeaderId::Identity},
    }};

using detail::kNameWordOctets;
using detail::NameWord;

// The words of a name as look_up_header_id() has them.
constexpr NameWord head_of(std::string_view name) {
  NameWord word = 0;
  for (std::size_t i = 0; i < std::min(name.size(), kNameWordOctets); ++i) {
    word |= NameWord{static_cast<unsigned char>(name[i])} << (8 * i);
  }
  return detail::fold_name_word(word);
}

constexpr NameWord tail_of(std::string_view name) {
  NameWord word = 0;
  for (const char c : name) {
    word = word >> 8 | NameWord{static_cast<unsigned char>(c)} << 56;
  }
  return detail::fold_name_word(word);
}

constexpr std::size_t slot_of(std::string_view name) {
  return detail::header_id_slot(tail_of(name), head_of(name),
                                detail::header_id_salt(name.size()));
}

constexpr HeaderIdTables::Pattern to_pattern(std::string_view name,
                                             HeaderId id) {
  HeaderIdTables::Pattern pattern{};
  pattern.tail = tail_of(name);
  pattern.head = head_of(name);
  pattern.head_kept = name.size() <= kNameWordOctets ? 0 : ~NameWord{0};
  if (name.size() <= 2 * kNameWordOctets) {
    pattern.octets = static_cast<std::uint8_t>(name.size());
  }
  pattern.id = id;
  return pattern;
}

struct BuiltTables {
  HeaderIdTables tables{};
  std::size_t patterns = 1;
  bool perfect = true;

  constexpr void add(std::string_view name, HeaderId id) {
    std::uint8_t& slot = tables.slots[slot_of(name)];
    perfect = perfect && slot == 0;
    slot = static_cast<std::uint8_t>(patterns);
    tables.patterns[patterns++] = to_pattern(name, id);
  }
};

constexpr BuiltTables kBuilt = [] {
  BuiltTables built;
  for (std::size_t i = 0; i < built.tables.by_length.size(); ++i) {
    built.tables.by_length[i] = {detail::name_octets_of_tail(i),
                                 detail::header_id_salt(i)};
  }
  for (std::size_t id = 1; id < kIdCount; ++id) {
    built.add(kNames[id], static_cast<HeaderId>(id));
  }
  for (const CompactForm& form : kCompactForms) {
    built.add({&form.letter, 1}, form.id);
  }
  return built;
}();
static_assert(kBuilt.perfect, "two names share a slot: change kFactor");

}  // namespace

std::string_view to_string(HeaderId id) {
  const auto index = static_cast<std::size_t>(id);
  return index < kIdCount ? kNames[index] : std::string_view();
}

HeaderId find_header_id(std::string_view name) {
  if (name.empty()) return HeaderId::Unknown;
  const HeaderIdTables::Pattern& known =
      kBuilt.tables.patterns[kBuilt.tables.slots[slot_of(name)]];
  const bool is_known = name.size() == 1
                            ? known.octets == 1 && known.tail == tail_of(name)
                            : equals_ignore_case(name, to_string(known.id));
  return is_known ? known.id : HeaderId::Unknown;
}

constinit const HeaderIdTables detail::kHeaderIdTables = kBuilt.tables;

}  // namespace siptriage::sip
