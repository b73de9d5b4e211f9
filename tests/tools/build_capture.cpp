#include "tools/build_capture.h"

#include "tools/capture_writer.h"
#include "tools/flow_player.h"
#include "tools/flow_script.h"

namespace siptriage::testing {

ScriptResult<std::string> build_capture(std::string_view script) {
  const auto flow = parse_flow_script(script);
  if (!flow) return flow.error();
  const auto frames = play_flow(*flow);
  if (!frames) return frames.error();
  return write_capture(flow->format, flow->links, *frames);
}

}  // namespace siptriage::testing
