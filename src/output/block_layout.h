#pragma once
// BlockLayout: keeps what a report for people says, for a form that puts it
// elsewhere.
//
//     std::vector<TextBlock> blocks;
//     BlockLayout layout(blocks);

#include <string>
#include <string_view>
#include <vector>

#include "output/layout.h"

namespace siptriage::output {

// What one call was to write, before anything breaks it into lines.
struct TextBlock {
  enum class Kind : std::uint8_t { Heading, Line, Paragraph, Field, Item };
  Kind kind = Kind::Paragraph;
  Style style = Style::Plain;
  std::string label;  // of a field or an item; empty: goes on with the last
  std::string text;
};

// Tables are left out: who has this has the numbers, too.
class BlockLayout final : public Layout {
 public:
  // Lifetime: `blocks` must outlive the layout.
  explicit BlockLayout(std::vector<TextBlock>& blocks) : blocks_(blocks) {}

  void end_at(std::uint64_t /*octets*/, std::string /*last_line*/) override {}
  [[nodiscard]] std::size_t columns() const override { return 100; }
  [[nodiscard]] std::string safe(std::string_view from_wire) const override;
  [[nodiscard]] std::string_view ellipsis() const override { return "\u2026"; }
  [[nodiscard]] std::string_view arrow() const override { return "\u2192"; }

  void blank() override {}
  void heading(std::string_view name, std::string_view remark = {}) override;
  void subheading(std::initializer_list<Span> spans) override {
    line(0, spans);
  }
  void line(std::size_t indent, std::initializer_list<Span> spans) override;
  void paragraph(std::size_t indent, std::string_view text,
                 Style style = Style::Plain) override;
  void field(std::size_t indent, std::string_view label, std::string_view text,
             Style style = Style::Faint) override;
  void item(std::size_t indent, std::string_view mark,
            std::string_view text) override;
  void table(const NumberTable& /*table*/) override {}
  void begin_aside(std::string_view /*name*/) override {}
  void end_aside() override {}

  [[nodiscard]] bool failed() const override { return false; }
  bool finish() override { return true; }

 private:
  std::vector<TextBlock>& blocks_;
};

}  // namespace siptriage::output
