#include "page/ladder_json.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "siptriage/sip/header_id.h"
#include "siptriage/sip/parse.h"

#include "output/escape_terminal.h"
#include "report/describe.h"

namespace siptriage::page {
namespace {

using report::Ladder;
using report::LadderArrow;
using report::LadderLeg;
using report::LadderNote;

// In the order of ArrowKind.
constexpr std::array<std::string_view, 7> kKinds = {
    "request",     "provisional", "success", "challenge",
    "redirection", "failure",     "network"};

std::string shown(std::string_view text) {
  return output::escape_terminal(text, true);
}

std::string seconds_of(Duration duration) {
  return fmt::format("{:.3f}", milliseconds_of(duration) / 1000.0);
}

std::string line_of(const LadderLeg& leg) {
  std::string text = shortened(report::heading_of(leg));
  if (leg.upstream != 0) {
    text += fmt::format("; a leg of {}, by {}", leg.upstream, leg.reason);
  }
  return text;
}

// A name as a finding has it may be the registered one of a compact form.
bool is_same_header(std::string_view named, std::string_view seen) {
  const sip::HeaderId id = sip::find_header_id(named);
  return id != sip::HeaderId::Unknown ? id == sip::find_header_id(seen)
                                      : named == seen;
}

}  // namespace

LadderJson::LadderJson(Page& page)
    : page_(page), parsed_(page.triage.coverage.limits) {}

std::string LadderJson::take(std::string_view text) {
  if (text.size() > room_) {
    is_cut_ = true;
    text = text.substr(0, room_);
  }
  room_ -= text.size();
  return shown(text);
}

std::string LadderJson::take_lines(std::string_view text) {
  std::string lines;
  while (!text.empty() && room_ != 0) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines += take(line);
    lines += '\n';
    room_ -= room_ == 0 ? 0 : 1;
  }
  if (!text.empty()) is_cut_ = true;
  return lines;
}

void LadderJson::write_legs(const Ladder& ladder) {
  json_.begin_array("legs");
  for (const LadderLeg& leg : ladder.legs) {
    json_.begin_object();
    json_.number("number", leg.number);
    json_.text("text", line_of(leg));
    json_.end_object();
  }
  json_.end_array();
}

void LadderJson::write_lanes(const Ladder& ladder) {
  json_.begin_array("lanes");
  for (const report::LadderLane& lane : ladder.lanes) {
    json_.begin_object();
    std::string name = shortened(lane.name);
    if (lane.sharing != 0) name += fmt::format(" and {} more", lane.sharing);
    json_.text("name", name);
    json_.text("address", lane.address);
    json_.end_object();
  }
  json_.end_array();
}

void LadderJson::write_marks(FrameId frame, std::string_view header) {
  const auto [first, last] = proofs_.equal_range(frame);
  std::size_t marked = 0;  // notes are ascending
  for (auto proof = first; proof != last; ++proof) {
    if (proof->second.note == marked) continue;
    if (!is_same_header(proof->second.header, header)) continue;
    marked = proof->second.note;
    json_.element(std::uint64_t{marked});
  }
}

void LadderJson::write_fields(const LadderArrow& arrow) {
  json_.begin_array("fields");
  for (const sip::HeaderField& field : parsed_.header_fields()) {
    if (room_ == 0) {
      is_cut_ = true;
      break;
    }
    json_.begin_array();
    json_.element(take(field.name));
    json_.element(take(field.value));
    write_marks(arrow.frame, field.name);
    json_.end_array();
  }
  json_.end_array();
}

void LadderJson::write_message(const LadderArrow& arrow) {
  ++messages_;
  room_ = static_cast<std::size_t>(page_.options.most_message_octets);
  is_cut_ = false;
  json_.begin_object("message");
  if (sip::parse_message(arrow.octets, sip::Framing::Datagram, parsed_) ==
      sip::ParseStatus::Complete) {
    json_.text("start", take(parsed_.start_line));
    write_fields(arrow);
    json_.text("body", take_lines(parsed_.body));
  } else {
    json_.text("body", take_lines(arrow.octets));
  }
  if (is_cut_) {
    json_.number("octets", arrow.octets.size());
    ++cut_messages_;
  }
  json_.end_object();
}

void LadderJson::write_arrow(const Ladder& ladder, const LadderArrow& arrow) {
  json_.begin_object();
  json_.text("kind", kKinds[static_cast<std::size_t>(arrow.kind)]);
  json_.number("from", arrow.from);
  json_.number("to", arrow.to);
  json_.number("call", ladder.legs[arrow.leg].number);
  json_.text("frame", page_.text.frames.name(arrow.frame));
  json_.text("time", report::time_of_day(arrow.time));
  json_.text("since", seconds_of(arrow.since_start));
  json_.text("delta", (arrow.since_last < Duration::zero() ? "" : "+") +
                          seconds_of(arrow.since_last));
  json_.text("source", to_string(arrow.source));
  json_.text("destination", to_string(arrow.destination));
  json_.text("title", shortened(arrow.title));
  json_.text("media", shortened(arrow.media));
  json_.text("copies", report::copies_of(arrow, false));
  json_.begin_array("notes");
  for (const std::size_t note : arrow.notes) {
    json_.element(std::uint64_t{note});
  }
  json_.end_array();
  if (!arrow.octets.empty()) write_message(arrow);
  json_.end_object();
}

void LadderJson::write_notes(const Ladder& ladder) {
  json_.begin_array("notes");
  for (const LadderNote& note : ladder.notes) {
    json_.begin_object();
    json_.text("severity", to_string(note.severity));
    json_.text("certainty", to_string(note.certainty));
    json_.text("rule", note.rule);
    json_.text("text", shortened(note.text));
    json_.text("remedy", note.remedy);
    json_.text("frames",
               page_.text.frames.list(note.frames, note.frames.size()));
    json_.end_object();
  }
  json_.end_array();
}

std::string_view LadderJson::write(const Ladder& ladder) {
  json_.clear();
  messages_ = 0;
  cut_messages_ = 0;
  proofs_.clear();
  for (std::size_t i = 0; i < ladder.notes.size(); ++i) {
    for (const Evidence& evidence : ladder.notes[i].evidence) {
      proofs_.insert({evidence.frame, {i + 1, evidence.header}});
    }
  }
  json_.begin_anew();
  json_.begin_object();
  write_legs(ladder);
  json_.text("diagnosis", shown(ladder.diagnosis));
  write_lanes(ladder);
  json_.begin_array("arrows");
  for (const LadderArrow& arrow : ladder.arrows) write_arrow(ladder, arrow);
  json_.end_array();
  write_notes(ladder);
  json_.begin_array("remarks");
  for (const std::string& remark : report::remarks_of(ladder)) {
    json_.element(remark);
  }
  json_.end_array();
  json_.end_object();
  return json_.text();
}

}  // namespace siptriage::page
