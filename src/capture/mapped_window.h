#pragma once
/// MappedWindow: the part of a mapped file that this process holds in memory,
/// moving along with a walk through the file.
///
///       released            held                   asked for
///     |..........|===========================|======= ...
///                 kBehindOctets     walk position  kAheadOctets
///
/// Pages that fall behind are given back, so that a huge file does not fill
/// the process; they stay in the system's cache, and whoever looks at them
/// again gets them again. Pages ahead are brought in only when some thread has
/// time for it: for the walking one that costs as much as to meet them.

#include <atomic>
#include <cstddef>
#include <string_view>

namespace siptriage::detail {

class MappedWindow {
 public:
  static constexpr std::size_t kBehindOctets = std::size_t{1} << 30;
  static constexpr std::size_t kAheadOctets = std::size_t{16} << 20;

  /// `mapped` must be a whole mapping of a file, which outlives the window; or
  /// empty, and then the window does nothing.
  explicit MappedWindow(std::string_view mapped)
      : mapped_(mapped), there_(mapped.size()) {}

  /// The file is shorter than its mapping, so far. Any thread may tell it.
  void set_there(std::size_t octets) {
    there_.store(octets, std::memory_order_relaxed);
  }

  /// The walk has come to `place`. For the walking thread alone.
  void move_to(const char* place);

  /// Brings in the next pages ahead of the walk; false if there is nothing to
  /// do just now. Any thread may call it, at any time.
  bool populate_ahead();

 private:
  std::string_view mapped_;
  std::size_t released_ = 0;  // up to here
  std::atomic<std::size_t> there_;
  std::atomic<std::size_t> walked_{0};
  std::atomic<std::size_t> populated_{0};
};

}  // namespace siptriage::detail
