#pragma once
// A diagnosis with what other calls of the capture show: other legs of the same
// call, and registrations of who was called.

#include <cstdint>

#include "siptriage/annotate/diagnosis.h"
#include "siptriage/annotate/triage.h"
#include "siptriage/catalogue/catalogue.h"

namespace siptriage::detail {

// `relayed` is the finding that the failure of the call was born in another
// leg, `born_status` the status code there (0: none came). What is wrong with
// this leg itself goes before it.
void tell_other_leg(Diagnosis& diagnosis, const Finding& relayed,
                    std::uint16_t born_status);

// Whether its findings are about a registration of the callee.
[[nodiscard]] bool tells_of_callee(const RuleEntry& rule);

// `finding` is such a one.
void tell_of_callee(Diagnosis& diagnosis, const Finding& finding);

}  // namespace siptriage::detail
