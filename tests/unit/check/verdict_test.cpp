#include "siptriage/check/verdict.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace siptriage::verdict_test {
namespace {

CheckVerdict of(Standing standing, Severity severity) {
  Assertion assertion;
  assertion.kind = "count";
  assertion.standing = standing;
  assertion.severity = severity;
  CheckVerdict verdict;
  verdict.captures.emplace_back().assertions.push_back(assertion);
  return verdict;
}

TEST(CheckVerdict, IsGoodWhereEverythingHeld) {
  EXPECT_TRUE(is_good(of(Standing::Held, Severity::Error)));
}

TEST(CheckVerdict, IsNeverGoodOfNothing) {
  EXPECT_FALSE(is_good(CheckVerdict()));
  CheckVerdict verdict;
  verdict.captures.emplace_back();
  EXPECT_FALSE(is_good(verdict));
}

TEST(CheckVerdict, IsBadWhereSomethingAsSevereFailed) {
  for (const Severity severity :
       {Severity::Error, Severity::Warning, Severity::Notice}) {
    CheckVerdict verdict = of(Standing::Failed, severity);
    for (const Severity fail_on :
         {Severity::Error, Severity::Warning, Severity::Notice}) {
      verdict.fail_on = fail_on;
      EXPECT_EQ(is_good(verdict), severity > fail_on)
          << to_string(severity) << " on " << to_string(fail_on);
    }
  }
}

TEST(CheckVerdict, IsBadWhereSomethingWasNotPossibleHoweverSevere) {
  EXPECT_FALSE(is_good(of(Standing::NotPossible, Severity::Notice)));
}

TEST(CheckVerdict, IsBadWhereACaptureCouldNotBeRead) {
  CheckVerdict verdict = of(Standing::Held, Severity::Error);
  verdict.captures.emplace_back().trouble = "no such file";
  EXPECT_FALSE(is_good(verdict));
  EXPECT_EQ(tally(verdict).unreadable, 1U);
}

TEST(CheckVerdict, CountsWhatHeldAndWhatDidHarm) {
  CheckVerdict verdict = of(Standing::Failed, Severity::Warning);
  verdict.captures.push_back(
      of(Standing::Failed, Severity::Error).captures.front());
  verdict.captures.push_back(
      of(Standing::Held, Severity::Error).captures.front());
  const VerdictCounts counts = tally(verdict);
  EXPECT_EQ(counts.captures, 3U);
  EXPECT_EQ(counts.assertions, 3U);
  EXPECT_EQ(counts.held, 1U);
  EXPECT_EQ(counts.bad, 1U);
  EXPECT_EQ(counts.tolerated, 1U);
}

TEST(AssertionKinds, AreFoundByTheirIds) {
  EXPECT_TRUE(
      std::ranges::is_sorted(assertion_kinds(), {}, &AssertionKind::id));
  for (const AssertionKind& kind : assertion_kinds()) {
    EXPECT_EQ(find_assertion_kind(kind.id), &kind) << kind.id;
    EXPECT_FALSE(kind.title.empty());
    EXPECT_FALSE(kind.help.empty());
  }
  EXPECT_EQ(find_assertion_kind("no such kind"), nullptr);
}

}  // namespace
}  // namespace siptriage::verdict_test
