#pragma once
// A diagnosis with what the other legs of its call show.

#include <cstdint>

#include "siptriage/annotate/diagnosis.h"
#include "siptriage/annotate/triage.h"

namespace siptriage::detail {

// `relayed` is the finding that the failure of the call was born in another
// leg, `born_status` the status code there (0: none came). What is wrong with
// this leg itself goes before it.
void tell_other_leg(Diagnosis& diagnosis, const Finding& relayed,
                    std::uint16_t born_status);

}  // namespace siptriage::detail
