#include "siptriage/capture/frame.h"

#include <cstdint>

#include <gtest/gtest.h>

#include "capture/frame_limit.h"

namespace siptriage::frame_test {
namespace {

TEST(Frame, KnowsWhenTheSnapLengthCutIt) {
  Frame frame;
  frame.octets = "1234";
  frame.original_length_octets = 4;
  EXPECT_FALSE(frame.cut_by_snap_length());
  frame.original_length_octets = 5;
  EXPECT_TRUE(frame.cut_by_snap_length());
}

TEST(LinkType, HasANameOrANumber) {
  EXPECT_EQ(to_string(LinkType::Ethernet), "Ethernet");
  EXPECT_EQ(to_string(LinkType::LinuxSll2), "Linux cooked v2");
  EXPECT_EQ(to_string(LinkType::RawIp), "raw IP");
  EXPECT_EQ(to_string(static_cast<LinkType>(127)),
            "IEEE 802.11 with radiotap header");
  EXPECT_EQ(to_string(static_cast<LinkType>(147)), "link type 147");
}

// DLT_ numbers of this platform where the registry's are others.
TEST(LinkType, IsThatOfTheRegistry) {
  struct Row {
    std::uint32_t number;
    unsigned expected;
  };
  constexpr Row kRows[] = {
      {1, 1},     // Ethernet stays what it is
      {11, 100},  // ATM
      {12, 101},  // raw IP
      {14, 101},  // raw IP, of OpenBSD
      {15, 102},  // SLIP
      {16, 103},  // PPP
      {19, 106},  // classical IP over ATM
      {65536, 65535},
  };
  for (const Row& row : kRows) {
    EXPECT_EQ(static_cast<unsigned>(detail::link_type_from_number(row.number)),
              row.expected)
        << row.number;
  }
}

TEST(LinkType, LetsFewFramesBeLonger) {
  EXPECT_EQ(detail::max_frame_octets(LinkType::Ethernet, {}),
            detail::kMaxFrameOctets);
  for (const unsigned type : {231U, 249U, 279U}) {  // D-Bus, USBPcap, EBHSCR
    EXPECT_GT(detail::max_frame_octets(static_cast<LinkType>(type), {}),
              detail::kMaxFrameOctets);
  }
}

TEST(LinkType, NamesAllThatWeDecode) {
  for (const LinkType type :
       {LinkType::Null, LinkType::Ethernet, LinkType::Ppp, LinkType::PppHdlc,
        LinkType::PppEther, LinkType::RawIp, LinkType::Loop, LinkType::LinuxSll,
        LinkType::Ipv4, LinkType::Ipv6, LinkType::Nflog, LinkType::LinuxSll2}) {
    EXPECT_FALSE(to_string(type).starts_with("link type"))
        << static_cast<int>(type);
  }
}

}  // namespace
}  // namespace siptriage::frame_test
