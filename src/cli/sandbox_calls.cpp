// The part of the sandbox that seccomp makes: seccomp(2), through libseccomp.

#include <cerrno>
#include <initializer_list>
#include <memory>
#include <system_error>
#include <type_traits>

#include "cli/sandbox.h"

#ifdef SIPTRIAGE_SANDBOX_SECCOMP
#include <asm/termbits.h>
#include <fcntl.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>
#endif

namespace siptriage::cli {

#ifdef SIPTRIAGE_SANDBOX_SECCOMP

namespace {

// All that triage and the writers of reports do, with what the C library needs
// for it.
constexpr int kCalls[] = {
    // Octets of files that are open.
    SCMP_SYS(read), SCMP_SYS(pread64), SCMP_SYS(lseek), SCMP_SYS(write),
    SCMP_SYS(writev), SCMP_SYS(poll), SCMP_SYS(ppoll), SCMP_SYS(close),
    SCMP_SYS(fstat), SCMP_SYS(fsync),
    // The report gets its name, or goes (Landlock: in its directory only).
    SCMP_SYS(renameat), SCMP_SYS(renameat2), SCMP_SYS(unlinkat),
    // Memory; mmap and mprotect below.
    SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise),
    // Threads that are there, and time.
    SCMP_SYS(futex), SCMP_SYS(sched_yield), SCMP_SYS(clock_gettime),
    SCMP_SYS(gettimeofday), SCMP_SYS(restart_syscall), SCMP_SYS(exit),
    SCMP_SYS(exit_group), SCMP_SYS(getpid), SCMP_SYS(gettid),
    // Signals; tgkill below.
    SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn),
    // What allocators and sorts of the C library ask about the machine.
    SCMP_SYS(getrandom), SCMP_SYS(sysinfo), SCMP_SYS(sched_getaffinity)};

struct Release {
  void operator()(void* filter) const { seccomp_release(filter); }
};
using SystemCallFilter =
    std::unique_ptr<std::remove_pointer_t<scmp_filter_ctx>, Release>;

// 0, or a negative errno: of the first rule that could not be added.
int add_rules(scmp_filter_ctx filter) {
  const auto add = [filter](int call, std::initializer_list<scmp_arg_cmp> when,
                            int before) {
    if (before != 0) return before;
    return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call,
                                  static_cast<unsigned>(when.size()),
                                  when.begin());
  };
  int status = 0;
  for (const int call : kCalls) status = add(call, {}, status);
  // No memory that can be executed.
  for (const int call : {SCMP_SYS(mmap), SCMP_SYS(mprotect)}) {
    status = add(call, {SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)}, status);
  }
  // fstat as some C libraries make it.
  status = add(SCMP_SYS(newfstatat), {SCMP_A3(SCMP_CMP_EQ, AT_EMPTY_PATH, 0)},
               status);
  // Is it a terminal, and how wide?
  for (const scmp_datum_t request :
       {scmp_datum_t{TCGETS}, scmp_datum_t{TIOCGWINSZ}}) {
    status = add(SCMP_SYS(ioctl), {SCMP_A1(SCMP_CMP_EQ, request, 0)}, status);
  }
  // Signals to ourselves alone.
  return add(SCMP_SYS(tgkill),
             {SCMP_A0(SCMP_CMP_EQ, static_cast<scmp_datum_t>(::getpid()), 0)},
             status);
}

}  // namespace

NotRestricted restrict_calls(SandboxMode mode) {
  const auto because = [](int negative_errno) {
    return "seccomp: " + std::generic_category().message(-negative_errno);
  };
  const SystemCallFilter filter(seccomp_init(mode == SandboxMode::Require
                                                 ? SCMP_ACT_KILL_PROCESS
                                                 : SCMP_ACT_ERRNO(EPERM)));
  if (filter == nullptr) return because(-ENOMEM);
  int status = add_rules(filter.get());
  // All threads, not this one alone.
  if (status == 0) {
    status = seccomp_attr_set(filter.get(), SCMP_FLTATR_CTL_TSYNC, 1);
  }
  if (status == 0) status = seccomp_load(filter.get());
  if (status != 0) return because(status);
  return std::nullopt;
}

#else

NotRestricted restrict_calls(SandboxMode) {
  return "seccomp: not in this build";
}

#endif

}  // namespace siptriage::cli
