#include "capture/mapped_window.h"

#include <algorithm>
#include <sys/mman.h>

namespace siptriage::detail {
namespace {

// What is done at once: a page table's worth, and a multiple of any page size.
constexpr std::size_t kStepOctets = std::size_t{2} << 20;

bool advise(std::string_view mapped, std::size_t offset, std::size_t octets,
            int advice) {
  // The address of a mapping is not const for the system.
  char* const place = const_cast<char*>(mapped.data()) + offset;
  return ::madvise(place, octets, advice) == 0;
}

// False if the system does not know how (Linux before 5.14), or if the file is
// no longer as long.
bool populate(std::string_view mapped, std::size_t offset, std::size_t octets) {
#ifdef MADV_POPULATE_READ
  return advise(mapped, offset, octets, MADV_POPULATE_READ);
#else
  return false;
#endif
}

}  // namespace

void MappedWindow::move_to(const char* place) {
  if (mapped_.empty()) return;
  const auto walked = static_cast<std::size_t>(place - mapped_.data());
  walked_.store(walked, std::memory_order_relaxed);
  while (walked - released_ >= kBehindOctets + kStepOctets) {
    advise(mapped_, released_, kStepOctets, MADV_DONTNEED);
    released_ += kStepOctets;
  }
}

bool MappedWindow::populate_ahead() {
  std::size_t populated = populated_.load(std::memory_order_relaxed);
  std::size_t from = 0;
  do {
    const std::size_t walked = walked_.load(std::memory_order_relaxed);
    // Where the walk has overtaken, the step that it is in is lost to it.
    from = std::max(populated, walked / kStepOctets * kStepOctets);
    if (from >= mapped_.size() || from > walked + kAheadOctets) return false;
    const std::size_t there = there_.load(std::memory_order_relaxed);
    if (there < mapped_.size() && from + kStepOctets > there) return false;
  } while (!populated_.compare_exchange_weak(populated, from + kStepOctets,
                                             std::memory_order_relaxed));
  if (!populate(mapped_, from, std::min(kStepOctets, mapped_.size() - from))) {
    populated_.store(mapped_.size(), std::memory_order_relaxed);
    return false;
  }
  return true;
}

}  // namespace siptriage::detail
