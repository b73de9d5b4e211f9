// What was looked at, what was skipped and why: as the report for terminals
// says it.

#include <vector>

#include "page/page_parts.h"
#include "report/text_parts.h"

namespace siptriage::page {

void write_coverage(Page& page) {
  using output::TextBlock;
  const std::vector<TextBlock> blocks =
      page.said_by([](report::TextReport& text) {
        report::write_coverage(text);
        report::write_suppressed(text);
      });
  Html& html = page.html;
  html.open("dl", {{"class", "facts"}});
  for (const TextBlock& block : blocks) {
    if (block.kind != TextBlock::Kind::Field) continue;
    const bool caution = block.style == output::Style::Caution;
    if (!block.label.empty()) {
      html.element("dt", block.label, {{"class", caution ? "caution" : ""}});
    }
    html.element("dd", block.text);
  }
  html.close("dl");
}

}  // namespace siptriage::page
