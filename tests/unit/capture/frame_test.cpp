#include "siptriage/capture/frame.h"

#include <gtest/gtest.h>

namespace siptriage {
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
}  // namespace siptriage
