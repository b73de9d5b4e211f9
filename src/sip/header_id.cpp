#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>

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

using detail::fold_name_word;
using detail::kNameWordOctets;
using detail::NameWord;
using detail::NameWords;

// At most 8 octets.
constexpr NameWord word_of(std::string_view octets) {
  NameWord word = 0;
  NameWord kept = 0;
  for (std::size_t i = 0; i < octets.size(); ++i) {
    word |= NameWord{static_cast<unsigned char>(octets[i])} << (8 * i);
    kept |= NameWord{0xff} << (8 * i);
  }
  return fold_name_word(word) & kept;
}

// The words of a name as look_up_header_id() has them; the tail of a longer
// name is what it ends with.
constexpr NameWords words_of(std::string_view name) {
  if (name.size() < 2 * kNameWordOctets) {
    return {word_of(name.substr(0, kNameWordOctets)),
            word_of(name.substr(std::min(name.size(), kNameWordOctets)))};
  }
  const std::string_view tail = name.substr(name.size() - kNameWordOctets);
  if (std::is_constant_evaluated()) {
    return {word_of(name.substr(0, kNameWordOctets)), word_of(tail)};
  }
  return {fold_name_word(detail::load_name_word(name.data())),
          fold_name_word(detail::load_name_word(tail.data()))};
}

constexpr NameWords octets_of_name(std::size_t octets) {
  if (octets > 2 * kNameWordOctets) return {};
  const auto low = [](std::size_t count) {
    return count >= kNameWordOctets ? ~NameWord{0}
                                    : ~(~NameWord{0} << (8 * count));
  };
  return {low(octets),
          octets > kNameWordOctets ? low(octets - kNameWordOctets) : 0};
}

struct BuiltTables {
  HeaderIdTables tables{};
  std::size_t patterns = 1;
  bool perfect = true;

  constexpr void add(std::string_view name, HeaderId id) {
    const NameWords words = words_of(name);
    std::uint8_t& slot = tables.slots[detail::header_id_slot(words)];
    perfect = perfect && slot == 0;
    slot = static_cast<std::uint8_t>(patterns);
    const bool is_long = name.size() > 2 * kNameWordOctets;
    tables.patterns[patterns++] = {is_long ? HeaderIdTables::kNoWords : words,
                                   id};
  }
};

constexpr BuiltTables kBuilt = [] {
  BuiltTables built;
  built.tables.patterns[0].words = HeaderIdTables::kNoWords;
  for (std::size_t i = 0; i <= HeaderIdTables::kLongestLookUp; ++i) {
    built.tables.kept[i] = octets_of_name(i);
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
  const NameWords words = words_of(name);
  const HeaderIdTables::Pattern& known =
      kBuilt.tables.patterns[kBuilt.tables.slots[header_id_slot(words)]];
  const bool is_known = name.size() == 1
                            ? known.words.head == words.head
                            : equals_ignore_case(name, to_string(known.id));
  return is_known ? known.id : HeaderId::Unknown;
}

constinit const HeaderIdTables detail::kHeaderIdTables = kBuilt.tables;

}  // namespace siptriage::sip
