#include "siptriage/capture/capture_filter.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>

#include "unit/capture/capture_octets.h"

namespace siptriage::capture_filter_test {
namespace {

using testing::Octets;

// IPv4 and UDP from 192.0.2.1:5060 to 192.0.2.2:`port`.
std::string udp_packet(std::uint16_t port) {
  return Octets(ByteOrder::Big)
      .u8(0x45)
      .u8(0)
      .u16(32)
      .u32(0)
      .u8(64)
      .u8(17)
      .u16(0)
      .u32(0xC0000201)
      .u32(0xC0000202)
      .u16(5060)
      .u16(port)
      .u16(12)
      .u16(0)
      .text("ping")
      .done();
}

std::string ethernet(const std::string& packet) {
  return Octets(ByteOrder::Big)
      .u32(0x02000000)
      .u16(1)
      .u32(0x02000000)
      .u16(2)
      .u16(0x0800)
      .text(packet)
      .done();
}

std::string cooked(const std::string& packet) {
  return Octets(ByteOrder::Big)
      .u16(0)
      .u16(1)
      .u16(6)
      .u64(0)
      .u16(0x0800)
      .text(packet)
      .done();
}

bool matches(const CaptureFilter& filter, std::string_view octets,
             LinkType type) {
  return filter.matches(octets, static_cast<std::uint32_t>(octets.size()),
                        type);
}

TEST(CaptureFilter, MatchesTheSameWhenCopied) {
  Result<CaptureFilter> filter = CaptureFilter::compile("udp port 5062");
  ASSERT_TRUE(filter.has_value());
  const CaptureFilter another = *filter;
  for (const std::uint16_t port : {std::uint16_t{5061}, std::uint16_t{5062}}) {
    const std::string packet = udp_packet(port);
    EXPECT_EQ(matches(another, ethernet(packet), LinkType::Ethernet),
              port == 5062);
    EXPECT_EQ(matches(another, packet, LinkType::RawIp), port == 5062);
  }
}

TEST(CaptureFilter, IsAskedForEachLinkType) {
  struct Row {
    std::string_view expression;
    std::uint16_t port;
    bool match;
  };
  const Row rows[] = {
      {"udp port 5062", 5062, true},
      {"udp port 5062", 5063, false},
      {"host 192.0.2.2 and not tcp", 5062, true},
      {"src host 192.0.2.2", 5062, false},
      {"", 5062, true},  // nothing asked for: everything
      {"greater 1000", 5062, false},
  };
  for (const Row& row : rows) {
    Result<CaptureFilter> filter =
        CaptureFilter::compile(std::string(row.expression));
    ASSERT_TRUE(filter.has_value()) << filter.error().message;
    const std::string packet = udp_packet(row.port);
    EXPECT_EQ(matches(*filter, packet, LinkType::RawIp), row.match);
    EXPECT_EQ(matches(*filter, packet, LinkType::Ipv4), row.match);
    EXPECT_EQ(matches(*filter, ethernet(packet), LinkType::Ethernet), row.match)
        << row.expression;
    EXPECT_EQ(matches(*filter, cooked(packet), LinkType::LinuxSll), row.match)
        << row.expression;
    EXPECT_EQ(matches(*filter, ethernet(packet), LinkType::Ethernet), row.match)
        << "asked again";
  }
}

TEST(CaptureFilter, MatchesNothingWhereTheExpressionHasNoMeaning) {
  Result<CaptureFilter> filter =
      CaptureFilter::compile("ether src 02:00:00:00:00:02");
  ASSERT_TRUE(filter.has_value()) << filter.error().message;
  const std::string packet = udp_packet(5060);
  EXPECT_TRUE(matches(*filter, ethernet(packet), LinkType::Ethernet));
  EXPECT_FALSE(matches(*filter, packet, LinkType::RawIp));
}

// Frames of such a link type are counted as that, not as filtered out.
TEST(CaptureFilter, LetsThroughWhatWeDoNotDecode) {
  const Result<CaptureFilter> filter = CaptureFilter::compile("udp port 5062");
  ASSERT_TRUE(filter.has_value());
  EXPECT_TRUE(matches(*filter, "anything", static_cast<LinkType>(147)));
}

TEST(CaptureFilter, TellsInTheWordsOfLibpcapWhatIsWrong) {
  const std::string_view rows[] = {
      "udp prt 5060",
      "port",
      "host 192.0.2.1 and (",
      "port 99999",
  };
  for (const std::string_view row : rows) {
    const Result<CaptureFilter> filter =
        CaptureFilter::compile(std::string(row));
    ASSERT_FALSE(filter.has_value()) << row;
    EXPECT_EQ(filter.error().code, ErrorCode::BadFilter);
    EXPECT_NE(filter.error().message.find("'" + std::string(row) + "'"),
              std::string::npos)
        << filter.error().message;
    EXPECT_NE(filter.error().message.find("pcap-filter"), std::string::npos);
  }
  const Result<CaptureFilter> syntax = CaptureFilter::compile("udp prt 5060");
  EXPECT_NE(syntax.error().message.find("syntax error"), std::string::npos)
      << syntax.error().message;
}

TEST(CaptureFilter, RefusesANulThatWouldHideTheRest) {
  EXPECT_FALSE(
      CaptureFilter::compile(std::string("udp\0 port 1", 11)).has_value());
}

TEST(CaptureFilter, ReadsNoOctetPastACutPacket) {
  Result<CaptureFilter> filter = CaptureFilter::compile("udp port 5062");
  ASSERT_TRUE(filter.has_value());
  const std::string whole = ethernet(udp_packet(5062));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto copy = std::make_unique<char[]>(size);
    std::copy_n(whole.begin(), size, copy.get());
    // 14 of Ethernet, 20 of IPv4 and both ports have to be there.
    EXPECT_EQ(filter->matches({copy.get(), size},
                              static_cast<std::uint32_t>(whole.size()),
                              LinkType::Ethernet),
              size >= 14 + 20 + 4)
        << size;
  }
}

TEST(CaptureFilter, CanBeMoved) {
  Result<CaptureFilter> filter = CaptureFilter::compile("udp");
  ASSERT_TRUE(filter.has_value());
  const std::string packet = udp_packet(1);
  EXPECT_TRUE(matches(*filter, packet, LinkType::RawIp));
  CaptureFilter moved(std::move(*filter));
  EXPECT_TRUE(matches(moved, packet, LinkType::RawIp));
}

}  // namespace
}  // namespace siptriage::capture_filter_test
