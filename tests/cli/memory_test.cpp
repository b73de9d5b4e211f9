// With ever less memory the program gives the whole report, or says that it has
// none. Not part of builds with sanitizers, which take terabytes of addresses.

#include <atomic>
#include <fstream>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "siptriage/base/workers.h"

#include "cli/big_capture.h"
#include "support/program.h"

namespace siptriage::testing::memory_test {
namespace {

// `script` for /bin/sh with at most so many KiB of addresses for the program.
ProgramResult within(int kib, const std::string& script,
                     const std::string& folder) {
  ProgramInput input;
  input.folder = folder;
  input.arguments = {"-c", "ulimit -v " + std::to_string(kib) + "; " + script,
                     SIPTRIAGE_PROGRAM};
  return run_program("/bin/sh", input);
}

// The least that the program starts with, to a few MiB.
int least_kib(const std::string& folder) {
  for (int kib = 8 << 10; kib < 1 << 20; kib += 4 << 10) {
    if (within(kib, "exec \"$0\" --version", folder).exit_code == 0) return kib;
  }
  return -1;
}

// Runs with ever more, from less than enough to enough.
void expect_told(const std::string& options) {
  const TemporaryFolder folder;
  write_file(folder / "a", big_capture(2000));
  const std::string report = "exec \"$0\" --json " + options + " a -o report";
  ProgramInput input;
  input.folder = folder.path();
  input.arguments = {"--json", "a"};
  const std::string expected = run_siptriage(input).output;
  ASSERT_FALSE(expected.empty());
  const int least = least_kib(folder.path());
  ASSERT_GT(least, 0);
  int told = 0;
  bool was_enough = false;
  for (int kib = least; !was_enough && kib < 4 << 20; kib += kib / 5) {
    write_file(folder / "report", "old");
    const ProgramResult result = within(kib, report, folder.path());
    const std::string what = std::to_string(kib) + " KiB: " + result.errors;
    ASSERT_EQ(result.signal, 0) << what;
    was_enough = result.exit_code == 0;
    if (was_enough) {
      EXPECT_TRUE(read_file(folder / "report") == expected) << what;
      continue;
    }
    ++told;
    EXPECT_EQ(result.exit_code, 4) << what;
    EXPECT_NE(result.errors.find("out of memory"), std::string::npos) << what;
    EXPECT_EQ(read_file(folder / "report"), "old") << what;
    EXPECT_TRUE(
        within(1 << 20, "test $(ls -A | wc -l) = 2", folder.path()).exit_code ==
        0)
        << "a hidden file is left: " << what;
  }
  EXPECT_GT(told, 0);
  EXPECT_TRUE(was_enough);
}

TEST(Memory, ThatIsMissingIsTold) {
  for (const char* options : {"--threads 1", "--threads 4"}) {
    SCOPED_TRACE(options);
    expect_told(options);
  }
}

// Where it is required, a forbidden way out would end the program.
TEST(MemoryWhereThereIsASandbox, ThatIsMissingIsToldInside) {
  ProgramInput input;
  input.arguments = {"--sandbox=require", "-"};
  const ProgramResult probe = run_siptriage(input);
  if (probe.exit_code == 4) GTEST_SKIP() << probe.errors;
  expect_told("--threads 4 --sandbox=require");
}

// What a child of ours does with little room for the stacks of its threads.
bool works_with_fewer_threads() {
  constexpr unsigned kThreads = 64;  // of 8 MiB of stack each, as a rule
  constexpr rlim_t kRoomOctets = rlim_t{128} << 20;
  std::ifstream pages("/proc/self/statm");
  rlim_t taken_pages = 0;
  pages >> taken_pages;
  const auto page = static_cast<rlim_t>(sysconf(_SC_PAGESIZE));
  const rlim_t limit = taken_pages * page + kRoomOctets;
  const rlimit addresses{limit, limit};
  if (setrlimit(RLIMIT_AS, &addresses) != 0) return false;
  Workers workers(kThreads);
  if (workers.count() == kThreads) return false;
  std::atomic<int> done = 0;
  workers.run(100, [&](std::size_t, unsigned) { ++done; });
  return done == 100;
}

TEST(Memory, ForFewerThreadsThanAskedForIsEnough) {
  const pid_t child = fork();
  if (child == 0) _exit(works_with_fewer_threads() ? 0 : 1);
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace siptriage::testing::memory_test
