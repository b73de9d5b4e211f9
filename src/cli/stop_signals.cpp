#include "cli/stop_signals.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <string_view>
#include <unistd.h>

namespace siptriage::cli {
namespace {

constexpr std::array kStopSignals = {SIGINT, SIGTERM, SIGHUP};

// What the handler may touch.
StopFlag stop_asked;
std::atomic<bool> next_ends = false;
volatile std::sig_atomic_t first_signal = 0;
struct Unfinished {
  std::atomic<const char*> name = nullptr;  // null: the place is free
  std::atomic<int> directory = -1;
};
std::array<Unfinished, kMostUnfinished> unfinished;

void end_at_once(int signal) {
  for (const Unfinished& file : unfinished) {
    if (const char* const name = file.name.load()) {
      ::unlinkat(file.directory.load(), name, 0);
    }
  }
  constexpr std::string_view kWords = "siptriage: interrupted\n";
  static_cast<void>(
      !::write(STDERR_FILENO, kWords.data(), kWords.size()));  // best effort
  std::signal(signal, SIG_DFL);
  ::raise(signal);  // delivered when the handler returns
}

void on_stop_signal(int signal) {
  const int error = errno;
  if (stop_asked.requested() || next_ends) {
    end_at_once(signal);
  } else {
    first_signal = signal;
    stop_asked.request();
  }
  errno = error;
}

sigset_t stop_signal_set() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : kStopSignals) sigaddset(&set, signal);
  return set;
}

}  // namespace

void take_stop_signals() {
  for (const int signal : kStopSignals) {
    struct sigaction before = {};
    if (::sigaction(signal, nullptr, &before) != 0 ||
        before.sa_handler == SIG_IGN) {
      continue;
    }
    // Without SA_RESTART: whoever waits shall look at it.
    struct sigaction action = {};
    action.sa_handler = on_stop_signal;
    action.sa_mask = stop_signal_set();
    ::sigaction(signal, &action, nullptr);
  }
}

void end_at_next_signal() { next_ends = true; }

const StopFlag& stop_flag() { return stop_asked; }

int stop_signal() { return first_signal; }

void end_by_signal(int signal) {
  std::signal(signal, SIG_DFL);
  ::raise(signal);
  std::abort();  // not reached: none of them is blocked here
}

void remove_on_signal(int directory, const char* name) {
  Unfinished* place = nullptr;
  for (Unfinished& file : unfinished) {
    const bool same = file.directory.load() == directory;
    if (same || (place == nullptr && file.name.load() == nullptr)) {
      place = &file;
    }
    if (same) break;
  }
  if (place == nullptr) return;
  place->name.store(nullptr);
  place->directory.store(name == nullptr ? -1 : directory);
  place->name.store(name);
}

SignalsElsewhere::SignalsElsewhere() {
  const sigset_t set = stop_signal_set();
  ::pthread_sigmask(SIG_BLOCK, &set, &before_);
}

SignalsElsewhere::~SignalsElsewhere() {
  ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

}  // namespace siptriage::cli
