#pragma once
// What stands on an arrow. Texts from the wire come back as received.

#include <string>

#include "siptriage/base/network_error.h"
#include "siptriage/correlate/model.h"
#include "siptriage/sip/message.h"

namespace siptriage::report {

// "INVITE bob@example.com", "REFER to carol@example.com", "200 OK (BYE)".
[[nodiscard]] std::string title_of(const MessageRecord& record,
                                   const sip::Message& message);
// "INVITE", "180".
[[nodiscard]] std::string brief_of(const MessageRecord& record);

// "hold sendonly PCMA PCMU +2 192.0.2.10:40000"; empty without a session
// description.
[[nodiscard]] std::string media_of(const MessageRecord& record,
                                   const sip::Message& message);

// "ICMP: port unreachable", "TCP reset".
[[nodiscard]] std::string title_of(const NetworkError& error);

}  // namespace siptriage::report
