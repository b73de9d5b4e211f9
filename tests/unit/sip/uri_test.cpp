#include "siptriage/sip/uri.h"

#include <optional>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "unit/sip/message_test_support.h"

namespace siptriage::sip::uri_test {
namespace {

struct Row {
  std::string_view text;
  std::string_view user;
  std::string_view password;
  std::string_view host;
  std::uint16_t port;
  std::string_view parameters;
  std::string_view headers;
};

TEST(Uri, IsTakenApart) {
  const Row rows[] = {
      {"sip:alice@example.com", "alice", "", "example.com", 0, "", ""},
      {"SIPS:example.com", "", "", "example.com", 0, "", ""},
      {"sip:a:secret@host:5070;transport=tcp;lr?Subject=x&Priority=y", "a",
       "secret", "host", 5070, ";transport=tcp;lr", "Subject=x&Priority=y"},
      // ';', '?' and ',' in the user part
      {"sip:u;p=1?,@host", "u;p=1?,", "", "host", 0, "", ""},
      {"sip:[2001:db8::1]:5070", "", "", "[2001:db8::1]", 5070, "", ""},
      {"sip:u@[2001:db8::1];lr", "u", "", "[2001:db8::1]", 0, ";lr", ""},
      // an unescaped '@' behind '?', as stacks send in Refer-To
      {"sip:b@host?Replaces=1@2", "b", "", "host", 0, "", "Replaces=1@2"},
      {"sip:under_score.local", "", "", "under_score.local", 0, "", ""},
      {"sip:@host", "", "", "host", 0, "", ""},  // tolerated
      {"tel:+1-201-555-0123;phone-context=x", "+1-201-555-0123", "", "", 0,
       ";phone-context=x", ""},
      {"tel:911", "911", "", "", 0, "", ""},
      {"http://www.example.com/?a=b", "", "", "", 0, "", ""},
      {"urn:service:sos", "", "", "", 0, "", ""},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.text);
    const std::optional<Uri> uri = parse_uri(row.text);
    ASSERT_TRUE(uri);
    EXPECT_EQ(uri->text, row.text);
    EXPECT_EQ(uri->user, row.user);
    EXPECT_EQ(uri->password, row.password);
    EXPECT_EQ(uri->host, row.host);
    EXPECT_EQ(uri->port, row.port);
    EXPECT_EQ(uri->parameters, row.parameters);
    EXPECT_EQ(uri->headers, row.headers);
  }
}

TEST(Uri, WhatIsNoUriGivesNothing) {
  const std::string_view rows[] = {
      "",
      "*",
      "alice",                 // no scheme
      ":alice",                // empty scheme
      "1sip:alice@host",       // a scheme begins with a letter
      "sip:",                  // nothing behind
      "sip:alice@",            // no host
      "sip:;lr",               // no host
      "sip:host:",             // empty port
      "sip:host:0",            // no port number
      "sip:host:65536",        // no port number
      "sip:host:5o60",         // no number
      "sip:2001:db8::10",      // IPv6 without brackets (RFC 5118 4.2)
      "sip:[2001:db8::10",     // bracket never closed
      "sip:[]",                // empty reference
      "sip:a b@host",          // white space
      "sip:alice@host; lr",    // white space (RFC 4475 3.1.2.8)
      "<sip:alice@host>",      // brackets (RFC 4475 3.1.2.7)
      "sip:a@b@host",          // '@' in the host
      "sip:h\xc3\xb6st",       // octets above 127 in the host
      "tel:",                  // no number
      "tel:;phone-context=x",  // no number
  };
  for (const std::string_view row : rows) {
    EXPECT_FALSE(parse_uri(row)) << row;
  }
}

TEST(Uri, SchemeIsComparedWithoutLetterCase) {
  const std::optional<Uri> uri = parse_uri("SiP:alice@host");
  ASSERT_TRUE(uri);
  EXPECT_EQ(uri->scheme, "SiP");
  EXPECT_TRUE(has_scheme(*uri, "sip"));
  EXPECT_FALSE(has_scheme(*uri, "sips"));
}

TEST(Uri, NoTruncationReadsBeyondTheText) {
  constexpr std::string_view kWhole =
      "sip:a;b?c:d@[2001:db8::1%eth0]:5070;transport=tcp?Subject=x";
  for (std::size_t size = 0; size <= kWhole.size(); ++size) {
    const ExactCopy copy(kWhole.substr(0, size));
    static_cast<void>(parse_uri(copy.view()));
  }
}

}  // namespace
}  // namespace siptriage::sip::uri_test
