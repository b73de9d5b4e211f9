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

using Option = void (*)(ScriptLine&, const FlowPrologue&, EventDraft&);

constexpr std::array<Named<Option>, 13> kOptions{{
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
}};

}  // namespace

void apply_option(ScriptLine& line, const FlowPrologue& prologue,
                  EventDraft& draft) {
  const std::string_view name = line.take_word("an option");
  find_named(line, kOptions, name, "option")(line, prologue, draft);
}

}  // namespace siptriage::testing
