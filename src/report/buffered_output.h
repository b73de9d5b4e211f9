#pragma once
// BufferedOutput: collects octets and hands them to a Sink in large pieces.
// After the sink has refused once, everything further is dropped.

#include <cstddef>
#include <string>
#include <string_view>

#include "siptriage/report/sink.h"

namespace siptriage::report {

inline constexpr std::size_t kOutputPieceOctets = std::size_t{64} * 1024;

class BufferedOutput {
 public:
  explicit BufferedOutput(Sink& sink) : sink_(sink) {
    buffer_.reserve(kOutputPieceOctets);
  }

  void append(std::string_view octets) {
    buffer_.append(octets);
    if (buffer_.size() >= kOutputPieceOctets) flush();
  }
  void append(char octet) {
    buffer_.push_back(octet);
    if (buffer_.size() >= kOutputPieceOctets) flush();
  }

  // True once the sink has refused: stop producing.
  [[nodiscard]] bool failed() const { return failed_; }

  // Hands over what is left. False when the sink ever refused.
  bool flush() {
    if (!failed_ && !buffer_.empty()) failed_ = !sink_.write(buffer_);
    buffer_.clear();
    return !failed_;
  }

 private:
  Sink& sink_;
  std::string buffer_;
  bool failed_ = false;
};

}  // namespace siptriage::report
