// Frames that have nothing to do with SIP, to stand between those that have.

#include <array>

#include "properties/packets.h"
#include "tools/ip_packet.h"
#include "tools/octets.h"

namespace siptriage::testing {
namespace {

SocketAddress address(std::uint8_t host, std::uint16_t port) {
  return {IpAddress{false, {203, 0, 113, host}}, port};
}

std::string noise(Dice& dice, std::size_t octets) {
  std::string text;
  for (std::size_t i = 0; i < octets; ++i) {
    text += static_cast<char>(dice.below(256));
  }
  return text;
}

std::string rtp(Dice& dice) {
  std::string packet("\x80\x00", 2);
  append_u16(packet, static_cast<std::uint16_t>(dice.below(65536)));
  return packet + "\x12" + noise(dice, 167);
}

std::string dns(Dice& dice) {
  std::string query = noise(dice, 2);
  query += std::string("\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00", 10);
  return query + std::string(
                     "\x03sip\x07"
                     "example\x03"
                     "com\x00\x00\x01\x00\x01",
                     21);
}

// Octets above 127 at first: it must not look like a start line.
std::string garbage(Dice& dice) {
  return "\xf7" + noise(dice, dice.below(900));
}

std::string udp(Dice& dice) {
  constexpr std::array kMakers = {rtp, dns, garbage};
  const std::string payload = kMakers[dice.below(kMakers.size())](dice);
  return encode_udp_datagram(
      address(static_cast<std::uint8_t>(1 + dice.below(9)),
              static_cast<std::uint16_t>(10000 + dice.below(4))),
      address(static_cast<std::uint8_t>(11 + dice.below(9)), 5060), payload);
}

std::string tcp(Dice& dice) {
  TcpSegment segment;
  segment.sequence = dice.below(1U << 31);
  segment.ack = segment.psh = true;
  return encode_tcp_segment(address(30, 80), address(31, 5060), segment,
                            "HTTP/1.1 200 OK\r\nVia: 1.1 cache\r\n\r\n");
}

std::string packet(Dice& dice) {
  std::uint8_t protocol = kProtocolUdp;
  std::string payload;
  switch (dice.below(4)) {
    case 0:
      protocol = kProtocolTcp;
      payload = tcp(dice);
      break;
    case 1:
      protocol = 1;  // ICMP
      payload = std::string("\x08\x00\x00\x00", 4) + noise(dice, 60);
      break;
    default:
      payload = udp(dice);
  }
  const IpHeader header{address(1, 0).ip, address(2, 0).ip, protocol,
                        static_cast<std::uint16_t>(dice.below(65536)), 65535};
  return encode_ip_packets(header, payload).front();
}

// In the link type of the frame before it.
std::string frame(LinkType link, Dice& dice) {
  if (link == LinkType::Ethernet && dice.one_in(4)) {
    std::string arp(12, '\x02');
    append_u16(arp, 0x0806);
    return arp + noise(dice, 46);
  }
  Link wrapping;
  wrapping.kind = static_cast<LinkKind>(link);
  if (link == LinkType::Ethernet && dice.one_in(3)) wrapping.vlan_ids = {7};
  return encode_frame(wrapping, testing::ByteOrder::LittleEndian, packet(dice));
}

}  // namespace

std::vector<Record> among_foreign(const std::vector<Record>& records,
                                  Dice& dice) {
  std::vector<Record> padded;
  const auto add_some = [&](const Record& beside) {
    for (std::uint32_t i = dice.below(5); i != 0; --i) {
      padded.push_back({frame(beside.link, dice), beside.at, beside.link, 0});
    }
  };
  if (!records.empty()) add_some(records.front());
  for (const Record& record : records) {
    padded.push_back(record);
    add_some(record);
  }
  return padded;
}

}  // namespace siptriage::testing
