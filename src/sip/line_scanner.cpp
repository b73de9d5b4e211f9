#include "sip/line_scanner.h"

namespace siptriage::sip::detail {

void LineScanner::fill_window(std::size_t begin) {
  const std::string_view window =
      octets_.substr(begin, kWindowBlocks * kBlockOctets);
  const std::size_t end = begin + window.size();
  ahead_ = {0, octets_.data() + begin, 0};
  block_count_ = (window.size() + kBlockOctets - 1) / kBlockOctets;
  if (block_count_ == 0) return;
  const std::span<LineEnds> blocks(blocks_.data(), block_count_);
  if (find_line_ends(window, blocks)) has_odd_octets_ = true;
  // The window does not show what follows a CR at its end.
  if (end != octets_.size() && is_crlf(octets_.data() + end - 1)) {
    blocks.back() &= ~kLastBit;
  }
  ahead_.ends = blocks.front();
}

}  // namespace siptriage::sip::detail
