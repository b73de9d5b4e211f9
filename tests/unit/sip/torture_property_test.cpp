// What must hold for every torture message, however it is cut or spelled.

#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "siptriage/sip/name_addr.h"
#include "siptriage/sip/parameters.h"
#include "siptriage/sip/parse.h"
#include "siptriage/sip/sdp.h"
#include "siptriage/sip/stream_framer.h"
#include "siptriage/sip/uri.h"
#include "siptriage/sip/via.h"

#include "torture/all_messages.h"
#include "unit/sip/message_test_support.h"

namespace siptriage::sip::torture_property_test {
namespace {

using enum AnomalyKind;

constexpr unsigned kSeed = 4475;
constexpr std::size_t kAllMessages = 1000;

bool lies_within(std::string_view inner, std::string_view outer) {
  return inner.empty() ||
         (inner.data() >= outer.data() &&
          inner.data() + inner.size() <= outer.data() + outer.size());
}

// Reads everything there is to read, so that a sanitizer sees every octet
// touched.
void read_all(const Message& message, std::string_view octets) {
  EXPECT_TRUE(lies_within(message.octets, octets));
  EXPECT_TRUE(lies_within(message.start_line, octets));
  EXPECT_TRUE(lies_within(message.method_name, octets));
  EXPECT_TRUE(lies_within(message.body, message.octets));
  for (const HeaderField& field : message.header_fields()) {
    EXPECT_TRUE(lies_within(field.name, message.octets));
    EXPECT_TRUE(lies_within(field.value, message.octets));
    static_cast<void>(parse_via(field.value));
    static_cast<void>(parse_name_addr(field.value));
    static_cast<void>(find_tag(field.value));
    static_cast<void>(find_sdp(field.value, message.body));
  }
  static_cast<void>(parse_uri(message.request_uri));
  static_cast<void>(parse_sdp(message.body));
}

TEST(TortureProperty, NoTruncationOfADatagramIsReadBeyondItsEnd) {
  for (const std::string_view whole : torture::all_messages()) {
    for (std::size_t size = 0; size <= whole.size(); ++size) {
      const ExactCopy copy(whole.substr(0, size));
      Message message;
      const ParseStatus status =
          parse_message(copy.view(), Framing::Datagram, message);
      EXPECT_NE(status, ParseStatus::NeedMore);
      EXPECT_EQ(status == ParseStatus::Complete, starts_like_sip(copy.view()));
      if (status == ParseStatus::Complete) read_all(message, copy.view());
    }
  }
}

TEST(TortureProperty, WhatIsCutOffIsNotCalledMissing) {
  for (const std::string_view whole : torture::all_messages()) {
    const std::size_t header_part = whole.find("\r\n\r\n");
    for (std::size_t size = 0; size < std::min(header_part, whole.size());
         ++size) {
      Message message;
      if (parse_message(whole.substr(0, size), Framing::Datagram, message) !=
          ParseStatus::Complete) {
        continue;
      }
      ASSERT_TRUE(message.anomalies.has(MissingBlankLine));
      for (const AnomalyKind kind :
           {MissingCallId, MissingCseq, MissingFrom, MissingTo, MissingVia,
            MissingMaxForwards, MissingFromTag}) {
        EXPECT_FALSE(message.anomalies.has(kind)) << whole.substr(0, size);
      }
    }
  }
}

TEST(TortureProperty, AStreamIsNeverDecidedBeforeItsLastOctet) {
  for (const std::string_view whole : torture::all_messages()) {
    Message message;
    if (parse_message(whole, Framing::Stream, message) !=
        ParseStatus::Complete) {
      continue;  // needs more octets than the file has, or is no SIP
    }
    const std::size_t octets = message.octets.size();
    for (std::size_t size = 0; size < octets; ++size) {
      const ExactCopy copy(whole.substr(0, size));
      EXPECT_EQ(parse_message(copy.view(), Framing::Stream, message),
                ParseStatus::NeedMore)
          << size << " of " << whole;
    }
  }
}

struct Framed {
  std::string octets;
  std::size_t skipped_octets;
  AnomalySet anomalies;
  friend bool operator==(const Framed&, const Framed&) = default;
};

// Pushes `stream` in pieces of the given sizes, then the rest.
std::vector<Framed> frame(std::string_view stream,
                          const std::vector<std::size_t>& sizes) {
  std::vector<Framed> messages;
  StreamFramer framer;
  const auto take = [&] {
    while (const std::optional<FramedMessage> framed = framer.next()) {
      messages.push_back({std::string(framed->octets), framed->skipped_octets,
                          framed->anomalies});
    }
  };
  for (std::size_t i = 0; !stream.empty(); ++i) {
    const std::size_t size =
        i < sizes.size() ? std::min(sizes[i], stream.size()) : stream.size();
    const ExactCopy copy(stream.substr(0, size));
    framer.push(copy.view());
    take();
    stream.remove_prefix(size);
  }
  framer.end();
  take();
  return messages;
}

// The first `count` torture messages, with keep-alives and garbage between.
std::string stream_of(std::size_t count) {
  std::string stream = "garbage at first\r\n";
  std::size_t number = 0;
  for (const std::string_view message : torture::all_messages()) {
    if (message.find("Content-Length: 9999") != std::string_view::npos)
      continue;  // clerr
    if (number == count) break;
    stream += message;
    switch (++number % 4) {
      case 0:
        stream += "\r\n\r\n";
        break;
      case 1:
        stream += "INVITE but garbage\r\n";
        break;
      case 2:
        stream += std::string_view("\0\0\r\n", 4);
        break;
      default:
        break;
    }
  }
  return stream;
}

TEST(TortureProperty, StreamsAreCutTheSameAtEveryPoint) {
  const std::string stream = stream_of(12);
  const std::vector<Framed> expected = frame(stream, {});
  EXPECT_GT(expected.size(), 10U);
  for (std::size_t point = 0; point < stream.size(); ++point) {
    ASSERT_EQ(frame(stream, {point}), expected) << "cut at " << point;
  }
}

TEST(TortureProperty, StreamsAreCutTheSameInSingleOctets) {
  const std::string stream = stream_of(kAllMessages);
  EXPECT_EQ(frame(stream, std::vector<std::size_t>(stream.size(), 1)),
            frame(stream, {}));
}

TEST(TortureProperty, StreamsAreCutTheSameAtRandomPoints) {
  const std::string stream = stream_of(kAllMessages);
  const std::vector<Framed> expected = frame(stream, {});
  std::mt19937 random(kSeed);
  for (int round = 0; round < 100; ++round) {
    std::uniform_int_distribution<std::size_t> length(
        1, static_cast<std::size_t>(1) << (round % 12));
    std::vector<std::size_t> sizes;
    for (std::size_t sum = 0; sum < stream.size(); sum += sizes.back()) {
      sizes.push_back(length(random));
    }
    ASSERT_EQ(frame(stream, sizes), expected) << "round " << round;
  }
}

TEST(TortureProperty, FlippedOctetsAreReadWithoutHarm) {
  std::mt19937 random(kSeed);
  for (const std::string_view whole : torture::all_messages()) {
    std::uniform_int_distribution<std::size_t> position(0, whole.size() - 1);
    std::uniform_int_distribution<int> octet(0, 255);
    for (int round = 0; round < 300; ++round) {
      std::string flipped(whole);
      for (int i = 0; i <= round % 8; ++i) {
        flipped[position(random)] = static_cast<char>(octet(random));
      }
      const ExactCopy copy(flipped);
      for (const Framing framing : {Framing::Datagram, Framing::Stream}) {
        Message message;
        if (parse_message(copy.view(), framing, message) ==
            ParseStatus::Complete) {
          read_all(message, copy.view());
        }
      }
    }
  }
}

TEST(TortureProperty, CompactNamesMeanWhatLongNamesMean) {
  const std::pair<std::string_view, std::string_view> names[] = {
      {"\r\nVia:", "\r\nv:"},
      {"\r\nFrom:", "\r\nf:"},
      {"\r\nTo:", "\r\nt:"},
      {"\r\nCall-ID:", "\r\ni:"},
      {"\r\nContact:", "\r\nm:"},
      {"\r\nContent-Type:", "\r\nc:"},
      {"\r\nContent-Length:", "\r\nl:"},
  };
  for (const std::string_view whole : torture::all_messages()) {
    const std::size_t header_part =
        std::min(whole.find("\r\n\r\n"), whole.size());
    std::string compact(whole.substr(0, header_part));
    for (const auto& [name, form] : names) {
      compact = replace_all(compact, name, form);
    }
    compact += whole.substr(header_part);
    Message expected;
    Message message;
    ASSERT_EQ(parse_message(whole, Framing::Datagram, expected),
              parse_message(compact, Framing::Datagram, message));
    if (!starts_like_sip(whole)) continue;
    EXPECT_EQ(names_of(message.anomalies), names_of(expected.anomalies));
    EXPECT_EQ(message.body, expected.body);
    const auto fields = message.header_fields();
    const auto expected_fields = expected.header_fields();
    ASSERT_EQ(fields.size(), expected_fields.size());
    for (std::size_t i = 0; i < fields.size(); ++i) {
      EXPECT_EQ(fields[i].id, expected_fields[i].id);
      EXPECT_EQ(fields[i].value, expected_fields[i].value);
    }
  }
}

}  // namespace
}  // namespace siptriage::sip::torture_property_test
