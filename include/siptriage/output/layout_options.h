#pragma once
/// LayoutOptions: what a text for people may look like.

#include <cstddef>

namespace siptriage {

struct LayoutOptions {
  bool colour = false;
  std::size_t columns = 80;  // at least 40
  bool unicode = true;       // false: ASCII only
};

}  // namespace siptriage
