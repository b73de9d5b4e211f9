// What can be asked of a finding.

#include "siptriage/catalogue/catalogue.h"

#include "filter/field.h"
#include "filter/field_parts.h"

namespace siptriage::filter {
namespace {

constexpr FilterScope kSubject = FilterScope::Finding;

const Finding& finding(const Item& item) { return item.finding(); }

// clang-format off
constexpr Field kFields[] = {
  {.name = "rule", .type = Type::Word,
   .meaning = "the id of its rule; siptriage explain rules lists them",
   .example = "rule == \"405-without-allow\"",
   .number = [](const Item& i, std::int64_t& v) {
     return number(finding(i).rule - all_rules().data(), v); },
   .vocabulary = rules, .subject = kSubject},
  {.name = "severity", .type = Type::Word,
   .meaning = "how bad it is; error is more than warning",
   .example = "severity >= warning",
   .number = [](const Item& i, std::int64_t& v) {
     return word(finding(i).severity, v); },
   .vocabulary = severities, .subject = kSubject},
  {.name = "certainty", .type = Type::Word,
   .meaning = "how sure it is; certain is more than likely",
   .example = "certainty == certain",
   .number = [](const Item& i, std::int64_t& v) {
     return word(finding(i).certainty, v); },
   .vocabulary = certainties, .subject = kSubject},
  {.name = "basis", .type = Type::Word,
   .meaning = "what its rule stands on",
   .example = "basis in (must, should)",
   .number = [](const Item& i, std::int64_t& v) {
     return word(finding(i).rule->basis, v); },
   .vocabulary = bases, .subject = kSubject},
  {.name = "sentence", .type = Type::Text,
   .meaning = "what it says of this case",
   .example = "sentence contains \"Min-SE\"",
   .text = [](const Item& i) { return std::string_view(finding(i).message); },
   .subject = kSubject},
};
// clang-format on

}  // namespace

std::span<const Field> finding_fields() { return kFields; }

}  // namespace siptriage::filter
