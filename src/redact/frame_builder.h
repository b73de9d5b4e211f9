#pragma once
// A frame made anew with other addresses and another payload, as long as
// before: from zeros, so that nothing is left but what was put there. Checksums
// are right unless the frame was cut; then there is none.

#include <string>
#include <string_view>

#include "siptriage/capture/frame.h"
#include "siptriage/redact/pseudonyms.h"

#include "redact/frame_layers.h"

namespace siptriage::detail {

// `payload` goes where that of the innermost IP packet was, and is no longer.
[[nodiscard]] std::string build_frame(const Frame& frame,
                                      const FrameLayers& layers,
                                      std::string_view payload,
                                      Pseudonyms& names);

// Payloads of IP: those of `ip` with other octets behind the header.
[[nodiscard]] std::string build_udp(const IpPacket& ip, std::string_view octets,
                                    Pseudonyms& names);
[[nodiscard]] std::string build_tcp(const IpPacket& ip, std::string_view octets,
                                    Pseudonyms& names);
// An ICMP error; `quoted` stands for the UDP payload that it quotes.
[[nodiscard]] std::string build_icmp_error(const IpPacket& ip,
                                           std::string_view quoted,
                                           Pseudonyms& names);

}  // namespace siptriage::detail
