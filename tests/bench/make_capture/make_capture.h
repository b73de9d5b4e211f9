#pragma once
// make_capture: one capture of a kind, into a file.
//
//     CaptureRequest request{find_kind("sip-heavy"), "out.pcap"};
//     request.calls = 1000;
//     std::optional<CaptureSummary> made = make_capture(request);

#include <cstdint>
#include <optional>
#include <string>

#include "bench/make_capture/call_player.h"
#include "bench/make_capture/capture_file.h"
#include "bench/make_capture/kinds.h"

namespace siptriage::bench {

struct CaptureRequest {
  const Kind* kind = nullptr;
  std::string output;
  std::optional<std::uint64_t> calls;    // of kinds without media
  std::optional<std::uint64_t> packets;  // of kinds with media
  std::uint64_t scale = 1;               // times as long
  std::uint64_t seed = 1;
  CaptureFormat format = CaptureFormat::Pcap;
};

struct CaptureSummary {
  Tally tally;
  std::uint64_t frames = 0;
  std::uint64_t file_octets = 0;
  Time duration{};
};

// Nothing when the file could not be written; errno says why.
[[nodiscard]] std::optional<CaptureSummary> make_capture(
    const CaptureRequest& request);

}  // namespace siptriage::bench
