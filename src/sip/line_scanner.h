#pragma once
// LineScanner: the lines of a header part, as LineSplitter gives them, found in
// a window of octets at a time:
//
//     LineScanner lines(octets);
//     for (Line line; lines.next(line);) use(line.text);
//
//     |  64 octets  |  64 octets  |  64 octets  |  64 octets  |  more ...
//                  position_ ^        ^ ahead_: line ends of one block
//
// Never reads beyond the octets given. What lies behind the last line asked for
// may be looked at, but changes nothing.

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "sip/line_ends.h"
#include "sip/line_splitter.h"
#include "sip/near_octet.h"

namespace siptriage::sip::detail {

class LineScanner {
 public:
  explicit LineScanner(std::string_view octets) : octets_(octets) {
    fill_window(0);
  }

  // The next line; false at the end of the octets.
  bool next(Line& line) {
    if (position_ >= octets_.size()) return false;
    while (!find_end(ahead_)) {
      if (!next_window()) return take_rest(line);
    }
    const auto last =
        static_cast<std::size_t>(ahead_.behind_line() - octets_.data()) - 1;
    ahead_.pass_line();
    take_line(last, line);
    position_ = last + 1;
    return true;
  }

  // Gives the lines ahead to `take(line, colon, end)` as long as they are as
  // nearly all are: ended by CRLF, with a colon near their begin, neither a
  // fold nor followed by one; and as long as it returns true. The line after
  // those is for next().
  template <typename Take>
  void take_plain_lines(Take take) {
    if (is_at_fold()) return;
    const char* line = octets_.data() + position_;
    const char* const behind = octets_.data() + octets_.size();
    if (behind - line < kPlainLineOctets) return;
    const char* const last_plain = behind - kPlainLineOctets;
    Ahead ahead = ahead_;  // in registers, which `take` cannot change
    while (find_end(ahead)) {
      const char* const next = ahead.behind_line();
      if (next == behind || (*next <= ' ' && is_blank(*next))) break;
      if (!is_crlf(next - 2)) break;
      if (line > last_plain) break;
      std::size_t colon = near_octet(line, ':');
      if (colon == kNearOctets) colon = far_colon(line, behind);
      if (line + colon + 2 >= next) break;
      if (!take(line, colon, next - 2)) break;
      ahead.pass_line();
      line = next;
    }
    ahead_ = ahead;
    position_ = static_cast<std::size_t>(line - octets_.data());
  }

  // Passes over the blank line that the header part ends with, if it is next
  // and ended by CRLF. Then nothing more is to be asked for but position().
  bool pass_last_line() {
    if (octets_.size() - position_ < 2) return false;
    if (!is_crlf(octets_.data() + position_)) return false;
    position_ += 2;
    return true;
  }

  // Gives the lines ahead to `take(begin, end)` as long as they are ended by
  // CRLF and neither a fold nor followed by one, and it returns true; not the
  // very last line of the octets. The line after those is for next().
  template <typename Take>
  void take_crlf_lines(Take take) {
    if (is_at_fold()) return;
    const char* line = octets_.data() + position_;
    const char* const behind = octets_.data() + octets_.size();
    while (find_end(ahead_)) {
      const char* const next = ahead_.behind_line();
      if (next == behind || is_blank(*next) || next - line < 2 ||
          !is_crlf(next - 2) || !take(line, next - 2)) {
        break;
      }
      ahead_.pass_line();
      line = next;
    }
    position_ = static_cast<std::size_t>(line - octets_.data());
  }

  // What is read of a plain line, or behind it, at least.
  static constexpr std::ptrdiff_t kPlainLineOctets = kNearOctets;

  // Whether the next line begins with white space.
  [[nodiscard]] bool is_at_fold() const {
    return position_ < octets_.size() && is_blank(octets_[position_]);
  }

  // Behind the last line's end.
  [[nodiscard]] std::size_t position() const { return position_; }

  // False when no odd octets (line_ends.h) stand before position().
  [[nodiscard]] bool may_have_odd_octets() const { return has_odd_octets_; }

 private:
  // As many as most header parts need.
  static constexpr std::size_t kWindowBlocks = 16;

  // The line ends ahead in one block of the window.
  struct Ahead {
    std::size_t block = 0;  // of the window
    const char* block_begin = nullptr;
    LineEnds ends = 0;

    // Behind the next line's end.
    [[nodiscard]] const char* behind_line() const {
      return block_begin + static_cast<unsigned>(std::countr_zero(ends)) + 1;
    }
    void pass_line() { ends &= ends - 1; }
  };

  // The first colon of a long name, or a distance beyond all lines.
  [[gnu::noinline]] static std::size_t far_colon(const char* line,
                                                 const char* behind) {
    const auto octets = static_cast<std::size_t>(behind - line);
    if (octets < 2 * kNearOctets) return octets;
    const std::size_t colon = near_octet(line + kNearOctets, ':');
    return colon < kNearOctets ? kNearOctets + colon : octets;
  }

  // The line whose end's last octet stands at `last`.
  void take_line(std::size_t last, Line& line) {
    std::size_t text_end = last;
    if (octets_[last] == '\r') {
      line.end = LineEnd::Cr;
    } else if (last != 0 && octets_[last - 1] == '\r') {
      line.end = LineEnd::CrLf;
      --text_end;
    } else {
      line.end = LineEnd::Lf;
      has_odd_octets_ = true;  // find_line_ends() does not ask
    }
    line.text = {octets_.data() + position_, text_end - position_};
  }

  static bool is_crlf(const char* octets) {
    return std::memcmp(octets, "\r\n", 2) == 0;
  }

  bool take_rest(Line& line) {
    line.text = octets_.substr(position_);
    line.end = LineEnd::None;
    position_ = octets_.size();
    return true;
  }

  // Goes on to the next block that has line ends ahead. False at the window's
  // last block.
  bool find_end(Ahead& ahead) const {
    while (ahead.ends == 0) [[unlikely]] {
        if (ahead.block + 1 >= block_count_) return false;
        ahead.ends = blocks_[++ahead.block];
        ahead.block_begin += kBlockOctets;
      }
    return true;
  }

  bool next_window() {
    if (block_count_ < kWindowBlocks) return false;
    const auto end = static_cast<std::size_t>(ahead_.block_begin +
                                              kBlockOctets - octets_.data());
    if (end >= octets_.size()) return false;
    fill_window(end);
    return true;
  }

  void fill_window(std::size_t begin);

  std::string_view octets_;
  std::size_t position_ = 0;
  Ahead ahead_;
  std::size_t block_count_ = 0;
  bool has_odd_octets_ = false;
  std::array<LineEnds, kWindowBlocks> blocks_;
};

}  // namespace siptriage::sip::detail
