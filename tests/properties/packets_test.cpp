// However messages travel, and whatever travels between them, the analysis is
// the same, with each frame under the number of the one that it comes from.

#include "properties/packets.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "properties/inputs.h"
#include "properties/told.h"

namespace siptriage::testing::packets_test {
namespace {

const FileForm kForm{.kind = FileKind::Pcapng, .nanoseconds = true};

Told tell_renamed(const std::vector<Record>& records, unsigned threads = 1) {
  const std::string octets = write_capture(records, kForm);
  return tell_memory(octets, threads).renamed(Origins({records}));
}

Link link_of(LinkKind kind, std::vector<std::uint16_t> vlan_ids = {}) {
  Link link;
  link.kind = kind;
  link.vlan_ids = std::move(vlan_ids);
  return link;
}

TEST(ForeignPackets, BetweenTheFramesChangeNothing) {
  Dice dice(40001);
  for (const std::string& path : all_captures()) {
    const std::vector<Record> records = read_records(path);
    const Told expected = tell_renamed(records);
    for (int round = 0; round < rounds(3); ++round) {
      expect_equal(tell_renamed(among_foreign(records, dice)), expected, path);
    }
  }
}

TEST(LinkLayers, EachGivesTheSameAnalysis) {
  Link padded = link_of(LinkKind::Ethernet, {200, 17});
  padded.is_padded = true;
  const Link kLinks[] = {
      link_of(LinkKind::Null),
      link_of(LinkKind::Ethernet),
      link_of(LinkKind::Ethernet, {100}),
      padded,
      link_of(LinkKind::RawIp),
      link_of(LinkKind::LinuxCooked),
      link_of(LinkKind::LinuxCookedV2),
  };
  for (const std::string& path : all_captures()) {
    const std::vector<Record> records = read_records(path);
    const Told expected = tell_renamed(records);
    for (const Link& link : kLinks) {
      expect_equal(tell_renamed(in_link(records, link)), expected, path);
    }
  }
}

// A mirror port shows a fragment twice, and so does a network that repeats a
// single one: with both at once nobody can tell which copy belongs to which.
bool has_copies(const std::vector<Record>& records) {
  std::set<std::string_view> seen;
  return !std::all_of(records.begin(), records.end(), [&](const Record& one) {
    const std::optional<IpPlace> place = find_ip(one);
    return !place || seen.insert(std::string_view(one.octets)
                                     .substr(place->offset, place->octets))
                         .second;
  });
}

TEST(IpFragments, OfAnySizeInAnyOrderGiveTheSameAnalysis) {
  Dice dice(791);
  for (const std::string& path : all_captures()) {
    const std::vector<Record> records = read_records(path);
    const Told expected = tell_renamed(records);
    for (int round = 0; round < rounds(4); ++round) {
      const Cutting cutting{.most_octets = std::size_t{8} << dice.below(8),
                            .repeated = round % 2 == 1 && !has_copies(records)};
      expect_equal(tell_renamed(in_fragments(records, cutting, dice)), expected,
                   path);
    }
  }
}

TEST(IpFragments, ThatOverlapWithTheSameOctetsGiveTheSameAnalysis) {
  Dice dice(815);
  for (const std::string& path : all_captures()) {
    const std::vector<Record> records = read_records(path);
    const Told expected = tell_renamed(records);
    const Cutting cutting{
        .most_octets = 200, .repeated = true, .overlapping = true};
    expect_equal(tell_renamed(in_fragments(records, cutting, dice)), expected,
                 path);
  }
}

// Each of the 120 orders of five fragments.
TEST(IpFragments, InEveryOrderGiveTheSameDatagram) {
  const std::vector<Record> whole = read_records(sample_captures().front());
  const std::vector<Record> one(whole.begin(), whole.begin() + 1);
  const Told expected = tell_renamed(one);
  ASSERT_NE(expected.ndjson, "");
  Dice dice(5);
  std::vector<Record> pieces;
  while (pieces.size() != 5) {
    pieces = in_fragments(one, {.most_octets = 400, .window = 1}, dice);
  }
  std::vector<int> order{0, 1, 2, 3, 4};
  do {
    std::vector<Record> permuted;
    for (const int place : order) {
      permuted.push_back(pieces[static_cast<std::size_t>(place)]);
    }
    expect_equal(tell_renamed(permuted), expected, "permuted");
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST(TcpSegments, OfAnySizeInAnyOrderGiveTheSameAnalysis) {
  Dice dice(9293);
  for (const std::string& path :
       {generated_capture("tcp"), generated_capture("small-segments"),
        std::string(SIPTRIAGE_SOURCE_DIR
                    "/samples/tcp-split/tcp-split.pcap")}) {
    const std::vector<Record> records = read_records(path);
    const Told expected = tell_renamed(records);
    for (int round = 0; round < rounds(16); ++round) {
      // Fewer behind a hole than LimitId::OutOfOrderSegments.
      const Cutting cutting{.most_octets = std::size_t{8} << dice.below(7),
                            .window = 64,
                            .repeated = round % 2 == 1,
                            .overlapping = round % 4 >= 2};
      expect_equal(tell_renamed(in_segments(records, cutting, dice)), expected,
                   path);
    }
  }
}

TEST(Wrappings, OfAllKindsAtOnceChangeNothing) {
  Dice dice(1);
  for (const std::string& path : all_captures()) {
    const std::vector<Record> records = read_records(path);
    const Told expected = tell_renamed(records);
    for (const unsigned threads : {1U, 4U}) {
      std::vector<Record> turned =
          in_link(records, link_of(LinkKind::Ethernet, {9}));
      turned = in_segments(turned, {.most_octets = 300}, dice);
      turned = in_fragments(turned, {.most_octets = 256}, dice);
      turned = among_foreign(turned, dice);
      expect_equal(tell_renamed(turned, threads), expected, path);
    }
  }
}

}  // namespace
}  // namespace siptriage::testing::packets_test
