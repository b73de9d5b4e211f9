#include "siptriage/sip/header_id.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include <gtest/gtest.h>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/parse.h"

#include "sip/header_id_lookup.h"

namespace siptriage::sip::header_id_test {
namespace {

std::string to_upper_copy(std::string_view text) {
  std::string copy(text);
  for (char& c : copy) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - ('a' - 'A'));
  }
  return copy;
}

TEST(HeaderId, EachNameIsFoundInAnyLetterCase) {
  for (std::size_t i = 1; i < static_cast<std::size_t>(HeaderId::Count); ++i) {
    const auto id = static_cast<HeaderId>(i);
    const std::string_view name = to_string(id);
    ASSERT_FALSE(name.empty()) << i;
    EXPECT_EQ(find_header_id(name), id) << name;
    EXPECT_EQ(find_header_id(to_lower_copy(name)), id) << name;
    EXPECT_EQ(find_header_id(to_upper_copy(name)), id) << name;
  }
}

TEST(HeaderId, CompactFormsAreTheRegistrys) {
  struct Row {
    char letter;
    HeaderId id;
  };
  const Row rows[] = {
      {'a', HeaderId::AcceptContact},       // RFC 3841
      {'b', HeaderId::ReferredBy},          // RFC 3892
      {'c', HeaderId::ContentType},         // RFC 3261
      {'d', HeaderId::RequestDisposition},  // RFC 3841
      {'e', HeaderId::ContentEncoding},     // RFC 3261
      {'f', HeaderId::From},                // RFC 3261
      {'i', HeaderId::CallId},              // RFC 3261
      {'j', HeaderId::RejectContact},       // RFC 3841
      {'k', HeaderId::Supported},           // RFC 3261
      {'l', HeaderId::ContentLength},       // RFC 3261
      {'m', HeaderId::Contact},             // RFC 3261
      {'n', HeaderId::IdentityInfo},        // RFC 4474, obsolete
      {'o', HeaderId::Event},               // RFC 6665
      {'r', HeaderId::ReferTo},             // RFC 3515
      {'s', HeaderId::Subject},             // RFC 3261
      {'t', HeaderId::To},                  // RFC 3261
      {'u', HeaderId::AllowEvents},         // RFC 6665
      {'v', HeaderId::Via},                 // RFC 3261
      {'x', HeaderId::SessionExpires},      // RFC 4028
      {'y', HeaderId::Identity},            // RFC 8224
      {'g', HeaderId::Unknown},             // not registered
      {'z', HeaderId::Unknown},             // not registered
      {'-', HeaderId::Unknown},             // no letter
  };
  for (const Row& row : rows) {
    const std::string name(1, row.letter);
    EXPECT_EQ(find_header_id(name), row.id) << name;
    EXPECT_EQ(find_header_id(to_upper_copy(name)), row.id) << name;
  }
}

TEST(HeaderId, NearMissesAreUnknown) {
  const std::string_view names[] = {
      "",          // no name
      "Vi",        // one letter short
      "Viaa",      // one letter more
      "Fron",      // another last letter
      "Call_ID",   // same length, first, middle and last letters
      "Contact ",  // white space is the parser's to cut
  };
  for (const std::string_view name : names) {
    EXPECT_EQ(find_header_id(name), HeaderId::Unknown) << name;
  }
}

// One by one, as the registry would be read.
HeaderId find_plainly(std::string_view name) {
  for (std::size_t i = 1; i < static_cast<std::size_t>(HeaderId::Count); ++i) {
    const auto id = static_cast<HeaderId>(i);
    if (equals_ignore_case(name, to_string(id))) return id;
  }
  return name.size() == 1 ? find_header_id(name) : HeaderId::Unknown;
}

// Names in a message are compared by words, in which every bit must count.
TEST(HeaderId, NamesInAMessageAreFoundLikeOthers) {
  for (std::size_t i = 1; i < static_cast<std::size_t>(HeaderId::Count); ++i) {
    const std::string_view name = to_string(static_cast<HeaderId>(i));
    for (std::size_t bit = 0; bit < 8 * name.size(); ++bit) {
      std::string flipped(name);
      char& c = flipped[bit / 8];
      c = static_cast<char>(static_cast<unsigned char>(c) ^ (1U << bit % 8));
      if (c == '\r' || c == '\n' || c == ':') continue;
      const std::string text = "OPTIONS sip:a SIP/2.0\r\n" + flipped +
                               ": some value\r\nSubject: another\r\n\r\n";
      Message message;
      ASSERT_EQ(index_message(text, Framing::Datagram, message),
                ParseStatus::Complete);
      const HeaderField& field = message.header_fields()[0];
      EXPECT_EQ(field.id, find_plainly(field.name)) << flipped;
      EXPECT_EQ(find_header_id(field.name), field.id) << flipped;
    }
  }
}

TEST(HeaderId, UnknownHasNoName) {
  EXPECT_EQ(to_string(HeaderId::Unknown), "");
  EXPECT_EQ(to_string(HeaderId::Count), "");
}

// As names stand in a message: behind the colon there is more.
HeaderId look_up(const std::string& name) {
  const std::string line = name + ": a value that is long enough\r\n";
  return detail::look_up_header_id(line.data(), name.size());
}

TEST(LookUpHeaderId, FindsWhatFindHeaderIdDoesOfNamesThatAreNotLong) {
  for (std::size_t i = 1; i < static_cast<std::size_t>(HeaderId::Count); ++i) {
    const std::string name(to_string(static_cast<HeaderId>(i)));
    const HeaderId expected =
        name.size() <= 16 ? static_cast<HeaderId>(i) : HeaderId::Unknown;
    EXPECT_EQ(look_up(name), expected) << name;
    EXPECT_EQ(look_up(to_lower_copy(name)), expected) << name;
    EXPECT_EQ(look_up(to_upper_copy(name)), expected) << name;
  }
  for (char letter = 'a'; letter <= 'z'; ++letter) {
    const std::string name(1, letter);
    EXPECT_EQ(look_up(name), find_header_id(name)) << name;
  }
}

// The words of a name say nothing of its length but by the octets that they do
// not have.
TEST(LookUpHeaderId, TakesNoNameForAnother) {
  for (std::size_t i = 1; i < static_cast<std::size_t>(HeaderId::Count); ++i) {
    const std::string name(to_string(static_cast<HeaderId>(i)));
    for (const std::string& other :
         {name + " ", name + "x", name + std::string(1, '\0'), " " + name,
          std::string(1, '\0') + name, name.substr(1),
          name.substr(0, name.size() - 1), name.substr(0, 8),
          name.substr(0, 16), name + std::string(31 - name.size(), 'x'),
          name.substr(0, 8) +
              name.substr(name.size() - std::min<std::size_t>(name.size(), 8)),
          std::string()}) {
      const HeaderId found = look_up(other);
      if (found != HeaderId::Unknown) {
        EXPECT_EQ(found, find_header_id(other)) << other;
      }
    }
  }
}

}  // namespace
}  // namespace siptriage::sip::header_id_test
