#pragma once
/// InputStream: reads a file, pipe or device in order, with a look at its
/// front before anything is taken.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "siptriage/base/lifetime.h"
#include "siptriage/base/stop_flag.h"

#include "capture/file_descriptor.h"

namespace siptriage::detail {

class InputStream {
 public:
  /// `stop` may be null, else it must outlive the stream.
  InputStream(FileDescriptor file, const StopFlag* stop)
      : file_(std::move(file)), stop_(stop) {}

  /// The front of what was not read yet: at least `least` octets, unless the
  /// input ends before, and up to `most`, if they can be had without waiting.
  /// Lifetime: until the next call.
  [[nodiscard]] std::string_view peek(std::size_t least, std::size_t most);

  /// Fills the front of `into` and says how much; 0 at the end, on an error(),
  /// and when it is to stop. Interruptions by signals are waited out.
  [[nodiscard]] std::size_t read(std::span<char> into);

  /// Octets given out by read().
  [[nodiscard]] std::uint64_t taken_octets() const { return taken_octets_; }
  /// errno of the read that failed; 0 when none did.
  [[nodiscard]] int error() const { return error_; }
  /// True when it is to stop: then it gives no more octets, even if it waits
  /// for some just now.
  [[nodiscard]] bool is_stopped() const { return stop_requested(stop_); }
  /// The file itself, to be mapped; its position is past what was peeked.
  [[nodiscard]] const FileDescriptor& file() const { return file_; }
  [[nodiscard]] FileDescriptor release_file() { return std::move(file_); }

 private:
  [[nodiscard]] std::size_t read_from_file(std::span<char> into);
  [[nodiscard]] bool wait_for_octets() const;

  FileDescriptor file_;
  const StopFlag* stop_;
  std::string front_;  // peeked, not yet read
  std::uint64_t taken_octets_ = 0;
  int error_ = 0;
};

/// The system's own words for `error_number`.
[[nodiscard]] std::string system_words(int error_number);

}  // namespace siptriage::detail
