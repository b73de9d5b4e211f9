// Any octets as gzip, zstd or lz4; the first two say how they are handed over,
// piece by piece. What is held: a step takes and gives no more than there is;
// it makes progress or says why not; and what comes out does not depend on the
// pieces.

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "capture/decoder.h"
#include "capture/format.h"
#include "fuzz/fuzz.h"

namespace siptriage::fuzz {
namespace {

// A small file may unpack to far more.
constexpr std::size_t kMaxOctetsOut = std::size_t{1} << 18;

struct Unpacked {
  std::string octets;
  bool failed = false;
  bool may_end = false;
};

Unpacked unpack(std::string_view in, detail::Format format,
                std::size_t in_piece, std::size_t out_piece) {
  const auto decoder = detail::make_decoder(format);
  require(decoder != nullptr, "there is a decoder for each format");
  Unpacked unpacked;
  std::vector<char> out(out_piece);
  bool is_full = false;
  while (unpacked.octets.size() < kMaxOctetsOut && (!in.empty() || is_full)) {
    const std::string_view piece = in.substr(0, in_piece);
    const detail::Decoder::Step step = decoder->decode(piece, out);
    require(step.consumed <= piece.size() && step.produced <= out.size(),
            "a step takes and gives no more than there is");
    unpacked.octets.append(out.data(), step.produced);
    in.remove_prefix(step.consumed);
    is_full = step.produced == out.size();
    if (!step.error.empty()) {
      unpacked.failed = true;
      break;
    }
    require(step.consumed != 0 || step.produced != 0 || piece.empty(),
            "a step makes progress, or says why not");
  }
  unpacked.octets.resize(std::min(unpacked.octets.size(), kMaxOctetsOut));
  unpacked.may_end = decoder->may_end();
  return unpacked;
}

}  // namespace

void run(std::string_view input) {
  Choices choices(input);
  const std::size_t in_piece = choices.below(64) + 1;
  const std::size_t out_piece = choices.below(250) + 1;
  const std::string_view octets = choices.rest();
  const detail::Format format = detail::recognise(octets);
  if (!detail::is_compressed(format)) return;
  constexpr std::size_t kLarge = std::size_t{1} << 16;
  const Unpacked whole = unpack(octets, format, octets.size(), kLarge);
  const Unpacked pieces = unpack(octets, format, in_piece, out_piece);
  const bool to_its_end = whole.octets.size() != kMaxOctetsOut &&
                          pieces.octets.size() != kMaxOctetsOut;
  require(!to_its_end || whole.failed == pieces.failed,
          "pieces do not change whether it unpacks");
  // A failure may hold back what was not given out yet.
  const std::size_t common =
      std::min(whole.octets.size(), pieces.octets.size());
  require(whole.octets.substr(0, common) == pieces.octets.substr(0, common),
          "pieces do not change the octets");
  if (whole.failed || !to_its_end) return;
  require(whole.octets == pieces.octets, "nor how many there are");
  require(whole.may_end == pieces.may_end, "nor whether it may end there");
}

}  // namespace siptriage::fuzz
