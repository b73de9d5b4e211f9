#include "siptriage/base/ascii.h"

#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace siptriage::ascii_test {
namespace {

TEST(Ascii, ComparesWithoutLetterCase) {
  EXPECT_TRUE(equals_ignore_case("Call-ID", "CALL-id"));
  EXPECT_FALSE(equals_ignore_case("Call-ID", "Call-I"));
  EXPECT_FALSE(equals_ignore_case("[", "{"));  // differ by 0x20, no letters
  EXPECT_FALSE(equals_ignore_case("\xC4", "\xE4"));  // Latin-1 is not ASCII
  EXPECT_TRUE(equals_ignore_case("", ""));
}

// Compared in words: each octet must count, wherever it stands.
TEST(Ascii, ComparesEveryOctetAtEveryPlaceOfEveryLength) {
  for (std::size_t size = 1; size <= 20; ++size) {
    for (std::size_t place = 0; place < size; ++place) {
      for (unsigned value = 0; value < 256; ++value) {
        std::string a(size, 'k');
        std::string b(size, 'K');
        a[place] = static_cast<char>(value);
        for (const unsigned other : {value ^ 0x20U, value ^ 0x80U, value + 1}) {
          b[place] = static_cast<char>(other);
          EXPECT_EQ(equals_ignore_case(a, b),
                    to_lower(a[place]) == to_lower(b[place]))
              << size << " " << place << " " << value;
        }
      }
    }
  }
}

TEST(Ascii, FindsAPrefixWithoutLetterCase) {
  EXPECT_TRUE(starts_with_ignore_case("SIP/2.0 200 OK", "sip/"));
  EXPECT_TRUE(starts_with_ignore_case("SIP", ""));
  EXPECT_FALSE(starts_with_ignore_case("SI", "sip"));
}

TEST(Ascii, TrimsWhereAValueMayBeFolded) {
  EXPECT_EQ(trim(" \t\r\n a b \r\n"), "a b");
  EXPECT_EQ(trim("a"), "a");
  EXPECT_EQ(trim(" \r\n "), "");
  EXPECT_EQ(trim(""), "");
  EXPECT_EQ(trim("\va\v"), "\va\v");  // no white space to SIP
}

TEST(Ascii, ReadsDecimalDigitsOnly) {
  struct Row {
    std::string_view text;
    std::optional<std::uint64_t> value;
  };
  const Row rows[] = {
      {"0", 0},
      {"007", 7},
      {"18446744073709551615", std::numeric_limits<std::uint64_t>::max()},
      {"18446744073709551616", std::nullopt},  // one too many
      {"99999999999999999999", std::nullopt},
      {"", std::nullopt},
      {"-1", std::nullopt},
      {"+1", std::nullopt},
      {" 1", std::nullopt},
      {"1 ", std::nullopt},
      {"0x1", std::nullopt},
  };
  for (const Row& row : rows)
    EXPECT_EQ(parse_unsigned(row.text), row.value) << row.text;
}

TEST(Ascii, KnowsTheCharactersOfAToken) {
  constexpr std::string_view kTokens =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
      "-.!%*_+`'~";
  for (unsigned c = 0; c < 256; ++c) {
    const char octet = static_cast<char>(c);
    EXPECT_EQ(is_token(octet), kTokens.find(octet) != std::string_view::npos)
        << c;
  }
}

TEST(Ascii, CopiesInLowerCase) {
  EXPECT_EQ(to_lower_copy("X-Ray_9\xC4"), "x-ray_9\xC4");
}

}  // namespace
}  // namespace siptriage::ascii_test
