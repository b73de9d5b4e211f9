#include "tools/flow_directives.h"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "tools/named_table.h"

namespace siptriage::testing {
namespace {

constexpr std::size_t kMaxMtu = 65535;
constexpr std::uint64_t kMaxRepeats = 1'000'000;
constexpr std::size_t kMinMtu = 68;  // RFC 791; leaves room for IPv6, too

constexpr std::array<Named<CaptureKind>, 3> kCaptureKinds{{
    {"pcap", CaptureKind::Pcap},
    {"pcap-nano", CaptureKind::PcapNano},
    {"pcapng", CaptureKind::Pcapng},
}};

constexpr std::array<Named<Tunnel>, 2> kTunnels{{
    {"gtp", Tunnel::Gtp},
    {"vxlan", Tunnel::Vxlan},
}};

constexpr std::array<Named<LinkKind>, 5> kLinkKinds{{
    {"ethernet", LinkKind::Ethernet},
    {"raw-ip", LinkKind::RawIp},
    {"linux-cooked", LinkKind::LinuxCooked},
    {"linux-cooked-v2", LinkKind::LinuxCookedV2},
    {"null", LinkKind::Null},
}};

void apply_capture(ScriptLine& line, FlowPrologue& prologue) {
  CaptureFormat& format = prologue.script.format;
  format.kind = find_named(line, kCaptureKinds, line.take_word("a file format"),
                           "file format");
  while (!line.is_at_end()) {
    const std::string_view option = line.take_word("an option");
    if (option == "big-endian") {
      format.byte_order = ByteOrder::BigEndian;
    } else if (option == "nanoseconds" && format.kind == CaptureKind::Pcapng) {
      format.has_nanoseconds = true;
    } else {
      line.fail("unknown capture option '" + std::string(option) +
                "'; it is big-endian or, of pcapng, nanoseconds");
    }
  }
}

void apply_link(ScriptLine& line, FlowPrologue& prologue) {
  Link link;
  link.kind =
      find_named(line, kLinkKinds, line.take_word("a link type"), "link type");
  while (!line.is_at_end()) {
    const std::string_view option = line.take_word("an option");
    if (option == "vlan" && link.kind == LinkKind::Ethernet) {
      for (const std::uint64_t id : line.take_numbers("a VLAN ID", 0, 4094)) {
        link.vlan_ids.push_back(static_cast<std::uint16_t>(id));
      }
    } else if (option == "padded" && link.kind == LinkKind::Ethernet) {
      link.is_padded = true;
    } else if (option == "tunnel") {
      link.tunnel =
          find_named(line, kTunnels, line.take_word("a tunnel"), "tunnel");
    } else if (option == "named") {
      link.name = line.take_word("a name");
    } else {
      line.fail("unknown link option '" + std::string(option) +
                "'; it is tunnel, named or, of ethernet, vlan or padded");
    }
  }
  prologue.script.links.push_back(link);
}

/// Digits of a date or time of day at a fixed place, and the mark after them.
int take_fixed(const ScriptLine& line, std::string_view text, std::size_t at,
               std::size_t digits, char mark, std::uint64_t high) {
  if (text.size() <= at + digits || text[at + digits] != mark) {
    line.fail("expected a time like 2026-03-02T09:15:00Z, found '" +
              std::string(text) + "'");
  }
  return static_cast<int>(
      line.parse_number(text.substr(at, digits), "a date or time", 0, high));
}

void apply_start(ScriptLine& line, FlowPrologue& prologue) {
  const std::string_view text = line.take_word("a time");
  const int year = take_fixed(line, text, 0, 4, '-', 2105);
  const int month = take_fixed(line, text, 5, 2, '-', 12);
  const int day = take_fixed(line, text, 8, 2, 'T', 31);
  const int hour = take_fixed(line, text, 11, 2, ':', 23);
  const int minute = take_fixed(line, text, 14, 2, ':', 59);
  const int second = take_fixed(line, text, 17, 2, 'Z', 59);
  const std::chrono::year_month_day date{
      std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
      std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok() || year < 1970 || text.size() != 20) {
    line.fail("no such time: '" + std::string(text) + "'");
  }
  prologue.script.start = std::chrono::sys_days(date).time_since_epoch() +
                          std::chrono::hours(hour) +
                          std::chrono::minutes(minute) +
                          std::chrono::seconds(second);
}

void apply_host(ScriptLine& line, FlowPrologue& prologue) {
  const std::string name(line.take_word("a host name"));
  const std::string_view text = line.take_word("ADDRESS:PORT");
  const auto address = parse_socket_address(text);
  if (!address) {
    line.fail(
        "expected ADDRESS:PORT like 192.0.2.1:5060 or "
        "[2001:db8::1]:5060, found '" +
        std::string(text) + "'");
  }
  if (!prologue.hosts.emplace(name, *address).second) {
    line.fail("host '" + name + "' is declared twice");
  }
  prologue.variables[name] = to_string(*address);
  prologue.variables[name + ".ip"] = to_string(address->ip);
  prologue.variables[name + ".port"] = std::to_string(address->port);
}

void apply_set(ScriptLine& line, FlowPrologue& prologue) {
  const std::string name(line.take_word("a name"));
  const std::string_view value = line.take_rest("a value");
  prologue.variables[name] =
      expand_variables(TextLine{line.number(), value}, prologue.variables);
}

void apply_octets(ScriptLine& line, FlowPrologue& prologue) {
  const std::string name(line.take_word("a name"));
  const std::string_view digits = line.take_rest("hexadecimal digits");
  prologue.variables[name] = make_octets_from_hex(
      {TextLine{line.number(), digits}}, prologue.variables);
}

void apply_repeat(ScriptLine& line, FlowPrologue& prologue) {
  const std::string name(line.take_word("a name"));
  const std::uint64_t count = line.take_number("a count", 1, kMaxRepeats);
  const std::string value = expand_variables(
      TextLine{line.number(), line.take_rest("a value")}, prologue.variables);
  std::string& all = prologue.variables[name];
  all.clear();
  for (std::uint64_t i = 0; i < count; ++i) all += value;
}

void apply_mtu(ScriptLine& line, FlowPrologue& prologue) {
  prologue.script.mtu = line.take_number("octets", kMinMtu, kMaxMtu);
}

void apply_snaplen(ScriptLine& line, FlowPrologue& prologue) {
  prologue.script.format.snap_length =
      static_cast<std::uint32_t>(line.take_number("octets", 1, 262144));
}

void apply_isn(ScriptLine& line, FlowPrologue& prologue) {
  prologue.script.first_sequence = static_cast<std::uint32_t>(
      line.take_number("a sequence number", 0, 0xffffffff));
}

void apply_drops(ScriptLine& line, FlowPrologue& prologue) {
  prologue.script.format.dropped_frames =
      line.take_number("a number of frames", 0, 0xffffffff);
}

void apply_mirror(ScriptLine&, FlowPrologue& prologue) {
  prologue.is_mirrored = true;
}

using Directive = void (*)(ScriptLine&, FlowPrologue&);

constexpr std::array<Named<Directive>, 12> kDirectives{{
    {"capture", apply_capture},
    {"link", apply_link},
    {"start", apply_start},
    {"host", apply_host},
    {"set", apply_set},
    {"octets", apply_octets},
    {"repeat", apply_repeat},
    {"mtu", apply_mtu},
    {"snaplen", apply_snaplen},
    {"isn", apply_isn},
    {"drops", apply_drops},
    {"mirror", apply_mirror},
}};

}  // namespace

void apply_directive(ScriptLine line, FlowPrologue& prologue) {
  const std::string_view name = line.take_word("a directive");
  find_named(line, kDirectives, name, "directive")(line, prologue);
  line.expect_end();
}

void check_prologue(const FlowPrologue& prologue) {
  const FlowScript& script = prologue.script;
  const bool is_pcapng = script.format.kind == CaptureKind::Pcapng;
  if (script.links.empty()) {
    fail(0, "no link type; add a line like 'link ethernet'");
  }
  if (!is_pcapng && script.links.size() > 1) {
    fail(0, "a pcap file has one link; use 'capture pcapng' for several");
  }
  if (!is_pcapng && script.format.dropped_frames > 0) {
    fail(0, "only pcapng can tell drops; use 'capture pcapng'");
  }
}

}  // namespace siptriage::testing
