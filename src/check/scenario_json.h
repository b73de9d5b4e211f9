#pragma once
// A scenario as JSON, and what of it says which calls are alike.

#include <string>

#include "siptriage/check/snapshot.h"

#include "output/json_writer.h"

namespace siptriage::check {

// All but what is counted over calls: the same for calls that are alike.
[[nodiscard]] std::string shape_of(const Scenario& scenario);

// The members of a scenario.
void write_scenario(output::JsonWriter& json, const Scenario& scenario);
// An array of them under that key.
void write_findings(output::JsonWriter& json, std::string_view key,
                    const std::vector<ScenarioFinding>& findings);

}  // namespace siptriage::check
