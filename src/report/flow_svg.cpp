// Ladders as a picture, one below the other: one SVG document without scripts
// or anything from elsewhere, light or dark as its reader's system is.

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "output/buffered_output.h"
#include "output/escape_markup.h"
#include "output/escape_terminal.h"
#include "output/utf8.h"
#include "output/wrap.h"
#include "report/describe.h"
#include "report/ladder.h"

namespace siptriage::report {
namespace {

using output::columns_of;
using output::escape_markup;

// Of the fixed-width font, in pixels.
constexpr std::size_t kCharacter = 8;  // more than any such font takes at 13
constexpr std::size_t kLine = 18;
constexpr std::size_t kMargin = 24;
constexpr std::size_t kLeastSpacing = 180;
constexpr std::size_t kMostSpacing = 460;
constexpr std::size_t kLeastTextColumns = 70;
constexpr std::string_view kEllipsis = "\u2026";

constexpr std::string_view kStyle =
    "<style>"
    "text{font:13px ui-monospace,Menlo,Consolas,\"DejaVu Sans Mono\",monospace;"
    "fill:#1c2024;stroke:#ffffff;stroke-width:3px;paint-order:stroke}"
    ".ground{fill:#ffffff}.lane{stroke:#b8c0c8;stroke-width:1}"
    ".head{font-weight:bold}.faint{fill:#5b6670}.mark{fill:#b42318}"
    ".request{stroke:#1f5fbf;fill:#1f5fbf}"
    ".provisional{stroke:#6b7680;fill:#6b7680}"
    ".success{stroke:#1a7f37;fill:#1a7f37}"
    ".challenge,.redirection{stroke:#8f5a00;fill:#8f5a00}"
    ".failure,.network{stroke:#b42318;fill:#b42318}"
    ".back{stroke-dasharray:5 3}"
    "@media (prefers-color-scheme:dark){"
    "text{fill:#e6e9ec;stroke:#15181c}.ground{fill:#15181c}.lane{stroke:#"
    "4a535c}"
    ".faint{fill:#9aa5b0}.mark{fill:#ff8a80}"
    ".request{stroke:#7ab0ff;fill:#7ab0ff}"
    ".provisional{stroke:#9aa5b0;fill:#9aa5b0}"
    ".success{stroke:#6fd08c;fill:#6fd08c}"
    ".challenge,.redirection{stroke:#e3b341;fill:#e3b341}"
    ".failure,.network{stroke:#ff8a80;fill:#ff8a80}}"
    "</style>\n";

std::string_view class_of(ArrowKind kind) {
  switch (kind) {
    case ArrowKind::Request:
      return "request";
    case ArrowKind::Provisional:
      return "provisional";
    case ArrowKind::Success:
      return "success";
    case ArrowKind::Challenge:
      return "challenge";
    case ArrowKind::Redirection:
      return "redirection";
    case ArrowKind::Failure:
      return "failure";
    case ArrowKind::NetworkError:
      return "network";
  }
  return "";
}

// As many columns as it takes once it is safe; markup is escaped later, which
// finds nothing else to do.
std::string shown(std::string_view text) {
  return output::escape_terminal(text, true);
}

class SvgLadder {
 public:
  SvgLadder(const Ladder& ladder, const FrameNames& frames,
            std::vector<std::string> remarks)
      : ladder_(ladder), frames_(frames), remarks_(std::move(remarks)) {
    measure();
  }

  [[nodiscard]] std::size_t width() const { return width_; }
  [[nodiscard]] std::size_t height() const { return height_; }

  // Below `top`. Each line is whole by itself.
  void write(std::size_t top, output::BufferedOutput& output) {
    output_ = &output;
    std::size_t y = top + kMargin + kLine;
    for (const std::string& line : intro_) y = write_line(y, line, "intro");
    y += kLine;
    write_heads(y);
    y += 3 * kLine;
    write_lanes(y - kLine / 2, y + arrows_height_ - kLine);
    for (const LadderArrow& arrow : ladder_.arrows) {
      if (output.failed()) break;
      write_arrow(y, arrow);
      y += height_of(arrow);
    }
    y += kLine;
    for (const std::string& line : outro_) y = write_line(y, line, "note");
  }

 private:
  using Gutter = std::array<std::string, 3>;

  static std::string extra_of(const LadderArrow& arrow) {
    const std::string copies = copies_of(arrow, false);
    const std::string marks = marks_of(arrow);
    return copies + (copies.empty() || marks.empty() ? "" : " ") + marks;
  }

