#pragma once
// TextLayout: a report for people as the lines of a terminal. Knows the width,
// the colours and the characters that may be used; every line it writes fits.

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "siptriage/output/layout_options.h"
#include "siptriage/output/sink.h"

#include "output/buffered_output.h"
#include "output/layout.h"

namespace siptriage::output {

class TextLayout final : public Layout {
 public:
  TextLayout(const LayoutOptions& options, Sink& sink);

  void end_at(std::uint64_t octets, std::string last_line) override;

  [[nodiscard]] const LayoutOptions& options() const { return options_; }
  [[nodiscard]] std::size_t columns() const override { return columns_; }
  // Too narrow for a column of labels.
  [[nodiscard]] bool narrow() const;

  [[nodiscard]] std::string safe(std::string_view from_wire) const override;
  [[nodiscard]] std::string_view ellipsis() const override;
  [[nodiscard]] std::string_view arrow() const override;
  [[nodiscard]] std::string_view back_arrow() const;  // "<-"
  [[nodiscard]] std::string_view block() const;       // of a bar

  void blank() override;
  void heading(std::string_view name, std::string_view remark = {}) override;
  void subheading(std::initializer_list<Span> spans) override {
    line(0, spans);
  }
  void line(std::size_t indent, std::initializer_list<Span> spans) override;
  // A line that was made to fit, whatever columns() is.
  void whole_line(std::span<const Span> spans);
  void paragraph(std::size_t indent, std::string_view text,
                 Style style = Style::Plain) override;
  void field(std::size_t indent, std::string_view label, std::string_view text,
             Style style = Style::Faint) override;
  void item(std::size_t indent, std::string_view mark,
            std::string_view text) override;
  void table(const NumberTable& table) override;
  // On a terminal everything is looked at.
  void begin_aside(std::string_view /*name*/) override { blank(); }
  void end_aside() override {}

  [[nodiscard]] bool failed() const override { return output_.failed(); }
  bool finish() override { return output_.flush(); }

  // The columns of a field's label, with the space behind it.
  static constexpr std::size_t kLabelColumns = 14;

 private:
  void put_row(std::size_t label_columns, std::string_view label,
               const Cells& numbers, Style style);
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
};

}  // namespace siptriage::output
