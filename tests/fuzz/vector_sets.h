#pragma once
// Doing the same with all vectors that this processor has.

#include "sip/vector_set.h"

namespace siptriage::fuzz {

// Calls `check()` once for each, the plain twin first.
template <typename Check>
void with_each_vector_set(Check check) {
  namespace detail = sip::detail;
  static const detail::VectorSet chosen = detail::vector_set();
  static const auto sets = detail::usable_vector_sets();
  for (const detail::VectorSet set : sets) {
    detail::prescribe_vector_set(set);
    check();
  }
  detail::prescribe_vector_set(chosen);
}

}  // namespace siptriage::fuzz
