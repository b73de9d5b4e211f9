// build_capture SCRIPT -o CAPTURE: writes the capture file that a flow script
// describes. Exit 0 done, 2 a wrong command line or script, 3 a file that
// could not be read or written.

#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "tools/build_capture.h"

namespace siptriage::testing {
namespace {

constexpr int kDone = 0;
constexpr int kUsage = 2;
constexpr int kFile = 3;
constexpr int kOurFault = 4;

constexpr std::string_view kHelp =
    "usage: build_capture SCRIPT -o CAPTURE\n"
    "Writes the capture file that the flow script SCRIPT describes.\n"
    "The script language is drawn in tests/tools/flow_script.h.\n";

int complain(int exit_code, const std::string& message) {
  std::cerr << "build_capture: " << message << '\n';
  return exit_code;
}

std::optional<std::string> read_file(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return {};
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file.is_open() || text.bad()) return {};
  return text.str();
}

bool write_file(const std::string& path, const std::string& octets) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << octets;
  file.close();
  return !file.fail();
}

std::string describe(const std::string& path, const ScriptError& error) {
  if (error.line == 0) return path + ": " + error.message;
  return path + ":" + std::to_string(error.line) + ": " + error.message;
}

int run(const std::vector<std::string>& arguments) {
  if (arguments.size() == 1 && arguments[0] == "--help") {
    std::cout << kHelp;
    return kDone;
  }
  if (arguments.size() != 3 || arguments[1] != "-o") {
    std::cerr << kHelp;
    return kUsage;
  }
  const auto text = read_file(arguments[0]);
  if (!text) return complain(kFile, "cannot read " + arguments[0]);
  const auto capture = build_capture(*text);
  if (!capture) {
    return complain(kUsage, describe(arguments[0], capture.error()));
  }
  if (!write_file(arguments[2], *capture)) {
    return complain(kFile, "cannot write " + arguments[2]);
  }
  return kDone;
}

}  // namespace
}  // namespace siptriage::testing

int main(int argc, char** argv) {
  try {
    return siptriage::testing::run({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    return siptriage::testing::complain(siptriage::testing::kOurFault,
                                        error.what());
  }
}