  void measure() {
    for (const LadderArrow& arrow : ladder_.arrows) {
      const Gutter gutter = gutter_of(arrow);
      for (std::size_t i = 0; i < gutter.size(); ++i) {
        gutter_columns_[i] = std::max(gutter_columns_[i], gutter[i].size());
      }
    }
    std::size_t widest = kLeastSpacing;
    for (const LadderArrow& arrow : ladder_.arrows) {
      const auto [left, right] = std::minmax(arrow.from, arrow.to);
      const std::size_t text =
          std::max(columns_of(shown(arrow.title)) + extra_of(arrow).size() + 1,
                   columns_of(shown(arrow.media)));
      widest = std::max(widest, (text + 4) * kCharacter /
                                    std::max<std::size_t>(1, right - left));
    }
    for (const LadderLane& lane : ladder_.lanes) {
      widest = std::max(widest, (lane.address.size() + 3) * kCharacter);
    }
    spacing_ = std::min(widest, kMostSpacing);
    const std::size_t lanes = std::max<std::size_t>(1, ladder_.lanes.size());
    width_ = std::max(lane_x(lanes - 1) + spacing_ / 2 + kMargin,
                      kLeastTextColumns * kCharacter + 2 * kMargin);
    make_texts();
    for (const LadderArrow& arrow : ladder_.arrows) {
      arrows_height_ += height_of(arrow);
    }
    height_ = 2 * kMargin + arrows_height_ +
              (intro_.size() + outro_.size() + 6) * kLine;
  }

  void put_wrapped(std::vector<std::string>& lines, const std::string& text) {
    const std::size_t columns = (width_ - 2 * kMargin) / kCharacter;
    for (std::string& line : output::wrap_text(text, columns, kEllipsis)) {
      lines.push_back(std::move(line));
    }
  }

  void make_texts() {
    for (const LadderLeg& leg : ladder_.legs) {
      put_wrapped(intro_, shown(heading_of(leg)));
    }
    if (!ladder_.diagnosis.empty()) {
      put_wrapped(intro_, shown(ladder_.diagnosis));
    }
    for (std::size_t i = 0; i < ladder_.notes.size(); ++i) {
      const LadderNote& note = ladder_.notes[i];
      put_wrapped(outro_, fmt::format("[{}] {}: {} ({})", i + 1,
                                      to_string(note.severity),
                                      shown(note.text), note.rule));
    }
    for (const std::string& remark : remarks_) put_wrapped(outro_, remark);
  }

  static std::size_t height_of(const LadderArrow& arrow) {
    return (arrow.media.empty() ? 2 : 3) * kLine;
  }

  static std::string seconds_of(Duration duration) {
    return fmt::format("{:.3f}", milliseconds_of(duration) / 1000.0);
  }
  // Frame, time, and time since the arrow before.
  [[nodiscard]] Gutter gutter_of(const LadderArrow& arrow) const {
    return {frames_.name(arrow.frame), seconds_of(arrow.since_start),
            (arrow.since_last < Duration::zero() ? "" : "+") +
                seconds_of(arrow.since_last)};
  }
  [[nodiscard]] std::size_t gutter_x(std::size_t column) const {
    std::size_t columns = 0;
    for (std::size_t i = 0; i <= column; ++i) columns += gutter_columns_[i] + 2;
    return kMargin + (columns - 2) * kCharacter;
  }

  [[nodiscard]] std::size_t lane_x(std::size_t lane) const {
    return gutter_x(2) + 2 * kCharacter + spacing_ / 2 + lane * spacing_;
  }

  void put_text(std::size_t x, std::size_t y, std::string_view anchor,
                std::string_view style, const std::string& text) {
    output_->append(fmt::format(
        "<text x=\"{}\" y=\"{}\" text-anchor=\"{}\" class=\"{}\">{}</text>", x,
        y, anchor, style, escape_markup(text)));
  }

  std::size_t write_line(std::size_t y, const std::string& line,
                         std::string_view style) {
    put_text(kMargin, y, "start", style, line);
    output_->append('\n');
    return y + kLine;
  }

  [[nodiscard]] std::string fitting(const std::string& text,
                                    std::size_t pixels) const {
    return output::cut_to_columns(text, pixels / kCharacter, kEllipsis);
  }

  void write_heads(std::size_t y) {
    for (std::size_t i = 0; i < ladder_.lanes.size(); ++i) {
      const LadderLane& lane = ladder_.lanes[i];
      std::string name = shown(lane.name);
      if (lane.sharing != 0) name += fmt::format(" and {} more", lane.sharing);
      put_text(lane_x(i), y, "middle", "head",
               fitting(name, spacing_ - kCharacter));
      put_text(lane_x(i), y + kLine, "middle", "faint", lane.address);
      output_->append('\n');
    }
  }

  void write_lanes(std::size_t top, std::size_t bottom) {
    for (std::size_t i = 0; i < ladder_.lanes.size(); ++i) {
      output_->append(
          fmt::format("<line class=\"lane\" x1=\"{0}\" y1=\"{1}\" x2=\"{0}\" "
                      "y2=\"{2}\"/>\n",
                      lane_x(i), top, bottom));
    }
  }

