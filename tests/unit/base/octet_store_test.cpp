#include "siptriage/base/octet_store.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace siptriage::octet_store_test {
namespace {

TEST(OctetStore, KeepsWhatItWasGivenWithoutMovingIt) {
  OctetStore store;
  std::vector<std::string> originals;
  std::vector<std::string_view> kept;
  std::size_t total = 0;
  for (std::size_t i = 0; i < 300; ++i) {
    // 0 to 300 KiB: empty, within a chunk, and bigger than any chunk.
    originals.emplace_back(i * 1024, static_cast<char>('a' + i % 26));
    kept.push_back(store.keep(originals.back()));
    total += originals.back().size();
  }
  for (std::size_t i = 0; i < kept.size(); ++i) {
    EXPECT_NE(kept[i].data(), originals[i].data());
    EXPECT_TRUE(kept[i] == originals[i]) << i;
  }
  EXPECT_EQ(store.kept_octets(), total);
}

TEST(OctetStore, KeepsNothingForNoOctets) {
  OctetStore store;
  EXPECT_TRUE(store.keep({}).empty());
  EXPECT_EQ(store.kept_octets(), 0U);
}

TEST(OctetStore, KeepsViewsValidWhenMoved) {
  OctetStore first;
  const std::string_view view = first.keep("INVITE");
  OctetStore second(std::move(first));
  OctetStore third;
  third = std::move(second);
  EXPECT_EQ(view, "INVITE");
  EXPECT_EQ(third.kept_octets(), 6U);
}

// The moved-from store once kept its pointer into the other one's free space.
TEST(OctetStore, StartsAfreshAfterBeingMovedFrom) {
  OctetStore first;
  const std::string_view before = first.keep("BYE");
  OctetStore second(std::move(first));
  const std::string_view after = first.keep("ACK");  // NOLINT: meant
  const std::string_view other = second.keep("CANCEL");
  EXPECT_EQ(before, "BYE");
  EXPECT_EQ(after, "ACK");
  EXPECT_EQ(other, "CANCEL");
  EXPECT_EQ(first.kept_octets(), 3U);
}

TEST(OctetStore, ReleasesAdoptedOctetsOnce) {
  int released = 0;
  {
    OctetStore outer;
    {
      OctetStore inner;
      inner.adopt("mapped", [&released] { ++released; });
      inner.adopt("nothing to do", nullptr);
      outer = std::move(inner);
    }
    EXPECT_EQ(released, 0);
    EXPECT_EQ(outer.kept_octets(), 0U);
  }
  EXPECT_EQ(released, 1);
}

TEST(OctetStore, ReleasesWhatItHeldWhenAssignedTo) {
  int released = 0;
  OctetStore store;
  store.adopt("old", [&released] { ++released; });
  store = OctetStore();
  EXPECT_EQ(released, 1);
}

}  // namespace
}  // namespace siptriage::octet_store_test
