#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "tools/build_capture.h"
#include "tools/capture_writer.h"
#include "tools/flow_player.h"
#include "tools/flow_script.h"
#include "tools/ip_packet.h"
#include "tools/message_text.h"
#include "tools/tcp_connection.h"
#include "tools/test_script.h"

namespace siptriage::testing::builder_test {
namespace {

constexpr std::size_t kUdpHeaders = kIpv4HeaderOctets + kUdpHeaderOctets;
constexpr std::size_t kTcpHeaders = kIpv4HeaderOctets + kTcpHeaderOctets;

SocketAddress address(std::string_view text) {
  return parse_socket_address(text).value_or(SocketAddress{});
}

std::vector<CapturedFrame> play(const std::string& events,
                                std::string_view more = "") {
  auto frames = play_flow(parse(events, more));
  EXPECT_TRUE(frames) << frames.error().line << ": " << frames.error().message;
  return frames ? *frames : std::vector<CapturedFrame>{};
}

std::uint32_t read_big_endian(std::string_view octets, std::size_t offset,
                              std::size_t size) {
  std::uint32_t value = 0;
  for (const char c : octets.substr(offset, size)) {
    value = value << 8 | static_cast<std::uint8_t>(c);
  }
  return value;
}

std::string message_of(std::size_t octets) {
  return "X: " + std::string(octets - 7, 'x') + "\n";  // and CRLF CRLF
}

TEST(InternetChecksum, IsThatOfTheExampleInRfc1071) {
  const std::string example("\x00\x01\xf2\x03\xf4\xf5\xf6\xf7", 8);
  EXPECT_EQ(internet_checksum(example), 0xffff - 0xddf2);
}

TEST(InternetChecksum, PadsAnOddOctetWithZero) {
  EXPECT_EQ(internet_checksum(std::string_view("\x12", 1)),
            internet_checksum(std::string_view("\x12\x00", 2)));
}

TEST(InternetChecksum, OfAnIpv4HeaderWithItsChecksumIsZero) {
  const auto frames = play("@0 alice -> bob udp\nX: 1\n");
  ASSERT_EQ(frames.size(), 1U);
  const std::string_view header =
      std::string_view(frames[0].octets).substr(0, kIpv4HeaderOctets);
  EXPECT_EQ(internet_checksum(header), 0);
}

TEST(TransportChecksum, HoldsForUdpAndTcpOverBothIpVersions) {
  for (const bool is_ipv6 : {false, true}) {
    const SocketAddress from =
        address(is_ipv6 ? "[2001:db8::10]:5060" : "192.0.2.10:5060");
    const SocketAddress to =
        address(is_ipv6 ? "[2001:db8::20]:5061" : "192.0.2.20:5061");
    const auto udp = encode_udp_datagram(from, to, "odd");
    EXPECT_EQ(transport_checksum(from.ip, to.ip, kProtocolUdp, udp), 0);
    TcpSegment segment;
    segment.syn = true;
    segment.max_segment_size = 1460;
    const auto tcp = encode_tcp_segment(from, to, segment, "payload");
    EXPECT_EQ(transport_checksum(from.ip, to.ip, kProtocolTcp, tcp), 0);
  }
}

TEST(TransportChecksum, OfUdpIsNeverWrittenAsZero) {
  // RFC 768: zero would mean that there is none.
  const SocketAddress from = address("192.0.2.10:5060");
  for (unsigned high = 0; high < 256; ++high) {
    for (unsigned low = 0; low < 256; ++low) {
      const std::string payload = {static_cast<char>(high),
                                   static_cast<char>(low)};
      const auto datagram = encode_udp_datagram(from, from, payload);
      ASSERT_NE(read_big_endian(datagram, 6, 2), 0U) << high << ' ' << low;
    }
  }
}

/// Puts fragments together by their offsets; empty if they do not cover the
/// payload exactly.
std::string reassemble(const std::vector<std::string>& packets, bool is_ipv6) {
  const std::size_t header = is_ipv6 ? kIpv6HeaderOctets + 8 : 20;
  const std::size_t field = is_ipv6 ? 42 : 6;
  std::string whole;
  for (const std::string& packet : packets) {
    const std::uint32_t bits = read_big_endian(packet, field, 2);
    const bool has_more = (bits & (is_ipv6 ? 1U : 0x2000U)) != 0;
    const std::size_t offset = is_ipv6 ? bits & 0xfff8U : (bits & 0x1fff) * 8;
    if (offset != whole.size()) return {};
    if (has_more == (&packet == &packets.back())) return {};
    whole += packet.substr(header);
  }
  return whole;
}

TEST(Fragments, CoverThePayloadForEveryMtuAndSize) {
  const std::size_t sizes[] = {1, 100, 1233, 1480, 1481, 3000, 9000};
  for (const bool is_ipv6 : {false, true}) {
    for (const std::size_t mtu : {68U, 576U, 1280U, 1281U, 1500U}) {
      for (const std::size_t size : sizes) {
        std::string payload;
        while (payload.size() < size) payload += std::to_string(payload.size());
        IpHeader header;
        header.from = address(is_ipv6 ? "[2001:db8::10]:1" : "192.0.2.1:1").ip;
        header.to = address(is_ipv6 ? "[2001:db8::20]:1" : "192.0.2.2:1").ip;
        header.mtu = mtu;
        const auto packets = encode_ip_packets(header, payload);
        for (const std::string& packet : packets) {
          EXPECT_LE(packet.size(), mtu);
        }
        if (packets.size() == 1) continue;
        EXPECT_EQ(reassemble(packets, is_ipv6), payload)
            << (is_ipv6 ? "IPv6, mtu " : "IPv4, mtu ") << mtu << ", " << size;
      }
    }
  }
}

TEST(Fragments, OfOneDatagramShareItsIdentification) {
  const std::string events = "@0 alice -> bob udp\n" + message_of(3000) +
                             "@1 alice -> bob udp\nX: 1\n";
  const auto frames = play(events);
  ASSERT_EQ(frames.size(), 4U);
  std::vector<std::uint32_t> ids;
  ids.reserve(frames.size());
  for (const auto& frame : frames) {
    ids.push_back(read_big_endian(frame.octets, 4, 2));
  }
  EXPECT_EQ(ids[0], ids[1]);
  EXPECT_EQ(ids[0], ids[2]);
  EXPECT_EQ(ids[3], ids[2] + 1);
}

TEST(Fragments, GoInTheOrderTheScriptGives) {
  const auto order_of = [](const std::string& option) {
    const auto frames =
        play("@0 alice6 -> bob6 udp " + option + "\n" + message_of(3000));
    std::string order;
    for (const auto& frame : frames) {
      order += std::to_string(read_big_endian(frame.octets, 42, 2) >> 3) + " ";
    }
    return order;
  };
  EXPECT_EQ(order_of(""), "0 181 362 ");
  EXPECT_EQ(order_of("order reversed"), "362 181 0 ");
  EXPECT_EQ(order_of("order 2,2,1"), "181 181 0 ");
}

/// The TCP payloads in wire order, empty ones left out.
std::vector<std::string> tcp_payloads(
    const std::vector<CapturedFrame>& frames) {
  std::vector<std::string> payloads;
  for (const auto& frame : frames) {
    const bool is_syn = (read_big_endian(frame.octets, 33, 1) & 2) != 0;
    if (is_syn || frame.octets.size() == kTcpHeaders) continue;
    payloads.push_back(frame.octets.substr(kTcpHeaders));
  }
  return payloads;
}

TEST(Segments, HaveTheSizesTheScriptGives) {
  const auto payloads = tcp_payloads(
      play("@0 alice -> bob tcp segments 10,1,rest\n" + message_of(50)));
  ASSERT_EQ(payloads.size(), 3U);
  EXPECT_EQ(payloads[0].size(), 10U);
  EXPECT_EQ(payloads[1].size(), 1U);
  EXPECT_EQ(payloads[2].size(), 39U);
  EXPECT_EQ(payloads[0] + payloads[1] + payloads[2],
            "X: " + std::string(43, 'x') + "\r\n\r\n");
}

TEST(Segments, StayBelowTheMtuUnasked) {
  const auto frames = play("@0 alice -> bob tcp\n" + message_of(4000));
  for (const auto& frame : frames) EXPECT_LE(frame.octets.size(), 1500U);
  EXPECT_EQ(tcp_payloads(frames).size(), 3U);
}

TEST(Segments, CarryJoinedMessagesTogether) {
  const auto payloads = tcp_payloads(
      play("@0 alice -> bob tcp\nX: 1\n\n@+0 alice -> bob tcp joined\nX: 2\n"));
  ASSERT_EQ(payloads.size(), 1U);
  EXPECT_EQ(payloads[0], "X: 1\r\n\r\nX: 2\r\n\r\n");
}

TEST(TcpConnection, CountsSequenceNumbersFromHandshakeToEnd) {
  const auto frames =
      play("@0 alice -> bob tcp\n" + message_of(100) + "@1 bob -> alice tcp\n" +
               message_of(30) + "@2 alice -> bob tcp close\n",
           "isn 4294967290\n");
  struct Expected {
    std::uint32_t sequence;
    std::uint32_t acknowledgement;
    std::uint32_t flags;
  };
  const Expected expected[] = {
      {4294967290, 0, 0x02},           // SYN
      {4294967290, 4294967291, 0x12},  // SYN, ACK
      {4294967291, 4294967291, 0x10},
      {4294967291, 4294967291, 0x18},  // 100 octets, past 2^32
      {4294967291, 95, 0x10},
      {4294967291, 95, 0x18},  // 30 octets the other way
      {95, 25, 0x10},
      {95, 25, 0x11},  // FIN, ACK
      {25, 96, 0x11},
      {96, 26, 0x10},
  };
  ASSERT_EQ(frames.size(), std::size(expected));
  for (std::size_t i = 0; i < frames.size(); ++i) {
    const std::string& packet = frames[i].octets;
    EXPECT_EQ(read_big_endian(packet, 24, 4), expected[i].sequence) << i;
    EXPECT_EQ(read_big_endian(packet, 28, 4), expected[i].acknowledgement) << i;
    EXPECT_EQ(read_big_endian(packet, 33, 1), expected[i].flags) << i;
  }
}

TEST(TcpConnection, HasNoHandshakeMidstream) {
  const auto frames = play("@0 alice -> bob tcp midstream\nX: 1\n");
  EXPECT_EQ(frames.size(), 2U);  // the message and its acknowledgement
}

TEST(Message, GetsCrlfAndTheLengthOfItsBody) {
  const auto script = parse(
      "@0 alice -> bob udp\nMESSAGE sip:b SIP/2.0\nl: auto\n\nhello\n\n\\@end\n"
      "\n\n");
  ASSERT_EQ(script.events.size(), 1U);
  EXPECT_EQ(script.events[0].payload,
            "MESSAGE sip:b SIP/2.0\r\nl: 15\r\n\r\nhello\r\n\r\n@end\r\n");
}

TEST(Message, KeepsAContentLengthThatIsGiven) {
  const auto script =
      parse("@0 alice -> bob udp\nX y SIP/2.0\nContent-Length: 999\n");
  EXPECT_EQ(script.events.at(0).payload,
            "X y SIP/2.0\r\nContent-Length: 999\r\n\r\n");
}

TEST(Message, HasVariablesReplaced) {
  const auto script = parse(
      "@0 alice6 -> bob6 udp\nX: ${callid} ${alice6} ${alice.ip} "
      "${alice.port}\n\n${body}\n",
      "set callid a@${bob}\ntext body\nv=0\ns=-\nend text\n");
  EXPECT_EQ(script.events.at(0).payload,
            "X: a@192.0.2.20:5060 [2001:db8::10]:5060 192.0.2.10 5060\r\n\r\n"
            "v=0\r\ns=-\r\n");
}

TEST(Message, HoldsAnyOctetsHoweverOften) {
  const auto script = parse("@0 alice -> bob udp\nX: ${odd}|${many}\n",
                            "octets odd 00 1bFF\nrepeat many 3 a${odd}\n");
  EXPECT_EQ(script.events.at(0).payload, std::string("X: \0\x1b\xff|a\0\x1b\xff"
                                                     "a\0\x1b\xff"
                                                     "a\0\x1b\xff\r\n\r\n",
                                                     23));
}

TEST(Message, MayBeSentAgainInAPacketOfItsOwn) {
  const auto frames = play(
      "@0 alice -> bob udp as first\nX: 1\n@0.5 alice -> bob udp again "
      "first\n");
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_EQ(frames[0].octets.substr(kUdpHeaders),
            frames[1].octets.substr(kUdpHeaders));
  EXPECT_NE(frames[0].octets.substr(4, 2), frames[1].octets.substr(4, 2));
  EXPECT_EQ(frames[1].at - frames[0].at, std::chrono::milliseconds(500));
}

TEST(Packet, SeenTwiceIsTheSamePacket) {
  const auto frames = play("@0 alice -> bob udp twice\nX: 1\n");
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_EQ(frames[0].octets, frames[1].octets);
  EXPECT_EQ(frames[1].at - frames[0].at, std::chrono::microseconds(50));
}

TEST(Capture, IsTheSameEachTime) {
  const std::string script =
      std::string(kPrologue) + "@0 alice -> bob tcp\nX: 1\n";
  EXPECT_EQ(*build_capture(script), *build_capture(script));
}

TEST(Capture, BeginsWithTheMagicNumberOfItsFormat) {
  struct Row {
    std::string_view directive;
    std::string_view first_octets;
  };
  const Row rows[] = {
      {"pcap", "\xd4\xc3\xb2\xa1"},
      {"pcap big-endian", "\xa1\xb2\xc3\xd4"},
      {"pcap-nano", "\x4d\x3c\xb2\xa1"},
      {"pcap-nano big-endian", "\xa1\xb2\x3c\x4d"},
      {"pcapng", "\x0a\x0d\x0d\x0a"},
  };
  for (const Row& row : rows) {
    const auto capture =
        build_capture("capture " + std::string(row.directive) +
                      "\nlink null\nhost a 192.0.2.1:1\n@0 a -> a udp\nX: 1\n");
    ASSERT_TRUE(capture) << capture.error().message;
    EXPECT_TRUE(capture->starts_with(row.first_octets)) << row.directive;
  }
}

TEST(Capture, OfPcapHoldsTimeLengthsAndFrame) {
  const auto capture = build_capture(
      "capture pcap big-endian\nlink raw-ip\nstart 2026-03-02T09:15:00Z\n"
      "snaplen 30\nhost a 192.0.2.1:5060\n@0.000012 a -> a udp\nX: 1\n");
  ASSERT_TRUE(capture) << capture.error().message;
  EXPECT_EQ(read_big_endian(*capture, 16, 4), 30U);          // snap length
  EXPECT_EQ(read_big_endian(*capture, 20, 4), 101U);         // raw IP
  EXPECT_EQ(read_big_endian(*capture, 24, 4), 1772442900U);  // seconds
  EXPECT_EQ(read_big_endian(*capture, 28, 4), 12U);          // microseconds
  EXPECT_EQ(read_big_endian(*capture, 32, 4), 30U);          // captured
  EXPECT_EQ(read_big_endian(*capture, 36, 4), kUdpHeaders + 8);
  EXPECT_EQ(capture->size(), 40U + 30U);
}

TEST(Frame, OfEthernetHasVlanTagsAndPadding) {
  const auto script = parse_flow_script(
      "link ethernet vlan 200,17 padded\nhost a 192.0.2.1:5060\n"
      "@0 a -> a udp\nX: 1\n");
  ASSERT_TRUE(script) << script.error().message;
  const auto frames = play_flow(*script);
  ASSERT_TRUE(frames);
  const std::string& frame = frames->at(0).octets;
  EXPECT_EQ(read_big_endian(frame, 12, 4), 0x88a800c8U);
  EXPECT_EQ(read_big_endian(frame, 16, 4), 0x81000011U);
  EXPECT_EQ(read_big_endian(frame, 20, 2), 0x0800U);
  EXPECT_EQ(frame.size(), 60U);
}

}  // namespace
}  // namespace siptriage::testing::builder_test
