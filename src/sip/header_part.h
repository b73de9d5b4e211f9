#pragma once
// The header part of a message: start line and header fields, taken line by
// line into the message's index (RFC 3261 7.3).

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "siptriage/sip/message.h"
#include "siptriage/sip/parse.h"

namespace siptriage::sip::detail {

enum class HeaderPartEnd : std::uint8_t {
  BlankLine,  // whole
  LineEnd,    // the octets end behind a line: more may have been sent
  Cut,        // the octets end within a line, whose value may be cut
};

struct HeaderPart {
  ParseStatus status = ParseStatus::Malformed;
  HeaderPartEnd end = HeaderPartEnd::BlankLine;
  std::size_t octets = 0;  // with the blank line
  // It may hold tabs, control characters, and octets above 127.
  bool has_odd_octets = true;
};

// Reads the header part that `octets` begin with (no line ends before it).
// NeedMore only for Framing::Stream. No value is judged.
[[nodiscard]] HeaderPart read_header_part(std::string_view octets,
                                          Framing framing, Message& message);

}  // namespace siptriage::sip::detail
