// Captures for the tests of limits: SIP messages, packets, files, as short as
// it takes to reach a limit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "unit/net/packets.h"

namespace siptriage::testing {

struct TimedFrame {
  std::string octets;
  std::uint32_t seconds = 1'700'000'000;
};

inline std::string little_u32(std::uint32_t value) {
  const std::string big = u32(value);
  return {big.rbegin(), big.rend()};
}

// pcap, Ethernet.
inline std::string pcap_header() {
  return little_u32(0xA1B2C3D4) + std::string("\2\0\4\0", 4) + zeros(8) +
         little_u32(262144) + little_u32(1);
}
inline std::string pcap_of_timed(const std::vector<TimedFrame>& frames) {
  std::string file = pcap_header();
  std::uint32_t microseconds = 0;
  for (const TimedFrame& frame : frames) {
    const auto size = static_cast<std::uint32_t>(frame.octets.size());
    file += little_u32(frame.seconds) + little_u32(microseconds += 1000) +
            little_u32(size) + little_u32(size) + frame.octets;
  }
  return file;
}
inline std::string pcap_of(std::initializer_list<std::string> frames) {
  std::vector<TimedFrame> timed;
  for (const std::string& frame : frames) timed.push_back({frame});
  return pcap_of_timed(timed);
}

// A block of a pcapng file, in network order.
inline std::string pcapng_block(std::uint32_t type, std::string body) {
  body.append((4 - body.size() % 4) % 4, '\0');
  const auto length = static_cast<std::uint32_t>(body.size() + 12);
  return u32(type) + u32(length) + body + u32(length);
}
inline std::string pcapng_option(unsigned code, std::string_view value) {
  return u16(code) + u16(static_cast<unsigned>(value.size())) +
         std::string(value) + zeros((4 - value.size() % 4) % 4);
}
inline std::string pcapng_section(std::string_view options = {}) {
  return pcapng_block(0x0A0D0D0A, u32(0x1A2B3C4D) + u16(1) + u16(0) + zeros(8) +
                                      std::string(options));
}
inline std::string pcapng_interface(std::string_view options = {}) {
  return pcapng_block(1, u16(1) + u16(0) + u32(0) + std::string(options));
}
inline std::string pcapng_packet(std::string_view frame) {
  const auto size = static_cast<std::uint32_t>(frame.size());
  return pcapng_block(
      6, u32(0) + zeros(8) + u32(size) + u32(size) + std::string(frame));
}

// A zstd frame (RFC 8878 3.1.1) of `front` and then so many zeros, which are
// empty records of pcap: seven octets for up to 128 KiB of them.
inline std::string zstd_of(std::string_view front, std::uint32_t zero_octets) {
  const auto block = [](unsigned type, bool last, std::uint32_t size) {
    return little_u32(size << 3 | type << 1 | (last ? 1U : 0U)).substr(0, 3);
  };
  return little_u32(0xFD2FB528) + u8(0) + u8(0x58) +
         block(0, false, static_cast<std::uint32_t>(front.size())) +
         std::string(front) + block(1, true, zero_octets) + u8(0);
}

// A SIP message and what may be asked of it.
struct Sip {
  std::string start = "OPTIONS sip:bob@example.com SIP/2.0";
  std::string call_id = "a";
  std::string cseq = "1 OPTIONS";
  std::string branch = "z9hG4bK1";
  std::string to_tag = {};
  std::string more = {};  // whole lines
  std::string body = {};
  std::string sent_by = "192.0.2.1";
};

inline std::string text_of(const Sip& sip) {
  std::string text = sip.start + "\r\n";
  if (!sip.branch.empty()) {
    text +=
        "Via: SIP/2.0/UDP " + sip.sent_by + ";branch=" + sip.branch + "\r\n";
  }
  text += "Max-Forwards: 70\r\nFrom: <sip:alice@example.com>;tag=x\r\n";
  text += "To: <sip:bob@example.com>" +
          (sip.to_tag.empty() ? "" : ";tag=" + sip.to_tag) + "\r\n";
  if (!sip.call_id.empty()) text += "Call-ID: " + sip.call_id + "\r\n";
  text += "CSeq: " + sip.cseq + "\r\n" + sip.more +
          "Content-Length: " + std::to_string(sip.body.size()) + "\r\n\r\n";
  return text + sip.body;
}

inline constexpr std::uint32_t kAliceAddress = 0xc0000201;
inline constexpr std::uint32_t kBobAddress = 0xc0000202;
inline constexpr std::uint32_t kCarolAddress = 0xc0000203;

// From one host to another, each with an identification of its own.
inline std::string between(std::uint32_t source, std::uint32_t destination,
                           std::string_view payload) {
  static unsigned identification = 0;
  return ethernet(0x0800, ipv4({.id = ++identification & 0xffff,
                                .source = source,
                                .destination = destination},
                               udp(payload, 5060, 5060)));
}
inline std::string to_bob(const Sip& sip) {
  return between(kAliceAddress, kBobAddress, text_of(sip));
}
inline std::string to_alice(const Sip& sip) {
  return between(kBobAddress, kAliceAddress, text_of(sip));
}

// Fragments of the datagram that carries `text`, `octets` each.
inline std::vector<std::string> fragments_of(std::string_view text,
                                             std::size_t octets, unsigned id) {
  const std::string datagram = udp(text, 5060, 5060);
  std::vector<std::string> frames;
  for (std::size_t begin = 0; begin < datagram.size(); begin += octets) {
    const bool more = begin + octets < datagram.size();
    frames.push_back(
        ethernet(0x0800, ipv4({.id = id,
                               .flags_and_offset = static_cast<unsigned>(
                                   begin / 8 | (more ? 0x2000U : 0U))},
                              datagram.substr(begin, octets))));
  }
  return frames;
}

inline std::string tcp_frame(const TcpOptions& options,
                             std::string_view payload = {},
                             bool to_server = true) {
  return ethernet(0x0800,
                  ipv4({.protocol = 6,
                        .source = to_server ? kAliceAddress : kBobAddress,
                        .destination = to_server ? kBobAddress : kAliceAddress},
                       tcp(options, payload)));
}

}  // namespace siptriage::testing
