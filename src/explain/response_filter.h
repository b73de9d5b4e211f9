#pragma once
// Response codes by what they have to do with: a class, a side, a request, a
// header field.

#include <vector>

#include "siptriage/explain/explain.h"

namespace siptriage::explain {

[[nodiscard]] bool has_filter(const Inquiry& inquiry);

// The codes that pass, those first that are first of all about what is asked:
// this side before others, this request before any request.
[[nodiscard]] std::vector<Hit> filter_responses(const Inquiry& inquiry);

}  // namespace siptriage::explain
