#include "bench/make_capture/kinds.h"

#include <array>

namespace siptriage::bench {
namespace {

constexpr std::array<Kind, 13> kKinds = {{
    {"sip-heavy", "a realistic mix of interleaved calls, UDP", 200'000,
     mixed_calls},
    {"media-heavy", "97 % RTP, 3 % SIP", 0, calls_beside_media, Travel::Udp, 97,
     3'000'000},
    {"tcp", "the calls of sip-heavy over TCP", 200'000, mixed_calls_over_tcp,
     Travel::Tcp},
    {"short-calls", "calls that fail after three messages", 333'000,
     short_calls},
    {"long-calls", "calls of 2000 messages within their dialogs", 500,
     long_calls},
    {"register-storm", "REGISTER, 401, REGISTER, 200, each its own Call-ID",
     250'000, register_storm},
    {"same-hash", "sip-heavy with Call-IDs, tags and branches nearly the same",
     200'000, same_hash},
    {"many-headers", "10,000 header fields in each message", 1000,
     many_headers},
    {"giant-dialog", "all in one dialog; --calls: its exchanges of 8 messages",
     125'000, giant_dialog},
    {"never-answered", "INVITE requests without any answer", 1'000'000,
     never_answered},
    {"deep-forks", "each INVITE forked to 200 early dialogs", 700, deep_forks},
    {"small-segments", "TCP segments of 1 to 8 octets", 4000,
     mixed_calls_over_tcp, Travel::SmallSegments},
    {"fragments", "every message in IP fragments, out of order", 100'000,
     mixed_calls, Travel::Fragments},
}};

}  // namespace

const Kind* find_kind(std::string_view name) {
  for (const Kind& kind : kKinds) {
    if (kind.name == name) return &kind;
  }
  return nullptr;
}

std::string describe_kinds() {
  std::string text;
  for (const Kind& kind : kKinds) {
    text += "  ";
    text += kind.name;
    text.append(16 - kind.name.size(), ' ');
    text += kind.about;
    text += '\n';
  }
  return text;
}

}  // namespace siptriage::bench
