#include "siptriage/capture/mapped_file_guard.h"

#include <atomic>
#include <csignal>
#include <cstdint>
#include <sys/mman.h>
#if defined(__linux__)
#include <sys/syscall.h>
#endif
#include <unistd.h>

namespace siptriage {
namespace {

// The handler runs on the thread that reads, others ask.
std::atomic<bool> truncated = false;
static_assert(std::atomic<bool>::is_always_lock_free);
long page_octets = 4096;

// mmap is no function that POSIX lists as safe in a handler, so where it is one
// system call that is made at once. It also is no write that a reader of the
// page could race with, as ThreadSanitizer takes mmap for.
bool map_zeros(void* page) {
#if defined(__linux__) && defined(SYS_mmap)
  return syscall(SYS_mmap, page, page_octets, PROT_READ,
                 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0L) != -1;
#else
  return mmap(page, static_cast<std::size_t>(page_octets), PROT_READ,
              MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != MAP_FAILED;
#endif
}

// Puts a page of zeros where the file's page is gone.
void on_bus_error(int signal, siginfo_t* info, void*) {
  char* address = static_cast<char*>(info->si_addr);
  char* page = address - reinterpret_cast<std::uintptr_t>(address) %
                             static_cast<std::uintptr_t>(page_octets);
  // BUS_ADRERR: the address is mapped, but nothing is behind it.
  if (info->si_code != BUS_ADRERR || !map_zeros(page)) {
    std::signal(signal, SIG_DFL);
    return;  // the access faults again, with the default action
  }
  truncated = true;
}

}  // namespace

void guard_mapped_files() {
  page_octets = sysconf(_SC_PAGESIZE);
  struct sigaction action = {};
  action.sa_sigaction = on_bus_error;
  action.sa_flags = SA_SIGINFO;
  sigemptyset(&action.sa_mask);
  sigaction(SIGBUS, &action, nullptr);
}

bool mapped_file_was_truncated() { return truncated; }

}  // namespace siptriage
