// write_explanation_text: pages and lists for a terminal.

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"
#include "siptriage/explain/explain.h"

#include "explain/overview.h"
#include "explain/page.h"
#include "explain/snippet.h"
#include "explain/words.h"
#include "output/text_layout.h"
#include "output/utf8.h"
#include "output/wrap.h"

namespace siptriage {
namespace explain {
namespace {

using output::Style;
using output::TextLayout;

constexpr std::size_t kIndent = 2;
constexpr std::size_t kHitIndent = 4;

std::string upper(std::string_view text) {
  std::string result;
  for (const char c : text) {
    result +=
        is_alpha(c) && c == to_lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return result;
}

void write_block(const Block& block, TextLayout& layout) {
  layout.blank();
  if (!block.heading.empty()) {
    layout.line(0, {{Style::Strong, upper(block.heading)}});
  }
  std::size_t number = 0;
  for (const Row& row : block.rows) {
    switch (block.kind) {
      case BlockKind::Fields:
        layout.field(kIndent, row.label, row.text, Style::Strong);
        break;
      case BlockKind::Steps:
        layout.item(kIndent, fmt::format("{}.", ++number), row.text);
        break;
      case BlockKind::Bullets:
        layout.item(kIndent, "-", row.text);
        break;
    }
  }
}

// A name and what it is a name of; of a name that is too long for that, all.
void write_title(Style style, std::string_view title, std::string_view remark,
                 TextLayout& layout) {
  constexpr std::string_view kGap = "  ";
  const std::size_t wide =
      output::columns_of(title) + kGap.size() + output::columns_of(remark);
  if (remark.empty() || wide > layout.columns()) {
    layout.paragraph(0, title, style);
  } else {
    layout.line(0,
                {{style, title}, {Style::Plain, kGap}, {Style::Faint, remark}});
  }
}

void write_page(const Page& page, TextLayout& layout) {
  layout.blank();
  write_title(Style::Heading, page.title, page.remark, layout);
  layout.blank();
  layout.paragraph(kIndent, page.lead);
  for (const Block& block : page.blocks) write_block(block, layout);
}

// Between two pages: the eye has to find where one ends.
void write_rule(TextLayout& layout) {
  layout.blank();
  layout.line(0, {{Style::Faint, std::string(layout.columns(), '-')}});
}

// So much of a long text is shown in a list.
std::size_t room_for_lines(std::size_t lines, const TextLayout& layout) {
  return (layout.columns() - kHitIndent) * lines - kHitIndent;
}

// `lines`: of the text that it was found by.
void write_hit(const Hit& hit, std::span<const std::string> words,
               std::size_t lines, TextLayout& layout) {
  const std::string plain = snippet(
      plain_of(hit.topic), {}, room_for_lines(2, layout), layout.ellipsis());
  if (const auto* response = std::get_if<const ResponseEntry*>(&hit.topic)) {
    layout.item(0, std::to_string((*response)->code),
                fmt::format("{}: {}", (*response)->phrase, plain));
  } else {
    write_title(Style::Strong, name_of(hit.topic),
                to_string(kind_of(hit.topic)), layout);
    layout.paragraph(kHitIndent, plain);
  }
  // What is shown already tells why.
  if (hit.text.empty() || hit.text == plain_of(hit.topic)) return;
  layout.paragraph(
      kHitIndent,
      fmt::format("{}: {}", hit.field,
                  snippet(hit.text, words,
                          room_for_lines(lines, layout) - hit.field.size(),
                          layout.ellipsis())),
      Style::Faint);
}

void write_hits(const Explanation& explanation, std::size_t most,
                TextLayout& layout) {
  if (explanation.hits.empty()) return;
  const std::vector<Hit>& hits = explanation.hits;
  const std::size_t shown =
      explanation.ranked ? std::min(hits.size(), most) : hits.size();
  std::string asked;
  for (const std::string& word : explanation.inquiry.words) asked += word + ' ';
  const std::vector<std::string> words = without_fillers(words_of(asked));
  if (explanation.ranked && !explanation.entries.empty()) {
    write_rule(layout);
    layout.line(0, {{Style::Strong, "ALSO FOUND"}});
  }
  layout.blank();
  for (std::size_t i = 0; i < shown; ++i) {
    if (layout.failed()) return;
    write_hit(hits[i], words, explanation.ranked ? 1 : 3, layout);
  }
  layout.blank();
  if (shown < hits.size()) {
    layout.paragraph(0, fmt::format("And {} more: add a word, or --all.",
                                    hits.size() - shown));
  }
  layout.paragraph(0, fmt::format("In full, for instance: {}",
                                  command_of(hits.front().topic)));
}

void write_overview(TextLayout& layout) {
  constexpr std::size_t kCommandColumns = 36;
  layout.heading("siptriage explain",
                 "what SIP's codes, fields and timers mean");
  layout.blank();
  for (const Example& example : examples()) {
    if (layout.narrow()) {
      layout.line(kIndent, {{Style::Strong, example.command}});
      layout.paragraph(kHitIndent, example.text);
    } else {
      layout.line(
          kIndent,
          {{Style::Strong, output::pad_right(example.command, kCommandColumns)},
           {Style::Plain, example.text}});
    }
  }
  layout.blank();
  layout.paragraph(kIndent, contents());
}

}  // namespace
}  // namespace explain

bool write_explanation_text(const Explanation& explanation,
                            const ExplanationTextOptions& options, Sink& sink) {
  output::TextLayout layout(options, sink);
  if (explanation.is_overview()) explain::write_overview(layout);
  bool first = true;
  for (const Topic& topic : explanation.entries) {
    if (layout.failed()) return false;
    if (!first) explain::write_rule(layout);
    first = false;
    explain::write_page(explain::page_of(topic), layout);
  }
  explain::write_hits(explanation, options.max_hits, layout);
  return layout.finish();
}

}  // namespace siptriage
