#include "tools/flow_options.h"

#include <array>
#include <cstddef>
#include <string_view>

#include "tools/named_table.h"

namespace siptriage::testing {
namespace {

void apply_as(ScriptLine& line, const FlowPrologue&, EventDraft& draft) {
  draft.name = line.take_word("a name");
}

void apply_again(ScriptLine& line, const FlowPrologue&, EventDraft& draft) {
  draft.again = line.take_word("the name of a message");
}

void apply_joined(ScriptLine&, const FlowPrologue&, EventDraft& draft) {
  draft.is_joined = true;
}

void apply_hex(ScriptLine&, const FlowPrologue&, EventDraft& draft) {
  draft.is_hex = true;
}

void apply_twice(ScriptLine&, const FlowPrologue&, EventDraft& draft) {
  draft.event.is_seen_twice = true;
}

void apply_on(ScriptLine& line, const FlowPrologue& prologue,
              EventDraft& draft) {
  const std::string_view name = line.take_word("the name of a link");
  const auto& links = prologue.script.links;
  for (std::size_t i = 0; i < links.size(); ++i) {
    if (links[i].name != name) continue;
    draft.event.link = i;
    return;
  }
  line.fail("no link is named '" + std::string(name) + "'");
}

void require_tcp(const ScriptLine& line, const FlowEvent& event,
                 std::string_view option) {
  if (event.transport == Transport::Tcp) return;
  line.fail("'" + std::string(option) + "' needs tcp");
}

void apply_segments(ScriptLine& line, const FlowPrologue&, EventDraft& draft) {
  require_tcp(line, draft.event, "segments");
  for (const auto part : split(line.take_word("octets of segments"), ',')) {
    if (draft.event.has_rest_segment) line.fail("'rest' comes last");
    if (part == "rest") {
      draft.event.has_rest_segment = true;
    } else {
      draft.event.segment_octets.push_back(
          line.parse_number(part, "octets of a segment", 1, 65000));
    }
  }
}

void apply_order(ScriptLine& line, const FlowPrologue&, EventDraft& draft) {
  const std::string_view word = line.take_word("numbers, or 'reversed'");
  draft.event.order.is_reversed = word == "reversed";
  if (draft.event.order.is_reversed) return;
  for (const std::string_view part : split(word, ',')) {
    draft.event.order.pieces.push_back(
        line.parse_number(part, "the number of a piece", 1, 65535));
  }
}

void apply_pace(ScriptLine& line, const FlowPrologue&, EventDraft& draft) {
  draft.event.order.pace = line.parse_seconds(line.take_word("seconds"));
}

void apply_midstream(ScriptLine& line, const FlowPrologue&, EventDraft& draft) {
  require_tcp(line, draft.event, "midstream");
  draft.event.is_midstream = true;
}

void apply_open(ScriptLine& line, const FlowPrologue&, EventDraft& draft) {
  require_tcp(line, draft.event, "open");
  draft.event.action = TcpAction::Open;
}

void apply_close(ScriptLine& line, const FlowPrologue&, EventDraft& draft) {
  require_tcp(line, draft.event, "close");
  draft.event.action = TcpAction::Close;
}

void apply_reset(ScriptLine& line, const FlowPrologue&, EventDraft& draft) {
  require_tcp(line, draft.event, "reset");
  draft.event.action = TcpAction::Reset;
}

void apply_refused(ScriptLine& line, const FlowPrologue&, EventDraft& draft) {
  require_tcp(line, draft.event, "refused");
  draft.event.action = TcpAction::Refuse;
}

constexpr std::array<Named<IcmpKind>, 8> kDeaths{{
    {"port", {3, 3, 1, 4}},
    {"host", {3, 1, 1, 3}},
    {"net", {3, 0, 1, 0}},
    {"protocol", {3, 2, 4, 1}},
    {"prohibited", {3, 13, 1, 1}},
    {"hop-limit", {11, 0, 3, 0}},
    {"reassembly", {11, 1, 3, 1}},
    {"too-big", {3, 4, 2, 0}},
}};

void apply_dies(ScriptLine& line, const FlowPrologue&, EventDraft& draft) {
  if (draft.event.transport != Transport::Udp) line.fail("'dies' needs udp");
  const std::string_view how = line.take_word("how");
  PacketDeath& death = draft.event.death.emplace();
  death.kind = find_named(line, kDeaths, how, "way to die");
  death.reporter = draft.event.to.ip;
  if (how == "too-big") {
    death.mtu = static_cast<std::uint16_t>(line.take_number("MTU", 68, 65535));
  }
}

PacketDeath& death_of(const ScriptLine& line, EventDraft& draft) {
  if (!draft.event.death) line.fail("'dies' comes before");
  return *draft.event.death;
}

void apply_by(ScriptLine& line, const FlowPrologue& prologue,
              EventDraft& draft) {
  PacketDeath& death = death_of(line, draft);
  const std::string name(line.take_word("a host"));
  const auto found = prologue.hosts.find(name);
  if (found == prologue.hosts.end()) line.fail("unknown host '" + name + "'");
  death.reporter = found->second.ip;
}

void apply_quoting(ScriptLine& line, const FlowPrologue&, EventDraft& draft) {
  death_of(line, draft).quoted_octets =
      line.take_number("octets of the packet", 28, 1232);
}

using Option = void (*)(ScriptLine&, const FlowPrologue&, EventDraft&);

constexpr std::array<Named<Option>, 17> kOptions{{
    {"as", apply_as},
    {"again", apply_again},
    {"joined", apply_joined},
    {"hex", apply_hex},
    {"twice", apply_twice},
    {"on", apply_on},
    {"segments", apply_segments},
    {"order", apply_order},
    {"pace", apply_pace},
    {"midstream", apply_midstream},
    {"open", apply_open},
    {"close", apply_close},
    {"reset", apply_reset},
    {"refused", apply_refused},
    {"dies", apply_dies},
    {"by", apply_by},
    {"quoting", apply_quoting},
}};

}  // namespace

void apply_option(ScriptLine& line, const FlowPrologue& prologue,
                  EventDraft& draft) {
  const std::string_view name = line.take_word("an option");
  find_named(line, kOptions, name, "option")(line, prologue, draft);
}

}  // namespace siptriage::testing
