#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "siptriage/capture/capture_filter.h"
#include "siptriage/net/net_stage.h"

#include "unit/net/packets.h"

namespace siptriage::ip_reassembler_test {
namespace {

using testing::ethernet;
using testing::ipv4;
using testing::Ipv4Options;
using testing::ipv6;
using testing::ipv6_fragment;
using testing::Ipv6Options;
using testing::tcp;
using testing::u8;
using testing::udp;
using testing::Wire;
using testing::zeros;

std::string text_of(std::size_t size) {
  std::string text(size, '\0');
  for (std::size_t i = 0; i < size; ++i) {
    text[i] = static_cast<char>('a' + i % 26);
  }
  return text;
}

std::string v4_fragment(std::string_view payload, unsigned offset, bool more,
                        unsigned id = 1) {
  Ipv4Options options;
  options.id = id;
  options.flags_and_offset = offset / 8 | (more ? 0x2000U : 0U);
  return ethernet(0x0800, ipv4(options, payload));
}
std::string v6_fragment(std::string_view payload, unsigned offset, bool more,
                        std::uint32_t id = 1) {
  Ipv6Options options;
  options.next_header = 44;
  return ethernet(0x86dd,
                  ipv6(options, ipv6_fragment(17, offset, more, id, payload)));
}

using MakeFragment = std::string (*)(std::string_view, unsigned, bool,
                                     std::uint32_t);
std::string make_v4(std::string_view payload, unsigned offset, bool more,
                    std::uint32_t id) {
  return v4_fragment(payload, offset, more, id);
}
std::string make_v6(std::string_view payload, unsigned offset, bool more,
                    std::uint32_t id) {
  return v6_fragment(payload, offset, more, id);
}

// `datagram` in fragments of `unit` octets, the last one shorter.
std::vector<std::string> fragments_of(std::string_view datagram, unsigned unit,
                                      MakeFragment make, std::uint32_t id = 1) {
  std::vector<std::string> fragments;
  for (unsigned offset = 0; offset < datagram.size(); offset += unit) {
    fragments.push_back(make(datagram.substr(offset, unit), offset,
                             offset + unit < datagram.size(), id));
  }
  return fragments;
}

TEST(IpReassembler, PutsFourFragmentsTogetherInAnyOrder) {
  const std::string text = text_of(90);
  for (const MakeFragment make : {make_v4, make_v6}) {
    const std::vector<std::string> fragments =
        fragments_of(udp(text), 32, make, 0xbeef);
    ASSERT_EQ(fragments.size(), 4u);
    std::array<std::size_t, 4> order{};
    std::iota(order.begin(), order.end(), std::size_t{0});
    do {
      for (const bool transient : {false, true}) {
        Wire wire;
        wire.transient = transient;
        for (const std::size_t i : order) wire.feed(fragments[i]);
        ASSERT_EQ(wire.payloads.size(), 1u);
        const Payload& payload = wire.payloads[0];
        EXPECT_EQ(wire.octets[0], text);
        EXPECT_TRUE(payload.reassembled);
        EXPECT_TRUE(payload.transient);
        EXPECT_EQ(payload.source.port, 5060);
        EXPECT_EQ(payload.frame.number, 4u);
        EXPECT_EQ(payload.identity.ip_identification, 0xbeefu);
        EXPECT_TRUE(payload.identity.has_ip_identification);
        EXPECT_EQ(wire.coverage.fragments, 4u);
        EXPECT_EQ(wire.coverage.reassembled_datagrams, 1u);
        EXPECT_EQ(wire.skipped_in_all(), 0u);
        wire.finish();
        EXPECT_EQ(wire.skipped_in_all(), 0u);
      }
    } while (std::next_permutation(order.begin(), order.end()));
  }
}

TEST(IpReassembler, TakesDuplicatesInAnyOrderForOneDatagram) {
  const std::string text = text_of(60);
  for (const MakeFragment make : {make_v4, make_v6}) {
    const std::vector<std::string> fragments =
        fragments_of(udp(text), 24, make);
    ASSERT_EQ(fragments.size(), 3u);
    for (const OverlapPolicy policy :
         {OverlapPolicy::FirstWins, OverlapPolicy::LastWins}) {
      NetOptions options;
      options.fragment_overlap = policy;
      std::array<std::size_t, 5> order{0, 0, 1, 1, 2};
      do {
        Wire wire({}, options);
        for (const std::size_t i : order) wire.feed(fragments[i]);
        ASSERT_EQ(wire.payloads.size(), 1u);
        EXPECT_EQ(wire.octets[0], text);
        wire.finish();
        // Two that come when each was seen once may be another datagram.
        const bool whole_at_third =
            std::set<std::size_t>(order.begin(), order.begin() + 3).size() == 3;
        EXPECT_EQ(wire.skipped_in_all(), whole_at_third ? 2u : 0u);
      } while (std::next_permutation(order.begin(), order.end()));
    }
  }
}

TEST(IpReassembler, OpensNothingForTheLateCopiesOfAMirrorPort) {
  const std::vector<std::string> fragments =
      fragments_of(udp(text_of(40)), 24, make_v4);
  ASSERT_EQ(fragments.size(), 2u);
  Wire wire;
  for (const std::string& fragment : fragments) {
    wire.feed(fragment);
    wire.feed(fragment);
  }
  EXPECT_EQ(wire.payloads.size(), 1u);
  // Both copies whole, one after the other: seen twice.
  for (const std::string& fragment : fragments) wire.feed(fragment);
  EXPECT_EQ(wire.payloads.size(), 2u);
  wire.finish();
  EXPECT_EQ(wire.skipped_in_all(), 0u);
}

TEST(IpReassembler, LetsThePolicyDecideOverlaps) {
  // Octets 24 to 48 come three times, between what is seen but once.
  const std::string whole = udp(text_of(64), 5060, 5061, 72);
  const std::string first = whole.substr(0, 40);
  const std::string second = std::string(24, '2');
  const std::string third = std::string(16, '3') + whole.substr(48);
  for (const MakeFragment make : {make_v4, make_v6}) {
    for (const OverlapPolicy policy :
         {OverlapPolicy::FirstWins, OverlapPolicy::LastWins}) {
      NetOptions options;
      options.fragment_overlap = policy;
      Wire wire({}, options);
      wire.feed(make(first, 0, true, 1));
      wire.feed(make(second, 24, true, 1));
      wire.feed(make(third, 32, false, 1));
      ASSERT_EQ(wire.payloads.size(), 1u);
      std::string expected = whole.substr(8);
      if (policy == OverlapPolicy::FirstWins) {
        expected.replace(40 - 8, 8, 8, '2');
      } else {
        expected.replace(24 - 8, 8, 8, '2');
        expected.replace(32 - 8, 16, 16, '3');
      }
      EXPECT_EQ(wire.octets[0], expected);
    }
  }
}

TEST(IpReassembler, KeepsWhatItGaveOutUntilTheNextCall) {
  // Many, large and small, out of one call of process; and again, in the
  // memory of the first.
  constexpr unsigned kDatagrams = 64;
  std::vector<std::string> octets;
  std::vector<Frame> frames;
  for (unsigned id = 0; id < kDatagrams; ++id) {
    const std::size_t size = id % 4 == 0 ? 60000 : 100 + id;
    for (std::string& fragment :
         fragments_of(udp(std::string(size, static_cast<char>('A' + id % 26))),
                      48000, make_v4, id)) {
      octets.push_back(std::move(fragment));
    }
  }
  for (const std::string& fragment : octets) {
    Frame& frame = frames.emplace_back();
    frame.octets = fragment;
    frame.original_length_octets = static_cast<std::uint32_t>(fragment.size());
  }
  Coverage coverage;
  NetStage net({}, coverage);
  for (int turn = 0; turn < 2; ++turn) {
    std::vector<Payload> payloads;
    net.process(frames, payloads);
    ASSERT_EQ(payloads.size(), kDatagrams);
    for (const Payload& payload : payloads) {
      EXPECT_EQ(payload.octets,
                std::string(payload.octets.size(), payload.octets[0]));
    }
  }
}

TEST(IpReassembler, KeepsDatagramsApart) {
  const std::string one = udp(text_of(40), 1);
  const std::string two = udp(std::string(40, 'x'), 2);
  Wire wire;
  wire.feed(v4_fragment(one.substr(0, 24), 0, true, 1));
  wire.feed(v4_fragment(two.substr(0, 24), 0, true, 2));
  wire.feed(v4_fragment(two.substr(24), 24, false, 2));
  wire.feed(v4_fragment(one.substr(24), 24, false, 1));
  ASSERT_EQ(wire.payloads.size(), 2u);
  EXPECT_EQ(wire.payloads[0].source.port, 2);
  EXPECT_EQ(wire.octets[0], std::string(40, 'x'));
  EXPECT_EQ(wire.octets[1], text_of(40));
}

TEST(IpReassembler, CountsEveryFrameOfWhatNeverBecameWhole) {
  const std::vector<std::string> fragments =
      fragments_of(udp(text_of(90)), 32, make_v6);
  Wire wire;
  wire.feed(fragments[0]);
  wire.feed(fragments[1]);
  wire.feed(fragments[3]);
  EXPECT_EQ(wire.skipped_in_all(), 0u);
  wire.finish();
  EXPECT_EQ(wire.skipped(SkipReason::FragmentIncomplete), 3u);
  EXPECT_EQ(wire.coverage.fragments, 3u);
  EXPECT_EQ(wire.coverage.reassembled_datagrams, 0u);
}

TEST(IpReassembler, StartsAnewWhereLengthsContradict) {
  const std::string text = text_of(40);
  const std::vector<std::string> fragments =
      fragments_of(udp(text), 24, make_v4);
  Wire wire;
  // A leftover of the same identification, shorter than what now comes.
  wire.feed(v4_fragment(zeros(8), 8, false));
  wire.feed(fragments[0]);
  wire.feed(fragments[1]);
  ASSERT_EQ(wire.payloads.size(), 1u);
  EXPECT_EQ(wire.octets[0], text);
  EXPECT_EQ(wire.skipped(SkipReason::FragmentIncomplete), 1u);

  // Two ends.
  wire.feed(v4_fragment(zeros(8), 48, false, 2));
  wire.feed(v4_fragment(zeros(8), 56, false, 2));
  wire.finish();
  EXPECT_EQ(wire.skipped(SkipReason::FragmentIncomplete), 3u);
}

TEST(IpReassembler, ForgetsByAgeOfTheTimestamps) {
  const std::vector<std::string> fragments =
      fragments_of(udp(text_of(40)), 24, make_v4);
  Limits limits;
  limits.set(LimitId::FragmentAge, 30);
  for (const auto& [age, payloads] :
       {std::pair(std::chrono::milliseconds(30000), std::size_t{1}),
        std::pair(std::chrono::milliseconds(30001), std::size_t{0}),
        std::pair(std::chrono::milliseconds(-90000), std::size_t{1})}) {
    Wire wire(limits);
    const Timestamp start = wire.now;
    wire.feed(fragments[0]);
    wire.now = start + age;
    wire.feed(fragments[1]);
    EXPECT_EQ(wire.payloads.size(), payloads);
    EXPECT_EQ(wire.skipped(SkipReason::FragmentIncomplete), 1 - payloads);
  }
}

TEST(IpReassembler, DropsTheOldestPastTheNumberOfDatagrams) {
  Limits limits;
  limits.set(LimitId::FragmentedDatagrams, 2);
  Wire wire(limits);
  const std::string datagram = udp(text_of(40));
  for (const unsigned id : {1U, 2U}) {
    wire.feed(v4_fragment(datagram.substr(0, 24), 0, true, id));
  }
  EXPECT_EQ(wire.skipped_in_all(), 0u);
  wire.feed(v4_fragment(datagram.substr(0, 24), 0, true, 3));
  EXPECT_EQ(wire.skipped(SkipReason::FragmentLimit), 1u);
  for (const unsigned id : {2U, 3U}) {
    wire.feed(v4_fragment(datagram.substr(24), 24, false, id));
  }
  EXPECT_EQ(wire.payloads.size(), 2u);
  wire.finish();
  EXPECT_EQ(wire.skipped_in_all(), 1u);
}

// Fragments that overlap without end, each with octets that win.
TEST(IpReassembler, DropsADatagramOfTooManyFragments) {
  constexpr unsigned kUnit = 8;
  constexpr unsigned kPlaces = 91;  // 91 * 91 ranges are more than 8192
  Wire wire({}, {OverlapPolicy::LastWins});
  unsigned fragments = 0;
  for (unsigned begin = 0; begin < kPlaces; ++begin) {
    for (unsigned units = 1; units <= kPlaces; ++units) {
      if (wire.skipped_in_all() != 0) break;
      wire.feed(v4_fragment(zeros(units * kUnit), begin * kUnit, true, 1));
      ++fragments;
    }
  }
  EXPECT_EQ(fragments, 8193u);
  EXPECT_EQ(wire.skipped(SkipReason::FragmentLimit), fragments);
}

TEST(IpReassembler, DropsTheOldestPastTheNumberOfOctets) {
  Limits limits;
  limits.set(LimitId::FragmentOctets, 10000);
  Wire wire(limits);
  for (unsigned id = 1; id <= 100; ++id) {
    wire.feed(v4_fragment(zeros(1000), 0, true, id));
  }
  EXPECT_GE(wire.skipped(SkipReason::FragmentLimit), 90u);
  EXPECT_LT(wire.skipped(SkipReason::FragmentLimit), 95u);
  // One that alone is too much.
  Wire small(limits);
  for (unsigned i = 0; i < 20; ++i) {
    small.feed(v4_fragment(zeros(1000), 1000 * i, true, 1));
  }
  small.finish();
  EXPECT_GT(small.skipped(SkipReason::FragmentLimit), 0u);
  EXPECT_EQ(small.skipped_in_all(), 20u);
}

TEST(IpReassembler, RefusesWhatFitsNoPacket) {
  // 65528 octets of payload behind a header of 20: one too many.
  const std::string payload(65512, 'x');
  Ipv4Options options;
  options.flags_and_offset = 0x2000;
  Wire wire;
  wire.feed(ethernet(0x0800, ipv4(options, payload)));
  options.flags_and_offset = 65512 / 8;
  wire.feed(ethernet(0x0800, ipv4(options, "12345678")));
  EXPECT_EQ(wire.skipped(SkipReason::MalformedPacket), 2u);
  // 65535 in all are none too many.
  Wire largest;
  const std::string datagram = udp(std::string(65507, 'x'));
  for (const std::string& fragment : fragments_of(datagram, 1480, make_v4)) {
    largest.feed(fragment);
  }
  ASSERT_EQ(largest.payloads.size(), 1u);
  EXPECT_EQ(largest.octets[0].size(), 65507u);
}

TEST(IpReassembler, CountsFragmentsCutBySnapLength) {
  const std::vector<std::string> fragments =
      fragments_of(udp(text_of(90)), 48, make_v4);
  Wire wire;
  wire.feed(fragments[0].substr(0, fragments[0].size() - 5), LinkType::Ethernet,
            5);
  wire.feed(fragments[1]);
  wire.feed(fragments[2]);
  wire.finish();
  EXPECT_TRUE(wire.payloads.empty());
  EXPECT_EQ(wire.skipped(SkipReason::SnapLength), 1u);
  EXPECT_EQ(wire.skipped(SkipReason::FragmentIncomplete), 2u);
}

TEST(IpReassembler, PutsTogetherWhatIsNeitherUdpNorWhole) {
  // ICMP: every frame of it is counted.
  Ipv4Options options;
  options.protocol = 1;
  options.flags_and_offset = 0x2000;
  Wire wire;
  wire.feed(ethernet(0x0800, ipv4(options, zeros(16))));
  options.flags_and_offset = 2;
  wire.feed(ethernet(0x0800, ipv4(options, zeros(3))));
  EXPECT_EQ(wire.skipped(SkipReason::OtherIpProtocol), 2u);

  // TCP.
  options.protocol = 6;
  const std::string segment = tcp({}, text_of(30));
  options.flags_and_offset = 0x2000;
  wire.feed(ethernet(0x0800, ipv4(options, segment.substr(0, 24))));
  options.flags_and_offset = 3;
  wire.feed(ethernet(0x0800, ipv4(options, segment.substr(24))));
  ASSERT_EQ(wire.payloads.size(), 1u);
  EXPECT_EQ(wire.octets[0], text_of(30));
  EXPECT_TRUE(wire.payloads[0].reassembled);
}

TEST(IpReassembler, KeepsExtensionHeadersInFrontOfTheFragmentHeader) {
  const std::string datagram = udp(text_of(40));
  const auto fragment = [&](unsigned offset, std::string_view payload,
                            bool more) {
    Ipv6Options options;
    options.next_header = 0;
    return ethernet(0x86dd,
                    ipv6(options, u8(44) + zeros(7) +
                                      ipv6_fragment(60, offset, more, 9,
                                                    std::string(payload))));
  };
  // The fragmented part begins with a destination options header.
  const std::string part = u8(17) + zeros(7) + datagram;
  Wire wire;
  wire.feed(fragment(32, std::string_view(part).substr(32), false));
  wire.feed(fragment(0, std::string_view(part).substr(0, 32), true));
  ASSERT_EQ(wire.payloads.size(), 1u);
  EXPECT_EQ(wire.octets[0], text_of(40));
}

TEST(IpReassembler, StopsAtFragmentsWithinFragments) {
  // The last frame completes a datagram that is the first fragment of another,
  // which it completes, and so on.
  constexpr unsigned kLevels = 64;
  std::string payload = udp(text_of(8));
  Wire wire;
  for (unsigned level = 0; level < kLevels; ++level) {
    const auto size = static_cast<unsigned>(payload.size());
    wire.feed(
        v6_fragment(zeros(8), size + 8 * (kLevels - 1 - level), false, level));
    payload = ipv6_fragment(level == 0 ? 17 : 44, 0, true, level, payload);
  }
  Ipv6Options options;
  options.next_header = 44;
  wire.feed(ethernet(0x86dd, ipv6(options, payload)));
  EXPECT_EQ(wire.coverage.reassembled_datagrams, 9u);
  EXPECT_GT(wire.skipped(SkipReason::TunnelTooDeep), 0u);
  wire.finish();
  EXPECT_TRUE(wire.payloads.empty());
  EXPECT_EQ(wire.skipped_in_all(), kLevels + 1);
}

TEST(Filter, KeepsTheTailOfAFragmentedDatagram) {
  Result<CaptureFilter> filter = CaptureFilter::compile("udp port 5060");
  ASSERT_TRUE(filter.has_value());
  const std::string text = text_of(90);
  for (const MakeFragment make : {make_v4, make_v6}) {
    Wire wire;
    wire.net.set_filter(&*filter);
    for (const std::string& fragment : fragments_of(udp(text), 32, make)) {
      wire.feed(fragment);
    }
    ASSERT_EQ(wire.payloads.size(), 1u);
    EXPECT_EQ(wire.octets[0], text);
    for (const std::string& fragment :
         fragments_of(udp(text, 7000, 7001), 32, make, 2)) {
      wire.feed(fragment);
    }
    EXPECT_EQ(wire.payloads.size(), 1u);
    EXPECT_EQ(wire.skipped(SkipReason::Filtered), 4u);
    EXPECT_EQ(wire.skipped_in_all(), 4u);
  }
}

TEST(Filter, SeesTheTrueLengthOfAFragmentedDatagram) {
  Result<CaptureFilter> filter =
      CaptureFilter::compile("ip[2:2] = 118 and ip[6:2] = 0 and len = 132");
  ASSERT_TRUE(filter.has_value());
  Wire wire;
  wire.net.set_filter(&*filter);
  for (const std::string& fragment :
       fragments_of(udp(text_of(90)), 32, make_v4)) {
    wire.feed(fragment);
  }
  EXPECT_EQ(wire.payloads.size(), 1u);
}

TEST(Filter, LeavesNothingOfWhatDoesNotMatch) {
  Result<CaptureFilter> filter = CaptureFilter::compile("udp port 5060");
  ASSERT_TRUE(filter.has_value());
  Wire wire;
  wire.net.set_filter(&*filter);
  Ipv4Options options;
  options.protocol = 6;
  wire.feed(ethernet(0x0800, ipv4(options, tcp({}, "sip"))));
  wire.feed(ethernet(0x0806, zeros(28)));
  wire.feed(ethernet(0x0800, ipv4({}, udp("sip", 1, 2))));
  wire.feed(ethernet(0x0800, ipv4({}, udp("sip"))));
  EXPECT_EQ(wire.skipped(SkipReason::Filtered), 3u);
  EXPECT_EQ(wire.coverage.tcp_connections, 0u);
  EXPECT_EQ(wire.octets, std::vector<std::string>{"sip"});
}

}  // namespace
}  // namespace siptriage::ip_reassembler_test
