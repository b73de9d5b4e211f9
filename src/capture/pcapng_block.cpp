#include "capture/pcapng_block.h"

#include <utility>

#include "capture/octet_order.h"
#include "capture/walker.h"

namespace siptriage::detail {
namespace {

constexpr std::size_t kBlockFrontOctets = 8;  // type, length
constexpr std::size_t kBlockTrailOctets = 4;  // length again
constexpr std::size_t kMinBlockOctets = kBlockFrontOctets + kBlockTrailOctets;
constexpr std::size_t kMinSectionHeaderOctets = 28;
constexpr std::size_t kOptionFrontOctets = 4;
constexpr std::uint16_t kEndOfOptions = 0;

}  // namespace

BlockCursor::Step BlockCursor::damaged(std::string text) {
  damage_ = std::move(text);
  return Step::Damage;
}

BlockCursor::Step BlockCursor::cut_short(std::string_view where,
                                         std::size_t there, std::size_t of) {
  if (!is_whole_) return Step::NeedMore;
  return damaged("cut short inside " + std::string(where) + ": " +
                 octets_there(there, of));
}

bool BlockCursor::read_byte_order(std::string_view block) {
  for (const bool swapped : {false, true}) {
    if (load_u32(block.data() + kBlockFrontOctets, swapped) ==
        kByteOrderMagic) {
      swapped_ = swapped;
      return true;
    }
  }
  return false;
}

BlockCursor::Step BlockCursor::next(Block& block) {
  const std::string_view rest = this->rest();
  if (rest.empty()) return is_whole_ ? Step::End : Step::NeedMore;
  if (rest.size() < kMinBlockOctets) {
    return cut_short("the header of a block", rest.size(), kMinBlockOctets);
  }
  block.type = static_cast<BlockType>(load_u32(rest.data(), swapped_));
  const bool starts_section = block.type == BlockType::SectionHeader;
  if (starts_section && !read_byte_order(rest)) {
    return damaged("a section header without a byte-order magic");
  }
  const std::uint32_t length = load_u32(rest.data() + 4, swapped_);
  if (length % 4 != 0 ||
      length < (starts_section ? kMinSectionHeaderOctets : kMinBlockOctets)) {
    return damaged("a block with an impossible length of " +
                   std::to_string(length) + " octets");
  }
  if (length > rest.size()) return cut_short("a block", rest.size(), length);
  if (load_u32(rest.data() + (length - kBlockTrailOctets), swapped_) !=
      length) {
    return damaged("a block whose two lengths differ");
  }
  block.body = rest.substr(kBlockFrontOctets, length - kMinBlockOctets);
  block.offset_octets = position_;
  position_ += length;
  return Step::Block;
}

bool OptionCursor::next(Option& option) {
  if (octets_.empty() || overran_) return false;
  if (octets_.size() < kOptionFrontOctets) {
    overran_ = true;
    return false;
  }
  option.code = load_u16(octets_.data(), swapped_);
  const std::uint16_t length = load_u16(octets_.data() + 2, swapped_);
  if (option.code == kEndOfOptions) return false;
  octets_.remove_prefix(kOptionFrontOctets);
  if (octets_.size() < length) {
    overran_ = true;
    return false;
  }
  option.value = octets_.substr(0, length);
  octets_ = skip_padded(octets_, length);
  return true;
}

std::string_view skip_padded(std::string_view octets, std::size_t length) {
  const std::size_t padded = length + (4 - length % 4) % 4;
  return octets.substr(padded < octets.size() ? padded : octets.size());
}

}  // namespace siptriage::detail
