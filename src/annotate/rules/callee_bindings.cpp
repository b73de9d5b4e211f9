// What registrations in the same capture say of who was not found or reached.

#include "annotate/callee_bindings.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"

namespace siptriage::detail {
namespace {

using State = CalleeBinding::State;

// Who is registered may be out of reach for many reasons.
constexpr std::uint16_t kTemporarilyUnavailable = 480;

std::string_view binding_rule_of(const CalleeBinding& binding) {
  switch (binding.state) {
    case State::Expired:
      return "callee-registration-lapsed";
    case State::Removed:
      return "callee-registration-removed";
    case State::Alive:
      break;
  }
  return binding.status == kTemporarilyUnavailable
             ? "callee-registered-but-unavailable"
             : "callee-registered-all-the-same";
}

std::string state_of(const CalleeBinding& binding) {
  const std::string ago = to_human(binding.ago);
  switch (binding.state) {
    case State::Expired:
      return fmt::format(
          "the registration of the user it asks for, at this "
          "server and for {} s, had ended {} before",
          binding.granted, ago);
    case State::Removed:
      return fmt::format(
          "the user it asks for had taken its registration at "
          "this server back {} before",
          ago);
    case State::Alive:
      break;
  }
  return fmt::format(
      "the user it asks for had registered at this very server "
      "{} before, for {} s",
      ago, binding.granted);
}

void judge_callees(const CaptureFacts& facts, Findings& findings) {
  std::uint64_t left = facts.coverage.limits[LimitId::LegFindings];
  for (const CalleeBinding& binding : facts.callee_bindings) {
    if (left-- == 0) return;
    Finding finding;
    finding.rule = &rule_entry(binding_rule_of(binding));
    finding.severity = finding.rule->severity;
    finding.certainty = Certainty::Likely;
    finding.message =
        fmt::format("{} to {}: {}", binding.status,
                    sip::to_string(binding.method), state_of(binding));
    finding.call = binding.call;
    finding.frames = {binding.register_frame, binding.response_frame};
    findings.push_back(std::move(finding));
  }
}

constexpr auto kCallees =
    ids("callee-registration-lapsed", "callee-registration-removed",
        "callee-registered-all-the-same", "callee-registered-but-unavailable");

}  // namespace

const RuleSet& callee_binding_rules() {
  static constexpr CaptureRule kCaptures[] = {{judge_callees, kCallees}};
  static constexpr RuleSet kRules{.captures = kCaptures};
  return kRules;
}

}  // namespace siptriage::detail
