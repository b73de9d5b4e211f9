#include "siptriage/base/endpoint.h"

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace siptriage::endpoint_test {
namespace {

TEST(IpAddress, IsWrittenAsRfc5952Recommends) {
  struct Row {
    std::string_view text;
    std::string_view canonical;
  };
  const Row rows[] = {
      {"192.0.2.1", "192.0.2.1"},
      {"0.0.0.0", "0.0.0.0"},
      {"::", "::"},
      {"::1", "::1"},
      {"2001:0DB8:0:0:0:0:0:0001", "2001:db8::1"},       // 4.1, 4.3
      {"2001:db8::0:1", "2001:db8::1"},                  // 4.2.1
      {"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},  // 4.2.2: one group
      {"2001:0:0:1:0:0:0:1", "2001:0:0:1::1"},           // 4.2.3: the longest
      {"2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},     // 4.2.3: the first
      {"0:0:0:1:2:3:4:5", "::1:2:3:4:5"},
      {"1:2:3:4:5:6:0:0", "1:2:3:4:5:6::"},
      {"fe80::10ab:0fff", "fe80::10ab:fff"},
      {"::ffff:192.0.2.1", "::ffff:192.0.2.1"},  // 5
  };
  for (const Row& row : rows) {
    const auto address = parse_ip_address(row.text);
    ASSERT_TRUE(address.has_value()) << row.text;
    EXPECT_EQ(to_string(*address), row.canonical);
    EXPECT_EQ(parse_ip_address(to_string(*address)), address) << row.text;
  }
  EXPECT_EQ(to_string(IpAddress{}), "-");
}

TEST(IpAddress, RefusesWhatIsNoLiteral) {
  const std::string_view rows[] = {
      "",
      "example.com",
      "192.0.2",
      "192.0.2.256",
      "192.0.2.1 ",
      "192.0.2.01",  // octal to some
      "192.0.2.1.",
      "192..2.1",
      "192.0.2.-1",
      "4294967297.0.2.1",
      "[2001:db8::1]",
      "2001:db8::1%eth0",
      "2001::db8::1",
      std::string_view("192.0.2.1\0", 10),
      "1111:2222:3333:4444:5555:6666:7777:8888:9999:aaaa:bbbb:cccc",
  };
  for (const std::string_view row : rows) {
    EXPECT_FALSE(parse_ip_address(row).has_value()) << row;
  }
}

TEST(IpAddress, KnowsPrivateRanges) {
  struct Row {
    std::string_view text;
    bool is_private;
  };
  const Row rows[] = {
      {"10.255.0.1", true},
      {"11.0.0.1", false},
      {"172.16.0.1", true},
      {"172.31.255.255", true},
      {"172.15.0.1", false},
      {"172.32.0.1", false},
      {"192.168.1.1", true},
      {"192.169.1.1", false},
      {"169.254.7.7", true},
      {"100.64.0.1", true},
      {"100.127.255.255", true},
      {"100.63.0.1", false},
      {"100.128.0.1", false},
      {"127.0.0.1", true},
      {"192.0.2.1", false},
      {"::1", true},
      {"::2", false},
      {"fc00::1", true},
      {"fdff::1", true},
      {"fe00::1", false},
      {"fe80::1", true},
      {"febf::1", true},
      {"fec0::1", false},
      {"2001:db8::1", false},
      {"::ffff:10.0.0.1", true},
      {"::ffff:8.8.8.8", false},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(is_private(*parse_ip_address(row.text)), row.is_private)
        << row.text;
  }
  EXPECT_FALSE(is_private(IpAddress{}));
}

TEST(IpAddress, IsPublicWhereAHostOfTheInternetMayHaveIt) {
  for (const std::string_view text :
       {"8.8.8.8", "192.0.2.1", "223.255.255.255", "2001:db8::1"}) {
    EXPECT_TRUE(is_public(*parse_ip_address(text))) << text;
  }
  for (const std::string_view text :
       {"10.0.0.1", "100.64.0.1", "127.0.0.1", "0.0.0.0", "224.0.1.75",
        "255.255.255.255", "::", "::1", "fe80::1", "fd00::1", "ff02::1"}) {
    EXPECT_FALSE(is_public(*parse_ip_address(text))) << text;
  }
  EXPECT_FALSE(is_public(IpAddress{}));
}

TEST(Endpoint, PutsBracketsAroundIpv6) {
  EXPECT_EQ(to_string(Endpoint{IpAddress::v4(0xC0000201), 5060}),
            "192.0.2.1:5060");
  EXPECT_EQ(to_string(Endpoint{*parse_ip_address("2001:db8::1"), 5061}),
            "[2001:db8::1]:5061");
}

TEST(Endpoint, WritesEachOctetInDecimal) {
  for (std::uint32_t octet = 0; octet < 256; ++octet) {
    const std::string text = std::to_string(octet);
    EXPECT_EQ(to_string(IpAddress::v4(octet << 24U | 1U)), text + ".0.0.1");
    EXPECT_EQ(to_string(IpAddress::v4(0xC0000200 | octet)), "192.0.2." + text);
  }
}

TEST(Endpoint, IsWrittenWithoutLeavingItsRoom) {
  for (const char* address :
       {"255.255.255.255", "0.0.0.0", "::", "::ffff:255.255.255.255",
        "1111:2222:3333:4444:5555:6666:7777:8888"}) {
    for (const int port : {0, 9, 65535}) {
      const Endpoint endpoint{*parse_ip_address(address),
                              static_cast<std::uint16_t>(port)};
      std::string room(kMaxEndpointOctets + 1, '!');
      const char* const end = to_chars(room.data(), endpoint);
      EXPECT_EQ(std::string_view(room.data(), end), to_string(endpoint));
      EXPECT_EQ(room.back(), '!');
    }
  }
  EXPECT_EQ(to_string(Endpoint{}), "-:0");
}

TEST(Endpoint, OrdersAsItsOctetsThenFamilyThenPort) {
  std::vector<Endpoint> ascending;
  const auto add = [&](const char* address, std::uint16_t port) {
    ascending.push_back({*parse_ip_address(address), port});
  };
  ascending.emplace_back();
  add("0.0.0.0", 1);
  add("::", 0);
  add("::", 5060);
  add("::1", 0);
  add("::ff00", 0);
  add("::1:0", 0);
  add("0:0:0:100::", 0);
  add("0:1::", 0);
  add("1.2.3.4", 5060);
  add("1.2.4.3", 5060);
  add("1.2.4.3", 5061);
  add("2001:db8::1", 1);
  add("2001:db8::2", 0);
  add("192.0.2.1", 0);
  add("ff02::1", 0);
  for (std::size_t a = 0; a < ascending.size(); ++a) {
    for (std::size_t b = 0; b < ascending.size(); ++b) {
      EXPECT_EQ(ascending[a] <=> ascending[b], a <=> b) << a << " " << b;
      EXPECT_EQ(ascending[a] == ascending[b], a == b) << a << " " << b;
    }
  }
}

TEST(Endpoint, HashesApartWhatDiffers) {
  std::set<std::uint64_t> hashes;
  for (std::uint32_t host = 0; host < 64; ++host) {
    for (std::uint16_t port = 5060; port < 5080; ++port) {
      hashes.insert(hash_of(Endpoint{IpAddress::v4(host), port}));
    }
  }
  EXPECT_EQ(hashes.size(), 64U * 20U);
  // The same octets in another family are another address.
  EXPECT_NE(hash_of(IpAddress::v4(0)), hash_of(*parse_ip_address("::")));
  EXPECT_EQ(hash_of(IpAddress::v4(7)), hash_of(IpAddress::v4(7)));
}

TEST(Transport, HasItsViaNameInLowerCase) {
  EXPECT_EQ(to_string(Transport::Udp), "udp");
  EXPECT_EQ(to_string(Transport::Tcp), "tcp");
}

}  // namespace
}  // namespace siptriage::endpoint_test
