// Frames to the octets of a capture file: pcap in micro- or nanoseconds,
// pcapng, either byte order.
//
//   CaptureFormat format;
//   format.kind = CaptureKind::Pcapng;
//   std::string file = write_capture(format, {Link{}}, frames);
//
// pcapng gets one section; one Interface Description Block a link, an Enhanced
// Packet Block a frame, and Interface Statistics where drops are told.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "tools/link_frame.h"
#include "tools/octets.h"

namespace siptriage::testing {

enum class CaptureKind { Pcap, PcapNano, Pcapng };

struct CaptureFormat {
  CaptureKind kind = CaptureKind::Pcap;
  ByteOrder byte_order = ByteOrder::LittleEndian;
  bool has_nanoseconds = false;  // of pcapng; PcapNano has them anyway
  std::uint32_t snap_length = 262144;
  std::uint64_t dropped_frames = 0;  // pcapng, on the first interface
};

struct CapturedFrame {
  std::chrono::nanoseconds at{};  // since 1970
  std::size_t link = 0;           // which of the capture's links
  std::string octets;             // whole: the writer cuts at snap_length
};

/// pcap has one link type for all: only the first link is looked at.
std::string write_capture(const CaptureFormat& format,
                          const std::vector<Link>& links,
                          const std::vector<CapturedFrame>& frames);

}  // namespace siptriage::testing
