#pragma once
// Whose side a failure is on.

#include "annotate/diagnosis_case.h"

namespace siptriage::detail {

// By what the leading finding blames; without one, or where that blames
// nobody in particular, by what is usual for the response. `lead` may be null.
[[nodiscard]] Side side_of(const DiagnosisCase& failed, const Finding* lead);

// By the rule alone, for what is not a failed transaction.
[[nodiscard]] Side side_of(const Analysis& analysis, const Finding& finding);

}  // namespace siptriage::detail
