#pragma once
// The captures that every property is tried with: those of samples/, and a
// random mix of calls, small ones of the kinds of tests/bench/make_capture.

#include <string>
#include <string_view>
#include <vector>

namespace siptriage::testing {

// Paths, sorted.
[[nodiscard]] std::vector<std::string> sample_captures();

// A capture of that kind, made once. Lifetime: the program's.
[[nodiscard]] const std::string& generated_capture(std::string_view kind);

// Paths of captures of all 13 kinds.
[[nodiscard]] const std::vector<std::string>& generated_captures();

// Both, for what is quick.
[[nodiscard]] std::vector<std::string> all_captures();

// How often something random is tried for each: half as often where each takes
// ten times as long.
[[nodiscard]] int rounds(int wanted);

}  // namespace siptriage::testing
