#pragma once
/// StopFlag: a wish that work end before it is done.
///
///     StopFlag stop;
///     options.capture.stop = &stop;
///     ... meanwhile, on another thread or in a signal handler: stop.request();
///
/// Whoever works looks at it between two pieces of work, and where it waits for
/// input. It is never taken back.

#include <atomic>

namespace siptriage {

class StopFlag {
 public:
  /// May be called from a signal handler.
  void request() noexcept { requested_.store(true, std::memory_order_relaxed); }
  [[nodiscard]] bool requested() const noexcept {
    return requested_.load(std::memory_order_relaxed);
  }

 private:
  std::atomic<bool> requested_{false};
  static_assert(std::atomic<bool>::is_always_lock_free,
                "a signal handler sets it");
};

/// Where the flag may be missing.
[[nodiscard]] inline bool stop_requested(const StopFlag* flag) {
  return flag != nullptr && flag->requested();
}

}  // namespace siptriage
