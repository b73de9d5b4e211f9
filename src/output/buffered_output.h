#pragma once
// BufferedOutput: collects octets and hands them to a Sink in large pieces.
// After the sink has refused once, everything further is dropped.
//
//     char* to = output.room(20);              // ... for at least 20 octets
//     output.advance_to(print_number(to));     // of which some were used
//
// Without a sink it keeps them all; it can be used again and again without
// taking new memory.

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>

#include "siptriage/output/sink.h"

namespace siptriage::output {

inline constexpr std::size_t kOutputPieceOctets = std::size_t{64} * 1024;

class BufferedOutput {
 public:
  BufferedOutput() = default;
  explicit BufferedOutput(Sink& sink) : sink_(&sink) {}
  BufferedOutput(const BufferedOutput&) = delete;
  BufferedOutput& operator=(const BufferedOutput&) = delete;
  ~BufferedOutput() = default;

  void append(std::string_view octets) {
    // Large pieces go to the sink as they are.
    if (sink_ != nullptr && octets.size() >= kOutputPieceOctets) {
      flush();
      hand_over(octets);
      return;
    }
    char* const to = room(octets.size());
    std::copy(octets.begin(), octets.end(), to);
    advance_to(to + octets.size());
  }
  void append(char octet) {
    *room(1) = octet;
    ++end_;
  }

  // Where to write up to `octets` more. Until the next call of anything else.
  [[nodiscard]] char* room(std::size_t octets) {
    if (static_cast<std::size_t>(limit_ - end_) < octets) make_room(octets);
    return end_;
  }
  void advance_to(char* end) { end_ = end; }

  // What was not handed over yet. Until the next call of anything else.
  [[nodiscard]] std::string_view text() const {
    return {memory_.get(), static_cast<std::size_t>(end_ - memory_.get())};
  }
  void clear() { end_ = memory_.get(); }

  // True once the sink has refused: stop producing.
  [[nodiscard]] bool failed() const { return failed_; }

  // Hands over what is left. False when the sink ever refused.
  bool flush() {
    if (sink_ != nullptr) {
      hand_over(text());
      clear();
    }
    return !failed_;
  }

 private:
  void hand_over(std::string_view octets) {
    if (!failed_ && !octets.empty()) failed_ = !sink_->write(octets);
  }

  void make_room(std::size_t octets) {
    flush();
    const std::string_view kept = text();
    const auto capacity = static_cast<std::size_t>(limit_ - memory_.get());
    if (capacity - kept.size() >= octets) return;
    const std::size_t larger =
        std::max({kOutputPieceOctets, kept.size() + octets, kept.size() * 2});
    // Not zeroed, unlike what std::string or std::vector would give.
    auto memory = std::make_unique_for_overwrite<char[]>(larger);
    std::copy(kept.begin(), kept.end(), memory.get());
    end_ = memory.get() + kept.size();
    limit_ = memory.get() + larger;
    memory_ = std::move(memory);
  }

  Sink* sink_ = nullptr;
  std::unique_ptr<char[]> memory_;
  char* end_ = nullptr;
  char* limit_ = nullptr;
  bool failed_ = false;
};

}  // namespace siptriage::output
