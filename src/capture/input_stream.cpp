#include "capture/input_stream.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <poll.h>
#include <system_error>
#include <unistd.h>

namespace siptriage::detail {

// False when it is to stop. That is looked at again and again: the signal that
// makes somebody ask for it may come just before we wait, or to another thread.
bool InputStream::wait_for_octets() const {
  constexpr int kLookAgainMilliseconds = 100;
  if (stop_ == nullptr) return true;
  pollfd wait{file_.number(), POLLIN, 0};
  while (!stop_->requested()) {
    const int ready = ::poll(&wait, 1, kLookAgainMilliseconds);
    // An error is for read() to find.
    if (ready > 0 || (ready < 0 && errno != EINTR)) return true;
  }
  return false;
}

std::size_t InputStream::read_from_file(std::span<char> into) {
  while (error_ == 0 && wait_for_octets()) {
    const ssize_t count = ::read(file_.number(), into.data(), into.size());
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR) error_ = errno;
  }
  return 0;
}

std::string_view InputStream::peek(std::size_t least, std::size_t most) {
  while (front_.size() < least) {
    const std::size_t before = front_.size();
    front_.resize(std::max(least, most));
    const std::size_t count = read_from_file(std::span(front_).subspan(before));
    front_.resize(before + count);
    if (count == 0) break;
  }
  return front_;
}

std::size_t InputStream::read(std::span<char> into) {
  std::size_t count = 0;
  if (front_.empty()) {
    count = read_from_file(into);
  } else {
    count = std::min(into.size(), front_.size());
    std::memcpy(into.data(), front_.data(), count);
    front_.erase(0, count);
  }
  taken_octets_ += count;
  return count;
}

std::string system_words(int error_number) {
  return std::generic_category().message(error_number);
}

}  // namespace siptriage::detail
