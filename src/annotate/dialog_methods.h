#pragma once
// Methods that are of no use outside of a dialog.

#include "siptriage/sip/method.h"

namespace siptriage::detail {

// RFC 3261 15, RFC 3262 4, RFC 3311 5, RFC 6086 4.2.
[[nodiscard]] constexpr bool needs_dialog(sip::Method method) {
  return method == sip::Method::Bye || method == sip::Method::Prack ||
         method == sip::Method::Update || method == sip::Method::Info;
}

}  // namespace siptriage::detail
