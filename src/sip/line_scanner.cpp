#include "sip/line_scanner.h"

#include <algorithm>

namespace siptriage::sip::detail {
namespace {

// Of what `octets` end with, fewer than a block. Read with what stands before,
// or else from a copy of spaces behind which they stand, so as not to read
// beyond the end.
bool find_tail_line_ends(std::string_view octets, std::size_t tail_octets,
                         LineEnds& ends) {
  const std::size_t shift = kBlockOctets - tail_octets;
  const char* last_block = octets.data() + octets.size() - kBlockOctets;
  std::array<char, kBlockOctets> copy;
  if (octets.size() < kBlockOctets) {
    copy.fill(' ');
    std::memcpy(copy.data() + shift, octets.data(), tail_octets);
    last_block = copy.data();
  }
  const bool has_odd = find_line_ends(last_block, {&ends, 1});
  ends >>= shift;
  return has_odd;
}

}  // namespace

void LineScanner::fill_window(std::size_t begin) {
  const std::size_t left = octets_.size() - begin;
  const std::size_t whole = std::min(left / kBlockOctets, kWindowBlocks);
  block_begin_ = begin;
  block_ = 0;
  block_count_ = whole;
  if (whole != 0) {
    has_odd_octets_ |=
        find_line_ends(octets_.data() + begin, {blocks_.data(), whole});
  }
  const std::size_t whole_end = begin + whole * kBlockOctets;
  if (whole_end != octets_.size()) {
    // The whole blocks do not show what follows a CR at their end.
    if (whole != 0 && octets_[whole_end] == '\n' &&
        octets_[whole_end - 1] == '\r') {
      blocks_[whole - 1] &= ~(std::uint64_t{1} << 63);
    }
    if (whole != kWindowBlocks) {
      has_odd_octets_ |= find_tail_line_ends(
          octets_, octets_.size() - whole_end, blocks_[block_count_++]);
    }
  }
  ends_ = block_count_ == 0 ? 0 : blocks_[0];
}

}  // namespace siptriage::sip::detail
