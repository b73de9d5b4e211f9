#pragma once
// Packets: payloads in UDP or TCP, IPv4 and Ethernet, into a CaptureFile.
//
// UDP and TCP checksums are left zero: nobody is asked to verify them.

#include <cstdint>
#include <string_view>

#include "bench/make_capture/capture_file.h"
#include "bench/make_capture/hosts.h"

namespace siptriage::bench {

struct Socket {
  HostIndex host = 0;
  std::uint16_t port = 0;
};

inline constexpr std::uint8_t kTcpFin = 0x01;
inline constexpr std::uint8_t kTcpSyn = 0x02;
inline constexpr std::uint8_t kTcpPush = 0x08;
inline constexpr std::uint8_t kTcpAck = 0x10;

struct TcpHeader {
  Socket from;
  Socket to;
  std::uint32_t sequence = 0;
  std::uint32_t acknowledged = 0;
  std::uint8_t flags = kTcpAck;
};

// One fragment of a UDP datagram of `from`.
struct Fragment {
  HostIndex from = 0;
  HostIndex to = 0;
  std::uint16_t identification = 0;  // the same in all fragments
  std::uint16_t offset_octets = 0;   // a multiple of eight
  bool more = false;
};

class Packets {
 public:
  // Both must outlive the packets.
  Packets(Hosts& hosts, CaptureFile& file) : hosts_(hosts), file_(file) {}

  void udp(Time time, Socket from, Socket to, std::string_view payload);
  void tcp(Time time, const TcpHeader& header, std::string_view payload);
  // `octets`: the UDP header, where it is the first, and payload.
  void fragment(Time time, const Fragment& fragment, std::string_view octets);

  [[nodiscard]] std::uint16_t next_identification(HostIndex host) {
    return hosts_[host].identification++;
  }
  [[nodiscard]] std::uint64_t count() const { return file_.frames(); }

 private:
  Hosts& hosts_;
  CaptureFile& file_;
};

inline constexpr std::size_t kUdpHeaderOctets = 8;

// Writes the eight octets of a UDP header to `to`.
void put_udp_header(char* to, std::uint16_t from_port, std::uint16_t to_port,
                    std::size_t payload_octets);

}  // namespace siptriage::bench
