// DatagramDecoder against what decodes layer by layer, and with a NetStage for
// what it leaves against a NetStage for everything: over packets of every
// kind, right, cut and with octets changed, and over every capture there is.
#include "siptriage/net/datagram_decoder.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "siptriage/capture/capture_filter.h"
#include "siptriage/capture/capture_reader.h"
#include "siptriage/net/net_stage.h"

#include "net/datagram_payload.h"
#include "net/icmp_error.h"
#include "net/packet_decoder.h"
#include "net/udp_datagram.h"
#include "unit/net/packets.h"

namespace siptriage::datagram_decoder_test {
namespace {

// A Payload in words, so that two can be compared and shown.
std::string text_of(const Payload& payload) {
  const PacketIdentity& identity = payload.identity;
  std::string text;
  for (const std::uint64_t number :
       {std::uint64_t{static_cast<unsigned>(payload.kind)},
        std::uint64_t{static_cast<unsigned>(payload.transport)},
        std::uint64_t{payload.direction}, std::uint64_t{payload.transient},
        std::uint64_t{payload.reassembled}, std::uint64_t{payload.stream},
        std::uint64_t{payload.original_length_octets},
        std::uint64_t{payload.frame.file}, std::uint64_t{payload.frame.number},
        static_cast<std::uint64_t>(nanoseconds_of(payload.timestamp)),
        std::uint64_t{identity.ip_identification},
        std::uint64_t{identity.has_ip_identification},
        std::uint64_t{identity.hop_limit}, std::uint64_t{identity.link_hash}}) {
    text += std::to_string(number) + ' ';
  }
  return text + to_string(payload.source) + ' ' +
         to_string(payload.destination) + ' ' + std::string(payload.octets);
}

std::string text_of(const Coverage& coverage) {
  std::string text;
  for (const std::uint64_t count :
       {coverage.fragments, coverage.reassembled_datagrams,
        coverage.tcp_connections}) {
    text += std::to_string(count) + ' ';
  }
  for (const std::uint64_t count : coverage.skipped) {
    text += std::to_string(count) + ' ';
  }
  return text;
}

using testing::ethernet;
using testing::ipv4;
using testing::Ipv4Options;
using testing::ipv6;
using testing::ipv6_fragment;
using testing::Ipv6Options;
using testing::mpls;
using testing::tcp;
using testing::u16;
using testing::u32;
using testing::u8;
using testing::udp;
using testing::vlan;
using testing::zeros;

using Decoded = DatagramDecoder::Decoded;

// Frames on the heap, each with exactly its own octets.
struct Frames {
  void add(std::string_view octets, LinkType type = LinkType::Ethernet,
           std::size_t cut_octets = 0) {
    std::vector<char>& copy = kept.emplace_back(octets.begin(), octets.end());
    copy.shrink_to_fit();
    const auto number = static_cast<std::uint32_t>(kept.size());
    Frame frame;
    frame.octets = {copy.data(), copy.size()};
    frame.timestamp = timestamp_from_nanoseconds(std::int64_t{number} * 1000);
    frame.id = {3, number};
    frame.original_length_octets =
        static_cast<std::uint32_t>(octets.size() + cut_octets);
    frame.interface_index = number % 3;
    frame.link_type = type;
    list.push_back(frame);
  }

