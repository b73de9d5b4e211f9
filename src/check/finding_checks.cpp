// Keys about findings: allowed_rules, forbidden_rules, max_severity. Over calls
// they are about the findings of these; over all calls also about those of the
// capture.

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "check/check.h"

namespace siptriage::check {
namespace {

class FindingCheck : public Check {
 public:
  explicit FindingCheck(const Expectation& expectation)
      : over_(expectation.over),
        all_calls_(over_ == FilterScope::Call && !expectation.where) {}

  void look(const Item& item) override {
    if (all_calls_) return;
    const std::uint32_t index =
        over_ == FilterScope::Call ? item.call.index() : item.finding;
    if (chosen_.size() <= index) chosen_.resize(index + 1);
    chosen_[index] = true;
  }

  void merge(const Check& other) override {
    const auto& same = static_cast<const FindingCheck&>(other);
    if (chosen_.size() < same.chosen_.size()) {
      chosen_.resize(same.chosen_.size());
    }
    for (std::size_t i = 0; i < same.chosen_.size(); ++i) {
      if (same.chosen_[i]) chosen_[i] = true;
    }
  }

  void conclude(const Whole& whole, Assertion& assertion) const override {
    assertion.wanted = wanted();
    std::set<std::string_view> rules;
    std::uint64_t count = 0;
    Offences offences;
    const Analysis nowhere;
    const std::vector<FindingBrief>& findings = whole.triage.findings;
    for (std::uint32_t i = 0; i < findings.size(); ++i) {
      const FindingBrief& finding = findings[i];
      if (!is_chosen(finding, i) || is_fine(finding)) continue;
      rules.insert(finding.rule->id);
      count += std::uint64_t{finding.repeats} + 1;
      offences.add({nowhere, i, finding.call, finding.first_frame, i, i, 0});
    }
    assertion.measured = count_of(count, FilterScope::Finding);
    if (count == 0) return;
    assertion.standing = Standing::Failed;
    assertion.reason =
        fmt::format("{}: {}; wanted: {}", assertion.measured,
                    names_of({rules.begin(), rules.end()}), assertion.wanted);
    offences.tell(whole.triage, assertion);
  }

 private:
  static constexpr std::size_t kMostRules = 5;

  [[nodiscard]] virtual bool is_fine(const FindingBrief& finding) const = 0;
  [[nodiscard]] virtual std::string wanted() const = 0;

  [[nodiscard]] bool is_chosen(const FindingBrief& finding,
                               std::uint32_t index) const {
    if (all_calls_) return true;
    if (over_ == FilterScope::Call) {
      if (!finding.call.valid()) return false;
      index = finding.call.index();
    }
    return index < chosen_.size() && chosen_[index];
  }

  static std::string names_of(const std::vector<std::string_view>& rules) {
    std::string text;
    for (std::size_t i = 0; i < std::min(rules.size(), kMostRules); ++i) {
      if (i != 0) text += ", ";
      text += rules[i];
    }
    if (rules.size() > kMostRules) {
      text += fmt::format(" and {} rules more", rules.size() - kMostRules);
    }
    return text;
  }

  FilterScope over_;
  bool all_calls_;            // and the capture as a whole
  std::vector<bool> chosen_;  // by call of the capture, or by finding
};

std::string ids_of(const std::vector<const RuleEntry*>& rules) {
  std::vector<std::string> ids;
  ids.reserve(rules.size());
  for (const RuleEntry* const rule : rules) ids.emplace_back(rule->id);
  return either_of(ids);
}

bool has(const std::vector<const RuleEntry*>& rules, const RuleEntry* rule) {
  return std::ranges::find(rules, rule) != rules.end();
}

class AllowedRulesCheck final : public FindingCheck {
 public:
  explicit AllowedRulesCheck(const Expectation& expectation)
      : FindingCheck(expectation), rules_(*expectation.allowed_rules) {}
  [[nodiscard]] std::string_view kind() const override {
    return "allowed_rules";
  }

 private:
  [[nodiscard]] bool is_fine(const FindingBrief& finding) const override {
    return has(rules_, finding.rule);
  }
  [[nodiscard]] std::string wanted() const override {
    return rules_.empty() ? "no findings" : "none but " + ids_of(rules_);
  }
  const std::vector<const RuleEntry*>& rules_;
};

class ForbiddenRulesCheck final : public FindingCheck {
 public:
  explicit ForbiddenRulesCheck(const Expectation& expectation)
      : FindingCheck(expectation), rules_(expectation.forbidden_rules) {}
  [[nodiscard]] std::string_view kind() const override {
    return "forbidden_rules";
  }

 private:
  [[nodiscard]] bool is_fine(const FindingBrief& finding) const override {
    return !has(rules_, finding.rule);
  }
  [[nodiscard]] std::string wanted() const override {
    return "no " + ids_of(rules_);
  }
  const std::vector<const RuleEntry*>& rules_;
};

class MaxSeverityCheck final : public FindingCheck {
 public:
  explicit MaxSeverityCheck(const Expectation& expectation)
      : FindingCheck(expectation), most_(*expectation.max_severity) {}
  [[nodiscard]] std::string_view kind() const override {
    return "max_severity";
  }

 private:
  [[nodiscard]] bool is_fine(const FindingBrief& finding) const override {
    return most_ && finding.severity >= *most_;
  }
  [[nodiscard]] std::string wanted() const override {
    if (!most_) return "no findings";
    return fmt::format("nothing worse than {}", to_string(*most_));
  }
  std::optional<Severity> most_;
};

}  // namespace

void add_finding_checks(const Expectation& expectation, Checks& checks) {
  if (expectation.allowed_rules) {
    checks.push_back(std::make_unique<AllowedRulesCheck>(expectation));
  }
  if (!expectation.forbidden_rules.empty()) {
    checks.push_back(std::make_unique<ForbiddenRulesCheck>(expectation));
  }
  if (expectation.max_severity) {
    checks.push_back(std::make_unique<MaxSeverityCheck>(expectation));
  }
}

}  // namespace siptriage::check
