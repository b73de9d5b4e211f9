#pragma once
/// Blocks and options of pcapng: the containers, not what they mean.
///
///    0       4             8                  length - 4   length
///   +-------+-------------+- - - - - - - - - +-------------+
///   | type  | length      | body             | length again|
///   +-------+-------------+- - - - - - - - - +-------------+
///
///   option:  code (2)  length (2)  value, padded to a multiple of 4

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "capture/prefetcher.h"

namespace siptriage::detail {

inline constexpr std::uint32_t kByteOrderMagic = 0x1A2B3C4D;

enum class BlockType : std::uint32_t {
  SectionHeader = 0x0A0D0D0A,  // reads the same in either byte order
  InterfaceDescription = 1,
  Packet = 2,  // obsolete
  SimplePacket = 3,
  InterfaceStatistics = 5,
  EnhancedPacket = 6,
};

struct Block {
  BlockType type{};
  std::string_view body;
  std::size_t offset_octets = 0;
};

/// Goes from block to block; the byte order changes with each section.
class BlockCursor {
 public:
  explicit BlockCursor(std::string_view octets)
      : octets_(octets), prefetcher_(octets) {}

  enum class Step : std::uint8_t { Block, End, Damage, NeedMore };
  /// Damage: damage() says what; position() stays at the block. NeedMore: only
  /// before the octets are whole.
  [[nodiscard]] Step next(Block& block);

  /// A block that the caller decodes by itself, looked for at the front of
  /// rest(), is passed over with its length.
  [[nodiscard]] std::string_view rest() {
    const std::string_view rest = octets_.substr(position_);
    prefetcher_.move_to(rest.data());
    return rest;
  }
  void pass(std::size_t length_octets) { position_ += length_octets; }

  /// As Walker::extend().
  void extend(std::string_view octets, bool is_whole) {
    octets_ = octets;
    is_whole_ = is_whole;
    prefetcher_.extend(octets);
  }

  [[nodiscard]] bool swapped() const { return swapped_; }
  [[nodiscard]] std::size_t position() const { return position_; }
  [[nodiscard]] const std::string& damage() const { return damage_; }

 private:
  [[nodiscard]] Step damaged(std::string text);
  [[nodiscard]] Step cut_short(std::string_view where, std::size_t there,
                               std::size_t of);
  [[nodiscard]] bool read_byte_order(std::string_view block);

  std::string_view octets_;
  Prefetcher prefetcher_;
  std::size_t position_ = 0;
  bool swapped_ = false;
  bool is_whole_ = true;
  std::string damage_;
};

struct Option {
  std::uint16_t code = 0;
  std::string_view value;
};

/// Goes from option to option, up to opt_endofopt or the end of the block.
class OptionCursor {
 public:
  OptionCursor(std::string_view octets, bool swapped)
      : octets_(octets), swapped_(swapped) {}

  [[nodiscard]] bool next(Option& option);
  /// True when an option ran past the end of its block.
  [[nodiscard]] bool overran() const { return overran_; }

 private:
  std::string_view octets_;
  bool swapped_;
  bool overran_ = false;
};

/// `length` and its padding to a multiple of 4, or what there is of it.
[[nodiscard]] std::string_view skip_padded(std::string_view octets,
                                           std::size_t length);

}  // namespace siptriage::detail
