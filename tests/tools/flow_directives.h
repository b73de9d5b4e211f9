// The directives of a flow script, for its parser only.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "tools/flow_script.h"
#include "tools/message_text.h"
#include "tools/script_line.h"

namespace siptriage::testing {

/// What the directives declare and the events use.
struct FlowPrologue {
  FlowScript script;
  std::map<std::string, SocketAddress, std::less<>> hosts;
  TextVariables variables;
  bool is_mirrored = false;
};

/// Applies one directive line, "text" excepted. Throws ScriptFailure.
void apply_directive(ScriptLine line, FlowPrologue& prologue);

/// What only shows when all directives are known. Throws ScriptFailure.
void check_prologue(const FlowPrologue& prologue);

}  // namespace siptriage::testing
