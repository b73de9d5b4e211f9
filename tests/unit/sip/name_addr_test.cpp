#include "siptriage/sip/name_addr.h"

#include <optional>
#include <string_view>

#include <gtest/gtest.h>

#include "unit/sip/message_test_support.h"

namespace siptriage::sip::name_addr_test {
namespace {

struct Row {
  std::string_view value;
  std::string_view display_name;
  std::string_view uri;
  std::string_view parameters;
  bool bracketed;
};

TEST(NameAddr, IsTakenApart) {
  const Row rows[] = {
      {"<sip:a@b>", "", "sip:a@b", "", true},
      {"Alice <sip:a@b>;tag=1", "Alice", "sip:a@b", ";tag=1", true},
      {"\"A, <B>\" <sip:a@b> ; tag=1", "A, <B>", "sip:a@b", "; tag=1", true},
      {"\"A \\\"x\\\"\"<sip:a@b>", "A \\\"x\\\"", "sip:a@b", "", true},
      // without brackets the parameters are the header's (20.10)
      {"sip:a@b;tag=1", "", "sip:a@b", ";tag=1", false},
      {" sip:a@b ", "", "sip:a@b", "", false},
      {"<sip:a@b;lr>;q=0.5", "", "sip:a@b;lr", ";q=0.5", true},
      // tolerated: a comma that should be quoted, spaces in the brackets
      {"Bell, Alexander <sip:a@b>", "Bell, Alexander", "sip:a@b", "", true},
      {"< sip:a@b >", "", "sip:a@b", "", true},
      {"A\r\n <sip:a@b>\r\n ;tag=1", "A", "sip:a@b", ";tag=1", true},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.value);
    const std::optional<NameAddr> address = parse_name_addr(row.value);
    ASSERT_TRUE(address);
    EXPECT_EQ(address->display_name, row.display_name);
    EXPECT_EQ(address->uri, row.uri);
    EXPECT_EQ(address->parameters, row.parameters);
    EXPECT_EQ(address->bracketed, row.bracketed);
    EXPECT_FALSE(address->wildcard);
  }
}

TEST(NameAddr, SaysWhetherTheDisplayNameWasQuoted) {
  EXPECT_TRUE(parse_name_addr("\"A\" <sip:a@b>")->display_name_quoted);
  EXPECT_FALSE(parse_name_addr("A <sip:a@b>")->display_name_quoted);
}

TEST(NameAddr, KnowsTheWildcard) {
  const std::optional<NameAddr> address = parse_name_addr(" * ");
  ASSERT_TRUE(address);
  EXPECT_TRUE(address->wildcard);
}

TEST(NameAddr, WhatIsBrokenGivesNothing) {
  const std::string_view rows[] = {
      "",
      " ",
      "<>",                 // no URI
      "Alice <sip:a@b",     // bracket never closed
      "\"Alice <sip:a@b>",  // quote never closed (RFC 4475 3.1.2.6)
      "\"Alice\" sip:a@b",  // a display name needs brackets
      "\"Alice\"",          // no URI
      "<sip:a@b> tag=1",    // no ';'
      ";tag=1",             // no URI
  };
  for (const std::string_view row : rows) {
    EXPECT_FALSE(parse_name_addr(row)) << row;
  }
}

TEST(NameAddr, TagIsFoundAlsoWhereTheRestIsBroken) {
  struct TagRow {
    std::string_view value;
    std::string_view tag;
  };
  const TagRow rows[] = {
      {"<sip:a@b>;tag=1", "1"},
      {"sip:a@b;tag=1", "1"},
      {"sip:a@b ; TAG = 1 ;x", "1"},
      {"<sip:a@b;tag=uri>", ""},  // the URI's, not ours
      {"<sip:a@b;tag=uri>;x=y;tag=1", "1"},
      {"\"x;tag=no\" <sip:a@b>;tag=1", "1"},
      {"\"x <sip:a@b>;tag=1", "1"},      // quote never closed
      {"<sip:a@b;tag=1", "1"},           // bracket never closed
      {"sip:a@b;tag=1;x=\"<q>\"", "1"},  // a quote behind it
      {"Bell; A <sip:a@b>;tag=1", "1"},  // ';' that should be quoted
      {"<sip:a@b>", ""},
      {"<sip:a@b>;tag", ""},
      {"", ""},
      {"\"", ""},
  };
  for (const TagRow& row : rows) {
    EXPECT_EQ(find_tag(row.value), row.tag) << row.value;
  }
}

TEST(NameAddr, NoTruncationReadsBeyondTheText) {
  constexpr std::string_view kWhole =
      "\"A \\\" B\" <sip:a@b;lr>;tag=\"q;\\\"\";x";
  for (std::size_t size = 0; size <= kWhole.size(); ++size) {
    const ExactCopy copy(kWhole.substr(0, size));
    static_cast<void>(parse_name_addr(copy.view()));
    static_cast<void>(find_tag(copy.view()));
  }
}

}  // namespace
}  // namespace siptriage::sip::name_addr_test
