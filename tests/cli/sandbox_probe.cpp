// sandbox_probe LAYERS MODE FOLDER: enters the sandbox as the program does, and
// tells what can still be done in there, a line each: thread, deed, outcome.
//
//   LAYERS  files, calls, or both
//   MODE    auto or require
//   FOLDER  where a report would be written, and files may be renamed
//
// A layer that cannot be entered is told as "missing: ...".

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <string_view>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "siptriage/base/workers.h"

#include "cli/sandbox.h"

namespace siptriage::cli {
namespace {

const char* outcome(bool done) {
  return done ? "done" : strerrorname_np(errno);
}

void tell(const char* thread, const char* deed, bool done) {
  std::printf("%s %s %s\n", thread, deed, outcome(done));
}

bool start_thread() {
  try {
    std::thread([] {}).join();
    return true;
  } catch (const std::exception&) {
    return false;  // errno is that of clone()
  }
}

bool fork_a_child() {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(0);
  if (child > 0) ::waitpid(child, nullptr, 0);
  return child > 0;
}

void try_everything(const char* thread, int folder) {
  tell(thread, "read", ::open("/etc/passwd", O_RDONLY) >= 0);
  tell(thread, "create",
       ::openat(folder, "new", O_WRONLY | O_CREAT, 0600) >= 0);
  tell(thread, "rename-inside",
       ::renameat(folder, "a", folder, "b") == 0 &&
           ::renameat(folder, "b", folder, "a") == 0);
  tell(thread, "rename-outside",
       ::renameat(folder, "a", folder, "outside/a") == 0);
  tell(thread, "socket", ::socket(AF_INET, SOCK_STREAM, 0) >= 0);
  tell(thread, "local-socket", ::socket(AF_UNIX, SOCK_STREAM, 0) >= 0);
  tell(thread, "fork", fork_a_child());
  tell(thread, "thread", start_thread());
  tell(thread, "signal-others", ::kill(::getppid(), 0) == 0);
  tell(thread, "trace", ::ptrace(PTRACE_CONT, ::getppid(), 0, 0) == 0);
  tell(thread, "code",
       ::mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS,
              -1, 0) != MAP_FAILED);
  tell(thread, "memory",
       ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE,
              MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED);
  std::fflush(stdout);
  char name[] = "/bin/true";
  char* arguments[] = {name, nullptr};
  ::execv(name, arguments);
  tell(thread, "program", false);
}

int probe(std::string_view layers, SandboxMode mode, const char* path) {
  const int folder = ::open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return 2;
  NotRestricted missing;
  if (layers != "calls") missing = restrict_files({folder});
  Workers workers(2);
  workers.run(2, [](std::size_t, unsigned) {});
  if (!missing && layers != "files") missing = restrict_calls(mode);
  if (missing) {
    std::printf("missing: %s\n", missing->c_str());
    return 0;
  }
  try_everything("main", folder);
  // Two tasks that wait for each other are done by two threads.
  std::atomic<int> begun = 0;
  workers.run(2, [&](std::size_t, unsigned worker) {
    ++begun;
    while (begun < 2) std::this_thread::yield();
    if (worker == 1) try_everything("worker", folder);
  });
  return 0;
}

}  // namespace
}  // namespace siptriage::cli

int main(int argc, char** argv) {
  using siptriage::cli::SandboxMode;
  if (argc != 4) return 2;
  const SandboxMode mode = std::string_view(argv[2]) == "require"
                               ? SandboxMode::Require
                               : SandboxMode::Auto;
  return siptriage::cli::probe(argv[1], mode, argv[3]);
}
