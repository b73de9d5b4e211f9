#pragma once
// Runs the siptriage program as a user would, for tests.

#include <functional>
#include <string>
#include <vector>

namespace siptriage::testing {

struct ProgramResult {
  int exit_code = -1;  // -1: ended by a signal, see signal
  int signal = 0;
  std::string output;  // standard output
  std::string errors;  // standard error
};

struct ProgramInput {
  std::vector<std::string> arguments;
  // Octets for standard input; empty: /dev/null.
  std::string input;
  // Working directory; empty: the test's own.
  std::string folder;
  // NAME=value, added to the environment.
  std::vector<std::string> environment;
  // Close our end of its standard output after so many octets; 0: never.
  std::size_t close_output_after = 0;
};

// Runs SIPTRIAGE_PROGRAM, the program of this build.
[[nodiscard]] ProgramResult run_siptriage(const ProgramInput& input);
// Runs any program by its path.
[[nodiscard]] ProgramResult run_program(const std::string& program,
                                        const ProgramInput& input);

[[nodiscard]] std::string read_file(const std::string& path);
void write_file(const std::string& path, const std::string& octets);

// A folder under the system's temporary one, removed at the end.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::string operator/(const std::string& name) const {
    return path_ + "/" + name;
  }

 private:
  std::string path_;
};

}  // namespace siptriage::testing
