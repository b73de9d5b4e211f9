#include "siptriage/redact/pseudonyms.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <set>
#include <string>

#include <gtest/gtest.h>

namespace siptriage::pseudonyms_test {
namespace {

Pseudonyms replacing() {
  Pseudonyms names("a key for tests alone", {});
  names.begin_replacing();
  return names;
}

IpAddress address(const std::string& text) {
  const auto parsed = parse_ip_address(text);
  EXPECT_TRUE(parsed) << text;
  return parsed.value_or(IpAddress{});
}

bool have_one_network(const IpAddress& a, const IpAddress& b) {
  return std::equal(a.octets.begin(), a.octets.begin() + 8, b.octets.begin());
}

TEST(Pseudonyms, OfAnAddressThatIsItsNetworkIsTheNetworks) {
  for (const bool network_first : {true, false}) {
    Pseudonyms names = replacing();
    const IpAddress network = address("2001:db8:1:2::");
    const IpAddress host = address("2001:db8:1:2::5");
    if (!network_first) {
      EXPECT_NE(names.pseudonym_of(host), host);
    }
    const IpAddress made = names.pseudonym_of(network);
    EXPECT_NE(made, network);
    EXPECT_TRUE(have_one_network(made, names.pseudonym_of(host)));
    EXPECT_EQ(std::count(made.octets.begin() + 8, made.octets.end(), 0), 8);
    EXPECT_EQ(names.pseudonym_of(network), made);
  }
}

// Else one range would use up the pseudonyms of another.
TEST(Pseudonyms, StayInTheRangeOfTheirAddress) {
  Pseudonyms names = replacing();
  std::set<IpAddress> made;
  for (std::uint32_t group = 0xf000; group < 0xff00; ++group) {
    char text[16];
    std::snprintf(text, sizeof text, "%x::1", group);
    const IpAddress pseudonym = names.pseudonym_of(address(text));
    const bool unique_local = group >= 0xfc00 && group < 0xfe00;
    const bool link_local = group >= 0xfe80 && group < 0xfec0;
    EXPECT_EQ((pseudonym.octets[0] & 0xfe) == 0xfc, unique_local) << text;
    EXPECT_EQ(
        pseudonym.octets[0] == 0xfe && (pseudonym.octets[1] & 0xc0) == 0x80,
        link_local)
        << text;
    EXPECT_NE(pseudonym.octets[0], 0xff) << text;
    EXPECT_TRUE(made.insert(pseudonym).second) << text;
  }
}

}  // namespace
}  // namespace siptriage::pseudonyms_test
