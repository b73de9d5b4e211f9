#pragma once
// Texts compared without regard to ASCII letter case.

#include <algorithm>
#include <string_view>

#include "siptriage/base/ascii.h"

namespace siptriage::filter {

struct BeforeIgnoringCase {
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const {
    return std::ranges::lexicographical_compare(a, b, {}, to_lower, to_lower);
  }
};

}  // namespace siptriage::filter
