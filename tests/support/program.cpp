#include "support/program.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <poll.h>
#include <sched.h>
#include <stdexcept>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace siptriage::testing {
namespace {

struct Pipe {
  int read_end = -1;
  int write_end = -1;
  Pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe");
    read_end = ends[0];
    write_end = ends[1];
  }
  ~Pipe() {
    close_end(read_end);
    close_end(write_end);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  static void close_end(int& end) {
    if (end >= 0) close(end);
    end = -1;
  }
};

[[noreturn]] void become(const std::string& program, const ProgramInput& input,
                         Pipe& in, Pipe& out, Pipe& err) {
  dup2(in.read_end, STDIN_FILENO);
  dup2(out.write_end, STDOUT_FILENO);
  dup2(err.write_end, STDERR_FILENO);
  if (!input.folder.empty() && chdir(input.folder.c_str()) != 0) _exit(126);
  for (const std::string& variable : input.environment) {
    const std::size_t equals = variable.find('=');
    setenv(variable.substr(0, equals).c_str(),
           variable.substr(equals + 1).c_str(), 1);
  }
  std::vector<char*> arguments;
  arguments.push_back(const_cast<char*>(program.c_str()));
  for (const std::string& argument : input.arguments) {
    arguments.push_back(const_cast<char*>(argument.c_str()));
  }
  arguments.push_back(nullptr);
  std::signal(SIGPIPE, SIG_DFL);
  execv(program.c_str(), arguments.data());
  _exit(127);
}

// Reads what is there; closes the end at the end of the stream.
void take(int& end, std::string& text) {
  std::array<char, 65536> buffer{};
  const ssize_t count = read(end, buffer.data(), buffer.size());
  if (count > 0) {
    text.append(buffer.data(), static_cast<std::size_t>(count));
  } else if (count == 0 || errno != EINTR) {
    Pipe::close_end(end);
  }
}

void give(int& end, const std::string& text, std::size_t& given) {
  const ssize_t count = given == text.size() ? 0
                                             : write(end, text.data() + given,
                                                     text.size() - given);
  if (count > 0) given += static_cast<std::size_t>(count);
  if (given == text.size() || (count < 0 && errno != EINTR)) {
    Pipe::close_end(end);
  }
}

void talk(const ProgramInput& input, Pipe& in, Pipe& out, Pipe& err,
          ProgramResult& result) {
  std::size_t given = 0;
  if (input.input.empty()) Pipe::close_end(in.write_end);
  while (out.read_end >= 0 || err.read_end >= 0) {
    std::array<pollfd, 3> waits{{{out.read_end, POLLIN, 0},
                                 {err.read_end, POLLIN, 0},
                                 {in.write_end, POLLOUT, 0}}};
    if (poll(waits.data(), waits.size(), -1) < 0) continue;
    if (waits[0].revents != 0) take(out.read_end, result.output);
    if (waits[1].revents != 0) take(err.read_end, result.errors);
    if (waits[2].revents != 0) give(in.write_end, input.input, given);
    if (input.close_output_after != 0 &&
        result.output.size() >= input.close_output_after) {
      Pipe::close_end(out.read_end);
    }
  }
}

pid_t start(const std::string& program, const ProgramInput& input, Pipe& in,
            Pipe& out, Pipe& err) {
  std::signal(SIGPIPE, SIG_IGN);
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("fork");
  if (child == 0) become(program, input, in, out, err);
  Pipe::close_end(in.read_end);
  Pipe::close_end(out.write_end);
  Pipe::close_end(err.write_end);
  return child;
}

void await_end(pid_t child, ProgramResult& result) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(status)) {
    result.exit_code = WEXITSTATUS(status);
  } else {
    result.signal = WTERMSIG(status);
  }
}

}  // namespace

ProgramResult run_program(const std::string& program,
                          const ProgramInput& input) {
  Pipe in;
  Pipe out;
  Pipe err;
  const pid_t child = start(program, input, in, out, err);
  ProgramResult result;
  talk(input, in, out, err, result);
  await_end(child, result);
  return result;
}

struct RunningProgram::Parts {
  Pipe in;
  Pipe out;
  Pipe err;
  pid_t child = -1;
  ProgramResult result;
};

RunningProgram::RunningProgram(const std::string& program,
                               const ProgramInput& input)
    : parts_(std::make_unique<Parts>()) {
  Parts& p = *parts_;
  p.child = start(program, input, p.in, p.out, p.err);
  for (std::size_t given = 0; given < input.input.size();) {
    const ssize_t count = write(p.in.write_end, input.input.data() + given,
                                input.input.size() - given);
    if (count < 0) throw std::runtime_error("the program takes no input");
    given += static_cast<std::size_t>(count);
  }
}

RunningProgram::~RunningProgram() {
  if (parts_->child < 0) return;
  kill(parts_->child, SIGKILL);
  await_end(parts_->child, parts_->result);
}

bool RunningProgram::wait_until_input_is_read() const {
  for (;;) {
    int waiting = 0;
    if (ioctl(parts_->in.write_end, FIONREAD, &waiting) != 0) return false;
    if (waiting == 0) return true;
    siginfo_t ended{};
    if (waitid(P_PID, static_cast<id_t>(parts_->child), &ended,
               WEXITED | WNOHANG | WNOWAIT) == 0 &&
        ended.si_pid != 0) {
      return false;
    }
    sched_yield();
  }
}

bool RunningProgram::wait_for_output(std::size_t octets) {
  while (parts_->result.output.size() < octets && parts_->out.read_end >= 0) {
    take(parts_->out.read_end, parts_->result.output);
  }
  return parts_->result.output.size() >= octets;
}

void RunningProgram::send(int signal) const { kill(parts_->child, signal); }

void RunningProgram::end_input() { Pipe::close_end(parts_->in.write_end); }

ProgramResult RunningProgram::finish() {
  Parts& p = *parts_;
  // Its end must not depend on that of its input.
  Pipe none;
  Pipe::close_end(none.read_end);
  Pipe::close_end(none.write_end);
  talk({}, none, p.out, p.err, p.result);
  await_end(p.child, p.result);
  p.child = -1;
  return p.result;
}

ProgramResult run_siptriage(const ProgramInput& input) {
  return run_program(SIPTRIAGE_PROGRAM, input);
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path);
  return {std::istreambuf_iterator<char>(file),
          std::istreambuf_iterator<char>()};
}

void write_file(const std::string& path, const std::string& octets) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(octets.data(), static_cast<std::streamsize>(octets.size()));
  if (!file.flush()) throw std::runtime_error("cannot write " + path);
}

TemporaryFolder::TemporaryFolder() {
  path_ = std::filesystem::temp_directory_path() / "siptriage-test-XXXXXX";
  if (mkdtemp(path_.data()) == nullptr) throw std::runtime_error("mkdtemp");
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace siptriage::testing
