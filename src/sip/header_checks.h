#pragma once
// What the header part of every message is checked for, and what a Message
// takes from its header fields (CSeq).

#include <cstdint>
#include <string_view>

#include "siptriage/sip/message.h"

namespace siptriage::sip::detail {

enum class HeaderPartEnd : std::uint8_t {
  BlankLine,  // whole
  LineEnd,    // the octets end behind a line: more may have been sent
  Cut,        // the octets end within a line, whose value may be cut
};

// Fills in method and CSeq number, and adds anomalies. `header_part` holds the
// octets of the start line and header fields. What is not there is held against
// the message only if its header part is whole, and values are judged only if
// none may be cut.
void check_header_part(std::string_view header_part, HeaderPartEnd end,
                       Message& message);

}  // namespace siptriage::sip::detail
