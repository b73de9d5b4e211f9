#pragma once
// TextLayout: the lines of a report for people. Knows the width, the colours
// and the characters that may be used; every line it writes fits.
//
// Text handed to it must be safe for a terminal: our own, or safe() of what
// came from the wire.
//
// Writers of other forms have the same sentences from it, as TextBlocks.

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "siptriage/output/layout_options.h"
#include "siptriage/output/sink.h"

#include "output/buffered_output.h"

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

// What was to be written by one call, before it is broken into lines.
struct TextBlock {
  enum class Kind : std::uint8_t { Heading, Line, Paragraph, Field, Item };
  Kind kind = Kind::Paragraph;
  Style style = Style::Plain;
  std::string label;  // of a field or an item; empty: goes on with the last
  std::string text;
};

class TextLayout {
 public:
  TextLayout(const LayoutOptions& options, Sink& sink);
  // Writes nothing, and keeps what it would write. Lifetime: `blocks` must
  // outlive the layout.
  explicit TextLayout(std::vector<TextBlock>& blocks);

  // Ends there, with `last_line` in the place of what is cut off.
  void end_at(std::uint64_t octets, std::string last_line);

  [[nodiscard]] const LayoutOptions& options() const { return options_; }
  // Columns that lines may fill.
  [[nodiscard]] std::size_t columns() const { return columns_; }
  // Too narrow for a column of labels.
  [[nodiscard]] bool narrow() const;

  [[nodiscard]] std::string safe(std::string_view from_wire) const;
  [[nodiscard]] std::string_view ellipsis() const;
  [[nodiscard]] std::string_view arrow() const;       // "->"
  [[nodiscard]] std::string_view back_arrow() const;  // "<-"
  [[nodiscard]] std::string_view block() const;       // of a bar

  // An empty line, unless the last one was.
  void blank();
  // A section: an empty line and its name.
  void heading(std::string_view name, std::string_view remark = {});
  // One line, cut where it does not fit.
  void line(std::size_t indent, std::initializer_list<Span> spans);
  // A line that was made to fit, whatever columns() is.
  void whole_line(std::span<const Span> spans);
  // Wrapped text.
  void paragraph(std::size_t indent, std::string_view text,
                 Style style = Style::Plain);
  // A label in a column of its own and wrapped text beside it. An empty label
  // continues the field before. The style is the label's.
  void field(std::size_t indent, std::string_view label, std::string_view text,
             Style style = Style::Faint);
  // Wrapped text behind a mark such as "1." or "-".
  void item(std::size_t indent, std::string_view mark, std::string_view text);

  [[nodiscard]] bool failed() const { return output_.failed(); }
  bool finish() { return output_.flush(); }

  // The columns of a field's label, with the space behind it.
  static constexpr std::size_t kLabelColumns = 14;

 private:
  // True where blocks are kept.
  bool keep(TextBlock::Kind kind, Style style, std::string_view label,
            std::string_view text);
  void put(Style style, std::string_view text);
  // Wrapped text, its first line behind `gap` spaces that end at
  // `first_column`, the others at `indent`.
  void put_wrapped(std::size_t gap, std::size_t first_column,
                   std::size_t indent, std::string_view text,
                   Style style = Style::Plain);
  void end_line();

  LayoutOptions options_;
  std::size_t columns_;
  std::string last_line_;  // of a report that is cut
  BufferedOutput output_;
  bool after_blank_ = true;
  std::vector<TextBlock>* blocks_ = nullptr;
};

}  // namespace siptriage::output