  void write_shaft(std::size_t y, const LadderArrow& arrow) {
    const std::size_t from = lane_x(arrow.from);
    const std::size_t to = lane_x(arrow.to);
    const bool to_right = to > from;
    const std::size_t neck = to_right ? to - 9 : to + 9;
    const std::string_view kind = class_of(arrow.kind);
    output_->append(fmt::format(
        "<line class=\"{}{}\" stroke-width=\"1.5\" x1=\"{}\" y1=\"{}\" "
        "x2=\"{}\" y2=\"{}\"/>",
        kind, arrow.kind == ArrowKind::Request ? "" : " back", from, y, neck,
        y));
    output_->append(
        fmt::format("<polygon class=\"{}\" points=\"{},{} {},{} {},{}\"/>",
                    kind, to, y, neck, y - 5, neck, y + 5));
    if (arrow.kind != ArrowKind::NetworkError) return;
    const std::size_t cross = to_right ? from + 12 : from - 12;
    output_->append(fmt::format(
        "<path class=\"{}\" stroke-width=\"2\" d=\"M{} {}l12 12m0 -12l-12 "
        "12\"/>",
        kind, cross - 6, y - 6));
  }

  void write_arrow(std::size_t y, const LadderArrow& arrow) {
    const bool is_loop = arrow.from == arrow.to;
    const auto [left, right] =
        std::minmax({lane_x(arrow.from), lane_x(arrow.to)});
    const std::size_t span = is_loop ? spacing_ : right - left;
    const std::size_t middle = left + (is_loop ? 0 : span / 2);
    const std::string extra = extra_of(arrow);
    const std::string full = shown(arrow.title);
    const std::size_t room =
        span - 2 * kCharacter -
        std::min(span / 2, (extra.size() + 1) * kCharacter);
    output_->append("<g>");
    output_->append(fmt::format(
        "<title>{}</title>",
        escape_markup(fmt::format(
            "{} \u2192 {}: {} {}", to_string(arrow.source),
            to_string(arrow.destination), full, shown(arrow.media)))));
    const Gutter gutter = gutter_of(arrow);
    for (std::size_t i = 0; i < gutter.size(); ++i) {
      put_text(gutter_x(i), y, "end", i == 1 ? "time" : "faint", gutter[i]);
    }
    output_->append(fmt::format(
        "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}", middle, y,
        escape_markup((is_loop ? "\u21BA " : "") + fitting(full, room))));
    if (!extra.empty()) {
      output_->append(fmt::format(" <tspan class=\"mark\">{}</tspan>",
                                  escape_markup(extra)));
    }
    output_->append("</text>");
    if (!arrow.media.empty()) {
      put_text(middle, y + kLine, "middle", "faint",
               fitting(shown(arrow.media), span - 2 * kCharacter));
    }
    if (!is_loop) write_shaft(y + height_of(arrow) - kLine - kLine / 2, arrow);
    output_->append("</g>\n");
  }

  const Ladder& ladder_;
  const FrameNames& frames_;
  std::vector<std::string> remarks_;
  output::BufferedOutput* output_ = nullptr;  // of write()
  std::vector<std::string> intro_;
  std::vector<std::string> outro_;
  std::array<std::size_t, 3> gutter_columns_{};
  std::size_t spacing_ = kLeastSpacing;
  std::size_t width_ = 0;
  std::size_t height_ = 0;
  std::size_t arrows_height_ = 0;
};

std::string title_of(std::span<const Ladder> ladders) {
  if (ladders.size() != 1) return fmt::format("{} SIP calls", ladders.size());
  const std::vector<LadderLeg>& legs = ladders.front().legs;
  return legs.empty() ? "SIP" : shown(heading_of(legs.front()));
}

void write_start(const std::string& title, std::size_t width,
                 std::size_t height, output::BufferedOutput& output) {
  output.append(
      fmt::format("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" "
                  "height=\"{1}\" viewBox=\"0 0 {0} {1}\" role=\"img\" "
                  "aria-labelledby=\"siptriage-title\">\n"
                  "<title id=\"siptriage-title\">{2}</title>\n",
                  width, height, escape_markup(title)));
  output.append(kStyle);
  output.append(fmt::format(
      "<rect class=\"ground\" width=\"{}\" height=\"{}\"/>\n", width, height));
}

}  // namespace

bool write_ladder_svg(std::span<const Ladder> ladders, const FrameNames& frames,
                      std::uint64_t ladders_left_out, std::uint64_t most_octets,
                      Sink& sink) {
  output::BufferedOutput output(sink);
  // A picture that is cut is still a document.
  output.end_at(most_octets, "</svg>\n");
  std::vector<SvgLadder> pictures;
  std::size_t width = 0;
  std::size_t height = 0;
  for (const Ladder& ladder : ladders) {
    std::vector<std::string> remarks = remarks_of(ladder);
    if (ladders_left_out != 0 && &ladder == &ladders.back()) {
      remarks.push_back(count_of(ladders_left_out, "more call is not drawn.",
                                 "more calls are not drawn."));
    }
    const SvgLadder& picture =
        pictures.emplace_back(ladder, frames, std::move(remarks));
    width = std::max(width, picture.width());
    height += picture.height();
  }
  write_start(title_of(ladders), width, height, output);
  std::size_t top = 0;
  for (SvgLadder& picture : pictures) {
    picture.write(top, output);
    top += picture.height();
  }
  output.append("</svg>\n");
  return output.flush();
}

}  // namespace siptriage::report
