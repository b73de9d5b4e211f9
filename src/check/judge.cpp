#include "siptriage/check/judge.h"

#include <algorithm>
#include <limits>
#include <map>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "check/selection.h"
#include "filter/field.h"

namespace siptriage {
namespace {

using check::Asking;

Assertion about(std::string_view kind, std::string name) {
  Assertion assertion;
  assertion.kind = find_assertion_kind(kind)->id;
  assertion.name = std::move(name);
  return assertion;
}

Assertion failure(std::string_view kind, std::string name, Standing standing,
                  std::string reason) {
  Assertion assertion = about(kind, std::move(name));
  assertion.standing = standing;
  assertion.reason = std::move(reason);
  return assertion;
}

void tell_expired(const Triage& triage, CheckedCapture& capture) {
  if (triage.policy == nullptr) return;
  const auto& suppressions = triage.policy->suppressions;
  const std::size_t count =
      std::min(suppressions.size(), triage.suppressions.size());
  for (std::size_t i = 0; i < count; ++i) {
    if (!triage.suppressions[i].expired) continue;
    Assertion assertion =
        failure("suppression", "suppression of " + suppressions[i].rule,
                Standing::Failed,
                fmt::format("the suppression of {} held until {}: {}",
                            suppressions[i].rule, suppressions[i].expires,
                            suppressions[i].reason));
    assertion.wanted = "no suppression past its day";
    assertion.measured = suppressions[i].expires;
    capture.assertions.push_back(std::move(assertion));
  }
}

void tell_damage(const Coverage& coverage, CheckedCapture& capture) {
  if (coverage.interrupted) {
    capture.assertions.push_back(
        failure("capture", "capture", Standing::NotPossible,
                "reading was interrupted; the rest was not judged"));
  }
  for (const FileCoverage& file : coverage.files) {
    if (file.damage.empty()) continue;
    Assertion assertion =
        failure("capture", "capture", Standing::Failed,
                fmt::format("{}: {} (at octet {}); what follows was not judged",
                            file.path, file.damage, file.damage_offset_octets));
    assertion.severity = Severity::Warning;
    capture.assertions.push_back(std::move(assertion));
  }
}

// False: there is nothing to judge.
bool begin(const Triage& triage, CheckedCapture& capture) {
  const Coverage& coverage = triage.coverage;
  for (const FileCoverage& file : coverage.files) {
    capture.files.push_back(file.path);
  }
  if (!capture.files.empty()) capture.name = capture.files.front();
  capture.messages = coverage.sip_messages;
  capture.calls = triage.calls.size();
  capture.begin = coverage.first_time;
  tell_damage(coverage, capture);
  if (coverage.sip_messages != 0) return true;
  capture.assertions.push_back(failure(
      "capture", "capture", Standing::NotPossible,
      fmt::format("there is no SIP in it (frames: {})", coverage.frames)));
  return false;
}

bool wants_nothing(const Expectation& expectation) {
  return expectation.count && expectation.count->most == 0;
}

Assertion empty_selection(const Expectation& expectation) {
  Assertion assertion = about("selection", name_of(expectation));
  assertion.wanted = "at least 1";
  assertion.measured = "0";
  if (expectation.may_be_empty) {
    assertion.reason = "nothing was chosen, which may be";
    return assertion;
  }
  assertion.standing = Standing::NotPossible;
  assertion.reason = fmt::format(
      "no {} was chosen{}; may_be_empty = true would allow that",
      to_string(expectation.over),
      expectation.where ? ": " + expectation.where->text() : std::string());
  return assertion;
}

void conclude(const Triage& triage, const Asking& asking,
              const std::string& file, CheckedCapture& capture) {
  const Expectation& expectation = asking.expectation;
  const auto add = [&](Assertion assertion) {
    assertion.file = file;
    assertion.line = expectation.line;
    assertion.severity = expectation.severity;
    capture.assertions.push_back(std::move(assertion));
  };
  if (asking.chosen == 0 && !wants_nothing(expectation)) {
    return add(empty_selection(expectation));
  }
  for (const auto& check : asking.checks) {
    Assertion assertion = about(check->kind(), name_of(expectation));
    check->conclude({triage, expectation, asking.chosen}, assertion);
    add(std::move(assertion));
  }
}

// The findings of one rule, as one assertion.
struct RuleFindings {
  Severity severity = Severity::Notice;
  std::uint64_t count = 0;
  std::uint32_t first = 0;  // in Triage::findings
  check::Offences offences;
};

Assertion tell_rule(const Triage& triage, const RuleEntry& rule,
                    const RuleFindings& found) {
  CallReader reader(triage);
  Assertion assertion = about("finding", std::string(rule.id));
  assertion.subject = rule.id;
  assertion.rule = &rule;
  assertion.standing = Standing::Failed;
  assertion.severity = found.severity;
  assertion.reason = reader.read(triage.findings[found.first]).message;
  if (assertion.reason.empty()) assertion.reason = rule.title;
  if (assertion.reason.ends_with('.')) assertion.reason.pop_back();
  assertion.measured = check::count_of(found.count, FilterScope::Finding);
  assertion.wanted = "no findings";
  found.offences.tell(triage, assertion);
  return assertion;
}

}  // namespace

CheckedCapture judge(const Triage& triage, Workers& workers,
                     std::span<const Expectation> expectations,
                     const std::string& file) {
  CheckedCapture capture;
  if (!begin(triage, capture)) return capture;
  for (const Asking& asking : check::ask(triage, workers, expectations)) {
    conclude(triage, asking, file, capture);
  }
  tell_expired(triage, capture);
  return capture;
}

CheckedCapture judge_findings(const Triage& triage) {
  CheckedCapture capture;
  if (!begin(triage, capture)) return capture;
  // They are sorted by severity: so are the rules, by their worst finding.
  std::vector<const RuleEntry*> rules;
  std::map<std::string_view, RuleFindings> by_rule;
  const Analysis nowhere;
  for (std::uint32_t i = 0; i < triage.findings.size(); ++i) {
    const FindingBrief& finding = triage.findings[i];
    const auto [found, is_new] = by_rule.try_emplace(finding.rule->id);
    if (is_new) {
      rules.push_back(finding.rule);
      found->second.first = i;
      found->second.severity = finding.severity;
    }
    found->second.count += std::uint64_t{finding.repeats} + 1;
    found->second.offences.add(
        {nowhere, i, finding.call, finding.first_frame, i, i, 0});
  }
  for (const RuleEntry* const rule : rules) {
    capture.assertions.push_back(
        tell_rule(triage, *rule, by_rule.find(rule->id)->second));
  }
  if (rules.empty()) {
    Assertion none = about("finding", "findings");
    none.measured = none.wanted = "no findings";
    capture.assertions.push_back(std::move(none));
  }
  tell_expired(triage, capture);
  return capture;
}

CheckedCapture unreadable_capture(const std::string& name,
                                  const std::string& trouble) {
  CheckedCapture capture;
  capture.name = name;
  capture.files.push_back(name);
  capture.trouble = trouble;
  capture.assertions.push_back(
      failure("capture", "capture", Standing::NotPossible, trouble));
  return capture;
}

}  // namespace siptriage
