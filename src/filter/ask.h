#pragma once
// ask: what one comparison says of one item.

#include "filter/item.h"
#include "filter/program.h"

namespace siptriage::filter {

enum class Answer : std::uint8_t {
  Unknown,
  NoValue,  // the item does not have the field
  No,
  Yes,
};

// `item` is one of the subject of the field. Test::negated is not looked at.
[[nodiscard]] Answer ask(const Test& test, const Item& item);

}  // namespace siptriage::filter
