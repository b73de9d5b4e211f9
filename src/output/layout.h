#pragma once
// Layout: a report for people as headings, paragraphs, fields and tables. What
// writes one says the words; TextLayout makes lines of a terminal of them,
// MarkdownLayout a document.
//
// Text handed to it is our own, or safe() of what came from the wire: free of
// control characters. A layout escapes what else its form asks for.

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace siptriage::output {

enum class Style : std::uint8_t {
  Plain,
  Strong,  // bold
  Faint,
  Heading,  // a section
  Bad,      // errors, failures
  Caution,  // warnings
  Good,
};

// A piece of a line in one style.
struct Span {
  Style style;
  std::string_view text;
};

using Cells = std::vector<std::string>;

// A column of labels, and columns of numbers.
struct NumberTable {
  std::string_view label;
  Cells heading;                        // of the numbers
  std::size_t least_label_columns = 0;  // of a terminal
  struct Row {
    std::string label;
    Cells numbers;  // as many as `heading`
  };
  std::vector<Row> rows;
};

class Layout {
 public:
  Layout() = default;
  Layout(const Layout&) = delete;
  Layout& operator=(const Layout&) = delete;
  virtual ~Layout() = default;

  // Ends there, with `last_line` in the place of what is cut off.
  virtual void end_at(std::uint64_t octets, std::string last_line) = 0;

  // Columns that lines may fill.
  [[nodiscard]] virtual std::size_t columns() const = 0;
  [[nodiscard]] virtual std::string safe(std::string_view from_wire) const = 0;
  [[nodiscard]] virtual std::string_view ellipsis() const = 0;
  [[nodiscard]] virtual std::string_view arrow() const = 0;  // "->"

  // An empty line, unless the last one was.
  virtual void blank() = 0;
  // A section: an empty line and its name.
  virtual void heading(std::string_view name, std::string_view remark = {}) = 0;
  // The name of one of several things of a section.
  virtual void subheading(std::initializer_list<Span> spans) = 0;
  // One line, cut where it does not fit.
  virtual void line(std::size_t indent, std::initializer_list<Span> spans) = 0;
  // Wrapped text.
  virtual void paragraph(std::size_t indent, std::string_view text,
                         Style style = Style::Plain) = 0;
  // A label in a column of its own and wrapped text beside it. An empty label
  // continues the field before. The style is the label's.
  virtual void field(std::size_t indent, std::string_view label,
                     std::string_view text, Style style = Style::Faint) = 0;
  // Wrapped text behind a mark such as "1." or "-".
  virtual void item(std::size_t indent, std::string_view mark,
                    std::string_view text) = 0;
  // Of as many columns as there is room for.
  virtual void table(const NumberTable& table) = 0;
  // What follows up to end_aside() is looked at by who wants to know more.
  virtual void begin_aside(std::string_view name) = 0;
  virtual void end_aside() = 0;

  [[nodiscard]] virtual bool failed() const = 0;
  virtual bool finish() = 0;
};

}  // namespace siptriage::output
