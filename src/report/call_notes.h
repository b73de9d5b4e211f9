#pragma once
// CallNotes: the findings and causes of one call.

#include <vector>

#include "siptriage/annotate/triage.h"

namespace siptriage::report {

struct CallNotes {
  // Both in the order of the analysis.
  // Lifetime: they point into `triage` and into what `view` views.
  std::vector<const Finding*> findings;
  std::vector<const MessageCauses*> causes;

  // `number` is that of the call in `triage`.
  CallNotes(const Triage& triage, CallId number, const CallView& view);
};

}  // namespace siptriage::report
