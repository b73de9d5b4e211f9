#include "explain/related.h"

#include <algorithm>
#include <string>

#include "siptriage/base/ascii.h"

namespace siptriage::explain {
namespace {

// Whether `word` stands in `text` with no letter, digit or hyphen around it.
bool mentions(std::string_view text, std::string_view word) {
  const auto joins = [](char c) {
    return is_alpha(c) || is_digit(c) || c == '-';
  };
  for (std::size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if (at != 0 && joins(text[at - 1])) continue;
    if (end < text.size() && joins(text[end])) continue;
    return true;
  }
  return false;
}

template <typename Entry, typename Wanted>
std::vector<const Entry*> those(std::span<const Entry> entries,
                                const Wanted& wanted) {
  std::vector<const Entry*> found;
  for (const Entry& entry : entries) {
    if (wanted(entry)) found.push_back(&entry);
  }
  return found;
}

bool contains(std::span<const std::uint16_t> codes, std::uint16_t code) {
  return std::ranges::find(codes, code) != codes.end();
}

}  // namespace

std::vector<const ComparisonEntry*> comparisons_of(std::uint16_t code) {
  return those(all_comparisons(), [code](const ComparisonEntry& entry) {
    return contains(entry.codes, code);
  });
}

std::vector<const QuestionEntry*> questions_on(std::uint16_t code) {
  return those(all_questions(), [code](const QuestionEntry& entry) {
    return contains(entry.codes, code);
  });
}

std::vector<const QuestionEntry*> questions_on(const HeaderFieldEntry& header) {
  return those(all_questions(), [&header](const QuestionEntry& entry) {
    return std::ranges::find(entry.headers, header.name) != entry.headers.end();
  });
}

std::vector<const RuleEntry*> rules_on(std::uint16_t code) {
  const std::string number = std::to_string(code);
  return those(all_rules(), [&number](const RuleEntry& entry) {
    return entry.id.starts_with(number + "-") ||
           mentions(entry.title, number) || mentions(entry.explanation, number);
  });
}

std::vector<const RuleEntry*> rules_on(const HeaderFieldEntry& header) {
  return those(all_rules(), [&header](const RuleEntry& entry) {
    return mentions(entry.title, header.name) ||
           mentions(entry.explanation, header.name);
  });
}

std::vector<const Q850Entry*> causes_for(std::uint16_t status) {
  return those(all_q850_causes(), [status](const Q850Entry& entry) {
    return entry.status == status;
  });
}

std::vector<HeaderUse> uses_of(const HeaderFieldEntry& header) {
  std::vector<HeaderUse> uses;
  for (const ResponseEntry& entry : all_responses()) {
    const auto duty =
        std::ranges::find(entry.headers, header.name, &HeaderDuty::header);
    if (duty != entry.headers.end()) uses.push_back({&entry, &*duty});
  }
  return uses;
}

}  // namespace siptriage::explain
