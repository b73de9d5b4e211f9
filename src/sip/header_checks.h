#pragma once
// What every message is checked for beyond its lines, and what a Message takes
// from its values on the way (CSeq, topmost Via, tags).

#include "siptriage/sip/message.h"
#include "siptriage/sip/value_memory.h"

#include "sip/header_part.h"

namespace siptriage::sip::detail {

// Judges an indexed message: fills in what Message knows after parse_message()
// only, and adds anomalies. What is not there is held against the message only
// if its header part is whole, and no value is judged that may be cut. `memory`
// may be null.
void check_message(const HeaderPart& part, Message& message,
                   ValueMemory* memory);

}  // namespace siptriage::sip::detail
