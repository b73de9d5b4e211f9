#pragma once
// base64url without padding (RFC 4648 5, RFC 7515 2).

#include <optional>
#include <string>
#include <string_view>

namespace siptriage::sip::detail {

// The octets that `text` stands for. '+' and '/' count as '-' and '_', as they
// do in RFC 8224 4; padding is passed over. Nothing for anything else.
[[nodiscard]] std::optional<std::string> decode_base64url(
    std::string_view text);

}  // namespace siptriage::sip::detail
