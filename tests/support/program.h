#pragma once
// Runs the siptriage program as a user would, for tests.

#include <memory>
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

// A program that runs, whose input the test holds.
class RunningProgram {
 public:
  // `input.input` is written at once, and must fit into a pipe; standard input
  // stays open until end_input().
  RunningProgram(const std::string& program, const ProgramInput& input);
  RunningProgram(const RunningProgram&) = delete;
  RunningProgram& operator=(const RunningProgram&) = delete;
  ~RunningProgram();

  // Returns when all of its input is read: what it does next is to wait for
  // more. False if it ended before.
  [[nodiscard]] bool wait_until_input_is_read() const;
  // Reads from its standard output until there are so many octets of it.
  [[nodiscard]] bool wait_for_output(std::size_t octets);
  void send(int signal) const;
  void end_input();
  // Waits for its end.
  [[nodiscard]] ProgramResult finish();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
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
