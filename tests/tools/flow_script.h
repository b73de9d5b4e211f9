// A flow script: who sends which message to whom, when, and how it is cut up
// on the wire; for people to write and read, build_capture to play.
//
//   # Busy callee (RFC 3665 3.9): the INVITE is answered 486.
//   capture pcapng
//   link ethernet
//   start 2026-03-02T09:15:00Z
//   host alice 192.0.2.10:5060
//   host proxy 192.0.2.1:5060
//   set callid a84b4c76e66710
//
//   @0.000 alice -> proxy udp
//   INVITE sip:bob@example.com SIP/2.0
//   Call-ID: ${callid}
//   Content-Length: auto
//
//   v=0
//
//   @+0.012 proxy -> alice udp
//   SIP/2.0 486 Busy Here
//
// First come directives, one a line; then events, each an @-line and its
// message. A line that begins with '#' is a comment, anywhere. A message line
// that must begin with '#' or '@' is written with a '\' before it.
//
//   capture pcap | pcap-nano | pcapng  [big-endian] [nanoseconds]
//   link ethernet | raw-ip | linux-cooked | linux-cooked-v2 | null
//        [vlan ID[,ID]] [padded] [tunnel gtp | vxlan] [named NAME]
//                       several links: pcapng only; events choose with "on"
//   start YYYY-MM-DDThh:mm:ssZ
//   host NAME ADDRESS:PORT      also sets ${NAME}, ${NAME.ip}, ${NAME.port}
//   set NAME VALUE              what ${NAME} stands for
//   text NAME ... end text      the same, several lines
//   octets NAME HEX             the same, in hexadecimal: any octets
//   repeat NAME COUNT VALUE     the same, COUNT times
//   mtu OCTETS                  1500; larger datagrams become IP fragments
//   snaplen OCTETS              frames are cut to it
//   isn NUMBER                  first TCP sequence number of each side
//   drops NUMBER                pcapng: frames the capturing machine lost
//   mirror                      every packet is seen twice
//
//   event   = "@" time HOST "->" HOST transport { option } message
//   time    = SECONDS | "+" SECONDS       since the start | the event before
//   transport = udp | tcp                 tcp opens its connection by itself
//
//   as NAME           names this message ...
//   again NAME        ... to send it once more, in a packet of its own
//   joined            in one payload with the message before
//   hex               what follows is octets in hexadecimal, not a message
//   twice             each packet is seen twice, 50 microseconds apart
//   on NAME           seen on the link of that name
//   segments N,N,rest tcp: octets of each segment
//   order N,N | reversed
//                     of segments or fragments on the wire, counted from 1; a
//                     number given twice is sent twice, one left out is not
//                     in the capture
//   pace SECONDS      between segments or fragments; 0.00002
//   dies HOW [MTU]    udp: it is not delivered; an ICMP error follows after a
//                     millisecond: port, host, net, protocol, prohibited,
//                     hop-limit, reassembly, too-big and the MTU
//   by NAME           who says so; without it the destination
//   quoting OCTETS    how much of the packet the error holds; 548
//   midstream         tcp: the connection was open before the capture began
//   open close reset  tcp: only that, no message
//   refused           tcp: an attempt to connect is answered with a reset
//
// Times never go back. A message is taken as it stands (message_text.h), unless
// it is a short one (short_message.h).
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tools/capture_writer.h"
#include "tools/icmp_error.h"
#include "tools/link_frame.h"
#include "tools/script_error.h"
#include "tools/socket_address.h"

namespace siptriage::testing {

enum class Transport { Udp, Tcp };
enum class TcpAction { Send, Open, Close, Reset, Refuse };

/// Which pieces of a payload (segments or fragments) are put on the wire.
struct WireOrder {
  bool is_reversed = false;
  std::vector<std::size_t> pieces;  // from 1; empty: each once
  std::chrono::nanoseconds pace = std::chrono::microseconds(20);
};

struct FlowEvent {
  std::size_t line = 0;           // of the script
  std::chrono::nanoseconds at{};  // since the start
  SocketAddress from;
  SocketAddress to;
  Transport transport = Transport::Udp;
  TcpAction action = TcpAction::Send;
  std::string payload;
  std::vector<std::size_t> segment_octets;  // empty: as the MTU allows
  bool has_rest_segment = false;            // after segment_octets
  WireOrder order;
  bool is_seen_twice = false;
  bool is_midstream = false;
  std::optional<PacketDeath> death;  // udp
  std::size_t link = 0;
};

struct FlowScript {
  CaptureFormat format;
  std::vector<Link> links;       // one at least
  std::chrono::seconds start{};  // since 1970
  std::size_t mtu = 1500;
  std::optional<std::uint32_t> first_sequence;
  std::vector<FlowEvent> events;
};

ScriptResult<FlowScript> parse_flow_script(std::string_view text);

}  // namespace siptriage::testing
