#include "siptriage/base/byte_reader.h"

#include <cstdint>
#include <string_view>

#include <gtest/gtest.h>

namespace siptriage::byte_reader_test {
namespace {

constexpr std::string_view kOctets("\x01\x02\x03\x04\x05\x06\x07\xF8", 8);

TEST(ByteReader, ReadsBothByteOrders) {
  ByteReader big(kOctets);
  ByteReader little(kOctets, ByteOrder::Little);
  std::uint64_t value = 0;
  ASSERT_TRUE(big.read_u64(value));
  EXPECT_EQ(value, 0x01020304050607F8U);
  ASSERT_TRUE(little.read_u64(value));
  EXPECT_EQ(value, 0xF807060504030201U);
}

TEST(ByteReader, LeavesEverythingAsItWasWhenTooFewOctetsRemain) {
  ByteReader reader(kOctets.substr(0, 3));
  std::uint32_t number = 7;
  std::string_view octets = "as it was";
  EXPECT_FALSE(reader.read_u32(number));
  EXPECT_FALSE(reader.skip(4));
  EXPECT_FALSE(reader.read_octets(static_cast<std::size_t>(-1), octets));
  EXPECT_EQ(number, 7U);
  EXPECT_EQ(octets, "as it was");
  EXPECT_EQ(reader.position(), 0U);
  std::uint16_t front = 0;
  EXPECT_TRUE(reader.read_u16(front));
  EXPECT_EQ(front, 0x0102);
  EXPECT_EQ(reader.rest(), "\x03");
}

}  // namespace
}  // namespace siptriage::byte_reader_test
