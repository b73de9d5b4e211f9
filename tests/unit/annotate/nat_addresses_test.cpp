// Quick looks may see more than there is, but never less.

#include "annotate/nat_addresses.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "siptriage/sip/name_addr.h"
#include "siptriage/sip/sdp.h"
#include "siptriage/sip/uri.h"

namespace siptriage::detail::nat_addresses_test {
namespace {

std::string sdp_with(std::string_view connection) {
  return "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 198.51.100.1\r\n"
         "t=0 0\r\nm=audio 4000 RTP/AVP 0\r\n" +
         std::string(connection) + "\r\na=rtpmap:0 PCMU/8000\r\n";
}

TEST(PrivateConnection, IsNeverOverlooked) {
  for (const std::string_view line :
       {"c=IN IP4 10.0.0.1", "c=IN IP4 172.16.0.1", "c=IN IP4 192.168.1.1",
        "c=IN IP4 10.0.0.1/127", "c=IN IP4 169.254.1.1", "c= IN IP4 10.0.0.1",
        "c=IN IP4  10.0.0.1", "c=IN\tIP4 10.0.0.1", " c=IN IP4 10.0.0.1",
        "c=IN IP4 0:0:0:0:0:0:0:1", "c=IN IP6 fd00::1"}) {
    const std::string body = sdp_with(line);
    const auto sdp = sip::parse_sdp(body);
    ASSERT_TRUE(sdp && !sdp->media.empty()) << line;
    ASSERT_TRUE(is_private_host(sdp->media.front().connection)) << line;
    EXPECT_TRUE(may_have_private_connection(body)) << line;
  }
}

TEST(PrivateConnection, IsNotSoughtAmongPublicAddresses) {
  EXPECT_FALSE(may_have_private_connection(sdp_with("c=IN IP4 198.51.100.2")));
  EXPECT_FALSE(may_have_private_connection(sdp_with("c=IN IP4 172.32.0.1")));
  EXPECT_FALSE(may_have_private_connection(""));
}

TEST(PrivateHost, IsNeverOverlooked) {
  for (const std::string_view value :
       {"<sip:a@10.0.0.1>", "<sip:10.0.0.1:5060;transport=udp>",
        "\"A\" <sips:a:b@192.168.0.1>;expires=60", "sip:a@127.0.0.1",
        "<sip:a@[::1]>", "<sip:[fd00::1]:5060>", "<sip:+1@100.64.0.1?x=y>"}) {
    const auto address = sip::parse_name_addr(value);
    ASSERT_TRUE(address) << value;
    const auto uri = sip::parse_uri(address->uri);
    ASSERT_TRUE(uri && is_private_host(uri->host)) << value;
    EXPECT_TRUE(may_name_private_host(value)) << value;
  }
}

TEST(PrivateHost, IsNotSoughtAmongPublicOnes) {
  EXPECT_FALSE(may_name_private_host("<sip:10@198.51.100.1:5060>"));
  EXPECT_FALSE(may_name_private_host("<sip:a@10.example.com>"));
  EXPECT_FALSE(may_name_private_host(""));
}

}  // namespace
}  // namespace siptriage::detail::nat_addresses_test
