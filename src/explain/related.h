#pragma once
// What entries of the catalogue have to do with each other.

#include <cstdint>
#include <string_view>
#include <vector>

#include "siptriage/catalogue/catalogue.h"

namespace siptriage::explain {

[[nodiscard]] std::vector<const ComparisonEntry*> comparisons_of(
    std::uint16_t code);
[[nodiscard]] std::vector<const QuestionEntry*> questions_on(
    std::uint16_t code);
[[nodiscard]] std::vector<const QuestionEntry*> questions_on(
    const HeaderFieldEntry& header);
// The rules that speak of it.
[[nodiscard]] std::vector<const RuleEntry*> rules_on(std::uint16_t code);
[[nodiscard]] std::vector<const RuleEntry*> rules_on(
    const HeaderFieldEntry& header);
// The Q.850 causes that a gateway makes this status of.
[[nodiscard]] std::vector<const Q850Entry*> causes_for(std::uint16_t status);

struct HeaderUse {
  const ResponseEntry* response;
  const HeaderDuty* duty;
};
// Where responses ask for it, each code once.
[[nodiscard]] std::vector<HeaderUse> uses_of(const HeaderFieldEntry& header);

}  // namespace siptriage::explain
