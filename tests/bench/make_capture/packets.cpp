#include "bench/make_capture/packets.h"

#include <array>
#include <cstring>

#include "bench/make_capture/network_order.h"

namespace siptriage::bench {
namespace {

constexpr std::size_t kEthernetOctets = 14;
constexpr std::size_t kIpOctets = 20;
constexpr std::size_t kTcpOctets = 20;
constexpr std::uint8_t kProtocolTcp = 6;
constexpr std::uint8_t kProtocolUdp = 17;
constexpr std::uint16_t kDoNotFragment = 0x4000;
constexpr std::uint16_t kMoreFragments = 0x2000;

// A locally administered address that ends as the host's IP address does.
void put_mac(char* to, const Host& host) {
  to[0] = 2;
  to[1] = 0;
  put32(to + 2, host.address);
}

struct IpFields {
  std::uint16_t identification = 0;
  std::uint16_t flags_and_offset = kDoNotFragment;
  std::uint8_t protocol = kProtocolUdp;
  std::size_t payload_octets = 0;
};

// Ethernet and IPv4, 34 octets.
void put_ip(char* to, const Host& from, const Host& destination,
            const IpFields& fields) {
  put_mac(to, destination);
  put_mac(to + 6, from);
  put16(to + 12, 0x0800);
  char* ip = to + kEthernetOctets;
  put16(ip, 0x4500);
  put16(ip + 2, kIpOctets + fields.payload_octets);
  put16(ip + 4, fields.identification);
  put16(ip + 6, fields.flags_and_offset);
  put16(ip + 8, std::size_t{64} << 8 | fields.protocol);
  put16(ip + 10, 0);
  put32(ip + 12, from.address);
  put32(ip + 16, destination.address);
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < kIpOctets; i += 2) sum += get16(ip + i);
  sum = (sum & 0xFFFF) + (sum >> 16);
  sum = (sum & 0xFFFF) + (sum >> 16);
  put16(ip + 10, ~sum & 0xFFFF);
}

}  // namespace

void put_udp_header(char* to, std::uint16_t from_port, std::uint16_t to_port,
                    std::size_t payload_octets) {
  put16(to, from_port);
  put16(to + 2, to_port);
  put16(to + 4, kUdpHeaderOctets + payload_octets);
  put16(to + 6, 0);
}

void Packets::udp(Time time, Socket from, Socket to, std::string_view payload) {
  std::array<char, kEthernetOctets + kIpOctets + kUdpHeaderOctets> headers;
  IpFields fields;
  fields.identification = next_identification(from.host);
  fields.payload_octets = kUdpHeaderOctets + payload.size();
  put_ip(headers.data(), hosts_[from.host], hosts_[to.host], fields);
  put_udp_header(headers.data() + kEthernetOctets + kIpOctets, from.port,
                 to.port, payload.size());
  file_.write(time, {headers.data(), headers.size()}, payload);
}

void Packets::tcp(Time time, const TcpHeader& header,
                  std::string_view payload) {
  std::array<char, kEthernetOctets + kIpOctets + kTcpOctets> headers;
  IpFields fields;
  fields.identification = next_identification(header.from.host);
  fields.protocol = kProtocolTcp;
  fields.payload_octets = kTcpOctets + payload.size();
  put_ip(headers.data(), hosts_[header.from.host], hosts_[header.to.host],
         fields);
  char* tcp = headers.data() + kEthernetOctets + kIpOctets;
  put16(tcp, header.from.port);
  put16(tcp + 2, header.to.port);
  put32(tcp + 4, header.sequence);
  put32(tcp + 8, header.acknowledged);
  put16(tcp + 12, 0x5000U | header.flags);
  put16(tcp + 14, 65535);  // window
  put32(tcp + 16, 0);      // checksum, urgent pointer
  file_.write(time, {headers.data(), headers.size()}, payload);
}

void Packets::fragment(Time time, const Fragment& fragment,
                       std::string_view octets) {
  std::array<char, kEthernetOctets + kIpOctets> headers;
  IpFields fields;
  fields.identification = fragment.identification;
  fields.flags_and_offset = static_cast<std::uint16_t>(
      (fragment.more ? kMoreFragments : 0) | fragment.offset_octets / 8);
  fields.payload_octets = octets.size();
  put_ip(headers.data(), hosts_[fragment.from], hosts_[fragment.to], fields);
  file_.write(time, {headers.data(), headers.size()}, octets);
}

}  // namespace siptriage::bench