  std::deque<std::vector<char>> kept;
  std::vector<Frame> list;
};

// What NetStage made of `frames`, or was given of them by `decoder`.
struct Outcome {
  std::vector<std::string> payloads;
  Coverage coverage;
};

void note(std::vector<Payload>& payloads, Outcome& outcome) {
  for (const Payload& payload : payloads) {
    outcome.payloads.push_back(text_of(payload));
  }
  payloads.clear();
}

Outcome through_stage(const std::vector<Frame>& frames,
                      const CaptureFilter* filter) {
  Outcome outcome;
  NetStage stage({}, outcome.coverage);
  stage.set_filter(filter);
  std::vector<Payload> payloads;
  for (const Frame& frame : frames) {
    stage.process({&frame, 1}, payloads);
    note(payloads, outcome);
  }
  stage.finish(payloads);
  note(payloads, outcome);
  return outcome;
}

Outcome through_both(const std::vector<Frame>& frames,
                     const CaptureFilter* filter) {
  Outcome outcome;
  Coverage of_decoder;
  NetStage stage({}, outcome.coverage);
  DatagramDecoder decoder({}, of_decoder);
  stage.set_filter(filter);
  decoder.set_filter(filter);
  std::vector<Payload> payloads;
  for (const Frame& frame : frames) {
    switch (decoder.decode(frame)) {
      case Decoded::Datagram:
        decoder.describe(payloads.emplace_back());
        EXPECT_EQ(payloads.back().octets.data(), decoder.octets().data());
        break;
      case Decoded::Counted:
        break;
      case Decoded::NeedsStage:
        stage.process({&frame, 1}, payloads);
        break;
    }
    note(payloads, outcome);
  }
  stage.finish(payloads);
  note(payloads, outcome);
  for (std::size_t i = 0; i < of_decoder.skipped.size(); ++i) {
    outcome.coverage.skipped[i] += of_decoder.skipped[i];
  }
  return outcome;
}

// Layer by layer, without the short way.
std::string as_layers_tell(const Frame& frame) {
  const Limits limits;
  detail::PacketDecoder layers(limits);
  const detail::DecodedPacket& packet = layers.decode(frame);
  using Kind = detail::DecodedPacket::Kind;
  if (packet.kind == Kind::Skipped) {
    const bool is_told = packet.reason == SkipReason::EncryptedEsp ||
                         (packet.reason == SkipReason::OtherIpProtocol &&
                          detail::may_be_icmp_error(packet.ip));
    return is_told ? "needs stage" : std::string(to_string(packet.reason));
  }
  if (packet.kind == Kind::Fragment ||
      packet.ip.protocol != detail::kProtocolUdp) {
    return "needs stage";
  }
  const detail::UdpDatagram datagram = detail::decode_udp(packet.ip);
  if (datagram.skip) return std::string(to_string(*datagram.skip));
  Payload payload;
  detail::fill_payload(frame, packet, datagram, payload);
  return text_of(payload);
}

std::string as_decoder_tells(const Frame& frame, DatagramDecoder& decoder,
                             Coverage& coverage) {
  coverage = Coverage();
  switch (decoder.decode(frame)) {
    case Decoded::Datagram: {
      Payload payload;
      // All of it must be set.
      payload.kind = PayloadKind::StreamGap;
      payload.stream = 77;
      payload.direction = 1;
      payload.reassembled = payload.transient = true;
      decoder.describe(payload);
      return text_of(payload);
    }
    case Decoded::Counted:
      for (std::size_t i = 0; i < coverage.skipped.size(); ++i) {
        if (coverage.skipped[i] == 1) {
          return std::string(to_string(static_cast<SkipReason>(i)));
        }
      }
      return "counted nothing";
    case Decoded::NeedsStage:
      return text_of(coverage) == text_of(Coverage()) ? "needs stage"
                                                      : "counted something";
  }
  return {};
}

void expect_same(const std::vector<Frame>& frames) {
  Coverage coverage;
  DatagramDecoder decoder({}, coverage);
  for (const Frame& frame : frames) {
    ASSERT_EQ(as_decoder_tells(frame, decoder, coverage), as_layers_tell(frame))
        << "frame " << frame.id.number;
  }
  Result<CaptureFilter> filter =
      CaptureFilter::compile("udp port 5060 or tcp or vlan");
  ASSERT_TRUE(filter.has_value());
  for (const CaptureFilter* const asked :
       {static_cast<const CaptureFilter*>(nullptr), &std::as_const(*filter)}) {
    const Outcome alone = through_stage(frames, asked);
    const Outcome both = through_both(frames, asked);
    ASSERT_EQ(both.payloads, alone.payloads);
    ASSERT_EQ(text_of(both.coverage), text_of(alone.coverage));
  }
}

std::string sll(unsigned protocol, std::string_view payload) {
  return u16(0) + u16(1) + u16(6) + u32(77) + zeros(4) + u16(protocol) +
         std::string(payload);
}
std::string sll2(unsigned protocol, std::string_view payload) {
  return u16(protocol) + u16(0) + u32(3) + u16(1) + u8(0) + u8(6) + zeros(8) +
         std::string(payload);
}

std::string v4(unsigned protocol, std::string_view payload,
               unsigned flags_and_offset = 0, const std::string& options = {}) {
  Ipv4Options header;
  header.protocol = protocol;
  header.id = 0x1234;
  header.flags_and_offset = flags_and_offset;
  header.options = options;
  return ipv4(header, payload);
}
std::string v6(unsigned next_header, std::string_view payload) {
  Ipv6Options header;
  header.next_header = next_header;
  return ipv6(header, payload);
}

struct Packet {
  unsigned type;  // EtherType
  std::string octets;
};

std::vector<Packet> packets() {
  const std::string text = "OPTIONS sip:a SIP/2.0";
  const std::string sip = udp(text);
  Ipv4Options offloaded;
  offloaded.total_length = 0;
  Ipv4Options nameless;
  nameless.id = 0;
  return {
      {0x0800, ipv4({}, sip)},
      {0x0800, ipv4(nameless, sip)},
      {0x0800, ipv4(offloaded, sip)},
      {0x0800, ipv4({}, sip) + zeros(9)},
      {0x0800, ipv4({}, udp(text, 5060, 5060, 0))},
      {0x0800, ipv4({}, udp(text, 5060, 5060, 7))},
      {0x0800, ipv4({}, udp(text, 5060, 5060, 8))},
      {0x0800, ipv4({}, udp(text, 5060, 5060, 12))},
      {0x0800, ipv4({}, udp(text, 5060, 5060, 700))},
      {0x0800, ipv4({}, udp("", 4000, 4001))},
      {0x0800, v4(17, sip, 0x4000)},
      {0x0800, v4(17, sip, 0x2000)},
      {0x0800, v4(17, sip, 3)},
      {0x0800, v4(17, sip, 0, zeros(8))},
      {0x0800, v4(6, tcp({}, text))},
      {0x0800, v4(6, "short")},
      {0x0800, v4(1, zeros(30))},
      {0x0800, v4(50, zeros(30))},
      {0x0800, v4(51, u8(17) + u8(1) + zeros(10) + sip)},
      {0x0800, v4(4, ipv4({}, sip))},
      {0x0800, v4(4, v4(17, sip, 0x2000))},
      {0x0800, v4(47, u16(0) + u16(0x0800) + ipv4({}, sip))},
      {0x86dd, v6(17, sip)},
      {0x86dd, v6(17, sip) + zeros(5)},
      {0x86dd, v6(6, tcp({}, text))},
      {0x86dd, v6(0, u8(17) + u8(0) + zeros(6) + sip)},
      {0x86dd, v6(44, ipv6_fragment(17, 0, true, 7, sip + zeros(3)))},
      {0x86dd, v6(44, ipv6_fragment(17, 0, false, 7, sip))},
      {0x86dd, v6(58, zeros(30))},
      {0x86dd, v6(41, v6(17, sip))},
      {0x0806, zeros(28)},
      {0x8847, mpls(true, ipv4({}, sip))},
      {0x8100, vlan(9, 0x8100, vlan(8, 0x0800, ipv4({}, sip)))},
  };
}

Frames frames_of_every_kind() {
  Frames frames;
  for (const Packet& packet : packets()) {
    frames.add(ethernet(packet.type, packet.octets));
    frames.add(ethernet(0x8100, vlan(0xe005, packet.type, packet.octets)));
    frames.add(ethernet(0x88a8, vlan(5, packet.type, packet.octets)));
    frames.add(sll(packet.type, packet.octets), LinkType::LinuxSll);
    frames.add(sll2(packet.type, packet.octets), LinkType::LinuxSll2);
    frames.add(packet.octets, LinkType::RawIp);
    frames.add(packet.octets, static_cast<LinkType>(147));
    frames.list.back().transient = true;
  }
  return frames;
}

TEST(DatagramDecoder, TellsPacketsOfEveryKindAsNetStageDoes) {
  expect_same(frames_of_every_kind().list);
}

TEST(DatagramDecoder, TellsFramesCutAtEveryOctetAsNetStageDoes) {
  const Frames whole = frames_of_every_kind();
  Frames cut;
  for (const Frame& frame : whole.list) {
    for (std::size_t size = 0; size < frame.octets.size(); ++size) {
      cut.add(frame.octets.substr(0, size), frame.link_type,
              frame.octets.size() - size);
    }
  }
  expect_same(cut.list);
}

TEST(DatagramDecoder, TellsFramesWithChangedOctetsAsNetStageDoes) {
  constexpr std::size_t kRounds = 40;
  constexpr std::size_t kHeaderOctets = 64;
  std::mt19937 random(20260302);
  const Frames whole = frames_of_every_kind();
  Frames changed;
  for (std::size_t round = 0; round < kRounds; ++round) {
    for (const Frame& frame : whole.list) {
      std::string octets(frame.octets);
      for (std::size_t changes = 1 + random() % 3; changes != 0; --changes) {
        const std::size_t reach = std::min(octets.size(), kHeaderOctets);
        octets[random() % reach] = static_cast<char>(
            random() % 2 == 0 ? random() % 256 : random() % 8);
      }
      changed.add(octets, frame.link_type);
    }
  }
  expect_same(changed.list);
}

TEST(DatagramDecoder, KeepsTheOctetsOfTransientFramesTransient) {
  Frames frames;
  frames.add(ethernet(0x0800, ipv4({}, udp("sip: some octets"))));
  frames.list[0].transient = true;
  Coverage coverage;
  DatagramDecoder decoder({}, coverage);
  ASSERT_EQ(decoder.decode(frames.list[0]), Decoded::Datagram);
  Payload payload;
  decoder.describe(payload);
  EXPECT_TRUE(payload.transient);
  EXPECT_EQ(payload.octets, "sip: some octets");
}

// The samples lie in the repository; on some machines real captures lie beside
// it.
std::vector<std::string> captures() {
  const std::filesystem::path root = SIPTRIAGE_SOURCE_DIR;
  std::vector<std::string> paths;
  for (const auto& folder :
       {root / ".." / "shared" / "corpus", root / "samples"}) {
    if (!std::filesystem::is_directory(folder)) continue;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(folder)) {
      if (entry.is_regular_file()) paths.push_back(entry.path().string());
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

TEST(DatagramDecoder, TellsEveryCaptureAsNetStageDoes) {
  std::size_t frames_in_all = 0;
  for (const std::string& path : captures()) {
    SCOPED_TRACE(path);
    OctetStore store;
    Result<CaptureReader> reader = CaptureReader::open(path, {}, store);
    if (!reader) continue;  // a README, or damage from the start
    std::vector<Frame> frames;
    std::array<Frame, kFrameBatch> batch;
    while (const std::size_t count = reader->next_batch(batch)) {
      frames.insert(frames.end(), batch.begin(),
                    batch.begin() + static_cast<std::ptrdiff_t>(count));
    }
    expect_same(frames);
    frames_in_all += frames.size();
  }
  EXPECT_GT(frames_in_all, 100u);
}

}  // namespace
}  // namespace siptriage::datagram_decoder_test
