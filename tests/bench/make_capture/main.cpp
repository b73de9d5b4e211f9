// siptriage_make_capture: captures of any size for benchmarks, the same octets
// for the same arguments on every machine.
//
//     siptriage_make_capture KIND [--calls N] [--packets N] [--scale K]
//         [--seed S] [--pcapng] OUTPUT
//
// --packets goes with media-heavy, --calls with all others. --scale makes the
// capture K times as long, with as many calls at once. What was written is told
// on stderr, a name and a number a line. Without arguments: the kinds.

#include <charconv>
#include <cstdio>
#include <cstring>
#include <exception>
#include <optional>
#include <string>
#include <string_view>

#include "bench/make_capture/call_player.h"
#include "bench/make_capture/capture_file.h"
#include "bench/make_capture/kinds.h"
#include "bench/make_capture/media.h"
#include "bench/make_capture/random.h"

namespace siptriage::bench {
namespace {

struct Arguments {
  const Kind* kind = nullptr;
  std::optional<std::uint64_t> calls;
  std::optional<std::uint64_t> packets;
  std::uint64_t scale = 1;
  std::uint64_t seed = 1;
  CaptureFormat format = CaptureFormat::Pcap;
  std::string output;
};

std::optional<std::uint64_t> to_number(std::string_view text) {
  std::uint64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || rest != end) return std::nullopt;
  return number;
}

// Takes the value of a flag such as "--calls"; false if it is none of ours.
bool take_flag(std::string_view flag, std::string_view value,
               Arguments& arguments) {
  const std::optional<std::uint64_t> number = to_number(value);
  if (!number || *number == 0) return false;
  if (flag == "--calls") {
    arguments.calls = number;
  } else if (flag == "--packets") {
    arguments.packets = number;
  } else if (flag == "--scale") {
    arguments.scale = *number;
  } else if (flag == "--seed") {
    arguments.seed = *number;
  } else {
    return false;
  }
  return true;
}

std::optional<Arguments> parse_arguments(int argc, char** argv) {
  Arguments arguments;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--pcapng") {
      arguments.format = CaptureFormat::Pcapng;
    } else if (argument.starts_with("--")) {
      if (++i == argc || !take_flag(argument, argv[i], arguments)) return {};
    } else if (arguments.kind == nullptr) {
      arguments.kind = find_kind(argument);
      if (arguments.kind == nullptr) return {};
    } else if (arguments.output.empty()) {
      arguments.output = argument;
    } else {
      return {};
    }
  }
  if (arguments.output.empty()) return {};
  const bool is_media = arguments.kind->media_percent != 0;
  if (is_media ? arguments.calls.has_value() : arguments.packets.has_value()) {
    return {};
  }
  return arguments;
}

std::unique_ptr<Carrier> make_carrier(const Kind& kind, const Hosts& hosts,
                                      Packets& packets, std::uint64_t seed) {
  TcpShape shape;
  switch (kind.travel) {
    case Travel::Fragments:
      return make_fragment_carrier(hosts, packets, seed);
    case Travel::SmallSegments:
      shape.most_octets = 8;
      return make_tcp_carrier(hosts, packets, seed, shape);
    case Travel::Tcp:
      return make_tcp_carrier(hosts, packets, seed, shape);
    case Travel::Udp:
      break;
  }
  return make_udp_carrier(hosts, packets);
}

// Ends in the middle of calls, as captures of media do.
void play_beside_media(CallPlayer& player, Packets& packets,
                       std::uint64_t count, std::uint64_t seed) {
  Media media(packets, mix(seed + 1));
  while (packets.count() < count) {
    media.send_next();
    player.play_until(media.next_time());
  }
}

void tell(const Tally& tally, const CaptureFile& file) {
  const auto number = [](const char* name, std::uint64_t value) {
    std::fprintf(stderr, "%s %llu\n", name,
                 static_cast<unsigned long long>(value));
  };
  number("calls", tally.calls);
  number("messages", tally.messages);
  const auto messages = static_cast<double>(tally.messages);
  std::fprintf(stderr, "messages-a-call %.3f\n",
               messages / static_cast<double>(tally.calls));
  std::fprintf(stderr, "octets-a-message %.1f\n",
               static_cast<double>(tally.message_octets) / messages);
  number("frames", file.frames());
  number("file-octets", file.octets());
  std::fprintf(stderr, "seconds %.3f\n",
               static_cast<double>(file.last_time().count()) / 1e6);
  for (std::size_t i = 0; i < tally.requests.size(); ++i) {
    if (tally.requests[i] == 0) continue;
    const std::string name(to_string(static_cast<Method>(i)));
    number(name.c_str(), tally.requests[i]);
  }
  for (const auto& [code, count] : tally.responses) {
    number(std::to_string(code).c_str(), count);
  }
}

int make_capture(const Arguments& arguments) {
  const Kind& kind = *arguments.kind;
  Hosts hosts = make_hosts();
  CaptureFile file(arguments.output, arguments.format);
  Packets packets(hosts, file);
  const Plan plan =
      kind.plan(arguments.calls.value_or(kind.calls) * arguments.scale);
  const std::unique_ptr<Carrier> carrier =
      make_carrier(kind, hosts, packets, arguments.seed);
  CallPlayer player(plan, hosts, *carrier, arguments.seed);
  if (kind.media_percent != 0) {
    play_beside_media(
        player, packets,
        arguments.packets.value_or(kind.packets) * arguments.scale,
        arguments.seed);
  } else {
    player.play_all();
  }
  carrier->finish(file.last_time());
  if (!file.close()) {
    std::fprintf(stderr, "siptriage_make_capture: cannot write %s: %s\n",
                 arguments.output.c_str(), std::strerror(errno));
    return 1;
  }
  tell(player.tally(), file);
  return 0;
}

int usage() {
  std::fprintf(stderr,
               "usage: siptriage_make_capture KIND [--calls N] [--packets N] "
               "[--scale K]\n           [--seed S] [--pcapng] OUTPUT\nkinds:\n"
               "%s",
               describe_kinds().c_str());
  return 2;
}

}  // namespace
}  // namespace siptriage::bench

int main(int argc, char** argv) {
  using namespace siptriage::bench;
  try {
    const auto arguments = parse_arguments(argc, argv);
    return arguments ? make_capture(*arguments) : usage();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "siptriage_make_capture: %s\n", error.what());
    return 1;
  }
}
