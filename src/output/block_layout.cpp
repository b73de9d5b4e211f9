#include "output/block_layout.h"

#include "output/escape_terminal.h"

namespace siptriage::output {

std::string BlockLayout::safe(std::string_view from_wire) const {
  return escape_terminal(from_wire, true);
}

void BlockLayout::heading(std::string_view name, std::string_view remark) {
  blocks_.push_back({TextBlock::Kind::Heading, Style::Heading,
                     std::string(name), std::string(remark)});
}

void BlockLayout::line(std::size_t /*indent*/,
                       std::initializer_list<Span> spans) {
  TextBlock block;
  block.kind = TextBlock::Kind::Line;
  for (const Span& span : spans) block.text += span.text;
  blocks_.push_back(std::move(block));
}

void BlockLayout::paragraph(std::size_t /*indent*/, std::string_view text,
                            Style style) {
  blocks_.push_back({TextBlock::Kind::Paragraph, style, {}, std::string(text)});
}

void BlockLayout::field(std::size_t /*indent*/, std::string_view label,
                        std::string_view text, Style style) {
  blocks_.push_back(
      {TextBlock::Kind::Field, style, std::string(label), std::string(text)});
}

void BlockLayout::item(std::size_t /*indent*/, std::string_view mark,
                       std::string_view text) {
  blocks_.push_back({TextBlock::Kind::Item, Style::Plain, std::string(mark),
                     std::string(text)});
}

}  // namespace siptriage::output
