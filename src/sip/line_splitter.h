#pragma once
// LineSplitter: the lines of a message's header part, one after the other.
//
//     LineSplitter lines(octets);
//     for (Line line; lines.next(line);) use(line.text);
//
// A line is ended by CRLF, a bare LF or a bare CR (the last two are liberties,
// told in Line::end). All searching for line ends happens here, so that a
// vectorised twin can take its place; find_line_end() is the seam.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "sip/near_octet.h"

namespace siptriage::sip::detail {

enum class LineEnd : std::uint8_t { CrLf, Lf, Cr, None };

struct Line {
  std::string_view text;  // without its line end
  LineEnd end = LineEnd::None;
};

[[nodiscard]] constexpr bool is_line_end(char c) {
  return c == '\r' || c == '\n';
}

// What a folded line begins with.
[[nodiscard]] constexpr bool is_blank(char c) { return c == ' ' || c == '\t'; }

// The first CR or LF at or after `from`, or `octets.size()`. Searched in chunks
// that double, so that lines ended by one of the two never make the search for
// the other run over all of the rest.
[[nodiscard]] inline std::size_t find_line_end(std::string_view octets,
                                               std::size_t from) {
  constexpr std::size_t kFirstChunkOctets = 64;
  // Most lines are not long.
  for (int i = 0; i < 4 && octets.size() - from >= kNearOctets; ++i) {
    const std::size_t near = near_octet_of(octets.data() + from, '\r', '\n');
    if (near != kNearOctets) return from + near;
    from += kNearOctets;
  }
  std::size_t chunk = kFirstChunkOctets;
  while (from < octets.size()) {
    const char* begin = octets.data() + from;
    const std::size_t count = std::min(chunk, octets.size() - from);
    const void* lf = std::memchr(begin, '\n', count);
    const std::size_t before_lf =
        lf == nullptr
            ? count
            : static_cast<std::size_t>(static_cast<const char*>(lf) - begin);
    const void* cr = std::memchr(begin, '\r', before_lf);
    if (cr != nullptr) {
      return from +
             static_cast<std::size_t>(static_cast<const char*>(cr) - begin);
    }
    if (lf != nullptr) return from + before_lf;
    from += count;
    chunk *= 2;
  }
  return octets.size();
}

class LineSplitter {
 public:
  explicit LineSplitter(std::string_view octets, std::size_t position = 0)
      : octets_(octets), position_(position) {}

  // The next line; false at the end of the octets.
  bool next(Line& line) {
    if (position_ >= octets_.size()) return false;
    const std::size_t end = find_line_end(octets_, position_);
    line.text = octets_.substr(position_, end - position_);
    position_ = end;
    line.end = take_line_end();
    return true;
  }

  // Behind the last line's end.
  [[nodiscard]] std::size_t position() const { return position_; }

 private:
  LineEnd take_line_end() {
    if (position_ == octets_.size()) return LineEnd::None;
    if (octets_[position_] == '\n') {
      ++position_;
      return LineEnd::Lf;
    }
    ++position_;
    if (position_ == octets_.size() || octets_[position_] != '\n') {
      return LineEnd::Cr;
    }
    ++position_;
    return LineEnd::CrLf;
  }

  std::string_view octets_;
  std::size_t position_ = 0;
};

}  // namespace siptriage::sip::detail
