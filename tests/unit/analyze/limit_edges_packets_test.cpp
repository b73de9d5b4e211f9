// Edges of the limits of files, packets, streams and messages.

#include <string>
#include <vector>

#include "unit/analyze/limit_edges.h"
#include "unit/analyze/limit_input.h"

namespace siptriage::testing {
namespace {

const std::string kOptions = text_of({});

// Each of these is a capture that holds at least one message besides.
std::string with_options(const std::vector<std::string>& frames) {
  std::vector<TimedFrame> timed{{to_bob({})}};
  for (const std::string& frame : frames) timed.push_back({frame});
  return pcap_of_timed(timed);
}

std::vector<LimitEdge> file_edges() {
  const std::string first = to_bob({});
  const std::string longer = to_bob({.more = "Subject: one octet more\r\n"});
  const std::string packet = pcapng_packet(first);
  const std::string name(20, 'n');
  const std::string comment(20, 'c');
  const std::string plain = pcap_of({first});
  constexpr std::uint32_t kZeros = 65536;
  const std::string packed = zstd_of(plain, kZeros);
  const std::uint64_t unpacked = plain.size() + kZeros;
  const std::uint64_t ratio = (unpacked + packed.size() - 1) / packed.size();
  return {
      {.id = LimitId::FrameOctets,
       .capture = pcap_of({first, longer}),
       .edge = longer.size()},
      {.id = LimitId::Interfaces,
       .capture = pcapng_section() + pcapng_interface() + packet +
                  pcapng_interface() + pcapng_interface() + packet,
       .edge = 3},
      {.id = LimitId::InterfaceNameOctets,
       .capture =
           pcapng_section() + pcapng_interface(pcapng_option(2, name)) + packet,
       .edge = name.size()},
      {.id = LimitId::Comments,
       .capture =
           pcapng_section(pcapng_option(1, "one") + pcapng_option(1, "two")) +
           pcapng_interface() + packet,
       .edge = 2},
      {.id = LimitId::CommentOctets,
       .capture = pcapng_section(pcapng_option(1, comment)) +
                  pcapng_interface() + packet,
       .edge = comment.size()},
      {.id = LimitId::UnpackedOctets,
       .capture = packed,
       .edge = unpacked,
       .is_compressed = true},
      {.id = LimitId::UnpackRatio,
       .capture = packed,
       .edge = ratio,
       .given = {{LimitId::UnpackRatioFrom, 0}},
       .is_compressed = true},
      {.id = LimitId::UnpackRatioFrom,
       .capture = packed,
       .edge = unpacked,
       .counted_as = LimitId::UnpackRatio,
       .given = {{LimitId::UnpackRatio, 1}},
       .is_compressed = true},
  };
}

std::string in_vlans(unsigned tags, std::string_view packet) {
  std::string rest = vlan(1, 0x0800, packet);
  for (unsigned i = 1; i < tags; ++i) rest = vlan(1, 0x8100, rest);
  return ethernet(0x8100, rest);
}

std::string in_tunnels(unsigned levels, std::string packet) {
  for (unsigned i = 0; i < levels; ++i) packet = ipv4({.protocol = 4}, packet);
  return ethernet(0x0800, packet);
}

std::string behind_extensions() {
  const auto destination_options = [](unsigned next) {
    return u8(next) + u8(0) + u8(1) + u8(4) + zeros(4);
  };
  return ethernet(0x86dd,
                  ipv6({.next_header = 60}, destination_options(60) +
                                                destination_options(17) +
                                                udp(kOptions, 5060, 5060)));
}

std::vector<LimitEdge> packet_edges() {
  const std::string inner = ipv4({.id = 77}, udp(kOptions, 5060, 5060));
  const std::vector<std::string> a = fragments_of(kOptions, 104, 901);
  const std::string long_text = text_of({.body = std::string(3000, 'b')});
  const std::vector<std::string> c = fragments_of(long_text, 1400, 903);
  // What is held: the front of the first fragment, and each payload, with some
  // octets of our own each; found by the test.
  constexpr std::uint64_t kToBeFound = 0;
  return {
      {.id = LimitId::LinkHeaders,
       .capture = with_options({in_vlans(5, inner)}),
       .edge = 6},
      {.id = LimitId::TunnelDepth,
       .capture = with_options({in_tunnels(2, inner)}),
       .edge = 2},
      {.id = LimitId::ExtensionHeaders,
       .capture = with_options({behind_extensions()}),
       .edge = 2},
      {.id = LimitId::FragmentedDatagrams,
       .capture = with_options({a[0], c[0], c[1], c[2]}),
       .edge = 2},
      {.id = LimitId::DatagramFragments,
       .capture = with_options({c[0], c[1], c[2]}),
       .edge = 3},
      {.id = LimitId::FragmentOctets,
       .capture = with_options({c[0], c[1], c[2]}),
       .edge = kToBeFound},
      {.id = LimitId::FragmentAge,
       .capture = pcap_of_timed(
           {{to_bob({}), 1000}, {c[0], 1000}, {c[1], 1004}, {c[2], 1004}}),
       .edge = 5},
      {.id = LimitId::KeptOctets,
       .capture = with_options({c[0], c[1], c[2]}),
       .edge = long_text.size()},
  };
}

std::vector<LimitEdge> stream_edges() {
  const std::string& text = kOptions;
  const auto size = static_cast<std::uint32_t>(text.size());
  const auto data = [](std::uint32_t sequence, std::string_view octets) {
    return tcp_frame({.sequence = sequence}, octets);
  };
  const auto syn = [](unsigned port) {
    return tcp_frame({.source_port = port, .sequence = 999, .flags = kSyn});
  };
  const std::string behind_hole =
      with_options({syn(40000), data(1000 + size, text), data(1000, text)});
  const std::string esp_a = ethernet(
      0x0800, ipv4({.protocol = 50, .source = kAliceAddress}, zeros(40)));
  const std::string esp_c = ethernet(
      0x0800, ipv4({.protocol = 50, .source = kCarolAddress}, zeros(40)));
  const std::string blank_a =
      ethernet(0x0800, ipv4({.source = kAliceAddress}, udp("\r\n\r\n")));
  const std::string blank_c =
      ethernet(0x0800, ipv4({.source = kCarolAddress}, udp("\r\n\r\n")));
  // Twice the same: nothing listens there.
  const std::string icmp = ethernet(
      0x0800,
      ipv4({.protocol = 1, .source = kBobAddress, .destination = kAliceAddress},
           u8(3) + u8(3) + zeros(6) + ipv4({}, udp(text, 5060, 5060))));
  return {
      {.id = LimitId::NetworkEvents,
       .capture = with_options({icmp, icmp}),
       .edge = 2},
      {.id = LimitId::TcpConnections,
       .capture = with_options(
           {syn(40000), data(1000, text), syn(40001),
            tcp_frame({.source_port = 40001, .sequence = 1000}, text)}),
       .edge = 2},
      {.id = LimitId::OutOfOrderOctets, .capture = behind_hole, .edge = size},
      {.id = LimitId::OutOfOrderSegments,
       .capture = with_options({syn(40000), data(1000 + size, text),
                                data(1000 + 2 * size, text), data(1000, text)}),
       .edge = 2},
      {.id = LimitId::OutOfOrderTotal, .capture = behind_hole, .edge = size},
      // Two holes: before the first octet seen, and one that the peer's
      // acknowledgement gives up. The first is filled at last.
      {.id = LimitId::RememberedHoles,
       .capture = with_options({data(5000, text), data(5000 + 2 * size, text),
                                tcp_frame({.source_port = 5060,
                                           .destination_port = 40000,
                                           .sequence = 1,
                                           .acknowledgement = 5000 + 3 * size},
                                          {}, false),
                                data(5000 - size, text)}),
       .edge = 2},
      {.id = LimitId::UndecidedOctets,
       .capture = with_options({syn(40000), data(1000, std::string(60, 'x')),
                                data(1060, std::string(40, 'y'))}),
       .edge = 100},
      // Half of it comes later.
      {.id = LimitId::UnfinishedOctets,
       .capture = with_options({syn(40000), data(1000, text.substr(0, 150)),
                                data(1150, text.substr(150))}),
       .edge = 150},
      {.id = LimitId::KeepAliveFlows,
       .capture = with_options({blank_a, blank_c, blank_c}),
       .edge = 2,
       .count = 2},
      {.id = LimitId::EncryptedFlows,
       .capture = with_options({esp_a, esp_c, esp_c}),
       .edge = 2,
       .count = 2},
  };
}

std::string multipart(std::string_view boundary, std::string_view type,
                      std::string_view body) {
  const std::string line = "--" + std::string(boundary);
  return line + "\r\nContent-Type: " + std::string(type) + "\r\n\r\n" +
         std::string(body) + "\r\n" + line + "--\r\n";
}

std::vector<LimitEdge> message_edges() {
  const std::string body =
      multipart("outer", "multipart/mixed;boundary=inner",
                multipart("inner", "application/sdp", "v=0\r\ns=-\r\n"));
  const std::string with_body =
      text_of({.more = "Content-Type: multipart/mixed;boundary=outer\r\n",
               .body = body});
  const std::string start =
      "OPTIONS sip:somebody-with-a-name@example.com SIP/2.0";
  const std::string field = "Subject: " + std::string(200, 's');
  const auto carry = [](std::string_view text) {
    return with_options({between(kAliceAddress, kCarolAddress, text)});
  };
  return {
      {.id = LimitId::MessageOctets,
       .capture = carry(with_body),
       .edge = with_body.size()},
      {.id = LimitId::StartLineOctets,
       .capture = carry(text_of({.start = start, .call_id = "b"})),
       .edge = start.size()},
      // Via, Max-Forwards, From, To, Call-ID, CSeq, Content-Length, and one.
      {.id = LimitId::HeaderFields,
       .capture = carry(text_of({.call_id = "b", .more = "Subject: x\r\n"})),
       .edge = 8},
      {.id = LimitId::HeaderFieldOctets,
       .capture = carry(text_of({.call_id = "b", .more = field + "\r\n"})),
       .edge = field.size()},
      {.id = LimitId::MultipartDepth, .capture = carry(with_body), .edge = 2},
  };
}

}  // namespace

std::vector<LimitEdge> packet_limit_edges() {
  std::vector<LimitEdge> edges = file_edges();
  for (const auto& more : {packet_edges(), stream_edges(), message_edges()}) {
    edges.insert(edges.end(), more.begin(), more.end());
  }
  return edges;
}

}  // namespace siptriage::testing
