// index_message() against parse_message(), and what only the latter knows.

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "siptriage/sip/name_addr.h"
#include "siptriage/sip/parameters.h"
#include "siptriage/sip/parse.h"
#include "siptriage/sip/via.h"

#include "torture/all_messages.h"
#include "unit/sip/message_test_support.h"
#include "unit/sip/realistic_messages.h"

namespace siptriage::sip::index_test {
namespace {

std::vector<std::string> all_texts() {
  std::vector<std::string> texts = realistic_messages(8);
  for (const std::string_view text : torture::all_messages()) {
    texts.emplace_back(text);
  }
  return texts;
}

TEST(Index, TakesApartWhatParsingTakesApart) {
  for (const std::string& text : all_texts()) {
    for (const Framing framing : {Framing::Datagram, Framing::Stream}) {
      Message indexed;
      Message parsed;
      const ParseStatus status = index_message(text, framing, indexed);
      ASSERT_EQ(status, parse_message(text, framing, parsed)) << text;
      if (status != ParseStatus::Complete) continue;
      EXPECT_EQ(indexed.octets, parsed.octets);
      EXPECT_EQ(indexed.body, parsed.body);
      EXPECT_EQ(indexed.start_line, parsed.start_line);
      EXPECT_EQ(indexed.request_uri, parsed.request_uri);
      EXPECT_EQ(indexed.status, parsed.status);
      ASSERT_EQ(indexed.header_fields().size(), parsed.header_fields().size());
      for (std::size_t i = 0; i < indexed.header_fields().size(); ++i) {
        EXPECT_EQ(indexed.header_fields()[i].value,
                  parsed.header_fields()[i].value);
      }
    }
  }
}

TEST(Index, JudgesNoValue) {
  constexpr std::string_view kText =
      "INVITE sip: SIP/2.0\r\nVia: x\r\nFrom: <\r\nCSeq: y\r\nTo: \x7f\r\n"
      "\r\n";
  Message message;
  ASSERT_EQ(index_message(kText, Framing::Datagram, message),
            ParseStatus::Complete);
  EXPECT_EQ(names_of(message.anomalies), "");
  EXPECT_EQ(message.value_of(HeaderId::From), "<");
  EXPECT_FALSE(message.has_cseq);
}

TEST(Index, ParsingGivesTheTopmostViaAndTheTags) {
  for (const std::string& text : all_texts()) {
    Message message;
    if (parse_message(text, Framing::Datagram, message) !=
        ParseStatus::Complete) {
      continue;
    }
    std::string_view rest = message.value_of(HeaderId::Via);
    std::string_view topmost;
    next_list_element(rest, topmost);
    const std::optional<Via> via = parse_via(topmost);
    ASSERT_EQ(message.has_topmost_via, via.has_value()) << text;
    if (via) {
      EXPECT_EQ(message.topmost_via.branch, via->branch);
      EXPECT_EQ(message.topmost_via.sent_by_host, via->sent_by_host);
      EXPECT_EQ(message.topmost_via.parameters, via->parameters);
    }
    EXPECT_EQ(message.from_tag, find_tag(message.value_of(HeaderId::From)));
    EXPECT_EQ(message.to_tag, find_tag(message.value_of(HeaderId::To)));
  }
}

// A message is used again and again: nothing of the one before may remain.
TEST(Index, AMessageForgetsTheOneBefore) {
  Message message;
  ASSERT_EQ(parse_message(one_invite(), Framing::Datagram, message),
            ParseStatus::Complete);
  ASSERT_EQ(parse_message("BYE sip:a SIP/2.0\r\nX-A: a\r\nX-B: b\r\n\r\n",
                          Framing::Datagram, message),
            ParseStatus::Complete);
  for (std::size_t i = 1; i < static_cast<std::size_t>(HeaderId::Count); ++i) {
    const auto id = static_cast<HeaderId>(i);
    EXPECT_FALSE(message.has(id));
    EXPECT_EQ(message.find(id), nullptr);
    EXPECT_EQ(message.count(id), 0U);
  }
  EXPECT_EQ(message.count(HeaderId::Unknown), 2U);
  EXPECT_TRUE(message.has_several(HeaderId::Unknown));
  EXPECT_FALSE(message.has_topmost_via);
  EXPECT_EQ(message.from_tag, "");
}

}  // namespace
}  // namespace siptriage::sip::index_test
