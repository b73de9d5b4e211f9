#include "siptriage/net/foreign.h"

#include <cstddef>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "unit/net/packets.h"

namespace siptriage::foreign_test {
namespace {

using testing::u16;
using testing::u32;
using testing::u8;
using testing::zeros;

std::string rtp(unsigned first, unsigned second, std::size_t size) {
  return u8(first) + u8(second) + u16(7) + u32(160) + u32(0xdecafbad) +
         std::string(size - 12, 'x');
}
std::string dtls(unsigned type, unsigned version, unsigned length) {
  return u8(type) + u16(version) + zeros(8) + u16(length) +
         std::string(length, 'x');
}
std::string tls(unsigned type, unsigned version, unsigned length) {
  return u8(type) + u16(version) + u16(length) + std::string(40, 'x');
}

std::string stun(unsigned type, const std::string& attributes) {
  return u16(type) + u16(static_cast<unsigned>(attributes.size())) +
         u32(0x2112a442) + zeros(12) + attributes;
}

TEST(Foreign, TellsDatagramsByTheirFirstOctets) {
  const std::string dns_question = u16(0x8012) + u16(0x0100) + u16(1) +
                                   zeros(6) + u8(3) + "sip" + u8(0) +
                                   u32(0x00010001);
  const struct {
    const char* name;
    std::string octets;
    ForeignKind kind;
  } cases[] = {
      {"nothing", "", ForeignKind::Other},
      {"one octet", u8(0x80), ForeignKind::Other},
      {"text", "INVITE sip:a SIP/2.0", ForeignKind::Other},
      {"RTP, PCMU", rtp(0x80, 0, 172), ForeignKind::Rtp},
      {"RTP, dynamic with marker", rtp(0x80, 0x80 | 101, 16), ForeignKind::Rtp},
      {"RTP, header alone", rtp(0x80, 8, 12), ForeignKind::Rtp},
      {"RTP, sources and extension", rtp(0x92, 96, 60), ForeignKind::Rtp},
      {"RTP, too short for its sources", rtp(0x8f, 0, 40), ForeignKind::Other},
      {"RTP, payload type no profile has", rtp(0x80, 50, 40),
       ForeignKind::Other},
      {"RTP of version 1", rtp(0x40, 0, 40), ForeignKind::Other},
      {"RTCP sender report", u8(0x80) + u8(200) + u16(6) + zeros(24),
       ForeignKind::Rtp},
      {"RTCP receiver report, empty", u8(0x80) + u8(201) + u16(1) + u32(9),
       ForeignKind::Rtp},
      {"RTCP, length past the datagram",
       u8(0x80) + u8(200) + u16(60) + zeros(24), ForeignKind::Other},
      {"STUN", stun(0x0001, ""), ForeignKind::KeepAlive},
      {"STUN of a product",
       stun(0x0001, u16(0x8022) + u16(3) + "abc" + zeros(1)),
       ForeignKind::KeepAlive},
      {"STUN response", stun(0x0101, ""), ForeignKind::Other},
      {"ICE check",
       stun(0x0001, u16(0x8022) + u16(3) + "abc" + zeros(1) + u16(0x0006) +
                        u16(3) + "a:b" + zeros(1)),
       ForeignKind::Other},
      {"STUN without its cookie", u16(0x0001) + zeros(18), ForeignKind::Other},
      {"CRLF CRLF", "\r\n\r\n", ForeignKind::KeepAlive},
      {"CRLF", "\r\n", ForeignKind::KeepAlive},
      {"NULs", zeros(4), ForeignKind::KeepAlive},
      {"more NULs", zeros(5), ForeignKind::Other},
      {"DTLS 1.2 handshake", dtls(22, 0xfefd, 60), ForeignKind::Dtls},
      {"DTLS 1.0 data", dtls(23, 0xfeff, 60), ForeignKind::Dtls},
      {"DTLS before 1.0", dtls(22, 0x0100, 60), ForeignKind::Dtls},
      {"DTLS, connection id", dtls(25, 0xfefd, 60), ForeignKind::Dtls},
      {"content type 63", dtls(63, 0xfefd, 60), ForeignKind::Dtls},
      {"content type 19", dtls(19, 0xfefd, 60), ForeignKind::Other},
      {"version of TLS", dtls(22, 0x0303, 60), ForeignKind::Other},
      {"no length", dtls(22, 0xfefd, 0), ForeignKind::Other},
      {"DNS that begins like RTP", dns_question, ForeignKind::Other},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_EQ(classify_foreign_datagram(c.octets), c.kind);
    for (std::size_t size = 0; size < c.octets.size(); ++size) {
      const std::vector<char> cut(c.octets.data(), c.octets.data() + size);
      (void)classify_foreign_datagram({cut.data(), cut.size()});
    }
  }
}

TEST(Foreign, TakesTheShortWayOnlyWhereAllRulesAgree) {
  // Everything that the first eight octets can say, as far as it matters.
  for (const std::size_t size :
       {std::size_t{11}, std::size_t{12}, std::size_t{13}, std::size_t{40}}) {
    for (unsigned first = 0; first < 256; ++first) {
      for (unsigned second = 0; second < 256; ++second) {
        for (const unsigned words : {0U, 1U, 0x0100U, 0x0101U}) {
          std::string octets =
              u8(first) + u8(second) + u16(0x8007) + u16(words) + zeros(6);
          octets.resize(size);
          ASSERT_EQ(classify_foreign_datagram(octets),
                    detail::classify_by_all_rules(octets))
              << first << " " << second << " " << words << " " << size;
        }
      }
    }
  }
}

TEST(Foreign, TellsTlsRecords) {
  const struct {
    const char* name;
    std::string octets;
    ForeignKind kind;
  } cases[] = {
      {"nothing", "", ForeignKind::Other},
      {"text", "GET / HTTP/1.1", ForeignKind::Other},
      {"handshake", tls(22, 0x0301, 200), ForeignKind::Tls},
      {"data", tls(23, 0x0303, 16384 + 256), ForeignKind::Tls},
      {"alert of SSL 3", tls(21, 0x0300, 2), ForeignKind::Tls},
      {"header alone", tls(20, 0x0303, 1).substr(0, 5), ForeignKind::Tls},
      {"less than a header", tls(20, 0x0303, 1).substr(0, 4),
       ForeignKind::Other},
      {"type 24", tls(24, 0x0303, 40), ForeignKind::Other},
      {"version 3.5", tls(22, 0x0305, 40), ForeignKind::Other},
      {"no length", tls(22, 0x0303, 0), ForeignKind::Other},
      {"absurd length", tls(22, 0x0303, 60000), ForeignKind::Other},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_EQ(classify_foreign_stream(c.octets), c.kind);
  }
}

std::string extension(unsigned type, const std::string& value) {
  return u16(type) + u16(static_cast<unsigned>(value.size())) + value;
}
std::string server_name(const std::string& name) {
  const auto size = static_cast<unsigned>(name.size());
  return extension(0, u16(size + 3) + u8(0) + u16(size) + name);
}
std::string client_hello(const std::string& extensions) {
  const std::string body = u16(0x0303) + std::string(32, 'r') + u8(4) + "sess" +
                           u16(4) + u32(0x13011302) + u8(1) + u8(0) +
                           u16(static_cast<unsigned>(extensions.size())) +
                           extensions;
  const std::string handshake =
      u8(1) + u8(0) + u16(static_cast<unsigned>(body.size())) + body;
  return u8(22) + u16(0x0301) + u16(static_cast<unsigned>(handshake.size())) +
         handshake;
}

TEST(Foreign, FindsTheServerNameOfAClientHello) {
  const std::string other = extension(0x002b, u8(2) + u16(0x0304));
  EXPECT_EQ(find_tls_server_name(client_hello(server_name("sip.example.com"))),
            "sip.example.com");
  EXPECT_EQ(find_tls_server_name(
                client_hello(other + other + server_name("a.example") + other)),
            "a.example");
  EXPECT_EQ(find_tls_server_name(client_hello(other)), "");
  EXPECT_EQ(find_tls_server_name(client_hello("")), "");
  EXPECT_EQ(find_tls_server_name(client_hello(server_name(""))), "");
  EXPECT_EQ(find_tls_server_name(client_hello(server_name("a\x1b[2J"))), "");
  EXPECT_EQ(
      find_tls_server_name(client_hello(server_name(std::string(300, 'a')))),
      "");
  EXPECT_EQ(find_tls_server_name(tls(23, 0x0303, 40)), "");
}

TEST(Foreign, FindsNoServerNameInWhatIsCut) {
  const std::string hello = client_hello(server_name("sip.example.com"));
  for (std::size_t size = 0; size < hello.size(); ++size) {
    const std::vector<char> cut(hello.data(), hello.data() + size);
    EXPECT_EQ(find_tls_server_name({cut.data(), cut.size()}), "");
  }
  // No octet changed leads the walk out of bounds.
  for (std::size_t at = 0; at < hello.size(); ++at) {
    std::vector<char> odd(hello.begin(), hello.end());
    odd[at] = static_cast<char>(0xff);
    (void)find_tls_server_name({odd.data(), odd.size()});
  }
}

}  // namespace
}  // namespace siptriage::foreign_test
