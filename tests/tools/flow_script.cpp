#include "tools/flow_script.h"

#include <functional>
#include <map>
#include <utility>

#include "tools/flow_directives.h"
#include "tools/flow_options.h"
#include "tools/message_text.h"
#include "tools/script_line.h"
#include "tools/short_message.h"

namespace siptriage::testing {
namespace {

class Parser {
 public:
  explicit Parser(std::string_view text);
  FlowScript parse();

 private:
  bool is_at_end() const { return next_ == lines_.size(); }
  void parse_prologue();
  void parse_text_block(ScriptLine line);
  void parse_event();
  void parse_event_line(ScriptLine line, EventDraft& draft);
  std::vector<TextLine> take_message_lines();
  std::string find_payload(const EventDraft& draft,
                           const std::vector<TextLine>& lines);
  std::string complete_message(const FlowEvent& event,
                               const std::vector<TextLine>& lines);
  void join_to_last(const FlowEvent& event);
  SocketAddress take_host(ScriptLine& line) const;
  std::chrono::nanoseconds take_time(ScriptLine& line) const;

  std::vector<TextLine> lines_;
  std::size_t next_ = 0;
  FlowPrologue prologue_;
  std::map<std::string, std::string, std::less<>> named_payloads_;
  ShortMessages messages_;
};

bool is_comment(const TextLine& line) { return line.text.starts_with('#'); }
bool is_event(const TextLine& line) { return line.text.starts_with('@'); }

Parser::Parser(std::string_view text) {
  for (std::string_view line : split(text, '\n')) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines_.push_back({lines_.size() + 1, line});
  }
}

FlowScript Parser::parse() {
  parse_prologue();
  check_prologue(prologue_);
  while (!is_at_end()) parse_event();
  if (prologue_.script.events.empty()) {
    fail(0, "no event; add one like '@0.000 alice -> bob udp'");
  }
  return std::move(prologue_.script);
}

void Parser::parse_prologue() {
  while (!is_at_end() && !is_event(lines_[next_])) {
    const TextLine& text = lines_[next_++];
    const ScriptLine line(text.number, text.text);
    if (is_comment(text) || line.is_at_end()) continue;
    if (ScriptLine(line).take_word("a directive") == "text") {
      parse_text_block(line);
    } else {
      apply_directive(line, prologue_);
    }
  }
}

void Parser::parse_text_block(ScriptLine line) {
  line.expect_word("text");
  const std::string name(line.take_word("a name"));
  line.expect_end();
  std::string value;
  bool is_first = true;
  for (; !is_at_end(); ++next_) {
    const TextLine& text = lines_[next_];
    if (trim(text.text) == "end text") {
      ++next_;
      prologue_.variables[name] = value;
      return;
    }
    if (!std::exchange(is_first, false)) value.push_back('\n');
    value += expand_variables(text, prologue_.variables);
  }
  line.fail("no 'end text' for text '" + name + "'");
}

void Parser::parse_event() {
  const TextLine& first = lines_[next_++];
  EventDraft draft;
  draft.event.line = first.number;
  parse_event_line(ScriptLine(first.number, first.text.substr(1)), draft);
  draft.event.payload = find_payload(draft, take_message_lines());
  if (!draft.name.empty()) named_payloads_[draft.name] = draft.event.payload;
  if (draft.is_joined) {
    join_to_last(draft.event);
  } else {
    prologue_.script.events.push_back(std::move(draft.event));
  }
}

void Parser::parse_event_line(ScriptLine line, EventDraft& draft) {
  FlowEvent& event = draft.event;
  event.at = take_time(line);
  event.from = take_host(line);
  line.expect_word("->");
  event.to = take_host(line);
  event.is_seen_twice = prologue_.is_mirrored;
  if (event.from.ip.is_ipv6 != event.to.ip.is_ipv6) {
    line.fail("one end has an IPv4 address, the other IPv6");
  }
  const std::string_view transport = line.take_word("udp or tcp");
  if (transport != "udp" && transport != "tcp") {
    line.fail("expected udp or tcp, found '" + std::string(transport) + "'");
  }
  event.transport = transport == "udp" ? Transport::Udp : Transport::Tcp;
  while (!line.is_at_end()) apply_option(line, prologue_, draft);
}

/// Up to the next @-line; without comments, and '\' at the front taken off.
std::vector<TextLine> Parser::take_message_lines() {
  std::vector<TextLine> lines;
  for (; !is_at_end() && !is_event(lines_[next_]); ++next_) {
    TextLine line = lines_[next_];
    if (is_comment(line)) continue;
    if (line.text.starts_with('\\')) line.text.remove_prefix(1);
    lines.push_back(line);
  }
  return lines;
}

std::string Parser::complete_message(const FlowEvent& event,
                                     const std::vector<TextLine>& lines) {
  const MessageRoute route{event.line, event.from, event.to,
                           event.transport == Transport::Tcp ? "TCP" : "UDP"};
  return make_message(
      messages_.complete(route, expand_message(lines, prologue_.variables)));
}

std::string Parser::find_payload(const EventDraft& draft,
                                 const std::vector<TextLine>& lines) {
  const std::size_t line = draft.event.line;
  std::string payload = draft.is_hex
                            ? make_octets_from_hex(lines, prologue_.variables)
                            : complete_message(draft.event, lines);
  const bool wants_own =
      draft.again.empty() && draft.event.action == TcpAction::Send;
  if (wants_own && payload.empty()) fail(line, "no message follows");
  if (!wants_own && !payload.empty()) {
    fail(line, "a message follows where none is expected");
  }
  if (draft.again.empty()) return payload;
  const auto found = named_payloads_.find(draft.again);
  if (found == named_payloads_.end()) {
    fail(line, "no message before this is named '" + draft.again + "'");
  }
  return found->second;
}

void Parser::join_to_last(const FlowEvent& event) {
  if (prologue_.script.events.empty()) {
    fail(event.line, "there is no message before to join");
  }
  FlowEvent& last = prologue_.script.events.back();
  if (last.from != event.from || last.to != event.to ||
      last.transport != event.transport || last.at != event.at ||
      last.action != TcpAction::Send || event.action != TcpAction::Send) {
    fail(event.line,
         "a joined message goes the same way at the same time as the one "
         "before");
  }
  last.payload += event.payload;
}

SocketAddress Parser::take_host(ScriptLine& line) const {
  const std::string name(line.take_word("a host"));
  const auto found = prologue_.hosts.find(name);
  if (found == prologue_.hosts.end()) {
    line.fail("unknown host '" + name + "'; declare it with 'host " + name +
              " ADDRESS:PORT'");
  }
  return found->second;
}

std::chrono::nanoseconds Parser::take_time(ScriptLine& line) const {
  const auto& events = prologue_.script.events;
  const std::chrono::nanoseconds last =
      events.empty() ? std::chrono::nanoseconds(0) : events.back().at;
  const std::string_view word = line.take_word("a time");
  if (word.starts_with('+')) return last + line.parse_seconds(word.substr(1));
  const std::chrono::nanoseconds at = line.parse_seconds(word);
  if (at < last) line.fail("time goes back: the event before is later");
  return at;
}

}  // namespace

ScriptResult<FlowScript> parse_flow_script(std::string_view text) {
  try {
    return Parser(text).parse();
  } catch (const ScriptFailure& failure) {
    return failure.error;
  }
}

}  // namespace siptriage::testing
