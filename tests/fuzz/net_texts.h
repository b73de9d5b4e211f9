#pragma once
// Payloads and counts in words, so that two can be compared.

#include <string>

#include "siptriage/base/coverage.h"
#include "siptriage/net/payload.h"

namespace siptriage::fuzz {

// All of it but `transient`, which says where its octets lie.
[[nodiscard]] inline std::string text_of(const Payload& payload) {
  const PacketIdentity& identity = payload.identity;
  std::string text;
  for (const std::uint64_t number :
       {std::uint64_t{static_cast<unsigned>(payload.kind)},
        std::uint64_t{static_cast<unsigned>(payload.transport)},
        std::uint64_t{payload.direction}, std::uint64_t{payload.reassembled},
        std::uint64_t{payload.stream},
        std::uint64_t{payload.original_length_octets},
        std::uint64_t{payload.frame.number},
        static_cast<std::uint64_t>(nanoseconds_of(payload.timestamp)),
        std::uint64_t{identity.ip_identification},
        std::uint64_t{identity.has_ip_identification},
        std::uint64_t{identity.hop_limit}, std::uint64_t{identity.link_hash}}) {
    text += std::to_string(number) + ' ';
  }
  return text + to_string(payload.source) + ' ' +
         to_string(payload.destination) + ' ' + std::string(payload.octets);
}

// Of frames that were counted by one, or by several one after the other.
[[nodiscard]] inline std::string text_of(const Coverage& a,
                                         const Coverage& b = {}) {
  std::string text =
      std::to_string(a.fragments + b.fragments) + ' ' +
      std::to_string(a.reassembled_datagrams + b.reassembled_datagrams) + ' ' +
      std::to_string(a.tcp_connections + b.tcp_connections);
  for (std::size_t i = 0; i < a.skipped.size(); ++i) {
    text += ' ' + std::to_string(a.skipped[i] + b.skipped[i]);
  }
  return text;
}

}  // namespace siptriage::fuzz
