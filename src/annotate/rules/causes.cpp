// Warning and Reason: can they be read, and what do they say?

#include "annotate/causes.h"

#include <fmt/format.h>

#include "siptriage/sip/values.h"

#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"

namespace siptriage::detail {
namespace {

using sip::HeaderId;

// Passes the causes already decoded, and fails each value that is none.
template <typename IsSound>
void check_cause_header(const Exchange& exchange, Judge& judge, HeaderId header,
                        std::string_view rule, DutyLevel level,
                        IsSound is_sound) {
  if (!exchange.response.has(header)) return;
  for (const DecodedCause& cause : judge.annotation().causes) {
    if (cause.header == sip::to_string(header)) {
      judge.pass(rule, header, level, to_string(cause));
    }
  }
  for (const std::string_view element : list_of(exchange.response, header)) {
    if (is_sound(element)) continue;
    judge.fail(rule, header, level, Verdict::Malformed,
               fmt::format("\"{}\" cannot be read",
                           element.substr(0, kMaxEvidenceOctets)));
  }
}

void check_warning_syntax(const Exchange& exchange, Judge& judge) {
  // SHOULD in a refused offer (RFC 3261 13.3.1.3), else free to add.
  const std::uint16_t status = exchange.transaction.final_status;
  check_cause_header(
      exchange, judge, HeaderId::Warning, "warning-unparsable",
      status == 488 ? DutyLevel::Should : DutyLevel::May,
      [](std::string_view e) { return sip::parse_warning(e).has_value(); });
}

void check_reason(const Exchange& exchange, Judge& judge) {
  check_cause_header(
      exchange, judge, HeaderId::Reason, "reason-unparsable", DutyLevel::May,
      [](std::string_view e) { return sip::parse_reason(e).has_value(); });
}

constexpr auto kWarningSyntax = ids("warning-unparsable");
constexpr auto kReason = ids("reason-unparsable");

}  // namespace

const RuleSet& cause_rules() {
  static constexpr ResponseRule kResponses[] = {
      {check_warning_syntax, kWarningSyntax, {}},
      {check_reason, kReason, {}},
  };
  static constexpr RuleSet kRules{.responses = kResponses};
  return kRules;
}

}  // namespace siptriage::detail
