#include "capture/format.h"

#include <array>

#include "siptriage/base/ascii.h"

#include "capture/octet_order.h"

namespace siptriage::detail {
namespace {

using namespace std::string_view_literals;

constexpr std::uint32_t kPcapMagic = 0xA1B2C3D4;
constexpr std::uint32_t kPcapNanosecondMagic = 0xA1B23C4D;
constexpr std::uint32_t kPcapModifiedMagic = 0xA1B2CD34;

struct Signature {
  std::string_view front;
  Format format;
};

constexpr std::array kSignatures = {
    Signature{"\x0A\x0D\x0D\x0A"sv, Format::Pcapng},
    Signature{"\x1F\x8B"sv, Format::Gzip},
    Signature{"\x28\xB5\x2F\xFD"sv, Format::Zstd},
    Signature{"\x04\x22\x4D\x18"sv, Format::Lz4},
};

// Zstandard's skippable frames, 0x184D2A50 to 0x184D2A5F: pzstd puts one
// first.
bool is_skippable_frame(std::string_view front) {
  return front.size() >= 4 &&
         (static_cast<unsigned char>(front[0]) & 0xF0) == 0x50 &&
         front.substr(1, 3) == "\x2A\x4D\x18";
}

struct Lookalike {
  std::string_view front;
  std::string_view description;
  std::string_view next_step;
};

constexpr std::string_view kConvert = "convert it: editcap -F pcapng OLD NEW";
constexpr std::string_view kUnpack = "unpack it first";
constexpr std::string_view kGiveCapture =
    "give the capture itself (pcap or pcapng)";

constexpr std::array kLookalikes = {
    Lookalike{"GMBU"sv, "a Microsoft Network Monitor 2 capture", kConvert},
    Lookalike{"RTSS"sv, "a Microsoft Network Monitor 1 capture", kConvert},
    Lookalike{"snoop\0\0\0"sv, "a snoop capture", kConvert},
    Lookalike{"iptrace "sv, "an AIX iptrace capture", kConvert},
    Lookalike{"TRSNIFF data"sv, "a Sniffer capture", kConvert},
    Lookalike{"XCP\0"sv, "a Network Associates Sniffer capture", kConvert},
    Lookalike{"btsnoop\0"sv, "a Bluetooth snoop capture", kConvert},
    Lookalike{"PK\x03\x04"sv, "a zip archive", kUnpack},
    Lookalike{"BZh"sv, "bzip2-compressed", kUnpack},
    Lookalike{"\xFD\x37zXZ\0"sv, "xz-compressed", kUnpack},
    Lookalike{"7z\xBC\xAF\x27\x1C"sv, "a 7z archive", kUnpack},
    Lookalike{"Rar!"sv, "a RAR archive", kUnpack},
    Lookalike{"\x7F\x45LF"sv, "a program", kGiveCapture},
    Lookalike{"%PDF"sv, "a PDF document", kGiveCapture},
    Lookalike{"<?xml"sv, "XML", kGiveCapture},
    Lookalike{"HEP3"sv, "a stream of HEP messages", kGiveCapture},
};

// Mostly ASCII, with UTF-8 or Latin-1 in between; no control characters.
bool is_text(std::string_view front) {
  std::size_t above_ascii = 0;
  for (const char c : front) {
    const auto octet = static_cast<unsigned char>(c);
    if ((octet < ' ' && !is_lws(c)) || octet == 0x7F) return false;
    if (octet > 0x7F) ++above_ascii;
  }
  return above_ascii < front.size() / 2;
}

}  // namespace

PcapMagic pcap_magic(std::string_view front) {
  if (front.size() < sizeof(std::uint32_t)) return {};
  for (const bool swapped : {false, true}) {
    const std::uint32_t magic = load_u32(front.data(), swapped);
    if (magic == kPcapMagic || magic == kPcapNanosecondMagic ||
        magic == kPcapModifiedMagic) {
      return {.known = true,
              .swapped = swapped,
              .nanoseconds = magic == kPcapNanosecondMagic,
              .modified = magic == kPcapModifiedMagic};
    }
  }
  return {};
}

Format recognise(std::string_view front) {
  if (pcap_magic(front).known) return Format::Pcap;
  if (is_skippable_frame(front)) return Format::Zstd;
  for (const Signature& signature : kSignatures) {
    if (front.starts_with(signature.front)) return signature.format;
  }
  return Format::Unknown;
}

std::string format_name(Format format, std::string_view front) {
  switch (format) {
    case Format::Unknown:
      return "unknown";
    case Format::Pcap:
      if (pcap_magic(front).nanoseconds) return "pcap (ns)";
      return pcap_magic(front).modified ? "pcap (modified)" : "pcap";
    case Format::Pcapng:
      return "pcapng";
    case Format::Gzip:
      return "gzip";
    case Format::Zstd:
      return "zstd";
    case Format::Lz4:
      return "lz4";
  }
  return "unknown";
}

std::string describe_unknown(std::string_view front) {
  for (const Lookalike& row : kLookalikes) {
    if (front.starts_with(row.front)) {
      return "it is " + std::string(row.description) + "; " +
             std::string(row.next_step);
    }
  }
  if (front.find_first_not_of('\0') == std::string_view::npos) {
    return "it begins with nothing but zeros; it was never written out";
  }
  if (is_text(front)) {
    const bool has_sip = front.find("SIP/2.0") != std::string_view::npos;
    return (has_sip ? "it is text with SIP messages in it, such as a log; "
                    : "it is text; ") +
           std::string(kGiveCapture);
  }
  return "it begins like no pcap or pcapng file; where another tool reads it, "
         "save it from there as pcapng";
}

}  // namespace siptriage::detail
