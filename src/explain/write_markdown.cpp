// write_explanation_markdown: the same pages, for a ticket, a wiki, or the
// reference of the documentation.

#include <string>

#include <fmt/format.h>

#include "siptriage/explain/explain.h"

#include "explain/overview.h"
#include "explain/page.h"
#include "output/buffered_output.h"

namespace siptriage {
namespace explain {
namespace {

using output::BufferedOutput;

// Characters that Markdown would take for its own, and '<', which starts HTML.
std::string escape_markdown(std::string_view text) {
  constexpr std::string_view kSpecial = "\\`*_[]<>#|~";
  std::string escaped;
  for (const char c : text) {
    if (kSpecial.find(c) != std::string_view::npos) escaped += '\\';
    escaped += c;
  }
  return escaped;
}

void write_block(const Block& block, BufferedOutput& out) {
  out.append("\n");
  if (!block.heading.empty()) {
    out.append(fmt::format("### {}\n\n", block.heading));
  }
  std::size_t number = 0;
  for (const Row& row : block.rows) {
    const std::string text = escape_markdown(row.text);
    switch (block.kind) {
      case BlockKind::Fields:
        out.append(
            fmt::format("- **{}**: {}\n", escape_markdown(row.label), text));
        break;
      case BlockKind::Steps:
        out.append(fmt::format("{}. {}\n", ++number, text));
        break;
      case BlockKind::Bullets:
        out.append(fmt::format("- {}\n", text));
        break;
    }
  }
}

void write_page(const Page& page, BufferedOutput& out) {
  out.append(fmt::format("## {}\n\n{}\n", escape_markdown(page.title),
                         escape_markdown(page.lead)));
  for (const Block& block : page.blocks) write_block(block, out);
}

void write_hits(const Explanation& explanation, BufferedOutput& out) {
  for (const Hit& hit : explanation.hits) {
    out.append(fmt::format("- **{}**: {}\n",
                           escape_markdown(name_of(hit.topic)),
                           escape_markdown(plain_of(hit.topic))));
  }
}

void write_overview(BufferedOutput& out) {
  for (const Example& example : examples()) {
    out.append(fmt::format("- `{}`: {}\n", example.command,
                           escape_markdown(example.text)));
  }
  out.append(fmt::format("\n{}\n", contents()));
}

}  // namespace
}  // namespace explain

bool write_explanation_markdown(const Explanation& explanation, Sink& sink) {
  output::BufferedOutput out(sink);
  if (explanation.is_overview()) explain::write_overview(out);
  bool first = true;
  std::string group;
  for (const Topic& topic : explanation.entries) {
    if (out.failed()) return false;
    if (!first) out.append("\n");
    first = false;
    const explain::Page page = explain::page_of(topic);
    // A page by itself needs no heading above its own.
    if (page.group != group && explanation.entries.size() > 1) {
      group = page.group;
      if (!group.empty()) out.append(fmt::format("# {}\n\n", group));
    }
    explain::write_page(page, out);
  }
  if (!first && !explanation.hits.empty()) out.append("\n");
  explain::write_hits(explanation, out);
  return out.flush();
}

}  // namespace siptriage
