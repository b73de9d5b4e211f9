// Decoder: what is handed over in whatever pieces comes to the same.
#include "capture/decoder.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "capture/format.h"
#include "support/compress.h"

namespace siptriage::decoder_test {
namespace {

struct Unpacked {
  std::string octets;
  std::string error;
  bool may_end = false;
};

Unpacked unpack_zstd(std::string_view in, std::size_t piece_octets) {
  const auto decoder = detail::make_decoder(detail::Format::Zstd);
  Unpacked unpacked;
  std::vector<char> out(1 << 16);
  while (!in.empty() && unpacked.error.empty()) {
    const auto step = decoder->decode(in.substr(0, piece_octets), out);
    unpacked.octets.append(out.data(), step.produced);
    unpacked.error = step.error;
    in.remove_prefix(step.consumed);
  }
  unpacked.may_end = decoder->may_end();
  return unpacked;
}

TEST(Decoder, GoesOnWithFurtherAndSkippableFrames) {
  const std::string octets = testing::zstd("one ") +
                             std::string("\x53\x2a\x4d\x18\x02\0\0\0xy", 10) +
                             testing::zstd("two");
  for (const std::size_t piece :
       {std::size_t{1}, std::size_t{3}, std::size_t{7}, octets.size()}) {
    const Unpacked unpacked = unpack_zstd(octets, piece);
    EXPECT_EQ(unpacked.octets, "one two") << piece;
    EXPECT_EQ(unpacked.error, "") << piece;
    EXPECT_TRUE(unpacked.may_end) << piece;
  }
}

TEST(Decoder, RefusesFramesOfOldZstdInWhateverPieces) {
  const std::string octets =
      testing::zstd("one") + std::string("\x25\xb5\x2f\xfd\0", 5);
  for (const std::size_t piece :
       {std::size_t{1}, std::size_t{3}, std::size_t{5}, octets.size()}) {
    const Unpacked unpacked = unpack_zstd(octets, piece);
    EXPECT_EQ(unpacked.octets, "one") << piece;
    EXPECT_NE(unpacked.error, "") << piece;
  }
}

TEST(Decoder, MayNotEndInTheMiddleOfAMagicNumber) {
  const std::string octets = testing::zstd("one") + "\x28\xb5";
  for (const std::size_t piece : {std::size_t{1}, octets.size()}) {
    const Unpacked unpacked = unpack_zstd(octets, piece);
    EXPECT_EQ(unpacked.octets, "one") << piece;
    EXPECT_FALSE(unpacked.may_end) << piece;
  }
}

}  // namespace
}  // namespace siptriage::decoder_test
