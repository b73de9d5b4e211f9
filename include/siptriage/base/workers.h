#pragma once
/// Workers: a few threads that do one set of tasks after the other.
///
///     Workers workers(4);
///     workers.run(files.size(), [&](std::size_t task, unsigned worker) {
///       scratch[worker].read(files[task]);
///     });
///
/// Tasks are handed out in ascending order, to whichever thread is free: what
/// they make must not depend on who made it. With one thread, run() is a plain
/// loop. Not for long waits: threads without a task spin a little, then sleep.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace siptriage {

/// More threads than this are not started, whatever is asked for.
inline constexpr unsigned kMaxWorkers = 256;

class Workers {
 public:
  /// The caller of run() is one of the `threads`; 0: one a processor. Fewer
  /// where the system gives no more.
  explicit Workers(unsigned threads);
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;
  ~Workers();

  /// Threads that run() works with, the caller included.
  [[nodiscard]] unsigned count() const {
    return static_cast<unsigned>(threads_.size()) + 1;
  }

  /// Calls `task(index, worker)` once for each index below `tasks`, with
  /// `worker` below count(), and returns when all are done. An exception of a
  /// task ends the set early and is thrown again here.
  template <typename Task>
  void run(std::size_t tasks, Task&& task) {
    using Callable = std::remove_reference_t<Task>;
    run_erased(
        tasks,
        [](void* context, std::size_t index, unsigned worker) {
          (*static_cast<Callable*>(context))(index, worker);
        },
        const_cast<void*>(static_cast<const void*>(std::addressof(task))));
  }

 private:
  using Call = void (*)(void* context, std::size_t index, unsigned worker);

  void run_erased(std::size_t tasks, Call call, void* context);
  void work(unsigned worker);
  void take_tasks(unsigned worker);
  void keep_exception();

  std::vector<std::thread> threads_;
  // The set being worked on; written while nobody works.
  Call call_ = nullptr;
  void* context_ = nullptr;
  std::size_t tasks_ = 0;
  std::atomic<std::size_t> next_task_{0};
  std::atomic<std::uint32_t> set_{0};      // counts the sets
  std::atomic<std::uint32_t> working_{0};  // threads not done with it
  std::atomic<bool> stop_{false};
  std::mutex exception_mutex_;
  std::exception_ptr exception_;
};

}  // namespace siptriage
