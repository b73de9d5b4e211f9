// Any text as a capture filter; octets from 0x80 on stand for words of
// pcap-filter(7), because libpcap does not tell a fuzzer which it knows. What
// is held: an expression compiles or is refused with words, and another() of
// it matches the same, also on a packet that is cut.

#include <array>
#include <iterator>
#include <netdb.h>
#include <string>
#include <string_view>

#include "siptriage/capture/capture_filter.h"

#include "fuzz/fuzz.h"
#include "unit/net/packets.h"

// Expressions name hosts, and libpcap asks the resolver for each. A fuzzer
// talks to nobody.
extern "C" [[gnu::visibility("default")]] int getaddrinfo(const char*,
                                                          const char*,
                                                          const addrinfo*,
                                                          addrinfo**) {
  return EAI_NONAME;
}

namespace siptriage::fuzz {
namespace {

constexpr std::string_view kWords[] = {"host",
                                       "net",
                                       "port",
                                       "portrange",
                                       "src",
                                       "dst",
                                       "gateway",
                                       "ether",
                                       "ip",
                                       "ip6",
                                       "arp",
                                       "rarp",
                                       "tcp",
                                       "udp",
                                       "sctp",
                                       "icmp",
                                       "icmp6",
                                       "igmp",
                                       "proto",
                                       "protochain",
                                       "and",
                                       "or",
                                       "not",
                                       "broadcast",
                                       "multicast",
                                       "less",
                                       "greater",
                                       "len",
                                       "mask",
                                       "vlan",
                                       "mpls",
                                       "pppoes",
                                       "pppoed",
                                       "geneve",
                                       "inbound",
                                       "outbound",
                                       "ifindex",
                                       "type",
                                       "subtype",
                                       "dir",
                                       "wlan",
                                       "iso",
                                       "isis",
                                       "clnp",
                                       "atm",
                                       "vpi",
                                       "vci",
                                       "lane",
                                       "link",
                                       "fddi",
                                       "decnet",
                                       "(",
                                       ")",
                                       "[",
                                       "]",
                                       "{",
                                       "}",
                                       ":",
                                       "+",
                                       "-",
                                       "*",
                                       "/",
                                       "%",
                                       "&",
                                       "|",
                                       "^",
                                       "<<",
                                       ">>",
                                       "=",
                                       "!=",
                                       ">",
                                       "<",
                                       ">=",
                                       "<=",
                                       "!",
                                       "&&",
                                       "||",
                                       "0",
                                       "1",
                                       "7",
                                       "12",
                                       "255",
                                       "5060",
                                       "5060-5070",
                                       "65535",
                                       "65536",
                                       "0x45",
                                       "4294967295",
                                       "192.0.2.1",
                                       "192.0.2",
                                       "192.0.2.0/24",
                                       "2001:db8::1",
                                       "2001:db8::/32",
                                       "02:00:00:00:00:01",
                                       "sip",
                                       "tcpflags",
                                       "tcp-syn",
                                       "icmptype",
                                       "icmp-echo",
                                       "ip[0]",
                                       "tcp[tcpflags]",
                                       "udp[8:4]",
                                       "ip6[6]",
                                       "\\udp"};

std::string expression_of(std::string_view input) {
  std::string text;
  for (const char c : input) {
    const auto octet = static_cast<unsigned char>(c);
    if (octet < 0x80) {
      text += c;
    } else {
      text.append(" ").append(kWords[octet % std::size(kWords)]).append(" ");
    }
  }
  return text;
}

struct Packet {
  LinkType link_type;
  std::string octets;
};

const std::array<Packet, 3>& packets() {
  using namespace testing;  // NOLINT(google-build-using-namespace)
  Ipv4Options over_tcp;
  over_tcp.protocol = 6;
  static const std::array<Packet, 3> packets = {{
      {LinkType::Ethernet, ethernet(0x0800, ipv4({}, udp("OPTIONS")))},
      {LinkType::RawIp, ipv6({}, udp("OPTIONS"))},
      {LinkType::Ethernet,
       ethernet(0x8100, vlan(7, 0x0800, ipv4(over_tcp, tcp({}, "x"))))},
  }};
  return packets;
}

}  // namespace

void run(std::string_view input) {
  Result<CaptureFilter> filter = CaptureFilter::compile(expression_of(input));
  if (!filter) {
    require(filter.error().code == ErrorCode::BadFilter &&
                !filter.error().message.empty(),
            "what is refused is refused with words");
    return;
  }
  const Result<CaptureFilter> again =
      CaptureFilter::compile(expression_of(input));
  require(again.has_value(), "what compiles once compiles again");
  for (const auto& [link_type, octets] : packets()) {
    const auto length = static_cast<std::uint32_t>(octets.size());
    const bool matches = filter->matches(octets, length, link_type);
    require(matches == again->matches(octets, length, link_type),
            "the same expression matches the same");
    const std::string cut = octets.substr(0, octets.size() / 2);
    require(filter->matches(cut, length, link_type) ==
                again->matches(cut, length, link_type),
            "and so it does where a packet is cut");
  }
}

}  // namespace siptriage::fuzz
