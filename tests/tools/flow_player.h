// Plays a flow script: its events become the frames of a capture.
//
//   ScriptResult<std::vector<CapturedFrame>> frames = play_flow(*script);
//   if (frames) std::string file =
//       write_capture(script->format, script->links, *frames);
//
// The same script makes the same frames, octet for octet: no clock, no chance.
#pragma once

#include <vector>

#include "tools/capture_writer.h"
#include "tools/flow_script.h"
#include "tools/script_error.h"

namespace siptriage::testing {

/// Frames in the order of their time. IP identifications count up for each
/// sending address; the second sight of a packet repeats it.
ScriptResult<std::vector<CapturedFrame>> play_flow(const FlowScript& script);

}  // namespace siptriage::testing
