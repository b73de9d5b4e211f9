// RFC 5118, message by message, under the RFC's own labels. What is held: IPv6
// references are understood wherever the grammar has a host, and where the RFC
// asks for leniency (4.5, 4.10) no anomaly speaks of it.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "siptriage/sip/parse.h"
#include "siptriage/sip/sdp.h"
#include "siptriage/sip/uri.h"
#include "siptriage/sip/via.h"

#include "torture/rfc5118.h"
#include "unit/sip/message_test_support.h"

namespace siptriage::sip::torture_rfc5118_test {
namespace {

using enum AnomalyKind;

struct Ipv6Case {
  std::string_view label;
  std::string_view section;
  std::string_view rfc;  // what the RFC says of it
  std::string_view octets;
  std::string_view host;  // of the Request-URI; empty: no URI
  std::uint16_t port;
  std::string_view sent_by;  // of the topmost Via
  std::string_view received;
  std::vector<AnomalyKind> anomalies;
};

// The Content-Lengths of the RFC fit neither LF nor CRLF line ends.
const std::vector<Ipv6Case>& cases() {
  // clang-format off
  static const std::vector<Ipv6Case> rows = {
      {"ipv6-good", "4.1", "valid", torture::kIpv6Good,
       "[2001:db8::10]", 0, "[2001:db8::9:1]", "", {}},
      {"ipv6-bad", "4.2", "invalid: no brackets in the Request-URI, 400",
       torture::kIpv6Bad,
       "", 0, "[2001:db8::9:1]", "", {BadRequestUri}},
      {"port-ambiguous", "4.3", "valid: 5070 is part of the address",
       torture::kPortAmbiguous,
       "[2001:db8::10:5070]", 0, "[2001:db8::9:1]", "", {}},
      {"port-unambiguous", "4.4", "valid", torture::kPortUnambiguous,
       "[2001:db8::10]", 5070, "[2001:db8::9:1]", "", {}},
      {"via-received-param-with-delim", "4.5", "to be accepted",
       torture::kViaReceivedParamWithDelim,
       "[2001:db8::10]", 0, "[2001:db8::9:1]", "[2001:db8::9:255]", {}},
      {"via-received-param-no-delim", "4.5", "valid",
       torture::kViaReceivedParamNoDelim,
       "[2001:db8::10]", 0, "[2001:db8::9:1]", "2001:db8::9:255", {}},
      {"ipv6-in-sdp", "4.6", "valid", torture::kIpv6InSdp,
       "[2001:db8::10]", 0, "[2001:db8::20]", "", {ContentLengthTooLarge}},
      {"mult-ip-in-header", "4.7", "valid", torture::kMultIpInHeader,
       "host.example.net", 0, "[2001:db8::9:1]", "", {}},
      {"mult-ip-in-sdp", "4.8", "valid", torture::kMultIpInSdp,
       "[2001:db8::10]", 0, "[2001:db8::9:1]", "", {ContentLengthTooSmall}},
      {"ipv4-mapped-ipv6", "4.9", "valid", torture::kIpv4MappedIpv6,
       "example.com", 0, "[::ffff:192.0.2.10]", "", {ContentLengthTooSmall}},
      {"ipv6-bug-abnf-3-colons", "4.10", "to be tolerated",
       torture::kIpv6BugAbnf3Colons,
       "[2001:db8:::192.0.2.1]", 0, "lab1.east.example.com", "",
       {MissingBlankLine}},
      {"ipv6-correct-abnf-2-colons", "4.10", "valid",
       torture::kIpv6CorrectAbnf2Colons,
       "[2001:db8::192.0.2.1]", 0, "lab1.east.example.com", "",
       {MissingBlankLine}},
  };
  // clang-format on
  return rows;
}

TEST(Rfc5118, HasEachMessageOfTheArchive) { EXPECT_EQ(cases().size(), 12U); }

TEST(Rfc5118, EachMessageIsReadAsItsRowSays) {
  for (const Ipv6Case& row : cases()) {
    SCOPED_TRACE(std::string(row.label) + " (" + std::string(row.section) +
                 "), " + std::string(row.rfc));
    Message message;
    ASSERT_EQ(parse_message(row.octets, Framing::Datagram, message),
              ParseStatus::Complete);
    EXPECT_EQ(names_of(message.anomalies), names_of(row.anomalies));
    const std::optional<Uri> uri = parse_uri(message.request_uri);
    ASSERT_EQ(uri.has_value(), !row.host.empty());
    if (uri) {
      EXPECT_EQ(uri->host, row.host);
      EXPECT_EQ(uri->port, row.port);
    }
    const std::optional<Via> via = parse_via(message.value_of(HeaderId::Via));
    ASSERT_TRUE(via);
    EXPECT_EQ(via->sent_by_host, row.sent_by);
    EXPECT_EQ(via->received, row.received);
  }
}

// The archive of the RFC has bare LF line ends.
TEST(Rfc5118, BareLineFeedsChangeNothingButTheAnomaly) {
  for (const Ipv6Case& row : cases()) {
    const std::string bare = replace_all(row.octets, "\r\n", "\n");
    Message message;
    Message expected;
    ASSERT_EQ(parse_message(bare, Framing::Datagram, message),
              ParseStatus::Complete);
    ASSERT_EQ(parse_message(row.octets, Framing::Datagram, expected),
              ParseStatus::Complete);
    EXPECT_TRUE(message.anomalies.has(BareLineFeed)) << row.label;
    EXPECT_FALSE(message.anomalies.has(MissingCallId)) << row.label;
    const auto fields = message.header_fields();
    const auto expected_fields = expected.header_fields();
    ASSERT_EQ(fields.size(), expected_fields.size()) << row.label;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      EXPECT_EQ(fields[i].name, expected_fields[i].name);
      EXPECT_EQ(fields[i].value, expected_fields[i].value);
    }
  }
}

// 4.8: one address family a media line.
TEST(Rfc5118, EachMediaLineKeepsItsOwnAddress) {
  Message message;
  ASSERT_EQ(parse_message(torture::kMultIpInSdp, Framing::Datagram, message),
            ParseStatus::Complete);
  const std::optional<Sdp> sdp = parse_sdp(message.body);
  ASSERT_TRUE(sdp);
  ASSERT_EQ(sdp->media.size(), 2U);
  EXPECT_EQ(sdp->media[0].connection, "192.0.2.1");
  EXPECT_EQ(sdp->media[1].connection, "2001:db8::1");
}

}  // namespace
}  // namespace siptriage::sip::torture_rfc5118_test
