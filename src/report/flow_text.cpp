// Ladders for a terminal: whose call it is, the ladder, its notes, and, when
// asked for, each message in full.

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "output/wrap.h"
#include "report/describe.h"
#include "report/ladder.h"
#include "report/ladder_text.h"

namespace siptriage::report {
namespace {

class FlowText {
 public:
  FlowText(const FrameNames& frames, const FlowOptions& options,
           std::uint64_t most_octets, Sink& sink)
      : frames_(frames), options_(options), layout_(options, sink) {
    layout_.end_at(most_octets, cut_line(most_octets));
  }

  void write(const Ladder& ladder) {
    layout_.blank();
    write_heading(ladder);
    layout_.blank();
    LadderText(ladder, frames_, options_.columns, layout_).write();
    if (!ladder.notes.empty()) layout_.blank();
    write_notes(ladder);
    const std::vector<std::string> remarks = remarks_of(ladder);
    if (!remarks.empty()) layout_.blank();
    for (const std::string& remark : remarks) {
      layout_.paragraph(0, remark, Style::Faint);
    }
    if (options_.raw) write_messages(ladder);
  }

  bool finish(std::uint64_t ladders_left_out) {
    if (ladders_left_out != 0) {
      layout_.blank();
      layout_.paragraph(
          0, fmt::format(
                 "{} not drawn; --limit draws more, --call and --where "
                 "choose.",
                 count_of(ladders_left_out, "more call is", "more calls are")));
    }
    return layout_.finish();
  }

 private:
  [[nodiscard]] std::string person(const std::string& uri) const {
    if (uri.empty()) return "?";
    return output::cut_middle(layout_.safe(party_in(uri)), 60,
                              layout_.ellipsis());
  }

  void write_heading(const Ladder& ladder) {
    for (const LadderLeg& leg : ladder.legs) {
      std::string text = fmt::format(
          "{} {}: {} {} {}, {}", name_of(leg.kind), leg.number,
          person(leg.from), layout_.arrow(), person(leg.to), outcome_of(leg));
      if (leg.upstream != 0) {
        text += fmt::format("; a leg of {}, by {}", leg.upstream, leg.reason);
      }
      layout_.paragraph(0, text, Style::Strong);
    }
    if (!ladder.diagnosis.empty()) {
      layout_.paragraph(0, layout_.safe(ladder.diagnosis));
    }
  }

  void write_notes(const Ladder& ladder) {
    for (std::size_t i = 0; i < ladder.notes.size(); ++i) {
      const LadderNote& note = ladder.notes[i];
      std::string text = fmt::format("{}: {}", to_string(note.severity),
                                     layout_.safe(note.text));
      text += fmt::format(" ({}", note.rule);
      if (note.certainty != Certainty::Certain) {
        text += fmt::format(", {}", to_string(note.certainty));
      }
      if (!note.frames.empty()) {
        text +=
            fmt::format(", {} {}", note.frames.size() == 1 ? "frame" : "frames",
                        frames_.list(note.frames, note.frames.size()));
      }
      layout_.item(0, fmt::format("[{}]", i + 1), text + ")");
    }
  }

  // However long it is: so it can be copied.
  void write_octets(std::string_view line) {
    const std::string safe = layout_.safe(line);
    layout_.whole_line(std::vector<output::Span>{{Style::Plain, safe}});
  }

  void write_messages(const Ladder& ladder) {
    for (const LadderArrow& arrow : ladder.arrows) {
      if (layout_.failed()) return;
      if (arrow.octets.empty()) continue;
      layout_.heading(
          fmt::format("FRAME {}", frames_.name(arrow.frame)),
          fmt::format("{} {} {}", to_string(arrow.source), layout_.arrow(),
                      to_string(arrow.destination)));
      for (std::string_view rest = arrow.octets; !rest.empty();) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        std::string_view line = rest.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        write_octets(line);
        rest.remove_prefix(std::min(end + 1, rest.size()));
      }
    }
  }

  const FrameNames& frames_;
  const FlowOptions& options_;
  TextLayout layout_;
};

}  // namespace

bool write_ladder_text(const std::vector<Ladder>& ladders,
                       const FrameNames& frames, const FlowOptions& options,
                       std::uint64_t ladders_left_out,
                       std::uint64_t most_octets, Sink& sink) {
  FlowOptions fitting = options;
  fitting.columns = std::max<std::size_t>(fitting.columns, 40);
  FlowText text(frames, fitting, most_octets, sink);
  for (const Ladder& ladder : ladders) text.write(ladder);
  return text.finish(ladders_left_out);
}

}  // namespace siptriage::report
