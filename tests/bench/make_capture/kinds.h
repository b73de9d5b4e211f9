#pragma once
// Kinds: the captures that can be made, by name.

#include <cstdint>
#include <string>
#include <string_view>

#include "bench/make_capture/call_player.h"

namespace siptriage::bench {

enum class Travel : std::uint8_t { Udp, Fragments, Tcp, SmallSegments };

struct Kind {
  std::string_view name;
  std::string_view about;
  std::uint64_t calls = 0;  // when nothing else is asked for
  Plan (*plan)(std::uint64_t calls) = nullptr;
  Travel travel = Travel::Udp;
  // Of all packets that are to be RTP; the calls then go on as long as these.
  std::uint32_t media_percent = 0;
  std::uint64_t packets = 0;
};

[[nodiscard]] const Kind* find_kind(std::string_view name);

// One line for each, for people.
[[nodiscard]] std::string describe_kinds();

// Plans, in call_kinds.cpp ...
[[nodiscard]] Plan mixed_calls(std::uint64_t calls);
[[nodiscard]] Plan mixed_calls_over_tcp(std::uint64_t calls);
[[nodiscard]] Plan calls_beside_media(std::uint64_t calls);
[[nodiscard]] Plan short_calls(std::uint64_t calls);
[[nodiscard]] Plan long_calls(std::uint64_t calls);
[[nodiscard]] Plan register_storm(std::uint64_t calls);
// ... and in adversarial_kinds.cpp.
[[nodiscard]] Plan same_hash(std::uint64_t calls);
[[nodiscard]] Plan many_headers(std::uint64_t calls);
[[nodiscard]] Plan giant_dialog(std::uint64_t calls);
[[nodiscard]] Plan never_answered(std::uint64_t calls);
[[nodiscard]] Plan deep_forks(std::uint64_t calls);

}  // namespace siptriage::bench
