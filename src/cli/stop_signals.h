#pragma once
// SIGINT, SIGTERM and SIGHUP as a wish to stop: the first one asks for it, the
// second one ends the program at once.
//
//     take_stop_signals();
//     options.capture.stop = &stop_flag();
//     ... work ...
//     if (const int signal = stop_signal()) end_by_signal(signal);
//     end_at_next_signal();
//     ... write what may have to wait for a reader ...
//
// A signal that was ignored when the program began (nohup) stays ignored.

#include <csignal>
#include <cstddef>

#include "siptriage/base/stop_flag.h"

namespace siptriage::cli {

void take_stop_signals();
// From now on the next one ends the program at once, be it the first.
void end_at_next_signal();

[[nodiscard]] const StopFlag& stop_flag();
// The signal that came first; 0: none.
[[nodiscard]] int stop_signal();

// Ends the program as `signal` does by default, so that whoever started it
// sees that.
[[noreturn]] void end_by_signal(int signal);

// Files that a signal which ends the program shall not leave behind: a name in
// a directory that is open, one for each such descriptor, so many at a time.
// Null: none there any more. Lifetime: the name until then.
inline constexpr std::size_t kMostUnfinished = 8;
void remove_on_signal(int directory, const char* name);

// Signals that come meanwhile are for other threads than this one and those
// that it starts.
class SignalsElsewhere {
 public:
  SignalsElsewhere();
  SignalsElsewhere(const SignalsElsewhere&) = delete;
  SignalsElsewhere& operator=(const SignalsElsewhere&) = delete;
  ~SignalsElsewhere();

 private:
  sigset_t before_;
};

}  // namespace siptriage::cli
