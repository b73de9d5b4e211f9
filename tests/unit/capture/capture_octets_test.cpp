// The helpers of capture_octets.h; named so that the test program takes it in.
#include "unit/capture/capture_octets.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <stdlib.h>
#include <unistd.h>
#include <utility>

#include <gtest/gtest.h>

namespace siptriage::testing {

std::string pcap_file(const PcapHeader& header,
                      const std::vector<PcapRecord>& records) {
  Octets out(header.order);
  out.u32(header.magic).u16(header.major).u16(header.minor).u64(0);
  out.u32(header.snap_length).u32(header.link_type);
  for (const PcapRecord& record : records) {
    const std::size_t original = record.original_octets != 0
                                     ? record.original_octets
                                     : record.octets.size();
    out.u32(record.seconds).u32(record.fraction);
    out.u32(record.octets.size()).u32(original);
    if (header.magic == kModifiedMagic) out.u32(7).u16(0x0800).u8(4).u8(0);
    out.text(record.octets);
  }
  return out.done();
}

PcapngFile& PcapngFile::block(std::uint32_t type, std::string_view body) {
  const std::size_t length = 12 + (body.size() + 3) / 4 * 4;
  text_ += octets().u32(type).u32(length).padded(body).u32(length).done();
  return *this;
}

PcapngFile& PcapngFile::section(ByteOrder order, std::string_view options,
                                std::uint16_t major, std::uint16_t minor) {
  order_ = order;
  return block(0x0A0D0D0A, octets()
                               .u32(0x1A2B3C4D)
                               .u16(major)
                               .u16(minor)
                               .u64(~std::uint64_t{0})
                               .text(options)
                               .done());
}

PcapngFile& PcapngFile::interface(std::uint16_t link_type,
                                  std::uint32_t snap_length,
                                  std::string_view options) {
  return block(
      1, octets().u16(link_type).u16(0).u32(snap_length).text(options).done());
}

PcapngFile& PcapngFile::enhanced(std::uint32_t interface, std::uint64_t ticks,
                                 std::string_view octets,
                                 std::string_view options) {
  Octets body(order_);
  body.u32(interface).u32(ticks >> 32).u32(ticks & 0xFFFFFFFF);
  body.u32(octets.size()).u32(octets.size()).padded(octets).text(options);
  return block(6, body.done());
}

PcapngFile& PcapngFile::simple(std::uint32_t original_octets,
                               std::string_view octets) {
  return block(3, Octets(order_).u32(original_octets).text(octets).done());
}

PcapngFile& PcapngFile::obsolete(std::uint16_t interface, std::uint16_t drops,
                                 std::uint64_t ticks, std::string_view octets) {
  Octets body(order_);
  body.u16(interface).u16(drops).u32(ticks >> 32).u32(ticks & 0xFFFFFFFF);
  body.u32(octets.size()).u32(octets.size() + 1).text(octets);
  return block(2, body.done());
}

PcapngFile& PcapngFile::statistics(std::uint32_t interface,
                                   std::string_view options) {
  return block(5, octets().u32(interface).u64(0).text(options).done());
}

Outcome read_all(Result<CaptureReader> reader, std::size_t batch) {
  Outcome outcome;
  if (!reader) {
    outcome.error = reader.error();
    EXPECT_NE(outcome.error.message, "");
    return outcome;
  }
  std::vector<Frame> frames(batch);
  while (const std::size_t count = reader->next_batch(frames)) {
    for (std::size_t i = 0; i < count; ++i) {
      KeptFrame kept{std::string(frames[i].octets), frames[i]};
      kept.frame.octets = {};
      outcome.frames.push_back(std::move(kept));
    }
  }
  EXPECT_EQ(reader->next_batch(frames), 0U) << "the end is the end";
  outcome.coverage = reader->coverage();
  EXPECT_EQ(outcome.coverage.frames, outcome.frames.size());
  return outcome;
}

Outcome read_memory(std::string_view octets) {
  const auto copy = std::make_unique<char[]>(octets.size());
  std::copy(octets.begin(), octets.end(), copy.get());
  return read_all(
      CaptureReader::from_memory("memory", {copy.get(), octets.size()}));
}

Outcome read_path(const std::string& path, const CaptureOptions& options,
                  const Limits& limits) {
  OctetStore store;
  return read_all(CaptureReader::open(path, options, store, 0, limits));
}

TemporaryFile::TemporaryFile(std::string_view octets) {
  std::string pattern =
      (std::filesystem::temp_directory_path() / "siptriage-test-XXXXXX")
          .string();
  if (::mkdtemp(pattern.data()) == nullptr) {
    throw std::runtime_error("no temporary directory");
  }
  directory_ = pattern;
  path_ = directory_ + "/capture";
  std::ofstream(path_, std::ios::binary) << octets;
}

TemporaryFile::~TemporaryFile() {
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

std::string small_pcap() {
  return pcap_file({},
                   {{.seconds = 10, .fraction = 5, .octets = "first"},
                    {.seconds = 11, .fraction = 6, .octets = "second one"}});
}

std::string small_pcapng() {
  PcapngFile file;
  file.section(ByteOrder::Little).interface();
  file.enhanced(0, 10'000'005, "first").enhanced(0, 11'000'006, "second one");
  return file.done();
}

}  // namespace siptriage::testing
