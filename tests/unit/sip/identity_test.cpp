// Identity and what stands in its token.

#include "siptriage/sip/identity.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "siptriage/sip/passport.h"

namespace siptriage::sip::identity_test {
namespace {

// base64url without padding, for tokens of our own making.
std::string encode(std::string_view octets) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string text;
  unsigned group = 0;
  unsigned bits = 0;
  for (const char octet : octets) {
    group = group << 8U | static_cast<unsigned char>(octet);
    for (bits += 8; bits >= 6; bits -= 6) {
      text += kDigits[group >> (bits - 6) & 63U];
    }
    group &= 0xFFU;
  }
  if (bits != 0) text += kDigits[group << (6 - bits) & 63U];
  return text;
}

std::string token_of(std::string_view header, std::string_view claims) {
  return encode(header) + '.' + encode(claims) + ".c2ln";
}

TEST(Identity, HasATokenAndParameters) {
  const auto identity = parse_identity(
      "abc.def-_+/=.ghi ;info=<https://a.example/c;v=1> ; alg=ES256;"
      "ppt=\"shaken\"");
  ASSERT_TRUE(identity);
  EXPECT_EQ(identity->token, "abc.def-_+/=.ghi");
  EXPECT_EQ(identity->info, "https://a.example/c;v=1");
  EXPECT_EQ(identity->alg, "ES256");
  EXPECT_EQ(identity->ppt, "shaken");
}

TEST(Identity, WithoutParametersIsReadAllTheSame) {
  const auto identity = parse_identity("a.b.c");
  ASSERT_TRUE(identity);
  EXPECT_EQ(identity->info, "");
  EXPECT_EQ(identity->ppt, "");
}

TEST(Identity, OfRfc4474IsNone) {
  EXPECT_FALSE(
      parse_identity("\"ZYNBbHC00VMZr2kZt6VmCvPonWJMGvQTBDqghoWeLxJ\""));
  EXPECT_FALSE(parse_identity(""));
  EXPECT_FALSE(parse_identity(";info=<https://a.example>"));
}

TEST(CanonicalIdentity, OfNumbersIsTheirDigits) {
  const std::string_view numbers[] = {
      "tel:+1-215-555-1212",
      "sip:+12155551212@example.com;user=phone",
      "sips:+1(215)5551212;ext=3@gw.example.com",
  };
  for (const std::string_view uri : numbers) {
    const auto identity = canonical_identity(uri);
    ASSERT_TRUE(identity) << uri;
    EXPECT_TRUE(identity->is_number) << uri;
    EXPECT_EQ(identity->text, "12155551212") << uri;
  }
  EXPECT_EQ(canonical_identity("sip:*67@example.com")->text, "*67");
}

TEST(CanonicalIdentity, OfNamesIsUserAndHost) {
  const auto identity =
      canonical_identity("SIP:Alice:secret@Example.COM:5070;transport=tcp");
  ASSERT_TRUE(identity);
  EXPECT_FALSE(identity->is_number);
  EXPECT_EQ(identity->text, "sip:alice@example.com");
  EXPECT_FALSE(canonical_identity("no uri"));
  EXPECT_FALSE(canonical_identity("tel:x"));
}

TEST(CanonicalIdentity, OfOneNumberMayHavePrefixes) {
  const auto number = [](std::string text) {
    return CanonicalIdentity{true, std::move(text)};
  };
  EXPECT_TRUE(may_be_same(number("12155551212"), number("2155551212")));
  EXPECT_TRUE(may_be_same(number("12155551212"), number("0012155551212")));
  EXPECT_FALSE(may_be_same(number("12155551212"), number("12155551213")));
  EXPECT_FALSE(may_be_same(number("911"), number("12155550911")));
  EXPECT_TRUE(may_be_same(number("911"), {false, "sip:a@b"}));
  EXPECT_FALSE(may_be_same({false, "sip:c@b"}, {false, "sip:a@b"}));
}

TEST(Passport, OfRfc8225) {
  // RFC 8225 7.1.
  const Passport passport = decode_passport(
      "eyJhbGciOiJFUzI1NiIsInR5cCI6InBhc3Nwb3J0IiwieDV1IjoiaHR0cHM6Ly9j"
      "ZXJ0LmV4YW1wbGUub3JnL3Bhc3Nwb3J0LmNlciJ9."
      "eyJkZXN0Ijp7InVyaSI6WyJzaXA6YWxpY2VAZXhhbXBsZS5jb20iXX0sImlhdCI"
      "6IjE0NDMyMDgzNDUiLCJvcmlnIjp7InRuIjoiMTIxNTU1NTEyMTIifX0."
      "rq3pjT1hoRwakEGjHCnWSwUnshd0-zJ6F1VOgFWSjHBr8Qjpjlk-cpFYpFYsojN"
      "CpTzO3QfPOlckGaS6hEck7w");
  EXPECT_EQ(passport.fault, PassportFault::None);
  EXPECT_EQ(passport.form, PassportForm::Full);
  EXPECT_EQ(passport.typ, "passport");
  EXPECT_EQ(passport.alg, "ES256");
  EXPECT_EQ(passport.ppt, "");
  EXPECT_EQ(passport.x5u, "https://cert.example.org/passport.cer");
  EXPECT_EQ(passport.orig, (PassportParty{true, "12155551212"}));
  ASSERT_EQ(passport.dest.size(), 1U);
  EXPECT_EQ(passport.dest[0], (PassportParty{false, "sip:alice@example.com"}));
  EXPECT_EQ(passport.iat, 1443208345);
}

TEST(Passport, OfCompactFormSaysNoMore) {
  const Passport passport = decode_passport("..rq3pjT1hoRwakEGj");
  EXPECT_EQ(passport.form, PassportForm::Compact);
  EXPECT_EQ(passport.fault, PassportFault::None);
}

TEST(Passport, HasTheClaimsOfShakenAndNamesTheRest) {
  const Passport passport = decode_passport(token_of(
      R"({"alg":"ES256","ppt":"shaken","typ":"passport","x5u":"https://c"})",
      R"({"attest":"B","dest":{"tn":["1","2"],"uri":["sip:c@d"]},)"
      R"("iat":1700000000,"orig":{"tn":"3"},"origid":"o",)"
      R"("rcd":{"nam":"A","deep":[{"orig":{"tn":"9"}}]},"x":null})"));
  EXPECT_EQ(passport.fault, PassportFault::None);
  EXPECT_EQ(passport.ppt, "shaken");
  EXPECT_EQ(passport.attest, "B");
  EXPECT_EQ(passport.origid, "o");
  EXPECT_EQ(passport.iat, 1700000000);
  EXPECT_EQ(passport.orig, (PassportParty{true, "3"}));
  EXPECT_EQ(passport.dest.size(), 3U);
  EXPECT_EQ(passport.others, (std::vector<std::string>{"rcd", "x"}));
}

TEST(Passport, SaysWhyItCannotBeRead) {
  const std::string sound = encode("{}");
  struct Row {
    std::string token;
    PassportFault fault;
  };
  const Row rows[] = {
      {"", PassportFault::Parts},
      {"a.b", PassportFault::Parts},
      {"..", PassportFault::Parts},
      {"a..c", PassportFault::Parts},
      {".b.c", PassportFault::Parts},
      {"a.b.c.d", PassportFault::Parts},
      {"a!b.e30.c", PassportFault::Encoding},
      {"abcde." + sound + ".c", PassportFault::Encoding},
      {encode("[]") + '.' + sound + ".c", PassportFault::Json},
      {encode("1") + '.' + sound + ".c", PassportFault::Json},
      {encode("\"a\"") + '.' + sound + ".c", PassportFault::Json},
      {sound + '.' + encode("{\"a\":") + ".c", PassportFault::Json},
      {sound + '.' + encode("{\"a\":\"\xFF\"}") + ".c", PassportFault::Json},
      {sound + '.' + std::string(kMaxPassportOctets + 4, 'A') + ".c",
       PassportFault::TooLong},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(decode_passport(row.token).fault, row.fault)
        << row.token.substr(0, 40);
  }
}

// Nesting must not cost stack: what is deep is no claim of ours.
TEST(Passport, IsNotReadBeyondItsDepth) {
  for (const char bracket : {'[', '{'}) {
    std::string claims = "{\"orig\":";
    for (std::size_t i = 0; i < 4000; ++i) {
      claims += bracket;
      if (bracket == '{') claims.pop_back(), claims += "{\"a\":";
      if (claims.size() > 11000) break;
    }
    EXPECT_EQ(decode_passport(token_of("{}", claims)).fault,
              PassportFault::Json);
  }
  std::string deep = "{\"x\":";
  for (std::size_t i = 0; i < kMaxPassportDepth; ++i) deep += '[';
  for (std::size_t i = 0; i < kMaxPassportDepth; ++i) deep += ']';
  EXPECT_EQ(decode_passport(token_of("{}", deep + '}')).fault,
            PassportFault::Json);
}

TEST(Passport, KeepsAFewOfManyDestinations) {
  std::string claims = "{\"dest\":{\"tn\":[\"0\"";
  for (int i = 0; i < 500; ++i) claims += ",\"1\"";
  claims += "]}}";
  EXPECT_EQ(decode_passport(token_of("{}", claims)).dest.size(),
            kMaxPassportList);
}

}  // namespace
}  // namespace siptriage::sip::identity_test
