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
#include <cstdint>
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
    return !failed_ || is_cut_;
  }

  // Ends after the last line that fits, and with `last_line`; as if the sink
  // had refused. Lifetime: `last_line` must outlive the output.
  void end_at(std::uint64_t octets, std::string_view last_line) {
    most_octets_ = octets;
    last_line_ = last_line;
  }
  // What was written, handed over or not.
  [[nodiscard]] std::uint64_t octets() const {
    return handed_over_ + text().size();
  }
  void tell_cut() {
    if (sink_ != nullptr) sink_->tell_cut();
  }

 private:
  void hand_over(std::string_view octets) {
    if (failed_ || octets.empty()) return;
    if (octets.size() > most_octets_ - handed_over_) return cut(octets);
    handed_over_ += octets.size();
    failed_ = !sink_->write(octets);
  }

  // A line of which the front is handed over already has to be whole.
  void cut(std::string_view octets) {
    const auto room = static_cast<std::size_t>(most_octets_ - handed_over_);
    const std::size_t end = octets.substr(0, room).rfind('\n');
    const std::size_t kept =
        end == std::string_view::npos ? octets.find('\n') : end;
    if (kept != std::string_view::npos) octets = octets.substr(0, kept + 1);
    is_cut_ = sink_->write(octets) && sink_->write(last_line_);
    failed_ = true;
    if (is_cut_) sink_->tell_cut();
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
  bool is_cut_ = false;
  std::uint64_t most_octets_ = ~std::uint64_t{0};
  std::uint64_t handed_over_ = 0;
  std::string_view last_line_;
};

}  // namespace siptriage::output
