// siptriage_make_capture: captures of any size for benchmarks, the same octets
// for the same arguments on every machine.
//
//     siptriage_make_capture KIND [--calls N] [--packets N] [--scale K]
//         [--seed S] [--pcapng] OUTPUT
//
// --packets goes with media-heavy, --calls with all others. --scale makes the
// capture K times as long, with as many calls at once. What was written is told
// on stderr, a name and a number a line. Without arguments: the kinds.

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <exception>
#include <optional>
#include <string>
#include <string_view>

#include "bench/make_capture/make_capture.h"

namespace siptriage::bench {
namespace {

std::optional<std::uint64_t> to_number(std::string_view text) {
  std::uint64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || rest != end) return std::nullopt;
  return number;
}

// Takes the value of a flag such as "--calls"; false if it is none of ours.
bool take_flag(std::string_view flag, std::string_view value,
               CaptureRequest& request) {
  const std::optional<std::uint64_t> number = to_number(value);
  if (!number || *number == 0) return false;
  if (flag == "--calls") {
    request.calls = number;
  } else if (flag == "--packets") {
    request.packets = number;
  } else if (flag == "--scale") {
    request.scale = *number;
  } else if (flag == "--seed") {
    request.seed = *number;
  } else {
    return false;
  }
  return true;
}

std::optional<CaptureRequest> parse_arguments(int argc, char** argv) {
  CaptureRequest request;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--pcapng") {
      request.format = CaptureFormat::Pcapng;
    } else if (argument.starts_with("--")) {
      if (++i == argc || !take_flag(argument, argv[i], request)) return {};
    } else if (request.kind == nullptr) {
      request.kind = find_kind(argument);
      if (request.kind == nullptr) return {};
    } else if (request.output.empty()) {
      request.output = argument;
    } else {
      return {};
    }
  }
  if (request.output.empty()) return {};
  const bool is_media = request.kind->media_percent != 0;
  if (is_media ? request.calls.has_value() : request.packets.has_value()) {
    return {};
  }
  return request;
}

void tell(const CaptureSummary& summary) {
  const Tally& tally = summary.tally;
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
  number("frames", summary.frames);
  number("file-octets", summary.file_octets);
  std::fprintf(stderr, "seconds %.3f\n",
               static_cast<double>(summary.duration.count()) / 1e6);
  for (std::size_t i = 0; i < tally.requests.size(); ++i) {
    if (tally.requests[i] == 0) continue;
    const std::string name(to_string(static_cast<Method>(i)));
    number(name.c_str(), tally.requests[i]);
  }
  for (const auto& [code, count] : tally.responses) {
    number(std::to_string(code).c_str(), count);
  }
}

int run(const CaptureRequest& request) {
  const std::optional<CaptureSummary> summary = make_capture(request);
  if (!summary) {
    std::fprintf(stderr, "siptriage_make_capture: cannot write %s: %s\n",
                 request.output.c_str(), std::strerror(errno));
    return 1;
  }
  tell(*summary);
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
    const auto request = parse_arguments(argc, argv);
    return request ? run(*request) : usage();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "siptriage_make_capture: %s\n", error.what());
    return 1;
  }
}
