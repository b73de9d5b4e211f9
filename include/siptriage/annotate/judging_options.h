#pragma once
/// JudgingOptions: what the judging of messages depends on besides them and the
/// limits.

#include "siptriage/annotate/leg_options.h"
#include "siptriage/annotate/policy.h"

namespace siptriage {

struct JudgingOptions {
  SharedPolicy policy;  // nullptr: none
  LegOptions legs;
};

}  // namespace siptriage
