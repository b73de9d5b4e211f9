// What is parsed, written and parsed again is the same: writing what is
// understood of a message loses nothing, and adds nothing that is understood.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "siptriage/sip/name_addr.h"
#include "siptriage/sip/parameters.h"
#include "siptriage/sip/parse.h"
#include "siptriage/sip/uri.h"
#include "siptriage/sip/via.h"

#include "properties/packets.h"
#include "properties/sip_texts.h"

namespace siptriage::testing::fixpoint_test {
namespace {

using sip::Message;

// One header field line each, unfolded; the body as it is.
std::string write(const Message& message) {
  std::string buffer;
  std::string text(message.start_line);
  text += "\r\n";
  for (const sip::HeaderField& field : message.header_fields()) {
    text += field.name;
    text += ": ";
    text += sip::unfold(field.value, buffer);
    text += "\r\n";
  }
  text += "\r\n";
  return text.append(message.body);
}

std::string write_parameters(std::string_view parameters) {
  std::string text;
  sip::Parameter one;
  while (sip::next_parameter(parameters, one)) {
    text += ';';
    text += one.name;
    if (!one.has_value) continue;
    text += one.quoted ? "=\"" : "=";
    text += one.value;
    if (one.quoted) text += '"';
  }
  return text;
}

std::string write(const sip::Via& via) {
  std::string text(via.protocol);
  text += '/';
  text += via.transport;
  text += ' ';
  text += via.sent_by_host;
  if (via.sent_by_port != 0) text += ':' + std::to_string(via.sent_by_port);
  return text + write_parameters(via.parameters);
}

std::string write(const sip::Uri& uri) {
  // Of other schemes no more is known.
  if (uri.host.empty() && uri.user.empty()) return std::string(uri.text);
  std::string text(uri.scheme);
  text += ':';
  text += uri.user;
  if (!uri.password.empty()) text.append(":").append(uri.password);
  if (!uri.host.empty()) {
    if (!uri.user.empty()) text += '@';
    text += uri.host;
  }
  if (uri.port != 0) text += ':' + std::to_string(uri.port);
  text += uri.parameters;
  if (!uri.headers.empty()) text.append("?").append(uri.headers);
  return text;
}

std::string write(const sip::NameAddr& address) {
  if (address.wildcard) return "*";
  std::string text;
  if (!address.display_name.empty() || address.display_name_quoted) {
    const char* const quote = address.display_name_quoted ? "\"" : "";
    text.append(quote).append(address.display_name).append(quote) += ' ';
  }
  if (address.bracketed) text += '<';
  text += address.uri;
  if (address.bracketed) text += '>';
  return text + write_parameters(address.parameters);
}

// Writes what `parse` makes of `value`, parses that, and writes it again.
template <typename Parse>
bool expect_value_fixpoint(Parse parse, std::string_view value) {
  const auto first = parse(value);
  if (!first) return false;
  const std::string written = write(*first);
  const auto second = parse(written);
  EXPECT_TRUE(second) << value << "\n  written " << written;
  if (second) {
    EXPECT_EQ(write(*second), written) << value;
  }
  return true;
}

std::optional<sip::Via> via_of(std::string_view value) {
  return sip::parse_via(value);
}
std::optional<sip::NameAddr> name_addr_of(std::string_view value) {
  return sip::parse_name_addr(value);
}
std::optional<sip::Uri> uri_of(std::string_view value) {
  return sip::parse_uri(value);
}

// What must survive: all but the anomalies of lines that writing mends.
void expect_same_meaning(const Message& again, const Message& first) {
  EXPECT_EQ(again.start_line, first.start_line);
  EXPECT_EQ(again.is_request(), first.is_request());
  EXPECT_EQ(again.method, first.method);
  EXPECT_EQ(again.method_name, first.method_name);
  EXPECT_EQ(again.request_uri, first.request_uri);
  EXPECT_EQ(again.status, first.status);
  EXPECT_EQ(again.reason_phrase, first.reason_phrase);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(again.cseq_number, first.cseq_number);
  const auto fields = again.header_fields();
  const auto expected = first.header_fields();
  ASSERT_EQ(fields.size(), expected.size());
  std::string buffer;
  EXPECT_EQ(again.from_tag, sip::unfold(first.from_tag, buffer));
  EXPECT_EQ(again.to_tag, sip::unfold(first.to_tag, buffer));
  for (std::size_t i = 0; i < fields.size(); ++i) {
    EXPECT_EQ(fields[i].id, expected[i].id);
    EXPECT_EQ(fields[i].name, expected[i].name);
    EXPECT_EQ(fields[i].value, sip::unfold(expected[i].value, buffer));
  }
}

bool parse(std::string_view text, Message& message) {
  return sip::parse_message(text, sip::Framing::Datagram, message) ==
         sip::ParseStatus::Complete;
}

// A message whose header part is whole; false: another.
bool expect_fixpoint(std::string_view text) {
  Message first;
  if (!parse(text, first) ||
      first.anomalies.has(AnomalyKind::MissingBlankLine)) {
    return false;
  }
  const std::string written = write(first);
  Message second;
  EXPECT_TRUE(parse(written, second)) << written;
  expect_same_meaning(second, first);
  EXPECT_EQ(write(second), written) << text;
  return true;
}

TEST(Fixpoint, ParseWriteParseOfMessages) {
  std::size_t count = 0;
  for (const std::string& text : sip_texts()) {
    SCOPED_TRACE(text);
    count += expect_fixpoint(text);
  }
  EXPECT_GT(count, 80U);
}

TEST(Fixpoint, ParseWriteParseOfMutatedMessages) {
  Dice dice(3261);
  const std::vector<std::string> texts = sip_texts();
  std::size_t count = 0;
  for (int round = 0; round < 20000; ++round) {
    std::string text = texts[dice.below(texts.size())].substr(0, 4000);
    for (std::uint32_t i = dice.below(6); i != 0; --i) {
      constexpr std::string_view kTelling =
          "\r\n \t:;,<>\"\\@?=*/\0\xff"
          "aA1";
      text[dice.below(text.size())] = kTelling[dice.below(kTelling.size())];
    }
    count += expect_fixpoint(text);
    if (HasFailure()) {
      FAIL() << "round " << round << ": " << text;
    }
  }
  EXPECT_GT(count, 10000U);
}

TEST(Fixpoint, ParseWriteParseOfValues) {
  std::size_t count = 0;
  for (const std::string& text : sip_texts()) {
    Message message;
    if (!parse(text, message)) continue;
    count += expect_value_fixpoint(uri_of, message.request_uri);
    for (const sip::HeaderField& field : message.header_fields()) {
      std::string_view rest = field.value;
      for (std::string_view one; sip::next_list_element(rest, one);) {
        count += expect_value_fixpoint(via_of, one);
        count += expect_value_fixpoint(name_addr_of, one);
        if (const auto address = sip::parse_name_addr(one)) {
          count += expect_value_fixpoint(uri_of, address->uri);
        }
      }
    }
  }
  EXPECT_GT(count, 500U);
}

}  // namespace
}  // namespace siptriage::testing::fixpoint_test
