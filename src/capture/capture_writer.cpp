#include "siptriage/capture/capture_writer.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "capture/octets_out.h"
#include "capture/pcapng_block.h"
#include "capture/pcapng_records.h"

namespace siptriage {
namespace {

using detail::append_padded;
using detail::append_u16;
using detail::append_u32;
using detail::append_u64;
using detail::begin_block;
using detail::BlockType;
using detail::end_block;

constexpr std::uint8_t kMostDigits = 9;  // of a Timestamp
constexpr std::uint8_t kUsualDigits = 6;
constexpr std::uint64_t kNanosecondsPerSecond = 1'000'000'000;

// The first second that a Timestamp can be in.
constexpr std::int64_t kFirstSecond = -9'223'372'037;

bool is_before_1970(Timestamp time) { return nanoseconds_of(time) < 0; }

constexpr bool is_tail_of_utf8(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

void append_option(std::string& out, std::uint16_t code,
                   std::string_view value) {
  std::size_t length = value.size();
  if (length > kMaxOptionOctets) {
    length = kMaxOptionOctets;
    while (length > 0 && is_tail_of_utf8(value[length])) --length;
  }
  append_u16(out, code);
  append_u16(out, static_cast<std::uint16_t>(length));
  append_padded(out, value.substr(0, length));
}

void append_text_option(std::string& out, std::uint16_t code,
                        std::string_view text) {
  if (!text.empty()) append_option(out, code, text);
}

void append_count_option(std::string& out, std::uint16_t code,
                         std::uint64_t count) {
  if (count == 0) return;
  std::string octets;
  append_u64(octets, count);
  append_option(out, code, octets);
}

void append_end_of_options(std::string& out) { append_u32(out, 0); }

}  // namespace

CapturedInterface captured_interface(const InterfaceCoverage& interface,
                                     LinkType link_type) {
  return {
      .name = interface.name,
      .description = {},
      .link_type = link_type,
      .snap_length = static_cast<std::uint32_t>(std::min<std::uint64_t>(
          interface.snap_length, std::numeric_limits<std::uint32_t>::max())),
      .timestamp_digits = interface.timestamp_digits};
}

CaptureWriter::CaptureWriter(std::string_view application)
    : application_(application) {}

std::uint32_t CaptureWriter::add_interface(CapturedInterface interface) {
  Interface added;
  added.told = std::move(interface);
  added.told.timestamp_digits =
      std::min(added.told.timestamp_digits, kMostDigits);
  for (auto i = added.told.timestamp_digits; i < kMostDigits; ++i) {
    added.nanoseconds_per_tick *= 10;
  }
  interfaces_.push_back(std::move(added));
  return static_cast<std::uint32_t>(interfaces_.size() - 1);
}

// Body: magic (4), major (2), minor (2), section length (8), options.
void CaptureWriter::begin_section(std::string& out) {
  const std::size_t block = begin_block(out, BlockType::SectionHeader);
  append_u32(out, detail::kByteOrderMagic);
  append_u16(out, 1);
  append_u16(out, 0);
  append_u64(out, detail::kUnknownCount);
  append_text_option(out, detail::kSectionApplication, application_);
  append_end_of_options(out);
  end_block(out, block);
  ++section_;
  described_ = 0;
}

// Body: link type (2), reserved (2), snap length (4), options.
std::uint32_t CaptureWriter::describe(Interface& interface, bool before_1970,
                                      std::string& out) {
  Description& description =
      before_1970 ? interface.before_1970 : interface.since_1970;
  if (description.section == section_) return description.number;
  const CapturedInterface& told = interface.told;
  const std::size_t block = begin_block(out, BlockType::InterfaceDescription);
  append_u16(out, static_cast<std::uint16_t>(told.link_type));
  append_u16(out, 0);
  append_u32(out, told.snap_length);
  append_text_option(out, detail::kInterfaceName, told.name);
  append_text_option(out, detail::kInterfaceDescription, told.description);
  if (told.timestamp_digits != kUsualDigits) {
    const auto digits = static_cast<char>(told.timestamp_digits);
    append_option(out, detail::kInterfaceResolution, {&digits, 1});
  }
  if (before_1970) {
    std::string seconds;
    append_u64(seconds, static_cast<std::uint64_t>(kFirstSecond));
    append_option(out, detail::kInterfaceOffset, seconds);
  }
  append_end_of_options(out);
  end_block(out, block);
  description = {section_, described_++};
  return description.number;
}

void CaptureWriter::write(const Frame& frame, std::uint32_t interface,
                          std::span<const std::string> comments,
                          std::string& out) {
  if (section_ == 0) begin_section(out);
  Interface& through = interfaces_[interface];
  if (may_be_simple(frame, through)) {
    write_simple(frame, through, out);
  } else {
    write_enhanced(frame, through, comments, out);
  }
}

// A Simple Packet has no length of its own: that follows from the snap length.
bool CaptureWriter::may_be_simple(const Frame& frame,
                                  const Interface& interface) const {
  const std::uint32_t snap_length = interface.told.snap_length;
  const std::uint32_t captured =
      snap_length == 0 ? frame.original_length_octets
                       : std::min(frame.original_length_octets, snap_length);
  return !frame.has_timestamp && captured == frame.octets.size() &&
         section_ < kMaxWrittenSections;
}

// Body: original length (4), frame.
void CaptureWriter::write_simple(const Frame& frame, Interface& interface,
                                 std::string& out) {
  const bool is_first =
      described_ == 0 || (interface.since_1970.section == section_ &&
                          interface.since_1970.number == 0);
  if (!is_first) begin_section(out);
  static_cast<void>(describe(interface, false, out));
  const std::size_t block = begin_block(out, BlockType::SimplePacket);
  append_u32(out, frame.original_length_octets);
  append_padded(out, frame.octets);
  end_block(out, block);
}

// Interface (4), timestamp high (4) and low (4).
void CaptureWriter::append_time(Timestamp time, std::uint32_t number,
                                const Interface& interface, std::string& out) {
  auto since = static_cast<std::uint64_t>(nanoseconds_of(time));
  if (is_before_1970(time)) {
    since += static_cast<std::uint64_t>(-kFirstSecond) * kNanosecondsPerSecond;
  }
  const std::uint64_t ticks = since / interface.nanoseconds_per_tick;
  append_u32(out, number);
  append_u32(out, static_cast<std::uint32_t>(ticks >> 32));
  append_u32(out, static_cast<std::uint32_t>(ticks));
}

// Body: interface and time (12), captured (4) and original length (4), frame,
// padding, options.
void CaptureWriter::write_enhanced(const Frame& frame, Interface& interface,
                                   std::span<const std::string> comments,
                                   std::string& out) {
  const Timestamp time = frame.has_timestamp ? frame.timestamp : Timestamp();
  const std::uint32_t number = describe(interface, is_before_1970(time), out);
  const std::size_t block = begin_block(out, BlockType::EnhancedPacket);
  append_time(time, number, interface, out);
  append_u32(out, static_cast<std::uint32_t>(frame.octets.size()));
  append_u32(out, frame.original_length_octets);
  append_padded(out, frame.octets);
  for (const std::string& comment : comments) {
    append_text_option(out, detail::kOptionComment, comment);
  }
  if (!comments.empty()) append_end_of_options(out);
  end_block(out, block);
}

// Body: interface and time (12), options.
void CaptureWriter::write_statistics(std::uint32_t interface,
                                     const InterfaceStatistics& statistics,
                                     std::string& out) {
  if (section_ == 0) begin_section(out);
  Interface& through = interfaces_[interface];
  // 0: no time of its own.
  const Timestamp time = statistics.time.value_or(Timestamp());
  const std::uint32_t number = describe(through, is_before_1970(time), out);
  const std::size_t block = begin_block(out, BlockType::InterfaceStatistics);
  append_time(time, number, through, out);
  append_count_option(out, detail::kStatisticsReceived, statistics.received);
  append_count_option(out, detail::kStatisticsInterfaceDrops,
                      statistics.dropped);
  append_end_of_options(out);
  end_block(out, block);
}

void CaptureWriter::finish(std::string& out) {
  if (section_ == 0) begin_section(out);
}

}  // namespace siptriage
