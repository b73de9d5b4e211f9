#pragma once
// The Contact of who takes part in a dialog (RFC 3261 8.1.1.8, 12.1.1).

#include <string>

#include "siptriage/sip/message.h"

namespace siptriage::detail {

// What keeps requests from being sent there, in words; empty where it is
// sound. Only for messages that have a Contact.
[[nodiscard]] std::string dialog_contact_problem(const sip::Message& message);

}  // namespace siptriage::detail
