#include "report/ladder_row.h"

#include "output/utf8.h"

namespace siptriage::report {

std::size_t LadderRow::put(std::size_t column, std::string_view text,
                           Style style) {
  const std::size_t begin = column;
  while (!text.empty()) {
    const output::CodePoint point = output::first_code_point(text);
    const std::string_view octets = text.substr(0, point.octets);
    text.remove_prefix(point.octets);
    const std::size_t wide = output::columns_of(point.value);
    if (wide == 0) {  // a mark that goes with the character before
      if (column != begin) cells_[column - 1].text += octets;
      continue;
    }
    if (column + wide > cells_.size()) break;
    cells_[column] = {std::string(octets), style};
    for (std::size_t i = 1; i < wide; ++i) cells_[column + i] = {"", style};
    column += wide;
  }
  return column;
}

void LadderRow::fill(std::size_t begin, std::size_t end,
                     std::string_view character, Style style) {
  for (std::size_t i = begin; i < end; ++i) put(i, character, style);
}

void LadderRow::write(TextLayout& layout) const {
  std::size_t end = cells_.size();
  while (end != 0 && cells_[end - 1].text == " ") --end;
  std::vector<std::string> texts;
  std::vector<Style> styles;
  for (std::size_t i = 0; i < end; ++i) {
    if (styles.empty() || styles.back() != cells_[i].style) {
      texts.emplace_back();
      styles.push_back(cells_[i].style);
    }
    texts.back() += cells_[i].text;
  }
  std::vector<output::Span> spans;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    spans.push_back({styles[i], texts[i]});
  }
  layout.whole_line(spans);
}

}  // namespace siptriage::report
