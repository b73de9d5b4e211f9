#pragma once
// LadderRow: a line of a terminal, into whose columns texts are put one over
// the other.
//
//     LadderRow row(80);
//     row.put(10, "|", Style::Faint);
//     row.put(4, " INVITE ", Style::Plain);
//     row.write(layout);

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "output/text_layout.h"

namespace siptriage::report {

using output::Style;
using output::TextLayout;

class LadderRow {
 public:
  explicit LadderRow(std::size_t columns) : cells_(columns) {}

  // `text` is safe for a terminal; what lies beyond the line is left out.
  // Gives the column behind it.
  std::size_t put(std::size_t column, std::string_view text, Style style);
  void fill(std::size_t begin, std::size_t end, std::string_view character,
            Style style);
  void write(TextLayout& layout) const;

 private:
  struct Cell {
    std::string text = " ";  // empty: the cell before is two columns wide
    Style style = Style::Plain;
  };
  std::vector<Cell> cells_;
};

}  // namespace siptriage::report
