#include "siptriage/base/workers.h"

#include <algorithm>

namespace siptriage {
namespace {

// Some 20 us: longer than what lies between two sets as a rule, shorter than
// it takes to put a thread to sleep and wake it again.
constexpr int kSpins = 2000;

void pause() {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ __volatile__("yield");
#endif
}

// Returns once `value` is no longer `old`.
void await_change(const std::atomic<std::uint32_t>& value, std::uint32_t old) {
  for (int i = 0; i < kSpins; ++i) {
    if (value.load(std::memory_order_acquire) != old) return;
    pause();
  }
  value.wait(old, std::memory_order_acquire);
}

unsigned threads_for(unsigned asked_for) {
  if (asked_for == 0) asked_for = std::thread::hardware_concurrency();
  return std::clamp(asked_for, 1U, kMaxWorkers);
}

}  // namespace

Workers::Workers(unsigned threads) {
  const unsigned wanted = threads_for(threads);
  threads_.reserve(wanted - 1);
  try {
    for (unsigned worker = 1; worker < wanted; ++worker) {
      threads_.emplace_back([this, worker] { work(worker); });
    }
  } catch (const std::exception&) {
    // The system gives no more of them, or no memory for their stacks.
  }
}

Workers::~Workers() {
  stop_.store(true, std::memory_order_relaxed);
  set_.fetch_add(1, std::memory_order_release);
  set_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void Workers::run_erased(std::size_t tasks, Call call, void* context) {
  if (threads_.empty() || tasks <= 1) {
    for (std::size_t i = 0; i < tasks; ++i) call(context, i, 0);
    return;
  }
  call_ = call;
  context_ = context;
  tasks_ = tasks;
  next_task_.store(0, std::memory_order_relaxed);
  working_.store(static_cast<std::uint32_t>(threads_.size()),
                 std::memory_order_relaxed);
  set_.fetch_add(1, std::memory_order_release);
  set_.notify_all();
  take_tasks(0);
  for (std::uint32_t left = working_.load(std::memory_order_acquire); left != 0;
       left = working_.load(std::memory_order_acquire)) {
    await_change(working_, left);
  }
  if (exception_) std::rethrow_exception(std::exchange(exception_, nullptr));
}

void Workers::work(unsigned worker) {
  std::uint32_t seen = 0;
  for (;;) {
    await_change(set_, seen);
    ++seen;
    if (stop_.load(std::memory_order_relaxed)) return;
    take_tasks(worker);
    if (working_.fetch_sub(1, std::memory_order_acq_rel) == 1) {
      working_.notify_all();
    }
  }
}

void Workers::take_tasks(unsigned worker) {
  try {
    for (;;) {
      const std::size_t task =
          next_task_.fetch_add(1, std::memory_order_relaxed);
      if (task >= tasks_) return;
      call_(context_, task, worker);
    }
  } catch (...) {
    keep_exception();
  }
}

void Workers::keep_exception() {
  const std::scoped_lock lock(exception_mutex_);
  if (!exception_) exception_ = std::current_exception();
  next_task_.store(tasks_, std::memory_order_relaxed);
}

}  // namespace siptriage
