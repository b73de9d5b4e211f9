// "suppressed": which findings a policy hid, and what its suppressions are good
// for.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "report/describe.h"
#include "report/json_parts.h"

namespace siptriage::report {
namespace {

void write_pattern(JsonWriter& json, std::string_view key,
                   std::string_view pattern) {
  if (!pattern.empty()) json.wire(key, pattern);
}

void write_scope(JsonWriter& json, const SuppressionScope& scope) {
  json.begin_object("scope");
  write_pattern(json, "call_id", scope.call_id);
  write_pattern(json, "from", scope.from);
  write_pattern(json, "to", scope.to);
  write_pattern(json, "peer", scope.peer);
  write_pattern(json, "method", scope.method);
  write_pattern(json, "user_agent", scope.user_agent);
  json.end_object();
}

void write_suppression(JsonWriter& json, const Suppression& suppression,
                       const SuppressionUse& use) {
  json.begin_object();
  json.text("rule", suppression.rule);
  json.wire("reason", suppression.reason);
  json.text_or_null("expires", suppression.expires);
  write_scope(json, suppression.scope);
  json.number("findings", use.findings);
  json.text("state", state_of(use));
  json.end_object();
}

}  // namespace

void write_suppressed_json(JsonReport& report) {
  JsonWriter& json = report.json;
  const Triage& triage = report.triage;
  json.break_line();
  json.begin_object("suppressed");
  json.number("findings", hidden_findings(triage));
  json.begin_array("suppressions");
  for (std::size_t i = 0; i < triage.suppressions.size(); ++i) {
    write_suppression(json, triage.policy->suppressions[i],
                      triage.suppressions[i]);
  }
  json.end_array();
  json.end_object();
}

}  // namespace siptriage::report
