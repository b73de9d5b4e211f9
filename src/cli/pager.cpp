#include "cli/pager.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace siptriage::cli {
namespace {

constexpr const char* kPager = "less -FRX";
constexpr int kNotStarted = 127;  // of a shell that finds no such command

// In the child: becomes the pager that reads from `input`.
[[noreturn]] void become_pager(const char* command, int input) {
  dup2(input, STDIN_FILENO);
  close(input);
  // The program ignores it; what it starts should not.
  std::signal(SIGPIPE, SIG_DFL);
  // Colours, for a `less` without flags of its own.
  setenv("LESS", "FRX", 0);
  execl("/bin/sh", "sh", "-c", command, static_cast<char*>(nullptr));
  _exit(kNotStarted);
}

// Until all is written, or the pager reads no more.
void write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

int exit_status_of(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return kNotStarted;
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 0;
}

}  // namespace

bool wants_pager(std::string_view text) {
  winsize size{};
  if (isatty(STDOUT_FILENO) == 0 ||
      ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_row == 0) {
    return false;
  }
  return std::count(text.begin(), text.end(), '\n') >= size.ws_row;
}

bool show_in_pager(std::string_view text) {
  const char* set = std::getenv("PAGER");
  const std::string_view command = set == nullptr ? kPager : set;
  if (command.empty() || command == "cat") return false;
  int ends[2];
  if (pipe(ends) != 0) return false;
  const pid_t child = fork();
  if (child < 0) {
    close(ends[0]);
    close(ends[1]);
    return false;
  }
  if (child == 0) {
    close(ends[1]);
    become_pager(command.data(), ends[0]);
  }
  close(ends[0]);
  // An interrupt is the pager's to handle.
  auto* const before = std::signal(SIGINT, SIG_IGN);
  write_all(ends[1], text);
  close(ends[1]);
  const int status = exit_status_of(child);
  std::signal(SIGINT, before);
  return status != kNotStarted;
}

}  // namespace siptriage::cli
