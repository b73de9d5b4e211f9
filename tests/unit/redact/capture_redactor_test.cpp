#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "siptriage/capture/capture_reader.h"
#include "siptriage/capture/capture_writer.h"
#include "siptriage/redact/redact.h"

#include "redact/pause_keeper.h"
#include "tools/build_capture.h"
#include "tools/ip_packet.h"

namespace siptriage::capture_redactor_test {
namespace {

struct Kept {
  Frame frame;
  std::string octets;
};

std::vector<Kept> frames_of(std::string_view capture) {
  std::vector<Kept> frames;
  Result<CaptureReader> reader = CaptureReader::from_memory("memory", capture);
  EXPECT_TRUE(reader);
  if (!reader) return frames;
  std::array<Frame, kFrameBatch> batch;
  while (const std::size_t count = reader->next_batch(batch)) {
    for (std::size_t i = 0; i < count; ++i) {
      frames.push_back({batch[i], std::string(batch[i].octets)});
    }
  }
  return frames;
}

std::string capture_of(const std::string& directives,
                       const std::string& messages) {
  auto built = testing::build_capture(
      "capture pcap\nstart 2026-03-02T09:15:00Z\n" + directives +
      "\nhost alice 10.1.2.10:5060\nhost bob 198.51.100.20:5060\n\n" +
      messages);
  EXPECT_TRUE(built) << built.error().message;
  return built ? *built : std::string();
}

std::string redacted(std::string_view capture, RedactSummary& summary) {
  Pseudonyms names("a key for tests alone", {});
  std::string safe;
  const Result<RedactSummary> done =
      redact_memory(capture, names, {}, [&safe](std::string_view octets) {
        safe += octets;
        return true;
      });
  EXPECT_TRUE(done);
  if (done) summary = *done;
  return safe;
}

const std::string kInvite =
    "INVITE sip:bob@198.51.100.20 SIP/2.0\n"
    "Via: SIP/2.0/UDP 10.1.2.10:5060;branch=z9hG4bKabcdefgh\n"
    "From: <sip:alice@example.com>;tag=aa11bb22\n"
    "To: <sip:bob@example.com>\n"
    "Call-ID: 3848276298220188511@alice.example.com\n"
    "CSeq: 1 INVITE\n";

TEST(CaptureRedactor, KeepsLengthsAndTimesInEveryLinkType) {
  for (const std::string link :
       {"ethernet", "ethernet vlan 7,8", "ethernet padded", "raw-ip",
        "linux-cooked", "linux-cooked-v2", "null", "ethernet tunnel gtp",
        "raw-ip tunnel vxlan"}) {
    SCOPED_TRACE(link);
    const std::string capture = capture_of(
        "link " + link, "@0.000 alice -> bob udp\n" + kInvite +
                            "\n@0.500 bob -> alice udp\n" + kInvite + "\n");
    RedactSummary summary;
    const std::string safe = redacted(capture, summary);
    EXPECT_EQ(summary.messages, 2U);
    const std::vector<Kept> before = frames_of(capture);
    const std::vector<Kept> after = frames_of(safe);
    ASSERT_EQ(after.size(), before.size());
    for (std::size_t i = 0; i < after.size(); ++i) {
      EXPECT_EQ(after[i].octets.size(), before[i].octets.size());
      EXPECT_EQ(after[i].frame.timestamp, before[i].frame.timestamp);
      EXPECT_EQ(after[i].frame.link_type, before[i].frame.link_type);
      EXPECT_EQ(after[i].octets.find("alice"), std::string::npos);
      EXPECT_EQ(after[i].octets.find("\xc6\x33\x64\x14"), std::string::npos);
      EXPECT_EQ(after[i].octets.find(std::string("\x0a\x01\x02\x0a", 4)),
                std::string::npos);
    }
  }
}

TEST(CaptureRedactor, SumsTheDatagramsOfTunnelsAnew) {
  const std::string capture = capture_of(
      "link raw-ip tunnel gtp", "@0.000 alice -> bob udp\n" + kInvite + "\n");
  RedactSummary summary;
  const std::vector<Kept> frames = frames_of(redacted(capture, summary));
  ASSERT_EQ(frames.size(), 1U);
  const std::string& packet = frames[0].octets;
  EXPECT_EQ(packet.find(std::string("\xcb\x00\x71", 3)), std::string::npos);
  const auto address_at = [&packet](std::size_t at) {
    testing::IpAddress address;
    std::memcpy(address.octets.data(), packet.data() + at, 4);
    return address;
  };
  constexpr std::size_t kIpOctets = testing::kIpv4HeaderOctets;
  EXPECT_EQ(testing::transport_checksum(address_at(12), address_at(16),
                                        testing::kProtocolUdp,
                                        packet.substr(kIpOctets)),
            0);
}

// A quote that ends inside of a word ends inside of its pseudonym.
TEST(CaptureRedactor, QuotesWhatBecameOfTheDatagram) {
  const std::string capture = capture_of(
      "link ethernet",
      "@0.000 alice -> bob udp dies port quoting 150\n" + kInvite + "\n");
  RedactSummary summary;
  const std::vector<Kept> frames = frames_of(redacted(capture, summary));
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_EQ(summary.written, 2U);
  const std::size_t begin = frames[0].octets.find("INVITE sip:");
  const std::size_t quoted = frames[1].octets.find("INVITE sip:");
  ASSERT_NE(quoted, std::string::npos);
  const std::string quote = frames[1].octets.substr(quoted);
  EXPECT_GT(quote.size(), 100U);
  EXPECT_EQ(frames[0].octets.substr(begin, quote.size()), quote);
}

TEST(CaptureRedactor, ReplacesWordsThatLieAcrossSegments) {
  const std::string capture = capture_of(
      "link ethernet", "@0.000 alice -> bob tcp segments 41,3,7,rest\n" +
                           kInvite + "Content-Length: 0\n\n");
  RedactSummary summary;
  const std::string safe = redacted(capture, summary);
  EXPECT_EQ(summary.messages, 1U);
  EXPECT_EQ(summary.written, frames_of(capture).size());
  std::string stream;
  for (const Kept& kept : frames_of(safe)) {
    if (kept.octets.size() > 54) stream += kept.octets.substr(54);
  }
  EXPECT_NE(stream.find("\r\nCSeq: 1 INVITE\r\n"), std::string::npos) << stream;
  EXPECT_EQ(stream.find("alice"), std::string::npos) << stream;
}

TEST(CaptureRedactor, WritesOnceTheOutputTakesNoMoreThatItFailed) {
  const std::string capture =
      capture_of("link ethernet", "@0.000 alice -> bob udp\n" + kInvite + "\n");
  Pseudonyms names("a key for tests alone", {});
  const Result<RedactSummary> done =
      redact_memory(capture, names, {}, [](std::string_view) { return false; });
  ASSERT_TRUE(done);
  EXPECT_TRUE(done->output_failed);
}

// An extract has such times in place of frames: without them its pauses would
// be longer, and what is judged by pauses would be another.
TEST(CaptureRedactor, KeepsWhenTheCaptureWasRunning) {
  const std::string original =
      capture_of("link ethernet", "@0.000 alice -> bob udp\n" + kInvite + "\n");
  CaptureWriter writer("test");
  std::string capture;
  const std::uint32_t interface = writer.add_interface({});
  Kept kept = frames_of(original).front();
  kept.frame.octets = kept.octets;
  writer.write(kept.frame, interface, {}, capture);
  const Timestamp later = kept.frame.timestamp + std::chrono::seconds(9);
  writer.write_statistics(interface, {.time = later}, capture);
  writer.write_statistics(interface, {.time = later, .dropped = 3}, capture);
  RedactSummary summary;
  const std::string safe = redacted(capture, summary);
  Result<CaptureReader> reader = CaptureReader::from_memory("memory", safe);
  ASSERT_TRUE(reader);
  std::array<Frame, kFrameBatch> batch;
  while (reader->next_batch(batch) > 0) {
  }
  EXPECT_EQ(reader->coverage().running, (std::vector{later, later}));
  EXPECT_EQ(reader->coverage().interfaces.at(0).recorded_drops, 3U);
}

// Times in milliseconds of frames that are left out; those that are written.
std::vector<int> kept_of(const std::vector<int>& times) {
  detail::PauseKeeper<int> keeper;
  std::vector<int> kept;
  const auto emit = [&kept](int time) { kept.push_back(time); };
  for (const int time : times) {
    const auto moment =
        timestamp_from_nanoseconds(time * std::int64_t{1000000});
    keeper.pass(moment, emit);
    if (keeper.leave_out(moment, time)) kept.push_back(time);
  }
  keeper.flush(emit);
  return kept;
}

TEST(PauseKeeper, KeepsBothEndsOfEveryPauseAndOfTheCapture) {
  EXPECT_EQ(kept_of({0, 20, 40, 60}), (std::vector<int>{0, 60}));
  EXPECT_EQ(kept_of({0, 20, 40, 9000, 9020}),
            (std::vector<int>{0, 40, 9000, 9020}));
  EXPECT_EQ(kept_of({0, 400, 800, 1200, 1600, 2000, 2400}),
            (std::vector<int>{0, 1200, 2400}));
  EXPECT_EQ(kept_of({5000, 100, 4000}), (std::vector<int>{5000}));
  EXPECT_EQ(kept_of({}), std::vector<int>());
}

}  // namespace
}  // namespace siptriage::capture_redactor_test
