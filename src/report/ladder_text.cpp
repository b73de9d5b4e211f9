#include "report/ladder_text.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "output/utf8.h"
#include "output/wrap.h"

namespace siptriage::report {
namespace {

using output::columns_of;
using output::cut_to_columns;
using output::pad_left;

constexpr std::size_t kGap = 2;           // between columns of the gutter
constexpr std::size_t kLeastSpacing = 4;  // of lanes: "|-->|"
constexpr std::size_t kMostSpacing = 90;
// Room for the lanes is more worth than what stands left of them.
constexpr std::size_t kLeastForFrames = 52;
constexpr std::size_t kLeastForDeltas = 70;
constexpr std::size_t kComfortableSpacing = 24;
constexpr std::size_t kHeadGap = 2;
// Of an arrow, what is no text: "- " and " >".
constexpr std::size_t kShaftColumns = 4;
constexpr std::size_t kAfterBar = 3;

std::string seconds_of(Duration duration) {
  return fmt::format("{:.3f}", milliseconds_of(duration) / 1000.0);
}

std::string delta_of(Duration duration) {
  return (duration < Duration::zero() ? "" : "+") + seconds_of(duration);
}

Style style_of(ArrowKind kind) {
  switch (kind) {
    case ArrowKind::Request:
      return Style::Plain;
    case ArrowKind::Provisional:
      return Style::Faint;
    case ArrowKind::Success:
      return Style::Good;
    case ArrowKind::Challenge:
    case ArrowKind::Redirection:
      return Style::Caution;
    case ArrowKind::Failure:
    case ArrowKind::NetworkError:
      return Style::Bad;
  }
  return Style::Plain;
}

std::string joined(const std::string& a, std::string_view gap,
                   const std::string& b) {
  if (a.empty() || b.empty()) return a + b;
  return std::string(a).append(gap).append(b);
}

}  // namespace

std::size_t LadderText::Gutter::columns() const {
  std::size_t all = 0;
  for (const std::size_t column : {call, frame, time, delta}) {
    if (column != 0) all += column + kGap;
  }
  return all;
}

LadderText::LadderText(const Ladder& ladder, const FrameNames& frames,
                       std::size_t columns, TextLayout& layout)
    : ladder_(ladder),
      frames_(frames),
      columns_(std::max<std::size_t>(columns, 40)),
      layout_(layout),
      pen_(layout.options().unicode
               ? Pen{"\u2502", "\u2500", "\u25B6", "\u25C0", "\u2573", "\u254C",
                     "\u253C", "\u21BA "}
               : Pen{"|", "-", ">", "<", "x", ".", "+", "(self) "}) {
  measure_gutter();
  place_lanes();
}

void LadderText::measure_gutter() {
  const bool has_frames = columns_ >= kLeastForFrames;
  const bool has_deltas = columns_ >= kLeastForDeltas;
  gutter_.time = 4;
  if (has_frames) gutter_.frame = 5;
  if (has_deltas) gutter_.delta = 5;
  if (ladder_.legs.size() > 1) gutter_.call = 4;
  for (const LadderArrow& arrow : ladder_.arrows) {
    gutter_.time = std::max(gutter_.time, seconds_of(arrow.since_start).size());
    if (has_frames) {
      gutter_.frame = std::max(gutter_.frame, frames_.name(arrow.frame).size());
    }
    if (has_deltas) {
      gutter_.delta =
          std::max(gutter_.delta, delta_of(arrow.since_last).size());
    }
  }
  for (const LadderLeg& leg : ladder_.legs) {
    if (gutter_.call == 0) break;
    gutter_.call = std::max(gutter_.call, std::to_string(leg.number).size());
  }
  // Clocks that jump make long numbers.
  for (std::size_t* column : {&gutter_.delta, &gutter_.call, &gutter_.frame}) {
    if (gutter_.columns() > columns_ / 2) *column = 0;
  }
}

// What stands on one arrow between neighbours, if it has all the room it wants.
std::size_t LadderText::widest_words() const {
  std::size_t widest = 0;
  for (const LadderArrow& arrow : ladder_.arrows) {
    const std::string text =
        joined(joined(title_of(arrow), " ", copies_of(arrow, false)), " ",
               marks_of(arrow));
    const std::size_t between =
        std::max<std::size_t>(1, arrow.from < arrow.to ? arrow.to - arrow.from
                                                       : arrow.from - arrow.to);
    const std::size_t media = columns_of(layout_.safe(arrow.media));
    widest = std::max(
        widest, (columns_of(text) + (media == 0 ? 0 : media + 2)) / between);
  }
  return widest + kShaftColumns + 3;
}

void LadderText::place_lanes() {
  const std::size_t left = gutter_.columns();
  const std::size_t area = columns_ - std::min(columns_, left + 1);
  const std::size_t shown =
      std::min(ladder_.lanes.size(), area / kLeastSpacing + 1);
  if (shown == 0) return;
  std::size_t heads = 0;
  for (const LadderLane& lane : ladder_.lanes) {
    heads = std::max(heads, lane.address.size() + kHeadGap);
  }
  const std::size_t wanted = std::clamp(std::max(widest_words(), heads),
                                        kComfortableSpacing, kMostSpacing);
  std::size_t spacing = shown == 1 ? 0 : std::min(area / (shown - 1), wanted);
  // The last head needs as much to the right of its lane as to the left.
  const std::size_t with_heads =
      shown == 1 ? 0 : 2 * (area - std::min(area, heads)) / (2 * shown - 3);
  letters_ = shown < ladder_.lanes.size() || with_heads < heads;
  if (!letters_) {
    const std::size_t beside = heads - std::min(heads, spacing / 2);
    if ((shown - 1) * spacing + beside > area) {
      spacing = std::min(spacing, (area - beside) / (shown - 1));
    }
  }
  for (std::size_t i = 0; i < shown; ++i) lanes_.push_back(left + i * spacing);
}

// A letter, past those a number.
std::string LadderText::letter(std::size_t lane) const {
  if (lane >= 26) return std::to_string(lane + 1);
  return std::string(1, static_cast<char>('A' + lane));
}

// Those that have no room share the last column.
bool LadderText::is_folded(std::size_t lane) const {
  return lanes_.size() < ladder_.lanes.size() && lane + 1 >= lanes_.size();
}

std::size_t LadderText::column_of(std::size_t lane) const {
  return lanes_[std::min(lane, lanes_.size() - 1)];
}

std::string LadderText::name_of(std::size_t lane) const {
  const LadderLane& shown = ladder_.lanes[lane];
  std::string name = layout_.safe(shown.name);
  if (shown.sharing != 0) {
    name = joined(name, " ", fmt::format("and {} more", shown.sharing));
  }
  return name;
}

void LadderText::write_legend() {
  std::size_t wide = 0;
  for (const LadderLane& lane : ladder_.lanes) {
    wide = std::max(wide, lane.address.size());
  }
  for (std::size_t i = 0; i < ladder_.lanes.size(); ++i) {
    LadderRow row = new_row();
    std::size_t column = row.put(0, letter(i), Style::Strong);
    const std::size_t address = std::max<std::size_t>(3, column + 1);
    column = row.put(address, ladder_.lanes[i].address, Style::Plain);
    const std::size_t name = std::max(column, address + wide) + 2;
    row.put(name,
            cut_to_columns(name_of(i), columns_ - std::min(name, columns_),
                           layout_.ellipsis()),
            Style::Plain);
    row.write(layout_);
  }
  layout_.blank();
}

// In the middle over its lane, as far as there is room on both sides.
void LadderText::put_head(LadderRow& row, std::size_t lane,
                          std::string_view text, Style style) const {
  const std::size_t spacing = lanes_.size() > 1 ? lanes_[1] - lanes_[0] : 0;
  const bool is_last = lane + 1 == lanes_.size();
  const std::size_t on_right =
      is_last ? columns_ - lanes_[lane] : spacing - spacing / 2;
  const std::size_t on_left =
      lane == 0 && !is_last ? std::min(lanes_[lane], spacing / 2) : spacing / 2;
  const std::size_t room = on_left + on_right;
  const std::string cut =
      cut_to_columns(text, room - std::min(room, kHeadGap), layout_.ellipsis());
  const std::size_t wide = columns_of(cut);
  const std::size_t begin = lanes_[lane] - std::min(lanes_[lane], wide / 2);
  row.put(std::min(begin, columns_ - wide), cut, style);
}

void LadderText::write_heads() {
  LadderRow names = new_row();
  LadderRow addresses = new_row();
  bool any_name = false;
  for (std::size_t i = 0; i < lanes_.size() && !letters_; ++i) {
    const std::string name = name_of(i);
    any_name |= !name.empty();
    put_head(names, i, name, Style::Strong);
    put_head(addresses, i, ladder_.lanes[i].address, Style::Plain);
  }
  if (any_name) names.write(layout_);
  if (!letters_) addresses.write(layout_);
  LadderRow row = new_row();
  put_bars(row);
  std::size_t column = 0;
  for (const auto& [text, wide] :
       {std::pair("CALL", gutter_.call), std::pair("FRAME", gutter_.frame),
        std::pair("TIME", gutter_.time), std::pair("DELTA", gutter_.delta)}) {
    if (wide == 0) continue;
    row.put(column, pad_left(text, wide), Style::Faint);
    column += wide + kGap;
  }
  for (std::size_t i = 0; i < lanes_.size() && letters_; ++i) {
    row.put(lanes_[i],
            is_folded(i) ? std::string(layout_.ellipsis()) : letter(i),
            Style::Strong);
  }
  row.write(layout_);
}

void LadderText::put_gutter(LadderRow& row, const LadderArrow& arrow) const {
  std::size_t column = 0;
  const auto put = [&](const std::string& text, std::size_t wide, Style style) {
    if (wide == 0) return;
    row.put(column, pad_left(text, wide), style);
    column += wide + kGap;
  };
  put(std::to_string(ladder_.legs[arrow.leg].number), gutter_.call,
      Style::Faint);
  put(frames_.name(arrow.frame), gutter_.frame, Style::Faint);
  put(seconds_of(arrow.since_start), gutter_.time, Style::Plain);
  put(delta_of(arrow.since_last), gutter_.delta, Style::Faint);
}

void LadderText::put_bars(LadderRow& row) const {
  for (const std::size_t column : lanes_) {
    row.put(column, pen_.bar, Style::Faint);
  }
}

// Between lanes that share a column, and to itself: who is meant.
std::string LadderText::title_of(const LadderArrow& arrow) const {
  std::string title = layout_.safe(arrow.title);
  if (!lanes_.empty() && (is_folded(arrow.from) || is_folded(arrow.to))) {
    return fmt::format("{}{}{} {}", letter(arrow.from), layout_.arrow(),
                       letter(arrow.to), title);
  }
  if (arrow.from == arrow.to) title.insert(0, pen_.itself);
  return title;
}

LadderText::Words LadderText::words_of(const LadderArrow& arrow,
                                       std::size_t room) const {
  Words words;
  const std::string title = title_of(arrow);
  const std::string brief = layout_.safe(arrow.brief);
  const std::string media = layout_.safe(arrow.media);
  words.extra = joined(copies_of(arrow, false), " ", marks_of(arrow));
  const std::size_t extra =
      words.extra.empty() ? 0 : columns_of(words.extra) + 1;
  const std::size_t wanted = columns_of(title) + extra;
  if (!media.empty() && wanted + 2 + columns_of(media) <= room) {
    words.on = title;
    words.behind = media;
    return words;
  }
  words.below = media;
  if (wanted <= room) {
    words.on = title;
    return words;
  }
  const std::string short_extra =
      joined(copies_of(arrow, true), " ", marks_of(arrow));
  const std::size_t taken =
      short_extra.empty() ? 0 : columns_of(short_extra) + 1;
  // Some of the title has to be left that tells more than its front.
  constexpr std::size_t kTelling = 6;
  if (room >=
      taken + columns_of(brief) + kTelling + columns_of(layout_.ellipsis())) {
    words.on = cut_to_columns(title, room - taken, layout_.ellipsis());
    words.extra = short_extra;
  } else {
    words.above = title;
  }
  return words;
}

void LadderText::put_shaft(LadderRow& row, const LadderArrow& arrow) const {
  const std::size_t from = column_of(arrow.from);
  const std::size_t to = column_of(arrow.to);
  if (from == to) return;
  const Style style = style_of(arrow.kind);
  const bool is_lost = arrow.kind == ArrowKind::NetworkError;
  const std::size_t begin = std::min(from, to);
  const std::size_t end = std::max(from, to);
  row.fill(begin + 1, end, is_lost ? pen_.broken : pen_.line, style);
  for (const std::size_t lane : lanes_) {
    if (lane > begin && lane < end) row.put(lane, pen_.crossing, Style::Faint);
  }
  row.put(from < to ? end - 1 : begin + 1, from < to ? pen_.right : pen_.left,
          style);
  if (is_lost) {
    row.put(from < to ? begin + 1 : end - 1, pen_.lost, style);
  }
}

// A line of its own, over the bars; as far to the left as it must be to fit.
void LadderText::put_beside(const LadderArrow& arrow, const std::string& text,
                            const std::string& extra, Style style,
                            bool with_gutter) {
  LadderRow row = new_row();
  if (with_gutter) put_gutter(row, arrow);
  put_bars(row);
  const std::size_t left = gutter_.columns();
  const std::size_t room = columns_ - left;
  const std::size_t taken = extra.empty() ? 0 : columns_of(extra) + 1;
  const std::string cut = cut_to_columns(text, room - std::min(room, taken + 2),
                                         layout_.ellipsis());
  const std::size_t wide = columns_of(cut) + taken + 2;
  std::size_t column =
      std::min(column_of(arrow.from), column_of(arrow.to)) + kAfterBar - 1;
  column =
      std::max(left, std::min(column, columns_ - std::min(columns_, wide)));
  column = row.put(column, " " + cut + " ", style);
  if (!extra.empty()) row.put(column, extra + " ", Style::Caution);
  row.write(layout_);
}

void LadderText::write_arrow(const LadderArrow& arrow) {
  const std::size_t from = column_of(arrow.from);
  const std::size_t to = column_of(arrow.to);
  const Style style = style_of(arrow.kind);
  const std::size_t between = std::max(from, to) - std::min(from, to);
  const std::size_t room =
      between > kShaftColumns + 1 ? between - kShaftColumns - 1 : 0;
  Words words = words_of(arrow, room);
  if (!words.above.empty()) {
    const bool is_alone = from == to;
    const std::string text =
        is_alone ? joined(words.above, "  ", words.below) : words.above;
    put_beside(arrow, text, words.extra, style, true);
    if (is_alone) return;
  }
  LadderRow row = new_row();
  if (words.above.empty()) put_gutter(row, arrow);
  put_bars(row);
  put_shaft(row, arrow);
  if (!words.on.empty()) {
    std::size_t column = row.put(std::min(from, to) + kAfterBar - 1,
                                 " " + words.on + " ", style);
    if (!words.extra.empty()) {
      column = row.put(column, words.extra + " ", Style::Caution);
    }
    if (!words.behind.empty()) {
      row.put(column, " " + words.behind + " ", Style::Faint);
    }
  }
  row.write(layout_);
  if (!words.below.empty()) {
    put_beside(arrow, words.below, {}, Style::Faint, false);
  }
}

void LadderText::write() {
  if (ladder_.arrows.empty() || lanes_.empty()) return;
  if (letters_) write_legend();
  write_heads();
  for (const LadderArrow& arrow : ladder_.arrows) {
    if (layout_.failed()) return;
    write_arrow(arrow);
  }
}

}  // namespace siptriage::report
