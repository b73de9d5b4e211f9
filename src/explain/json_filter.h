#pragma once
// What JSON says of the filter language.

#include "output/json_writer.h"

namespace siptriage::explain {

void write_filter_members(output::JsonWriter& json);

}  // namespace siptriage::explain
