#include "output/text_layout.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "output/escape_terminal.h"
#include "output/utf8.h"
#include "output/wrap.h"

namespace siptriage::output {
namespace {

constexpr std::size_t kLeastColumns = 40;
// Prose gets hard to read when lines are longer, however wide the terminal.
constexpr std::size_t kMostColumns = 100;
// Below this, labels stand in the text instead of beside it.
constexpr std::size_t kNarrowColumns = 64;
constexpr std::size_t kTableIndent = 2;
constexpr std::size_t kNumberColumns = 9;

// Select Graphic Rendition (ECMA-48 8.3.117): the eight basic colours only,
// which every terminal theme makes readable.
std::string_view start_of(Style style) {
  switch (style) {
    case Style::Plain:
      return "";
    case Style::Strong:
      return "\x1b[1m";
    case Style::Faint:
      return "\x1b[2m";
    case Style::Heading:
      return "\x1b[1;36m";
    case Style::Bad:
      return "\x1b[1;31m";
    case Style::Caution:
      return "\x1b[1;33m";
    case Style::Good:
      return "\x1b[1;32m";
  }
  return "";
}

}  // namespace

TextLayout::TextLayout(const LayoutOptions& options, Sink& sink)
    : options_(options),
      columns_(std::clamp(options.columns, kLeastColumns, kMostColumns)),
      output_(sink) {}

void TextLayout::end_at(std::uint64_t octets, std::string last_line) {
  last_line_ = std::move(last_line);
  output_.end_at(octets, last_line_);
}

bool TextLayout::narrow() const { return columns_ < kNarrowColumns; }

std::string TextLayout::safe(std::string_view from_wire) const {
  return escape_terminal(from_wire, options_.unicode);
}

std::string_view TextLayout::ellipsis() const {
  return options_.unicode ? "\u2026" : "...";
}

std::string_view TextLayout::arrow() const {
  return options_.unicode ? "\u2192" : "->";
}

std::string_view TextLayout::back_arrow() const {
  return options_.unicode ? "\u2190" : "<-";
}

std::string_view TextLayout::block() const {
  return options_.unicode ? "\u2588" : "#";
}

void TextLayout::put(Style style, std::string_view text) {
  const bool styled = options_.colour && style != Style::Plain && !text.empty();
  if (styled) output_.append(start_of(style));
  output_.append(text);
  if (styled) output_.append("\x1b[0m");
}

void TextLayout::end_line() {
  output_.append('\n');
  after_blank_ = false;
}

void TextLayout::blank() {
  if (after_blank_) return;
  output_.append('\n');
  after_blank_ = true;
}

void TextLayout::heading(std::string_view name, std::string_view remark) {
  blank();
  line(0, {{Style::Heading, name},
           {Style::Plain, remark.empty() ? "" : "  "},
           {Style::Plain, remark}});
}

void TextLayout::line(std::size_t indent, std::initializer_list<Span> spans) {
  put(Style::Plain, std::string(indent, ' '));
  std::size_t left = columns_ - std::min(indent, columns_);
  for (const Span& span : spans) {
    const std::size_t wide = columns_of(span.text);
    if (wide <= left) {
      put(span.style, span.text);
      left -= wide;
      continue;
    }
    put(span.style, cut_to_columns(span.text, left, ellipsis()));
    break;
  }
  end_line();
}

void TextLayout::whole_line(std::span<const Span> spans) {
  for (const Span& span : spans) put(span.style, span.text);
  end_line();
}

void TextLayout::put_wrapped(std::size_t gap, std::size_t first_column,
                             std::size_t indent, std::string_view text,
                             Style style) {
  const std::size_t wide = columns_ - std::min(indent, columns_ - 1);
  const std::size_t taken = first_column > indent ? first_column - indent : 0;
  const std::vector<std::string> lines =
      wrap_text(text, wide, ellipsis(), taken);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!lines[i].empty()) {
      put(Style::Plain, std::string(i == 0 ? gap : indent, ' '));
    }
    put(style, lines[i]);
    end_line();
  }
}

void TextLayout::paragraph(std::size_t indent, std::string_view text,
                           Style style) {
  put_wrapped(indent, indent, indent, text, style);
}

void TextLayout::field(std::size_t indent, std::string_view label,
                       std::string_view text, Style style) {
  constexpr std::size_t kHanging = 2;
  const std::size_t column = indent + (narrow() ? kHanging : kLabelColumns);
  if (label.empty()) {
    put_wrapped(column, column, column, text);
    return;
  }
  put(Style::Plain, std::string(indent, ' '));
  put(style, label);
  const std::size_t used = indent + columns_of(label);
  if (narrow()) {
    put(Style::Plain, ":");
    put_wrapped(1, used + 2, column, text);
  } else {
    const std::size_t start = std::max(column, used + 1);
    put_wrapped(start - used, start, column, text);
  }
}

void TextLayout::put_row(std::size_t label_columns, std::string_view label,
                         const Cells& numbers, Style style) {
  std::string text = pad_right(label, label_columns);
  for (const std::string& number : numbers) {
    const std::string padded = pad_left(number, kNumberColumns);
    if (kTableIndent + columns_of(text) + columns_of(padded) > columns_) break;
    text += padded;
  }
  line(kTableIndent, {{style, text}});
}

void TextLayout::table(const NumberTable& table) {
  std::size_t columns =
      std::max(table.least_label_columns, columns_of(table.label));
  for (const NumberTable::Row& row : table.rows) {
    columns = std::max(columns, columns_of(row.label));
  }
  blank();
  put_row(columns, table.label, table.heading, Style::Faint);
  for (const NumberTable::Row& row : table.rows) {
    put_row(columns, row.label, row.numbers, Style::Plain);
  }
}

void TextLayout::item(std::size_t indent, std::string_view mark,
                      std::string_view text) {
  const std::size_t hanging = indent + columns_of(mark) + 1;
  put(Style::Plain, std::string(indent, ' '));
  put(Style::Plain, mark);
  put_wrapped(1, hanging, hanging, text);
}

}  // namespace siptriage::output
