// The options of an event's @-line, for the parser of flow scripts only.
#pragma once

#include <string>

#include "tools/flow_directives.h"
#include "tools/flow_script.h"
#include "tools/script_line.h"

namespace siptriage::testing {

/// An event on its way to FlowScript::events.
struct EventDraft {
  FlowEvent event;
  std::string name;   // as NAME
  std::string again;  // again NAME
  bool is_hex = false;
  bool is_joined = false;
};

/// Takes one option from the line. Throws ScriptFailure.
void apply_option(ScriptLine& line, const FlowPrologue& prologue,
                  EventDraft& draft);

}  // namespace siptriage::testing
