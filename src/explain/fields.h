#pragma once
// The texts of a topic that a search looks through, and what each is worth.

#include <string_view>
#include <vector>

#include "siptriage/explain/topic.h"

namespace siptriage::explain {

struct Field {
  std::string_view name;  // "tip"; texts of one name stand together
  std::string_view text;
  unsigned weight = 0;
  bool is_name = false;  // slips of the pen are forgiven
};

// Appends the fields of `topic`. `name` is name_of(topic), which must outlive
// them: that is the first.
void append_fields(const Topic& topic, std::string_view name,
                   std::vector<Field>& fields);

}  // namespace siptriage::explain
