#pragma once
// skim_plain: skim_message() for octets that are one whole message, as nearly
// all are; false for all others, of which nothing is said.

#include <string_view>

#include "siptriage/sip/message.h"
#include "siptriage/sip/skim.h"

namespace siptriage::sip::detail {

[[nodiscard]] bool skim_plain(std::string_view octets, Skim& skim,
                              Message& spare);

}  // namespace siptriage::sip::detail
