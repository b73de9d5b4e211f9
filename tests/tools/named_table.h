// Tables of names in a flow script, and the message when one is not there.
//
//   constexpr std::array<Named<int>, 2> kSizes{{{"small", 1}, {"large", 9}}};
//   int size = find_named(line, kSizes, line.take_word("a size"), "size");
#pragma once

#include <string>
#include <string_view>

#include "tools/script_line.h"

namespace siptriage::testing {

template <typename Value>
struct Named {
  std::string_view name;
  Value value;
};

/// The value of that name, or a failure that lists the names there are.
template <typename Table>
auto find_named(const ScriptLine& line, const Table& table,
                std::string_view name, std::string_view what) {
  std::string names;
  for (const auto& row : table) {
    if (row.name == name) return row.value;
    names.append(names.empty() ? "" : ", ").append(row.name);
  }
  line.fail("unknown " + std::string(what) + " '" + std::string(name) +
            "'; it is one of " + names);
}

}  // namespace siptriage::testing
