// Captures octet by octet, right and wrong, and what a reader made of them.
//
//   std::string file = pcap_file({.order = ByteOrder::Big}, {{.octets = "x"}});
//   Outcome outcome = read_memory(file);
//   EXPECT_EQ(outcome.frames.at(0).octets, "x");
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "siptriage/base/byte_reader.h"
#include "siptriage/capture/capture_reader.h"

namespace siptriage::testing {

/// Octets under construction in one byte order.
class Octets {
 public:
  explicit Octets(ByteOrder order) : order_(order) {}

  Octets& u8(std::uint64_t value) { return put(value, 1); }
  Octets& u16(std::uint64_t value) { return put(value, 2); }
  Octets& u32(std::uint64_t value) { return put(value, 4); }
  Octets& u64(std::uint64_t value) { return put(value, 8); }
  Octets& text(std::string_view octets) {
    text_ += octets;
    return *this;
  }
  /// `octets` and zeros up to a multiple of 4.
  Octets& padded(std::string_view octets) {
    text_ += octets;
    text_.append((4 - octets.size() % 4) % 4, '\0');
    return *this;
  }
  /// A pcapng option.
  Octets& option(std::uint16_t code, std::string_view value) {
    return u16(code).u16(value.size()).padded(value);
  }
  [[nodiscard]] const std::string& done() const { return text_; }

 private:
  Octets& put(std::uint64_t value, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) {
      const std::size_t shift =
          8 * (order_ == ByteOrder::Little ? i : size - 1 - i);
      text_ += static_cast<char>(value >> shift & 0xFF);
    }
    return *this;
  }

  ByteOrder order_;
  std::string text_;
};

inline constexpr std::uint32_t kMicroMagic = 0xA1B2C3D4;
inline constexpr std::uint32_t kNanoMagic = 0xA1B23C4D;
inline constexpr std::uint32_t kModifiedMagic = 0xA1B2CD34;

struct PcapHeader {
  std::uint32_t magic = kMicroMagic;
  ByteOrder order = ByteOrder::Little;
  std::uint16_t major = 2;
  std::uint16_t minor = 4;
  std::uint32_t snap_length = 65535;
  std::uint32_t link_type = 1;
};

struct PcapRecord {
  std::uint32_t seconds = 0;
  std::uint32_t fraction = 0;
  std::string octets = {};
  std::uint32_t original_octets = 0;  // 0: as many as there are
};

std::string pcap_file(const PcapHeader& header,
                      const std::vector<PcapRecord>& records);

/// The blocks of a pcapng file, one by one; a section sets the byte order of
/// what follows.
class PcapngFile {
 public:
  PcapngFile& section(ByteOrder order, std::string_view options = {},
                      std::uint16_t major = 1, std::uint16_t minor = 0);
  PcapngFile& interface(std::uint16_t link_type = 1,
                        std::uint32_t snap_length = 0,
                        std::string_view options = {});
  PcapngFile& enhanced(std::uint32_t interface, std::uint64_t ticks,
                       std::string_view octets, std::string_view options = {});
  PcapngFile& simple(std::uint32_t original_octets, std::string_view octets);
  PcapngFile& obsolete(std::uint16_t interface, std::uint16_t drops,
                       std::uint64_t ticks, std::string_view octets);
  PcapngFile& statistics(std::uint32_t interface, std::string_view options);
  PcapngFile& block(std::uint32_t type, std::string_view body);

  /// In the byte order of the current section.
  [[nodiscard]] Octets octets() const { return Octets(order_); }
  [[nodiscard]] const std::string& done() const { return text_; }

 private:
  ByteOrder order_ = ByteOrder::Little;
  std::string text_;
};

/// A frame whose octets outlive the reader.
struct KeptFrame {
  std::string octets = {};
  Frame frame;  // its view of the octets is empty
};

struct Outcome {
  std::vector<KeptFrame> frames;
  FileCoverage coverage;
  Error error;  // its message is empty when the capture opened
  [[nodiscard]] bool opened() const { return error.message.empty(); }
};

/// Reads all there is, `batch` frames at a time.
Outcome read_all(Result<CaptureReader> reader, std::size_t batch = kFrameBatch);

/// Reads an exact copy on the heap, so that a sanitizer sees over-reads.
Outcome read_memory(std::string_view octets);
Outcome read_path(const std::string& path, const CaptureOptions& options = {},
                  const Limits& limits = {});

/// A file that is gone with its object; a directory holds nothing else.
class TemporaryFile {
 public:
  explicit TemporaryFile(std::string_view octets);
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile();
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const std::string& directory() const { return directory_; }

 private:
  std::string directory_;
  std::string path_;
};

/// "Two frames" in pcap and pcapng, for tests about anything but formats.
std::string small_pcap();
std::string small_pcapng();

}  // namespace siptriage::testing
