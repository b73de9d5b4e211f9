#pragma once
// LadderText: a ladder as lines for a terminal, as wide as that is.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "report/frame_names.h"
#include "report/ladder.h"
#include "report/ladder_row.h"

namespace siptriage::report {

class LadderText {
 public:
  // For `columns`, however many `layout` has for prose.
  // Lifetime: all must outlive it.
  LadderText(const Ladder& ladder, const FrameNames& frames,
             std::size_t columns, TextLayout& layout);

  // The lanes and the arrows.
  void write();

 private:
  // Characters that it is drawn with.
  struct Pen {
    std::string_view bar, line, right, left, lost, broken, crossing, itself;
  };
  struct Gutter {          // what stands left of the lanes
    std::size_t call = 0;  // columns; 0: not there
    std::size_t frame = 0;
    std::size_t time = 0;
    std::size_t delta = 0;
    [[nodiscard]] std::size_t columns() const;
  };
  // What an arrow says, as much as there is room for.
  struct Words {
    std::string on;     // the arrow
    std::string above;  // it
    std::string below;
    std::string extra;   // copies and marks, behind what is on it or above it
    std::string behind;  // all of that
  };

  void measure_gutter();
  void place_lanes();
  [[nodiscard]] std::size_t widest_words() const;
  [[nodiscard]] std::string letter(std::size_t lane) const;
  [[nodiscard]] std::size_t column_of(std::size_t lane) const;
  [[nodiscard]] bool is_folded(std::size_t lane) const;
  [[nodiscard]] std::string name_of(std::size_t lane) const;

  void write_legend();
  void write_heads();
  void put_head(LadderRow& row, std::size_t lane, std::string_view text,
                Style style) const;
  void put_gutter(LadderRow& row, const LadderArrow& arrow) const;
  void put_bars(LadderRow& row) const;
  [[nodiscard]] std::string title_of(const LadderArrow& arrow) const;
  [[nodiscard]] Words words_of(const LadderArrow& arrow,
                               std::size_t room) const;
  void put_shaft(LadderRow& row, const LadderArrow& arrow) const;
  void put_beside(const LadderArrow& arrow, const std::string& text,
                  const std::string& extra, Style style, bool with_gutter);
  void write_arrow(const LadderArrow& arrow);
  [[nodiscard]] LadderRow new_row() const { return LadderRow(columns_); }

  const Ladder& ladder_;
  const FrameNames& frames_;
  std::size_t columns_;
  TextLayout& layout_;
  Pen pen_;
  Gutter gutter_;
  std::vector<std::size_t> lanes_;  // the columns of those that are drawn
  bool letters_ = false;            // stand for names that have no room
};

}  // namespace siptriage::report
