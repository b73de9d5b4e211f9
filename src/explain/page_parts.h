#pragma once
// Blocks and phrases that several pages have.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "explain/page.h"

namespace siptriage::explain {

// A row unless `text` is empty.
void add_row(Block& block, std::string_view label, std::string text);

[[nodiscard]] Block texts(BlockKind kind, std::string_view heading,
                          std::span<const std::string_view> texts);

// "486 Busy Here"; the number alone where it has no entry.
[[nodiscard]] std::string name_of_code(std::uint16_t code);
// "486 Busy Here, 600 Busy Everywhere".
[[nodiscard]] std::string names_of_codes(std::span<const std::uint16_t> codes);
// "RFC 3261 21.4.24, RFC 3891 3".
[[nodiscard]] std::string to_text(std::span<const Clause> clauses);
// "Caller"; "Either" where no side is meant.
[[nodiscard]] std::string side_label(FaultSide side);

// Rules and questions, a row each with what to type.
[[nodiscard]] Block rules_block(std::span<const RuleEntry* const> rules);
[[nodiscard]] Block questions_block(
    std::span<const QuestionEntry* const> questions);

}  // namespace siptriage::explain
