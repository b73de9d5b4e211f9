// What NetStage tells of the frames that packets were made of.

#include "siptriage/net/frame_trace.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "unit/net/packets.h"
#include "unit/net/tcp_connection.h"

namespace siptriage::frame_trace_test {
namespace {

using testing::Connection;
using testing::Wire;

std::string fragment(std::string_view payload, unsigned offset, bool more,
                     unsigned id) {
  testing::Ipv4Options options;
  options.id = id;
  options.flags_and_offset = offset / 8 | (more ? 0x2000U : 0U);
  return testing::ethernet(0x0800, testing::ipv4(options, payload));
}

std::vector<std::uint32_t> numbers(const FrameTrace& trace) {
  std::vector<std::uint32_t> result;
  for (const FrameId frame : trace.members) result.push_back(frame.number);
  return result;
}

using Numbers = std::vector<std::uint32_t>;

TEST(FrameTrace, NamesAllFragmentsOfAPacket) {
  Wire wire;
  FrameTrace trace;
  wire.net.set_trace(&trace);
  const std::string datagram = testing::udp("0123456789abcdef01234567");
  wire.feed(fragment(datagram.substr(16), 16, false, 1));
  EXPECT_EQ(numbers(trace), Numbers{1});
  wire.feed(fragment(datagram.substr(0, 16), 0, true, 2));
  wire.feed(fragment(datagram.substr(0, 16), 0, true, 1));
  EXPECT_EQ(numbers(trace), (Numbers{1, 3}));
  ASSERT_EQ(wire.payloads.size(), 1U);
  wire.feed(testing::ethernet(0x0806, "ARP"));
  EXPECT_EQ(numbers(trace), Numbers{4});
}

TEST(FrameTrace, TellsSegmentsAndWhereTheirOctetsWere) {
  Wire wire;
  FrameTrace trace;
  wire.net.set_trace(&trace);
  Connection connection(wire);
  connection.client(static_cast<std::uint32_t>(-1), "", testing::kSyn);
  ASSERT_TRUE(trace.segment);
  EXPECT_TRUE(trace.segment->begins);
  EXPECT_FALSE(trace.segment->ends);
  EXPECT_EQ(to_string(trace.segment->source), "192.0.2.1:40000");
  connection.client(6, "world");
  EXPECT_EQ(trace.segment->sequence, testing::kClientStart + 6);
  EXPECT_EQ(trace.segment->length_octets, 5U);
  connection.client(0, "hello ");
  ASSERT_EQ(wire.payloads.size(), 2U);
  EXPECT_EQ(wire.payloads[0].carrier, (FrameId{0, 3}));
  EXPECT_EQ(wire.payloads[1].carrier, (FrameId{0, 2}));
  EXPECT_EQ(wire.payloads[1].frame, (FrameId{0, 3}));
  wire.feed(testing::ethernet(0x0806, "ARP"));
  EXPECT_FALSE(trace.segment);
}

}  // namespace
}  // namespace siptriage::frame_trace_test
