// The page of the filter language.

#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "siptriage/filter/reference.h"

#include "explain/page.h"
#include "explain/page_parts.h"

namespace siptriage::explain {
namespace {

// More words than these have a page of their own.
constexpr std::size_t kMostWords = 64;

std::string text_of(const FilterFieldDoc& field) {
  std::string text = fmt::format("{}: {}", field.type, field.meaning);
  if (!field.words.empty() && field.words.size() <= kMostWords) {
    text += fmt::format(" ({})", fmt::join(field.words, ", "));
  }
  return fmt::format("{}. {}", text, field.example);
}

Block fields_block(FilterScope scope, std::string_view heading) {
  Block block{BlockKind::Fields, heading, {}};
  for (const FilterFieldDoc& field : filter_fields()) {
    if (field.scope == scope) {
      add_row(block, std::string(field.name), text_of(field));
    }
  }
  return block;
}

Block parts_block(BlockKind kind, std::string_view heading,
                  std::span<const FilterPartDoc> parts) {
  Block block{kind, heading, {}};
  for (const FilterPartDoc& part : parts) {
    if (kind == BlockKind::Fields) {
      add_row(block, part.text, std::string(part.meaning));
    } else {
      block.rows.push_back(
          {{}, fmt::format("{}: {}", part.text, part.meaning)});
    }
  }
  return block;
}

Block examples_block(FilterScope scope, std::string_view heading) {
  Block block{BlockKind::Bullets, heading, {}};
  for (const FilterExampleDoc& example : filter_examples()) {
    if (example.scope == scope) {
      block.rows.push_back(
          {{}, fmt::format("{}: {}", example.text, example.meaning)});
    }
  }
  return block;
}

}  // namespace

Page filter_page() {
  const Topic topic = FilterLanguage();
  Page page;
  page.title = name_of(topic);
  page.remark = "--where";
  page.lead = plain_of(topic);
  page.add(examples_block(FilterScope::Call, "siptriage calls --where"));
  page.add(examples_block(FilterScope::Message, "siptriage messages --where"));
  page.add(parts_block(BlockKind::Bullets, "Comparisons", filter_operators()));
  page.add(parts_block(BlockKind::Fields, "Values", filter_values()));
  page.add(texts(BlockKind::Bullets, "What holds of all", filter_rules()));
  page.add(fields_block(FilterScope::Message, "Fields of a message"));
  page.add(fields_block(FilterScope::Transaction, "Fields of a transaction"));
  page.add(fields_block(FilterScope::Call, "Fields of a call"));
  page.add(fields_block(FilterScope::Finding, "Fields of a finding"));
  return page;
}

}  // namespace siptriage::explain
