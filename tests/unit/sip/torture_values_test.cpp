// What stands inside the torture messages: the values that RFC 4475 was written
// to test, taken apart.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "siptriage/sip/name_addr.h"
#include "siptriage/sip/parameters.h"
#include "siptriage/sip/parse.h"
#include "siptriage/sip/sdp.h"
#include "siptriage/sip/uri.h"
#include "siptriage/sip/values.h"
#include "siptriage/sip/via.h"

#include "torture/rfc4475_invalid.h"
#include "torture/rfc4475_semantics.h"
#include "torture/rfc4475_valid.h"

namespace siptriage::sip::torture_values_test {
namespace {

Message parsed(std::string_view octets) {
  Message message;
  EXPECT_EQ(parse_message(octets, Framing::Datagram, message),
            ParseStatus::Complete);
  return message;
}

std::vector<Via> vias_of(const Message& message) {
  std::vector<Via> vias;
  for (const HeaderField& field : message.header_fields()) {
    if (field.id != HeaderId::Via) continue;
    std::string_view rest = field.value;
    for (std::string_view element; next_list_element(rest, element);) {
      const std::optional<Via> via = parse_via(element);
      EXPECT_TRUE(via) << element;
      if (via) vias.push_back(*via);
    }
  }
  return vias;
}

// 3.1.1.1 wsinv
TEST(TortureValues, FoldedViasAreTakenApart) {
  const Message message = parsed(torture::kWsinv);
  const std::vector<Via> vias = vias_of(message);
  ASSERT_EQ(vias.size(), 3U);
  EXPECT_EQ(vias[0].transport, "UDP");
  EXPECT_EQ(vias[0].sent_by_host, "192.0.2.2");
  EXPECT_EQ(vias[0].branch, "390skdjuw");
  EXPECT_FALSE(has_magic_cookie(vias[0].branch));
  EXPECT_EQ(vias[1].transport, "TCP");
  EXPECT_EQ(vias[1].sent_by_host, "spindle.example.com");
  EXPECT_EQ(vias[1].branch, "z9hG4bK9ikj8");
  EXPECT_EQ(vias[2].sent_by_host, "192.168.255.111");
  EXPECT_EQ(vias[2].branch, "z9hG4bK30239");
}

TEST(TortureValues, FoldedAddressesAreTakenApart) {
  const Message message = parsed(torture::kWsinv);
  EXPECT_EQ(find_tag(message.value_of(HeaderId::To)), "1918181833n");
  EXPECT_EQ(find_tag(message.value_of(HeaderId::From)), "98asjd8");
  const auto from = parse_name_addr(message.value_of(HeaderId::From));
  ASSERT_TRUE(from);
  EXPECT_EQ(unquote(from->display_name), "J Rosenberg \\\"");
  EXPECT_EQ(from->uri, "sip:jdrosen@example.com");
  const auto contact = parse_name_addr(message.value_of(HeaderId::Contact));
  ASSERT_TRUE(contact);
  EXPECT_EQ(unquote(contact->display_name), "Quoted string \"\"");
  EXPECT_EQ(find_parameter(contact->parameters, "newparam"), "newvalue");
  EXPECT_EQ(find_parameter(contact->parameters, "secondparam"), "");
  EXPECT_EQ(find_parameter(contact->parameters, "q"), "0.33");
  std::string buffer;
  EXPECT_EQ(unfold(message.value_of(HeaderId::CSeq), buffer), "0009 INVITE");
}

// 3.1.1.2 intmeth
TEST(TortureValues, OddCharactersStayWhereTheyBelong) {
  const Message message = parsed(torture::kIntmeth);
  const std::optional<Uri> uri = parse_uri(message.request_uri);
  ASSERT_TRUE(uri);
  EXPECT_EQ(uri->host, "example.com");
  EXPECT_EQ(uri->user, "1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*");
  EXPECT_EQ(uri->password, "&it+has=1,weird!*pas$wo~d_too.(doesn't-it)");
  EXPECT_EQ(find_tag(message.value_of(HeaderId::From)), "_token~1'+`*%!-.");
  const auto from = parse_name_addr(message.value_of(HeaderId::From));
  ASSERT_TRUE(from);
  EXPECT_EQ(from->display_name, "token1~` token2'+_ token3*%!.-");
}

// 3.1.1.7 longreq
TEST(TortureValues, ThirtyFourViasInAllSpellings) {
  const Message message = parsed(torture::kLongreq);
  EXPECT_EQ(message.count(HeaderId::Via), 34U);
  EXPECT_EQ(vias_of(message).back().received, "192.0.2.5");
}

// 3.1.1.8 dblreq
TEST(TortureValues, SecondRequestOfADatagramIsReadFromWhereTheFirstEnds) {
  const std::string_view octets = torture::kDblreq;
  const Message first = parsed(octets);
  const Message second = parsed(octets.substr(first.octets.size()));
  EXPECT_EQ(second.method, Method::Invite);
  EXPECT_EQ(second.value_of(HeaderId::CallId),
            "dblreq.0ha0isnda977644900765@192.0.2.15");
  EXPECT_EQ(second.body.size(), 150U);
}

// 3.1.1.9 semiuri
TEST(TortureValues, UserPartsKeepTheirSemicolons) {
  const Message message = parsed(torture::kSemiuri);
  const std::optional<Uri> uri = parse_uri(message.request_uri);
  ASSERT_TRUE(uri);
  EXPECT_EQ(uri->user, "user;par=u%40example.net");
  EXPECT_EQ(uri->host, "example.com");
  EXPECT_EQ(uri->parameters, "");
}

// 3.1.1.10 transports
TEST(TortureValues, UnknownTransportsAreKept) {
  const std::vector<Via> vias = vias_of(parsed(torture::kTransports));
  ASSERT_EQ(vias.size(), 5U);
  EXPECT_EQ(vias[3].transport, "UNKNOWN");
}

// 3.1.1.12 unreason, 3.1.1.13 noreason
TEST(TortureValues, ReasonPhrasesMayBeOddOrEmpty) {
  EXPECT_EQ(parsed(torture::kUnreason).reason_phrase.substr(0, 13),
            "= 2**3 * 5**2");
  EXPECT_EQ(parsed(torture::kNoreason).reason_phrase, "");
}

// 3.1.2.5 scalarlg
TEST(TortureValues, OverlargeScalarsAreNoValues) {
  const Message message = parsed(torture::kScalarlg);
  EXPECT_FALSE(parse_retry_after(message.value_of(HeaderId::RetryAfter)));
  EXPECT_FALSE(parse_warning(message.value_of(HeaderId::Warning)));
}

// 3.1.2.6 quotbal
TEST(TortureValues, UnterminatedQuoteIsNoNameAddr) {
  const Message message = parsed(torture::kQuotbal);
  EXPECT_FALSE(parse_name_addr(message.value_of(HeaderId::To)));
}

// 3.3.7 regaut01
TEST(TortureValues, UnknownAuthorizationSchemeIsNamed) {
  const Message message = parsed(torture::kRegaut01);
  const auto auth = parse_auth(message.value_of(HeaderId::Authorization));
  ASSERT_TRUE(auth);
  EXPECT_EQ(auth->scheme, "NoOneKnowsThisScheme");
  EXPECT_EQ(find_auth_parameter(auth->parameters, "opaque-data"), "here");
}

// 3.3.12 cparam01, 3.3.13 cparam02, 3.3.14 regescrt
TEST(TortureValues, BracketsSayWhoseTheParametersAre) {
  const Message header = parsed(torture::kCparam01);
  const auto bare = parse_name_addr(header.value_of(HeaderId::Contact));
  ASSERT_TRUE(bare);
  EXPECT_EQ(bare->uri, "sip:+19725552222@gw1.example.net");
  EXPECT_EQ(bare->parameters, ";unknownparam");
  const Message in_uri = parsed(torture::kCparam02);
  const auto bracketed = parse_name_addr(in_uri.value_of(HeaderId::Contact));
  ASSERT_TRUE(bracketed);
  EXPECT_EQ(parse_uri(bracketed->uri)->parameters, ";unknownparam");
  EXPECT_EQ(bracketed->parameters, "");
  const Message escaped = parsed(torture::kRegescrt);
  const auto contact = parse_name_addr(escaped.value_of(HeaderId::Contact));
  ASSERT_TRUE(contact);
  EXPECT_EQ(parse_uri(contact->uri)->headers,
            "Route=%3Csip:sip.example.com%3E");
}

// 3.4.1 inv2543 and the SDP of them all
TEST(TortureValues, StaticPayloadTypesNeedNoRtpmap) {
  const std::optional<Sdp> sdp = parse_sdp(parsed(torture::kInv2543).body);
  ASSERT_TRUE(sdp);
  ASSERT_EQ(sdp->media.size(), 1U);
  EXPECT_EQ(sdp->media[0].port, 49217);
  ASSERT_EQ(sdp->media[0].formats.size(), 1U);
  EXPECT_EQ(sdp->media[0].formats[0].encoding, "PCMU/8000");
}

}  // namespace
}  // namespace siptriage::sip::torture_values_test
