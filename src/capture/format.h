#pragma once
/// What the first octets of an input say it is.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace siptriage::detail {

enum class Format : std::uint8_t { Unknown, Pcap, Pcapng, Gzip, Zstd, Lz4 };

/// How many octets are enough to tell a format, and how many help to say what
/// else the input may be.
inline constexpr std::size_t kFormatOctets = 24;
inline constexpr std::size_t kDescriptionOctets = 4096;

[[nodiscard]] Format recognise(std::string_view front);

[[nodiscard]] constexpr bool is_capture(Format format) {
  return format == Format::Pcap || format == Format::Pcapng;
}
[[nodiscard]] constexpr bool is_compressed(Format format) {
  return format == Format::Gzip || format == Format::Zstd ||
         format == Format::Lz4;
}

/// What the magic number of pcap says; meaningful for Format::Pcap only.
struct PcapMagic {
  bool known = false;
  bool swapped = false;  // the file's byte order is not this machine's
  bool nanoseconds = false;
  bool modified = false;  // Kuznetsov's longer record headers
};
[[nodiscard]] PcapMagic pcap_magic(std::string_view front);

/// "pcap", "pcap (ns)", "pcap (modified)", "pcapng", "gzip", "zstd", "lz4".
[[nodiscard]] std::string format_name(Format format, std::string_view front);

/// For Format::Unknown: what it looks like and what to do about it, to stand
/// after "NAME is not a capture: ".
[[nodiscard]] std::string describe_unknown(std::string_view front);

}  // namespace siptriage::detail
