#pragma once
/// Decoder: one way of decompressing, gzip, zstd or lz4, fed piece by piece;
/// and none at all, for captures that are only to be kept.

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "capture/format.h"

namespace siptriage::detail {

class Decoder {
 public:
  Decoder() = default;
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;
  virtual ~Decoder() = default;

  struct Step {
    std::size_t consumed = 0;
    std::size_t produced = 0;
    std::string error;  // empty: none
  };
  /// Takes from the front of `in` and fills the front of `out`. A full `out`
  /// may mean that more is waiting, also without more input.
  [[nodiscard]] virtual Step decode(std::string_view in,
                                    std::span<char> out) = 0;

  /// True where the compressed data may end: after a member or frame, of
  /// which any number may follow each other.
  [[nodiscard]] virtual bool may_end() const = 0;
};

/// Nothing when there is no memory for one, or `format` is not known.
[[nodiscard]] std::unique_ptr<Decoder> make_decoder(Format format);

}  // namespace siptriage::detail
