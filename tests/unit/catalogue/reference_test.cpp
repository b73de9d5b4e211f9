// Header fields, comparisons, timers, metrics and questions.

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "siptriage/base/ascii.h"
#include "siptriage/catalogue/catalogue.h"

namespace siptriage::reference_test {
namespace {

// The header fields of the IANA registry.
constexpr std::string_view kRegistered[] = {
    "Accept",
    "Accept-Contact",
    "Accept-Encoding",
    "Accept-Language",
    "Accept-Resource-Priority",
    "Additional-Identity",
    "Alert-Info",
    "AlertMsg-Error",
    "Allow",
    "Allow-Events",
    "Answer-Mode",
    "Attestation-Info",
    "Authentication-Info",
    "Authorization",
    "Call-ID",
    "Call-Info",
    "Cellular-Network-Info",
    "Contact",
    "Content-Disposition",
    "Content-Encoding",
    "Content-ID",
    "Content-Language",
    "Content-Length",
    "Content-Type",
    "CSeq",
    "Date",
    "DC-Info",
    "Encryption",
    "Error-Info",
    "Event",
    "Expires",
    "Feature-Caps",
    "Flow-Timer",
    "From",
    "Geolocation",
    "Geolocation-Error",
    "Geolocation-Routing",
    "Hide",
    "History-Info",
    "Identity",
    "Identity-Info",
    "In-Reply-To",
    "Info-Package",
    "Join",
    "Max-Breadth",
    "Max-Forwards",
    "MIME-Version",
    "Min-Expires",
    "Min-SE",
    "Organization",
    "Origination-Id",
    "P-Access-Network-Info",
    "P-Answer-State",
    "P-Asserted-Identity",
    "P-Asserted-Service",
    "P-Associated-URI",
    "P-Called-Party-ID",
    "P-Charge-Info",
    "P-Charging-Function-Addresses",
    "P-Charging-Vector",
    "P-DCS-Billing-Info",
    "P-DCS-LAES",
    "P-DCS-OSPS",
    "P-DCS-Redirect",
    "P-DCS-Trace-Party-ID",
    "P-Early-Media",
    "P-Media-Authorization",
    "P-Preferred-Identity",
    "P-Preferred-Service",
    "P-Private-Network-Indication",
    "P-Profile-Key",
    "P-Refused-URI-List",
    "P-Served-User",
    "P-User-Database",
    "P-Visited-Network-ID",
    "Path",
    "Permission-Missing",
    "Policy-Contact",
    "Policy-ID",
    "Priority",
    "Priority-Share",
    "Priority-Verstat",
    "Priv-Answer-Mode",
    "Privacy",
    "Proxy-Authenticate",
    "Proxy-Authorization",
    "Proxy-Require",
    "RAck",
    "Reason",
    "Reason-Phrase",
    "Record-Route",
    "Recv-Info",
    "Refer-Events-At",
    "Refer-Sub",
    "Refer-To",
    "Referred-By",
    "Reject-Contact",
    "Relayed-Charge",
    "Replaces",
    "Reply-To",
    "Request-Disposition",
    "Require",
    "Resource-Priority",
    "Resource-Share",
    "Response-Key",
    "Response-Source",
    "Restoration-Info",
    "Retry-After",
    "Route",
    "RSeq",
    "Security-Client",
    "Security-Server",
    "Security-Verify",
    "Server",
    "Service-Interact-Info",
    "Service-Route",
    "Session-Expires",
    "Session-ID",
    "SIP-ETag",
    "SIP-If-Match",
    "Subject",
    "Subscription-State",
    "Supported",
    "Suppress-If-Match",
    "Target-Dialog",
    "Timestamp",
    "To",
    "Trigger-Consent",
    "Unsupported",
    "User-Agent",
    "User-to-User",
    "Via",
    "Warning",
    "WWW-Authenticate",
};

TEST(HeaderFields, AreThoseOfTheRegistryInItsOrder) {
  EXPECT_TRUE(std::ranges::equal(all_header_fields(), kRegistered, {},
                                 &HeaderFieldEntry::name));
}

TEST(HeaderFields, AreFoundByNameAndCompactForm) {
  struct Case {
    std::string_view wanted;
    std::string_view name;
  };
  // RFC 3261 7.3.3 and the registry.
  constexpr Case kCases[] = {
      {"Retry-After", "Retry-After"},
      {"retry-AFTER", "Retry-After"},
      {"i", "Call-ID"},
      {"M", "Contact"},
      {"v", "Via"},
      {"x", "Session-Expires"},
      {"o", "Event"},
      {"r", "Refer-To"},
      {"b", "Referred-By"},
      {"u", "Allow-Events"},
      {"k", "Supported"},
      {"t", "To"},
  };
  for (const auto& [wanted, name] : kCases) {
    const HeaderFieldEntry* entry = find_header_field(wanted);
    ASSERT_NE(entry, nullptr) << wanted;
    EXPECT_EQ(entry->name, name);
  }
  EXPECT_EQ(find_header_field(""), nullptr);
  EXPECT_EQ(find_header_field("z"), nullptr);
  EXPECT_EQ(find_header_field("Retry"), nullptr);
}

TEST(HeaderFields, HaveAnExampleOfTheirOwn) {
  for (const HeaderFieldEntry& entry : all_header_fields()) {
    EXPECT_TRUE(entry.example.starts_with(std::string(entry.name) + ": "))
        << entry.name;
    EXPECT_NE(entry.clause.rfc == 0, entry.document.empty()) << entry.name;
  }
}

TEST(Comparisons, HoldTheCodesThatPeopleConfuse) {
  struct Pair {
    std::uint16_t one;
    std::uint16_t other;
  };
  constexpr Pair kPairs[] = {
      {480, 486}, {404, 480}, {404, 604}, {404, 410}, {401, 407}, {401, 403},
      {403, 407}, {405, 501}, {488, 606}, {408, 504}, {408, 480}, {486, 600},
      {600, 603}, {603, 607}, {413, 513}, {500, 503}, {502, 504}, {482, 483},
      {300, 485}, {301, 302}, {415, 488}, {420, 421}, {422, 423}, {408, 481},
      {486, 487}, {180, 183}, {404, 484}, {480, 503},
  };
  const auto holds = [](const ComparisonEntry& entry, std::uint16_t code) {
    return std::ranges::find(entry.codes, code) != entry.codes.end();
  };
  for (const Pair& pair : kPairs) {
    EXPECT_TRUE(std::ranges::any_of(all_comparisons(),
                                    [&](const ComparisonEntry& entry) {
                                      return holds(entry, pair.one) &&
                                             holds(entry, pair.other);
                                    }))
        << pair.one << " " << pair.other;
  }
}

TEST(Timers, AreThoseOfTheRfcsAtLeast) {
  for (const std::string_view name :
       {"T1", "T2", "T4", "A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K",
        "L", "M", "N"}) {
    EXPECT_TRUE(std::ranges::any_of(all_timers(), [&](const auto& entry) {
      return entry.name == name;
    })) << name;
  }
}

TEST(Metrics, AreThoseOfRfc6076AndOfTelephony) {
  for (const std::string_view id :
       {"RRD", "IRA", "SRD", "SDD", "SDT", "SER", "SEER", "ISA", "SCR", "ASR",
        "NER", "ACD", "PDD"}) {
    EXPECT_TRUE(std::ranges::any_of(all_metrics(), [&](const auto& entry) {
      return entry.id == id;
    })) << id;
  }
}

TEST(References, NameASectionWhereverTheyNameAnRfc) {
  const auto is_sound = [](const Clause& clause) {
    return clause.rfc != 0 && !clause.section.empty();
  };
  for (const ResponseEntry& entry : all_responses()) {
    EXPECT_TRUE(std::ranges::all_of(entry.references, is_sound)) << entry.code;
    for (const HeaderDuty& duty : entry.headers) {
      EXPECT_TRUE(is_sound(duty.clause)) << entry.code << " " << duty.header;
      EXPECT_NE(find_header_field(duty.header), nullptr) << duty.header;
    }
  }
  for (const HeaderFieldEntry& entry : all_header_fields()) {
    EXPECT_TRUE(entry.clause.rfc == 0 || is_sound(entry.clause)) << entry.name;
  }
  for (const RuleEntry& entry : all_rules()) {
    EXPECT_TRUE(entry.clause.rfc == 0 || is_sound(entry.clause)) << entry.id;
  }
}

TEST(Failures, SayWhatTheyMayComeFromAndWhatToRead) {
  for (const ResponseEntry& entry : all_responses()) {
    if (entry.code < 300) continue;
    EXPECT_FALSE(entry.causes.empty()) << entry.code;
    EXPECT_FALSE(entry.look_in_request.empty()) << entry.code;
  }
}

}  // namespace
}  // namespace siptriage::reference_test
