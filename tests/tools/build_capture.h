// From the text of a flow script to the octets of a capture file, in one call.
//
//   ScriptResult<std::string> capture = build_capture(R"(capture pcap
//   link raw-ip
//   host alice 192.0.2.10:5060
//   host bob 192.0.2.20:5060
//
//   @0.000 alice -> bob udp
//   OPTIONS sip:bob@192.0.2.20 SIP/2.0
//   )");
//
// flow_script.h draws the language. Files are not touched: the program of the
// same name does that.
#pragma once

#include <string>
#include <string_view>

#include "tools/script_error.h"

namespace siptriage::testing {

ScriptResult<std::string> build_capture(std::string_view script);

}  // namespace siptriage::testing
