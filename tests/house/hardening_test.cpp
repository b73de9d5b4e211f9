// The program as it was linked has what scripts/cmake/Hardening.cmake asks for.
// Not part of builds with sanitizers or for debugging, which go without.

#include <regex>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/program.h"

namespace siptriage::testing::hardening_test {
namespace {

std::string readelf(const std::string& what) {
  ProgramInput input;
  input.arguments = {"-c", "LC_ALL=C readelf --wide " + what + " \"$0\"",
                     SIPTRIAGE_PROGRAM};
  const ProgramResult result = run_program("/bin/sh", input);
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  return result.output;
}

bool finds(const std::string& text, const std::string& pattern) {
  return std::regex_search(text, std::regex(pattern));
}

TEST(Hardening, PutsTheProgramAtAnAddressThatNobodyKnows) {
  EXPECT_TRUE(finds(readelf("--file-header"), "Type: +DYN"));
}

TEST(Hardening, MakesTheTablesOfTheLinkerReadOnly) {
  EXPECT_TRUE(finds(readelf("--program-headers"), "GNU_RELRO"));
  EXPECT_TRUE(finds(readelf("--dynamic"), "BIND_NOW|FLAGS_1.*NOW"));
}

TEST(Hardening, LeavesNothingBothWritableAndExecutable) {
  const std::string segments = readelf("--program-headers");
  EXPECT_TRUE(finds(segments, "GNU_STACK.* RW +0x"));
  EXPECT_FALSE(finds(segments, " RWE "));
}

TEST(Hardening, LooksForLibrariesWhereTheSystemHasThem) {
  EXPECT_FALSE(finds(readelf("--dynamic"), "RPATH|RUNPATH"));
}

TEST(Hardening, ChecksStacksAndCopies) {
  const std::string symbols = readelf("--dyn-syms");
  EXPECT_TRUE(finds(symbols, "__stack_chk_fail"));
  EXPECT_TRUE(finds(symbols, "__[a-z]+_chk@"));
}

}  // namespace
}  // namespace siptriage::testing::hardening_test
