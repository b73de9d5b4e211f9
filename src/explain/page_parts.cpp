#include "explain/page_parts.h"

#include <fmt/format.h>

namespace siptriage::explain {

void add_row(Block& block, std::string_view label, std::string text) {
  if (text.empty()) return;
  block.rows.push_back({std::string(label), std::move(text)});
}

Block texts(BlockKind kind, std::string_view heading,
            std::span<const std::string_view> texts) {
  Block block{kind, heading, {}};
  for (const std::string_view text : texts) {
    add_row(block, {}, std::string(text));
  }
  return block;
}

std::string name_of_code(std::uint16_t code) {
  const ResponseEntry* entry = find_response(code);
  return entry == nullptr ? std::to_string(code) : name_of(entry);
}

std::string names_of_codes(std::span<const std::uint16_t> codes) {
  std::string text;
  for (const std::uint16_t code : codes) {
    if (!text.empty()) text += ", ";
    text += name_of_code(code);
  }
  return text;
}

std::string to_text(std::span<const Clause> clauses) {
  std::string text;
  for (const Clause& clause : clauses) {
    if (!text.empty()) text += ", ";
    text += to_string(clause);
  }
  return text;
}

std::string side_label(FaultSide side) {
  switch (side) {
    case FaultSide::Caller:
      return "Caller";
    case FaultSide::Callee:
      return "Callee";
    case FaultSide::Network:
      return "Network";
    case FaultSide::Server:
      return "Server";
    case FaultSide::None:
      break;
  }
  return "Either";
}

Block rules_block(std::span<const RuleEntry* const> rules) {
  Block block{BlockKind::Bullets, "What siptriage checks", {}};
  for (const RuleEntry* rule : rules) {
    add_row(block, {}, fmt::format("{} (rule {})", rule->title, rule->id));
  }
  return block;
}

Block questions_block(std::span<const QuestionEntry* const> questions) {
  Block block{BlockKind::Bullets, "Questions", {}};
  for (const QuestionEntry* question : questions) {
    add_row(block, {},
            fmt::format("{} (faq {})", question->question, question->id));
  }
  return block;
}

}  // namespace siptriage::explain
