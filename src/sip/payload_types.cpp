#include "sip/payload_types.h"

#include <array>
#include <cstddef>
#include <optional>

#include "siptriage/base/ascii.h"

namespace siptriage::sip::detail {
namespace {

// By payload type; empty where none is assigned.
constexpr std::array<std::string_view, 35> kStaticEncodings = {
    "PCMU/8000",    // 0
    "",             // 1: reserved
    "",             // 2: was G721; see rtpmap
    "GSM/8000",     // 3
    "G723/8000",    // 4
    "DVI4/8000",    // 5
    "DVI4/16000",   // 6
    "LPC/8000",     // 7
    "PCMA/8000",    // 8
    "G722/8000",    // 9: the clock is 16 kHz, the name stays (RFC 3551 4.5.2)
    "L16/44100/2",  // 10
    "L16/44100",    // 11
    "QCELP/8000",   // 12
    "CN/8000",      // 13
    "MPA/90000",    // 14
    "G728/8000",    // 15
    "DVI4/11025",   // 16
    "DVI4/22050",   // 17
    "G729/8000",    // 18
    "",             // 19: reserved
    "",             // 20
    "",             // 21
    "",             // 22
    "",             // 23
    "",             // 24
    "CelB/90000",   // 25
    "JPEG/90000",   // 26
    "",             // 27
    "nv/90000",     // 28
    "",             // 29
    "",             // 30
    "H261/90000",   // 31
    "MPV/90000",    // 32
    "MP2T/90000",   // 33
    "H263/90000",   // 34
};

}  // namespace

std::string_view find_static_encoding(std::string_view payload_type) {
  const std::optional<std::uint64_t> number = parse_unsigned(payload_type);
  if (!number || *number >= kStaticEncodings.size()) return {};
  return kStaticEncodings[static_cast<std::size_t>(*number)];
}

}  // namespace siptriage::sip::detail
