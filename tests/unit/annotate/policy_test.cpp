// A policy hides findings and weighs them, the same in one pass and in parts.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "siptriage/analyze.h"

#include "tools/build_capture.h"

namespace siptriage::policy_test {
namespace {

constexpr std::string_view kRule = "503-without-retry-after";

// Two calls that are refused by different servers, on 2 March 2026.
std::string capture() {
  const auto octets = testing::build_capture(
      "capture pcap\nlink ethernet\nstart 2026-03-02T09:15:00Z\n"
      "host alice 192.0.2.10:5060\nhost bob 192.0.2.20:5060\n"
      "host proxy 192.0.2.1:5060\n\n"
      "@0 alice -> bob udp\nINVITE sip:bob@example.com\nCall-ID: one\n\n"
      "@+0.1 bob -> alice udp\n503 Service Unavailable\nServer: Harbor/1\n\n"
      "@+1 alice -> proxy udp\nINVITE sip:bob@example.com\nCall-ID: two\n\n"
      "@+0.1 proxy -> alice udp\n503 Service Unavailable\n\n");
  EXPECT_TRUE(octets);
  return octets ? *octets : std::string();
}

AnalyzeOptions with(Suppression suppression) {
  suppression.rule = kRule;
  suppression.reason = "known";
  auto policy = std::make_shared<Policy>();
  policy->suppressions.push_back(std::move(suppression));
  AnalyzeOptions options;
  options.policy = std::move(policy);
  return options;
}

// "left/hidden", by both ways of analysis.
std::string counts(const AnalyzeOptions& options) {
  const std::string octets = capture();
  const Result<Analysis> whole = analyze_memory(octets, options);
  Workers workers(2);
  const Result<Triage> parts = triage_memory(octets, workers, options);
  EXPECT_TRUE(whole && parts);
  const auto text = [](const auto& done) {
    return std::to_string(done.findings.size()) + "/" +
           (done.suppressions.empty()
                ? std::string("-")
                : std::to_string(done.suppressions.front().findings));
  };
  EXPECT_EQ(text(*whole), text(*parts));
  EXPECT_EQ(text(*parts),
            text(summarize(std::move(*analyze_memory(octets, options)))));
  return text(*whole);
}

TEST(Policy, HidesNothingWithoutSuppressions) { EXPECT_EQ(counts({}), "2/-"); }

TEST(Policy, HidesAllOfARule) { EXPECT_EQ(counts(with({})), "0/2"); }

TEST(Policy, HidesWhatIsInItsScope) {
  const auto in_scope = [](std::string SuppressionScope::*key,
                           std::string pattern) {
    Suppression suppression;
    suppression.scope.*key = std::move(pattern);
    return counts(with(std::move(suppression)));
  };
  EXPECT_EQ(in_scope(&SuppressionScope::call_id, "on?"), "1/1");
  EXPECT_EQ(in_scope(&SuppressionScope::from, "*alice@*"), "0/2");
  EXPECT_EQ(in_scope(&SuppressionScope::from, "*bob@*"), "2/0");
  EXPECT_EQ(in_scope(&SuppressionScope::to, "*bob@*"), "0/2");
  EXPECT_EQ(in_scope(&SuppressionScope::peer, "192.0.2.1"), "1/1");
  EXPECT_EQ(in_scope(&SuppressionScope::peer, "192.0.2.20:5060"), "1/1");
  EXPECT_EQ(in_scope(&SuppressionScope::method, "BYE"), "2/0");
  EXPECT_EQ(in_scope(&SuppressionScope::user_agent, "harbor/*"), "1/1");
}

// Those of a rule that failed, in all calls, as a reader gives them.
std::size_t failed_checks(const AnalyzeOptions& options,
                          AnalysisExtent extent) {
  const std::string octets = capture();
  Workers workers(1);
  const Result<Triage> done = triage_memory(octets, workers, options);
  EXPECT_TRUE(done);
  CallReader reader(*done, extent);
  std::size_t count = 0;
  for (std::uint32_t i = 0; i < done->calls.size(); ++i) {
    for (const Annotation& each : reader.read(CallId(i)).analysis.annotations) {
      count += static_cast<std::size_t>(std::ranges::count_if(
          each.header_checks, [](const HeaderCheck& check) {
            return check.rule->id == kRule && check.verdict != Verdict::Ok;
          }));
    }
  }
  return count;
}

TEST(Policy, HidesTheSameChecksWhateverElseIsRead) {
  Suppression suppression;
  suppression.scope.call_id = "one";
  for (const AnalysisExtent extent :
       {AnalysisExtent::Whole, AnalysisExtent::Annotations}) {
    EXPECT_EQ(failed_checks({}, extent), 2U);
    EXPECT_EQ(failed_checks(with(suppression), extent), 1U);
  }
}

TEST(Policy, NeedsAllOfAScope) {
  Suppression suppression;
  suppression.scope.call_id = "one";
  suppression.scope.peer = "192.0.2.1";
  EXPECT_EQ(counts(with(suppression)), "2/0");
}

// Held against the capture's last frame, not against today.
TEST(Policy, HidesNothingOnceItExpired) {
  Suppression suppression;
  suppression.end = timestamp_from_nanoseconds(1'772'409'600'000'000'000);
  suppression.expires = "2026-03-01";
  EXPECT_EQ(counts(with(suppression)), "2/0");
  const Result<Analysis> analysis =
      analyze_memory(capture(), with(suppression));
  EXPECT_TRUE(analysis->suppressions.front().expired);
  *suppression.end += std::chrono::hours(24);
  EXPECT_EQ(counts(with(suppression)), "0/2");
}

TEST(Policy, HidesTheCheckBehindAFinding) {
  const std::string octets = capture();
  const auto failed_checks = [&](const AnalyzeOptions& options) {
    std::size_t count = 0;
    const Result<Analysis> analysis = analyze_memory(octets, options);
    for (const Annotation& annotation : analysis->annotations) {
      for (const HeaderCheck& check : annotation.header_checks) {
        count += check.verdict != Verdict::Ok ? 1 : 0;
      }
    }
    return count;
  };
  EXPECT_EQ(failed_checks({}), 2U);
  EXPECT_EQ(failed_checks(with({})), 0U);
}

// What is hidden does not explain a failure either; that is told all the same.
TEST(Policy, LeavesDiagnosesOfWhatFailed) {
  const Result<Analysis> analysis = analyze_memory(capture(), with({}));
  EXPECT_EQ(analysis->diagnoses.size(), 2U);
}

TEST(Policy, WeighsRules) {
  auto policy = std::make_shared<Policy>();
  policy->severities.emplace_back(kRule, Severity::Error);
  AnalyzeOptions options;
  options.policy = std::move(policy);
  const Result<Analysis> analysis = analyze_memory(capture(), options);
  for (const Finding& finding : analysis->findings) {
    EXPECT_EQ(finding.severity, Severity::Error);
  }
}

// A rule that finds the same over and over is told as often as its limit says.
TEST(RuleFindings, AreCountedPastTheirLimit) {
  std::string script =
      "capture pcap\nlink ethernet\nstart 2026-03-02T09:15:00Z\n"
      "host alice 192.0.2.10:5060\nhost bob 192.0.2.20:5060\n\n";
  for (int i = 0; i < 5; ++i) {
    script +=
        "@+1 alice -> bob udp\nMESSAGE sip:bob@example.com\nCall-ID: one\n\n"
        "@+0.1 bob -> alice udp\n405 Method Not Allowed\n\n";
  }
  const auto octets = testing::build_capture(script);
  ASSERT_TRUE(octets);
  AnalyzeOptions options;
  options.limits.set(LimitId::RuleFindings, 2);
  const Result<Analysis> analysis = analyze_memory(*octets, options);
  ASSERT_EQ(analysis->findings.size(), 2U);
  EXPECT_EQ(analysis->findings[0].repeats, 0U);
  EXPECT_EQ(analysis->findings[1].repeats, 3U);
  EXPECT_EQ(analysis->limits_reached.of(LimitId::RuleFindings), 3U);
}

}  // namespace
}  // namespace siptriage::policy_test
