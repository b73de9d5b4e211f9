#pragma once
// An entry of the catalogue as members of a JSON object.

#include "siptriage/explain/topic.h"

#include "output/json_writer.h"

namespace siptriage::explain {

// Members that every topic has: kind, name, command, plain.
void write_topic_members(output::JsonWriter& json, const Topic& topic);

// Everything else that is known of it.
void write_entry_members(output::JsonWriter& json, const Topic& topic);

}  // namespace siptriage::explain
