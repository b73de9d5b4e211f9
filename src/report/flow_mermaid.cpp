// A ladder as a Mermaid sequence diagram, for trackers and wikis that draw it.

#include <span>
#include <string>

#include <fmt/format.h>

#include "output/buffered_output.h"
#include "output/escape_markdown.h"
#include "output/escape_terminal.h"
#include "output/utf8.h"
#include "report/describe.h"
#include "report/ladder.h"

namespace siptriage::report {
namespace {

bool is_plain(char32_t value) {
  constexpr std::string_view kPunctuation = " .+()/=*";
  return (value >= '0' && value <= '9') || (value >= 'A' && value <= 'Z') ||
         (value >= 'a' && value <= 'z') ||
         (value < 0x80 && kPunctuation.find(static_cast<char>(value)) !=
                              std::string_view::npos);
}

// Mermaid's own escape is the number of a character between # and ;. All goes
// through it that may mean something, in Mermaid or in the HTML it makes.
std::string escaped(std::string_view text) {
  const std::string safe = output::escape_terminal(text, true);
  std::string result;
  for (std::string_view rest = safe; !rest.empty();) {
    const output::CodePoint point = output::first_code_point(rest);
    if (is_plain(point.value)) {
      result += static_cast<char>(point.value);
    } else {
      fmt::format_to(std::back_inserter(result), "#{};",
                     static_cast<std::uint32_t>(point.value));
    }
    rest.remove_prefix(point.octets);
  }
  return result;
}

// Requests are drawn through, responses dashed, what the network says crossed.
std::string_view arrow_of(ArrowKind kind) {
  switch (kind) {
    case ArrowKind::Request:
      return "->>";
    case ArrowKind::NetworkError:
      return "--x";
    default:
      return "-->>";
  }
}

std::string text_of(const LadderArrow& arrow) {
  std::string text = escaped(arrow.title);
  for (const std::string& more : {copies_of(arrow, false), marks_of(arrow)}) {
    if (!more.empty()) text += ' ' + escaped(more);
  }
  if (!arrow.media.empty()) text += "<br/>" + escaped(arrow.media);
  return text;
}

void write_note(const LadderArrow& arrow, std::size_t number,
                const LadderNote& note, output::BufferedOutput& output) {
  const auto [left, right] = std::minmax(arrow.from, arrow.to);
  output.append(fmt::format("  Note over P{}", left));
  if (left != right) output.append(fmt::format(",P{}", right));
  output.append(fmt::format(": {} {}#58; {}\n",
                            escaped(fmt::format("[{}]", number)),
                            to_string(note.severity), escaped(note.text)));
}

void write_diagram(const Ladder& ladder, output::BufferedOutput& output) {
  output.append("sequenceDiagram\n");
  for (std::size_t i = 0; i < ladder.lanes.size(); ++i) {
    const LadderLane& lane = ladder.lanes[i];
    output.append(fmt::format("  participant P{} as ", i));
    if (!lane.name.empty()) output.append(escaped(lane.name) + "<br/>");
    output.append(escaped(lane.address) + "\n");
  }
  for (const LadderArrow& arrow : ladder.arrows) {
    if (output.failed()) break;
    output.append(fmt::format("  P{}{}P{}: {}\n", arrow.from,
                              arrow_of(arrow.kind), arrow.to, text_of(arrow)));
    for (const std::size_t number : arrow.notes) {
      write_note(arrow, number, ladder.notes[number - 1], output);
    }
  }
  for (const std::string& remark : remarks_of(ladder)) {
    output.append(fmt::format("  %% {}\n", remark));
  }
}

// A diagram is a file by itself; of several, each is a block of a document that
// Mermaid's own tools take as well.
void write_section(const Ladder& ladder, output::BufferedOutput& output) {
  if (!ladder.legs.empty()) {
    const std::string heading =
        output::escape_terminal(heading_of(ladder.legs.front()), true);
    output.append(fmt::format("## {}\n\n", output::escape_markdown(heading)));
  }
  output.append("```mermaid\n");
  write_diagram(ladder, output);
}

}  // namespace

bool write_ladder_mermaid(std::span<const Ladder> ladders,
                          std::uint64_t ladders_left_out,
                          std::uint64_t most_octets, Sink& sink) {
  output::BufferedOutput output(sink);
  const bool is_one = ladders.size() == 1;
  output.end_at(most_octets, is_one ? "  %% cut\n" : "  %% cut\n```\n");
  for (const Ladder& ladder : ladders) {
    if (is_one) {
      write_diagram(ladder, output);
    } else {
      write_section(ladder, output);
      if (&ladder != &ladders.back()) output.append("```\n\n");
    }
  }
  if (ladders_left_out != 0) {
    output.append(fmt::format(
        "  %% {} not drawn\n",
        count_of(ladders_left_out, "more call is", "more calls are")));
  }
  if (!is_one) output.append("```\n");
  return output.flush();
}

}  // namespace siptriage::report
