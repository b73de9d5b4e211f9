#include "output/markdown_layout.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"

#include "output/escape_markdown.h"
#include "output/escape_markup.h"
#include "output/escape_terminal.h"

namespace siptriage::output {
namespace {

// "WHAT FAILED" as "What failed".
std::string in_sentence_case(std::string_view name) {
  std::string text = to_lower_copy(name);
  if (!text.empty() && is_alpha(text.front())) {
    text.front() = static_cast<char>(text.front() - 'a' + 'A');
  }
  return text;
}

// The front of a line must not begin a list, a heading or a rule.
std::string at_line_start(std::string_view text) {
  constexpr std::string_view kMarks = "-+=.)";
  std::string escaped = escape_markdown(text);
  const auto mark = static_cast<std::size_t>(
      std::ranges::find_if_not(escaped, is_digit) - escaped.begin());
  if (mark < escaped.size() && kMarks.find(escaped[mark]) != kMarks.npos) {
    escaped.insert(mark, 1, '\\');
  }
  return escaped;
}

std::string_view emphasis_of(Style style) {
  switch (style) {
    case Style::Strong:
    case Style::Bad:
    case Style::Good:
      return "**";
    default:
      return "";
  }
}

std::string joined(std::initializer_list<Span> spans) {
  std::string text;
  for (const Span& span : spans) text += span.text;
  return text;
}

}  // namespace

void MarkdownLayout::end_at(std::uint64_t octets, std::string last_line) {
  most_octets_ = octets;
  last_line_ = std::move(last_line);
}

// Nothing is cut to a width.
std::size_t MarkdownLayout::columns() const { return 1000; }

std::string MarkdownLayout::safe(std::string_view from_wire) const {
  return escape_terminal(from_wire, true);
}

std::string_view MarkdownLayout::ellipsis() const { return "\u2026"; }

std::string_view MarkdownLayout::arrow() const { return "\u2192"; }

void MarkdownLayout::begin(Last what) {
  const bool goes_on = what == Last::List && last_ == Last::List;
  if (last_ != Last::Nothing && !goes_on) section_ += '\n';
  last_ = what;
}

void MarkdownLayout::end_section() {
  const std::uint64_t written = output_.octets();
  const std::uint64_t room = most_octets_ - std::min(most_octets_, written);
  if (is_cut_ || section_.size() + last_line_.size() + 1 > room) {
    if (!is_cut_) {
      output_.append("\n" + last_line_);
      output_.tell_cut();
    }
    is_cut_ = true;
  } else {
    output_.append(section_);
  }
  section_.clear();
}

void MarkdownLayout::title(std::string_view text) {
  begin(Last::Other);
  section_ += fmt::format("# {}\n", escape_markdown(text));
}

void MarkdownLayout::heading(std::string_view name, std::string_view remark) {
  end_section();
  begin(Last::Other);
  section_ += fmt::format("## {}\n", escape_markdown(in_sentence_case(name)));
  if (remark.empty()) return;
  begin(Last::Other);
  section_ += fmt::format("*{}*\n", escape_markdown(remark));
}

void MarkdownLayout::subheading(std::initializer_list<Span> spans) {
  end_section();
  begin(Last::Other);
  section_ += fmt::format("### {}\n", escape_markdown(joined(spans)));
}

void MarkdownLayout::line(std::size_t /*indent*/,
                          std::initializer_list<Span> spans) {
  item(0, "-", joined(spans));
}

void MarkdownLayout::paragraph(std::size_t /*indent*/, std::string_view text,
                               Style style) {
  begin(Last::Other);
  const std::string_view mark = emphasis_of(style);
  section_ +=
      fmt::format("{0}{1}{0}\n", mark,
                  mark.empty() ? at_line_start(text) : escape_markdown(text));
}

void MarkdownLayout::field(std::size_t /*indent*/, std::string_view label,
                           std::string_view text, Style /*style*/) {
  const bool goes_on = label.empty() && last_ == Last::List;
  begin(Last::List);
  section_ += goes_on         ? "  - "
              : label.empty() ? "- "
                              : fmt::format("- **{}:** ", label);
  section_ += at_line_start(text) + '\n';
}

void MarkdownLayout::item(std::size_t /*indent*/, std::string_view /*mark*/,
                          std::string_view text) {
  begin(Last::List);
  section_ += fmt::format("- {}\n", at_line_start(text));
}

void MarkdownLayout::add_row(const Cells& cells) {
  section_ += '|';
  for (const std::string& cell : cells) {
    section_ += fmt::format(" {} |", escape_markdown(cell));
  }
  section_ += '\n';
}

void MarkdownLayout::text_table(const Cells& heading,
                                const std::vector<Cells>& rows) {
  begin(Last::Other);
  add_row(heading);
  section_ += '|';
  for (std::size_t i = 0; i < heading.size(); ++i) section_ += " --- |";
  section_ += '\n';
  for (const Cells& row : rows) add_row(row);
}

void MarkdownLayout::table(const NumberTable& table) {
  begin(Last::Other);
  Cells cells{std::string(table.label)};
  cells.insert(cells.end(), table.heading.begin(), table.heading.end());
  add_row(cells);
  section_ += "| --- |";
  for (std::size_t i = 0; i < table.heading.size(); ++i) section_ += " ---: |";
  section_ += '\n';
  for (const NumberTable::Row& row : table.rows) {
    cells.assign({row.label});
    cells.insert(cells.end(), row.numbers.begin(), row.numbers.end());
    add_row(cells);
  }
}

void MarkdownLayout::code_block(std::string_view language,
                                std::string_view code) {
  begin(Last::Other);
  section_ += fmt::format("```{}\n{}```\n", language, code);
}

void MarkdownLayout::begin_aside(std::string_view name) {
  begin(Last::Other);
  section_ +=
      fmt::format("<details>\n<summary>{}</summary>\n", escape_markup(name));
}

void MarkdownLayout::end_aside() {
  begin(Last::Other);
  section_ += "</details>\n";
}

bool MarkdownLayout::failed() const { return is_cut_ || output_.failed(); }

bool MarkdownLayout::finish() {
  end_section();
  return output_.flush();
}

}  // namespace siptriage::output
