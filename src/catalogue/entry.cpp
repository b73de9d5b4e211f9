#include "siptriage/catalogue/entry.h"

#include <string>
#include <string_view>

#include "catalogue/words.h"

namespace siptriage {

std::string_view to_string(Severity severity) {
  return detail::word_of(severity);
}

std::string_view to_string(Basis basis) { return detail::word_of(basis); }

std::string_view to_string(Blame blame) { return detail::word_of(blame); }

std::string_view to_string(DutyLevel level) { return detail::word_of(level); }

std::string_view to_string(FaultSide side) { return detail::word_of(side); }

std::string_view to_string(RetryKind kind) { return detail::word_of(kind); }

std::string_view to_string(CodeStatus status) {
  return detail::word_of(status);
}

std::string to_string(const Clause& clause) {
  if (clause.rfc == 0) return {};
  std::string text = "RFC " + std::to_string(clause.rfc);
  if (!clause.section.empty()) text.append(" ").append(clause.section);
  return text;
}

}  // namespace siptriage
