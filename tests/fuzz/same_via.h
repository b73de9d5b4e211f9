#pragma once
// Whether two Via values have the same parts.

#include "siptriage/sip/via.h"

namespace siptriage::fuzz {

[[nodiscard]] inline bool same_via(const sip::Via& a, const sip::Via& b) {
  return a.protocol == b.protocol && a.transport == b.transport &&
         a.sent_by_host == b.sent_by_host && a.sent_by_port == b.sent_by_port &&
         a.branch == b.branch && a.received == b.received &&
         a.rport == b.rport && a.has_rport == b.has_rport &&
         a.maddr == b.maddr && a.parameters == b.parameters;
}

}  // namespace siptriage::fuzz
