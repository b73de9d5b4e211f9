#include "tools/capture_writer.h"

#include <algorithm>
#include <string_view>

namespace siptriage::testing {
namespace {

constexpr std::uint32_t kPcapMagic = 0xa1b2c3d4;
constexpr std::uint32_t kPcapNanoMagic = 0xa1b23c4d;
constexpr std::uint32_t kSectionHeaderBlock = 0x0a0d0d0a;
constexpr std::uint32_t kByteOrderMagic = 0x1a2b3c4d;
constexpr std::uint32_t kInterfaceDescriptionBlock = 1;
constexpr std::uint32_t kInterfaceStatisticsBlock = 5;
constexpr std::uint32_t kEnhancedPacketBlock = 6;
constexpr std::uint16_t kOptionEnd = 0;
constexpr std::uint16_t kOptionInterfaceName = 2;
constexpr std::uint16_t kOptionTimestampResolution = 9;
constexpr std::uint16_t kOptionInterfaceDrops = 5;

/// The writers of one capture file share its format and grow one string.
class CaptureWriter {
 public:
  explicit CaptureWriter(const CaptureFormat& format) : format_(format) {}

  void write_pcap_header(const Link& link);
  void write_pcap_frame(const CapturedFrame& frame);
  void write_section_header();
  void write_interface(const Link& link);
  void write_enhanced_packet(const CapturedFrame& frame);
  void write_interface_statistics(std::chrono::nanoseconds at);

  std::string take() { return std::move(out_); }

 private:
  void u16(std::string& out, std::size_t value) const {
    append_u16(out, static_cast<std::uint16_t>(value), format_.byte_order);
  }
  void u32(std::string& out, std::size_t value) const {
    append_u32(out, static_cast<std::uint32_t>(value), format_.byte_order);
  }
  void option(std::string& out, std::uint16_t code,
              std::string_view value) const;
  void timestamp(std::string& out, std::chrono::nanoseconds at) const;
  void block(std::uint32_t type, std::string body);
  std::size_t captured_length(const CapturedFrame& frame) const {
    return std::min<std::size_t>(frame.octets.size(), format_.snap_length);
  }

  const CaptureFormat& format_;
  std::string out_;
};

void CaptureWriter::write_pcap_header(const Link& link) {
  u32(out_,
      format_.kind == CaptureKind::PcapNano ? kPcapNanoMagic : kPcapMagic);
  u16(out_, 2);  // version 2.4
  u16(out_, 4);
  u32(out_, 0);  // time zone, accuracy: always zero
  u32(out_, 0);
  u32(out_, format_.snap_length);
  u32(out_, static_cast<std::size_t>(link.kind));
}

void CaptureWriter::write_pcap_frame(const CapturedFrame& frame) {
  const auto seconds =
      std::chrono::duration_cast<std::chrono::seconds>(frame.at);
  auto fraction = (frame.at - seconds).count();
  if (format_.kind == CaptureKind::Pcap) fraction /= 1000;
  u32(out_, static_cast<std::size_t>(seconds.count()));
  u32(out_, static_cast<std::size_t>(fraction));
  u32(out_, captured_length(frame));
  u32(out_, frame.octets.size());
  out_.append(frame.octets, 0, captured_length(frame));
}

void CaptureWriter::write_section_header() {
  std::string body;
  u32(body, kByteOrderMagic);
  u16(body, 1);  // version 1.0
  u16(body, 0);
  append_u64(body, ~std::uint64_t{0});  // section length: not given
  block(kSectionHeaderBlock, std::move(body));
}

void CaptureWriter::write_interface(const Link& link) {
  std::string body;
  u16(body, static_cast<std::size_t>(link.kind));
  u16(body, 0);
  u32(body, format_.snap_length);
  if (!link.name.empty()) option(body, kOptionInterfaceName, link.name);
  if (format_.has_nanoseconds) {
    option(body, kOptionTimestampResolution, "\x09");
  }
  if (body.size() > 8) option(body, kOptionEnd, "");
  block(kInterfaceDescriptionBlock, std::move(body));
}

void CaptureWriter::write_enhanced_packet(const CapturedFrame& frame) {
  std::string body;
  u32(body, frame.link);
  timestamp(body, frame.at);
  u32(body, captured_length(frame));
  u32(body, frame.octets.size());
  body.append(frame.octets, 0, captured_length(frame));
  block(kEnhancedPacketBlock, std::move(body));
}

void CaptureWriter::write_interface_statistics(std::chrono::nanoseconds at) {
  std::string drops;
  append_u64(drops, format_.dropped_frames, format_.byte_order);
  std::string body;
  u32(body, 0);
  timestamp(body, at);
  option(body, kOptionInterfaceDrops, drops);
  option(body, kOptionEnd, "");
  block(kInterfaceStatisticsBlock, std::move(body));
}

void CaptureWriter::option(std::string& out, std::uint16_t code,
                           std::string_view value) const {
  u16(out, code);
  u16(out, value.size());
  out += value;
  pad_to_multiple(out, 4);
}

void CaptureWriter::timestamp(std::string& out,
                              std::chrono::nanoseconds at) const {
  const auto unit = format_.has_nanoseconds ? 1 : 1000;
  const auto ticks = static_cast<std::uint64_t>(at.count() / unit);
  u32(out, ticks >> 32);
  u32(out, ticks & 0xffffffff);
}

// | type | total length | body, padded | total length |
void CaptureWriter::block(std::uint32_t type, std::string body) {
  pad_to_multiple(body, 4);
  const std::size_t length = body.size() + 12;
  u32(out_, type);
  u32(out_, length);
  out_ += body;
  u32(out_, length);
}

}  // namespace

std::string write_capture(const CaptureFormat& format,
                          const std::vector<Link>& links,
                          const std::vector<CapturedFrame>& frames) {
  CaptureWriter writer(format);
  if (format.kind != CaptureKind::Pcapng) {
    writer.write_pcap_header(links.empty() ? Link{} : links.front());
    for (const CapturedFrame& frame : frames) writer.write_pcap_frame(frame);
    return writer.take();
  }
  writer.write_section_header();
  for (const Link& link : links) writer.write_interface(link);
  for (const CapturedFrame& frame : frames) {
    writer.write_enhanced_packet(frame);
  }
  if (format.dropped_frames > 0 && !frames.empty()) {
    writer.write_interface_statistics(frames.back().at);
  }
  return writer.take();
}

}  // namespace siptriage::testing
