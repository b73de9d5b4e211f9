#pragma once
// Scripts for the tests of the builder: a prologue that all have in common.

#include <cstddef>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "tools/flow_script.h"

namespace siptriage::testing {

inline constexpr std::string_view kPrologue =
    "capture pcap\n"
    "link raw-ip\n"
    "host alice 192.0.2.10:5060\n"
    "host bob 192.0.2.20:5060\n"
    "host alice6 [2001:db8::10]:5060\n"
    "host bob6 [2001:db8::20]:5060\n";
inline constexpr std::size_t kFirstEventLine = 7;

inline FlowScript parse(const std::string& events, std::string_view more = "") {
  auto script = parse_flow_script(std::string(kPrologue).append(more) + events);
  EXPECT_TRUE(script) << script.error().line << ": " << script.error().message;
  return script ? *script : FlowScript{};
}

}  // namespace siptriage::testing
