#include "siptriage/sip/via.h"

#include <optional>
#include <string_view>

#include <gtest/gtest.h>

#include "unit/sip/message_test_support.h"

namespace siptriage::sip::via_test {
namespace {

TEST(Via, IsTakenApart) {
  const std::optional<Via> via = parse_via(
      "SIP/2.0/UDP pc33.example.com:5070;branch=z9hG4bK776;rport=5071;"
      "received=192.0.2.1;maddr=239.255.255.1;ttl=16");
  ASSERT_TRUE(via);
  EXPECT_EQ(via->protocol, "SIP/2.0");
  EXPECT_EQ(via->transport, "UDP");
  EXPECT_EQ(via->sent_by_host, "pc33.example.com");
  EXPECT_EQ(via->sent_by_port, 5070);
  EXPECT_EQ(via->branch, "z9hG4bK776");
  EXPECT_EQ(via->received, "192.0.2.1");
  EXPECT_EQ(via->rport, "5071");
  EXPECT_TRUE(via->has_rport);
  EXPECT_EQ(via->maddr, "239.255.255.1");
  EXPECT_EQ(via->parameters.substr(0, 8), ";branch=");
}

TEST(Via, WhiteSpaceMayStandAroundSlashesAndColon) {
  const std::optional<Via> via =
      parse_via("SIP / 2.0\r\n / TCP   [2001:db8::1] : 5070 ; branch = x");
  ASSERT_TRUE(via);
  EXPECT_EQ(via->protocol, "SIP / 2.0");
  EXPECT_EQ(via->transport, "TCP");
  EXPECT_EQ(via->sent_by_host, "[2001:db8::1]");
  EXPECT_EQ(via->sent_by_port, 5070);
  EXPECT_EQ(via->branch, "x");
}

TEST(Via, KeepsBranchWithoutMagicCookie) {
  const std::optional<Via> via = parse_via("SIP/2.0/UDP h;branch=390skdjuw");
  ASSERT_TRUE(via);
  EXPECT_EQ(via->branch, "390skdjuw");
  EXPECT_FALSE(has_magic_cookie(via->branch));
}

TEST(Via, BareRportIsThereWithoutValue) {
  const std::optional<Via> via = parse_via("SIP/2.0/UDP h;rport;branch=x");
  ASSERT_TRUE(via);
  EXPECT_TRUE(via->has_rport);
  EXPECT_EQ(via->rport, "");
}

TEST(Via, ParametersMayBeAbsentOrEmpty) {
  EXPECT_EQ(parse_via("SIP/2.0/UDP h")->parameters, "");
  EXPECT_EQ(parse_via("SIP/2.0/UDP h;;")->branch, "");
}

TEST(Via, WhatIsBrokenGivesNothing) {
  const std::string_view rows[] = {
      "",
      "SIP/2.0/UDP",               // no sent-by
      "SIP/2.0/UDP ;branch=x",     // no sent-by
      "SIP/2.0 UDP host",          // no second slash
      "SIP//UDP host",             // no version
      "UDP host",                  // no protocol
      "SIP/2.0/UDP host:port",     // no port number
      "SIP/2.0/UDP host:70000",    // no port number
      "SIP/2.0/UDP ho st",         // white space in the host
      "SIP/2.0/UDP 2001:db8::1",   // IPv6 without brackets
      "SIP/2.0/UDP [2001:db8::1",  // bracket never closed
  };
  for (const std::string_view row : rows) {
    EXPECT_FALSE(parse_via(row)) << row;
  }
}

TEST(Via, MagicCookieIsComparedWithoutLetterCase) {
  EXPECT_TRUE(has_magic_cookie("z9hG4bKabc"));
  EXPECT_TRUE(has_magic_cookie("Z9HG4BKabc"));
  EXPECT_TRUE(has_magic_cookie("z9hG4bK"));
  EXPECT_FALSE(has_magic_cookie("z9hG4b"));
  EXPECT_FALSE(has_magic_cookie(""));
}

TEST(Via, NoTruncationReadsBeyondTheText) {
  constexpr std::string_view kWhole =
      "SIP / 2.0 / UDP [2001:db8::1]:5070;branch=z9hG4bK;x=\"a\\\"\";rport";
  for (std::size_t size = 0; size <= kWhole.size(); ++size) {
    const ExactCopy copy(kWhole.substr(0, size));
    static_cast<void>(parse_via(copy.view()));
  }
}

}  // namespace
}  // namespace siptriage::sip::via_test
