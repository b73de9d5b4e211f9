#pragma once
// Packets for tests, built from the inside out:
//
//   std::string frame = ethernet(0x0800, ipv4({}, udp("OPTIONS ...")));
//
// Checksums are 0: nobody verifies them.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "siptriage/capture/frame.h"
#include "siptriage/net/net_stage.h"

namespace siptriage::testing {

inline std::string u8(unsigned value) {
  return std::string(1, static_cast<char>(value));
}
inline std::string u16(unsigned value) {
  return u8(value >> 8 & 0xff) + u8(value & 0xff);
}
inline std::string u32(std::uint32_t value) {
  return u16(value >> 16) + u16(value & 0xffff);
}
inline std::string zeros(std::size_t count) { return std::string(count, '\0'); }

inline std::string ethernet(unsigned type, std::string_view payload,
                            unsigned source_mac = 1) {
  return u16(0x0200) + u32(2) + u16(0x0200) + u32(source_mac) + u16(type) +
         std::string(payload);
}
inline std::string vlan(unsigned id, unsigned type, std::string_view payload) {
  return u16(id) + u16(type) + std::string(payload);
}
inline std::string mpls(bool last, std::string_view payload) {
  return u16(0x0001) + u8(last ? 0x01 : 0x00) + u8(64) + std::string(payload);
}
inline std::string pppoe(std::string_view ppp) {
  return u16(0x1100) + u16(7) + u16(static_cast<unsigned>(ppp.size())) +
         std::string(ppp);
}

struct Ipv4Options {
  unsigned protocol = 17;
  unsigned id = 1;
  unsigned flags_and_offset = 0;  // as in the header: 0x2000 is MF
  std::uint32_t source = 0xc0000201;
  std::uint32_t destination = 0xc0000202;
  unsigned ttl = 64;
  int total_length = -1;     // -1: the right one
  std::string options = {};  // whole units of 4 octets
};

inline std::string ipv4(const Ipv4Options& o, std::string_view payload) {
  const std::size_t header = 20 + o.options.size();
  const auto total = o.total_length >= 0
                         ? static_cast<unsigned>(o.total_length)
                         : static_cast<unsigned>(header + payload.size());
  return u8(static_cast<unsigned>(0x40 | header / 4)) + u8(0) + u16(total) +
         u16(o.id) + u16(o.flags_and_offset) + u8(o.ttl) + u8(o.protocol) +
         u16(0) + u32(o.source) + u32(o.destination) + o.options +
         std::string(payload);
}

struct Ipv6Options {
  unsigned next_header = 17;
  unsigned source_host = 1;
  unsigned destination_host = 2;
  unsigned hop_limit = 63;
  int payload_length = -1;  // -1: the right one
};

inline std::string ipv6(const Ipv6Options& o, std::string_view payload) {
  const auto length = o.payload_length >= 0
                          ? static_cast<unsigned>(o.payload_length)
                          : static_cast<unsigned>(payload.size());
  const auto address = [](unsigned host) {
    return u32(0x20010db8) + zeros(8) + u32(host);
  };
  return u32(0x60000000) + u16(length) + u8(o.next_header) + u8(o.hop_limit) +
         address(o.source_host) + address(o.destination_host) +
         std::string(payload);
}

// `offset_octets` in units of 8.
inline std::string ipv6_fragment(unsigned next_header, unsigned offset_octets,
                                 bool more, std::uint32_t id,
                                 std::string_view payload) {
  return u8(next_header) + u8(0) + u16(offset_octets | (more ? 1U : 0U)) +
         u32(id) + std::string(payload);
}

inline std::string udp(std::string_view payload, unsigned source_port = 5060,
                       unsigned destination_port = 5061, int length = -1) {
  const auto total = length >= 0 ? static_cast<unsigned>(length)
                                 : static_cast<unsigned>(payload.size() + 8);
  return u16(source_port) + u16(destination_port) + u16(total) + u16(0) +
         std::string(payload);
}

inline constexpr unsigned kFin = 0x01;
inline constexpr unsigned kSyn = 0x02;
inline constexpr unsigned kRst = 0x04;
inline constexpr unsigned kAck = 0x10;

struct TcpOptions {
  unsigned source_port = 40000;
  unsigned destination_port = 5060;
  std::uint32_t sequence = 0;
  std::uint32_t acknowledgement = 0;
  unsigned flags = kAck;
};

inline std::string tcp(const TcpOptions& o, std::string_view payload) {
  return u16(o.source_port) + u16(o.destination_port) + u32(o.sequence) +
         u32(o.acknowledgement) + u8(0x50) + u8(o.flags) + u16(65535) + u32(0) +
         std::string(payload);
}

// One NetStage with all that it needs; frames are numbered from 1, one
// millisecond apart.
class Wire {
 public:
  explicit Wire(const Limits& limits = {}, const NetOptions& options = {})
      : net(limits, coverage, options) {}

  // Feeds one frame. Every octet beyond its end is out of bounds.
  void feed(std::string_view whole, LinkType type = LinkType::Ethernet,
            std::size_t cut_octets = 0) {
    std::vector<char>& copy = frames.emplace_back(whole.begin(), whole.end());
    copy.shrink_to_fit();
    Frame frame;
    frame.octets = {copy.data(), copy.size()};
    frame.original_length_octets =
        static_cast<std::uint32_t>(whole.size() + cut_octets);
    frame.link_type = type;
    frame.interface_index = interface_index;
    frame.transient = transient;
    frame.timestamp = now;
    now += std::chrono::milliseconds(1);
    frame.id = {0, ++last_frame};
    const std::size_t first = payloads.size();
    net.process({&frame, 1}, payloads);
    remember(first);
    // A transient frame is gone before the next one comes.
    if (transient) frames.clear();
  }
  void finish() {
    const std::size_t first = payloads.size();
    net.finish(payloads);
    remember(first);
  }

  // The octets of one direction of every stream; a gap is a '|', an end '$'.
  [[nodiscard]] std::string stream(std::uint8_t direction) const {
    std::string text;
    for (std::size_t i = 0; i < payloads.size(); ++i) {
      if (payloads[i].direction != direction) continue;
      if (payloads[i].kind == PayloadKind::StreamData) text += octets[i];
      if (payloads[i].kind == PayloadKind::StreamGap) text += '|';
      if (payloads[i].kind == PayloadKind::StreamEnd) text += '$';
    }
    return text;
  }
  [[nodiscard]] std::uint64_t skipped(SkipReason reason) const {
    return coverage.of(reason);
  }
  [[nodiscard]] std::uint64_t skipped_in_all() const {
    std::uint64_t sum = 0;
    for (const std::uint64_t count : coverage.skipped) sum += count;
    return sum;
  }

  Coverage coverage;
  NetStage net;
  std::deque<std::vector<char>> frames;
  std::vector<Payload> payloads;
  std::vector<std::string> octets;  // copies, one a payload
  Timestamp now = timestamp_from_nanoseconds(1'700'000'000'000'000'000);
  std::uint32_t last_frame = 0;
  std::uint32_t interface_index = 0;
  bool transient = false;

 private:
  void remember(std::size_t first) {
    for (std::size_t i = first; i < payloads.size(); ++i) {
      octets.emplace_back(payloads[i].octets);
    }
  }
};

}  // namespace siptriage::testing
