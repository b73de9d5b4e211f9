// Each key of an expectation: where it holds, where it fails, and where there
// is nothing that it could be asked about.

#include "siptriage/check/judge.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "unit/report/analysis_builder.h"

namespace siptriage::judge_test {
namespace {

using testing::AnalysisBuilder;
using testing::one_worker;
using testing::request;
using testing::response;
using testing::Way;

// Three calls: 1 is busy at once, 2 rings after 3 s and is refused, 3 gets no
// answer but is sent again; and a registration that succeeds.
Triage example() {
  AnalysisBuilder builder;
  testing::add_call(builder, 1, 0, "486 Busy Here");
  builder.add(Way::Out, 1000, request("INVITE", 2));
  builder.add(Way::Back, 4000, response("180 Ringing", "INVITE", 2));
  builder.add(Way::Back, 5000, response("603 Decline", "INVITE", 2));
  builder.add(Way::Out, 6000, request("INVITE", 3));
  builder.add(Way::Out, 6500, request("INVITE", 3));
  builder.add(Way::Out, 7500, request("INVITE", 3));
  builder.add(Way::Out, 8000,
              request("REGISTER", 4, "User-Agent: Phone 1.2\n"));
  builder.add(Way::Back, 8010,
              response("200 OK", "REGISTER", 4,
                       "Contact: <sip:alice@192.0.2.10>;expires=60\n"));
  builder.end_at(60'000);
  return builder.finish();
}

std::vector<Assertion> judge_example(std::string_view body) {
  const auto read = read_expectations("[[expect]]\n" + std::string(body));
  if (!read) {
    ADD_FAILURE() << body << ": " << read.error().message;
    return {};
  }
  static const Triage triage = example();
  return judge(triage, one_worker(), *read, "trace.toml").assertions;
}

// "held", or the standing and the reason.
std::string told(const Assertion& assertion) {
  if (assertion.standing == Standing::Held) return "held";
  return std::string(to_string(assertion.standing)) + ": " + assertion.reason;
}

struct Case {
  std::string_view body;
  std::string_view says;
};

TEST(Judge, SaysOfEachKeyWhetherItHolds) {
  constexpr Case kCases[] = {
      {"count = 4", "held"},
      {"count = 3", "failed: 4 calls; wanted: exactly 3"},
      {"count = '<= 3'", "failed: 4 calls; wanted: at most 3"},
      {"where = 'code == 486'\ncount = 2", "failed: 1 call; wanted: exactly 2"},
      {"where = 'code == 500'\ncount = 0", "held"},
      {"where = 'code == 486'\ncount = 0", "failed: 1 call; wanted: none"},
      {"over = 'messages'\nwhere = 'method == INVITE and request'\ncount = 5",
       "held"},
      {"over = 'transactions'\ncount = '> 4'",
       "failed: 4 transactions; wanted: at least 5"},
      {"answered = 0", "held"},
      {"answered = '>= 1'", "failed: 0 calls answered; wanted: at least 1"},
      {"failed = 3", "held"},
      {"failed = 0", "failed: 3 calls failed; wanted: none"},
      {"where = 'kind == registration'\noutcome = 'succeeded'", "held"},
      {"where = 'kind == call'\noutcome = ['busy', 'declined']",
       "failed: 1 of 3 calls ended otherwise: 1 busy, 1 declined, 1 "
       "timed-out; wanted: busy or declined"},
      {"max_pdd = '3 s'", "held"},
      {"max_pdd = '2 s'",
       "failed: 1 of 1 call took longer to ring, up to 3 s; wanted: at most "
       "2 s"},
      {"codes = { 4xx = 1, 6xx = '<= 1', 5xx = 0 }", "held"},
      {"codes = { 4xx = 0 }", "failed: 1 call with 4xx; wanted: none"},
      {"over = 'messages'\ncodes = { 180 = 2 }",
       "failed: 1 message with 180; wanted: exactly 2"},
      {"over = 'transactions'\ncodes = { 603 = 1 }", "held"},
      {"retransmissions = '<= 2'", "held"},
      {"where = 'code == 486'\nsequence = 'INVITE, 486'", "held"},
      {"where = 'kind == call'\nsequence = 'INVITE, 100?, 486'",
       "failed: 2 of 3 calls go otherwise; of the first, message 2 is 180, "
       "where 100? or 486 is wanted"},
      {"where = 'code == 486'\nsequence = 'INVITE, 486, ACK'",
       "failed: 1 of 1 call goes otherwise; of the first, after 2 messages ACK "
       "is missing"},
      {"retransmissions = 1",
       "failed: messages sent again: 2; wanted: exactly 1"},
      {"over = 'messages'\nretransmissions = 2", "held"},
      {"over = 'transactions'\nretransmissions = 0",
       "failed: messages sent again: 2; wanted: none"},
      {"over = 'messages'\nwhere = 'method == REGISTER and request'\n"
       "each = 'header \"User-Agent\" matches \"^Phone\"'",
       "held"},
      {"over = 'messages'\nwhere = 'request'\n"
       "each = 'has header \"User-Agent\"'",
       "failed: 5 of 6 messages are not so: has header \"User-Agent\""},
      {"over = 'messages'\nwhere = 'status == 180'\neach = 'src == 192.0.2.9'",
       "failed: 1 of 1 message is not so: src == 192.0.2.9"},
  };
  for (const auto& [body, says] : kCases) {
    for (const Assertion& assertion : judge_example(body)) {
      EXPECT_EQ(told(assertion), says) << body;
    }
  }
}

TEST(Judge, HoldsMetricsToTheirBounds) {
  constexpr Case kCases[] = {
      {"ser = '<= 0 %'", "held"},
      {"seer = '>= 95 %'", "failed: seer is 66.7 % (2 of 3); wanted: >= 95 %"},
      {"ira = '< 1 %'", "held"},
      {"p95_pdd = '<= 3.5 s'", "held"},
      {"p95_pdd = '3500ms'", "held"},
      {"max_srd_failed = '2 s'",
       "failed: max_srd_failed is 3 s (of 2); wanted: <= 2 s"},
      {"max_srd_failed = '< 1 s'",
       "failed: max_srd_failed is 3 s (of 2); wanted: < 1 s"},
      {"mean_rrd = '> 10 ms'",
       "failed: mean_rrd is 10 ms (of 1); wanted: > 10 ms"},
      {"min_rrd = '>= 10 ms'", "held"},
      // Nobody answered.
      {"p50_sdt = '>= 1 s'",
       "not-possible: there is nothing to measure p50_sdt of in 4 calls; "
       "wanted: >= 1 s"},
      {"p50_sdt = '>= 1 s'\nmay_be_empty = true", "held"},
      {"where = 'kind == call'\nira = '< 1 %'",
       "not-possible: there is nothing to measure ira of in 3 calls; wanted: "
       "< 1 %"},
  };
  for (const auto& [body, says] : kCases) {
    for (const Assertion& assertion : judge_example(body)) {
      EXPECT_EQ(told(assertion), says) << body;
    }
  }
}

TEST(Judge, LooksAtFindings) {
  constexpr Case kCases[] = {
      {"forbidden_rules = ['405-without-allow']", "held"},
      {"forbidden_rules = ['request-timed-out', '405-without-allow']",
       "failed: 1 finding: request-timed-out; wanted: no request-timed-out or "
       "405-without-allow"},
      {"where = 'code == 486'\nforbidden_rules = ['request-timed-out']",
       "held"},
      {"where = 'code == 486'\nmax_severity = 'warning'",
       "failed: 1 finding: method-header-missing; wanted: nothing worse than "
       "warning"},
      {"where = 'code == 200'\nmax_severity = 'warning'", "held"},
      {"over = 'findings'\nwhere = 'rule == \"request-timed-out\"'\ncount = 1",
       "held"},
      {"over = 'findings'\nwhere = 'severity == error'\n"
       "allowed_rules = ['request-timed-out', 'method-header-missing']",
       "held"},
      {"over = 'findings'\nwhere = 'rule == \"request-timed-out\"'\n"
       "allowed_rules = []",
       "failed: 1 finding: request-timed-out; wanted: no findings"},
  };
  for (const auto& [body, says] : kCases) {
    const std::vector<Assertion> assertions = judge_example(body);
    EXPECT_FALSE(assertions.empty());
    for (const Assertion& assertion : assertions) {
      EXPECT_EQ(told(assertion), says) << body;
    }
  }
}

TEST(Judge, FailsWhereNothingWasChosenUnlessThatMayBe) {
  constexpr std::string_view kKeys[] = {
      "count = '<= 3'",
      "answered = 0",
      "failed = 0",
      "outcome = 'busy'",
      "each = 'failed'",
      "max_pdd = '1 s'",
      "retransmissions = 0",
      "codes = { 5xx = 0 }",
      "allowed_rules = []",
      "forbidden_rules = '405-without-allow'",
      "max_severity = 'notice'",
      "sequence = 'INVITE'",
      "ser = '>= 0 %'",
  };
  const std::string where = "where = 'from_user == nobody'\n";
  for (const std::string_view key : kKeys) {
    const auto failed = judge_example(where + std::string(key));
    ASSERT_EQ(failed.size(), 1U) << key;
    EXPECT_EQ(told(failed.front()),
              "not-possible: no call was chosen: from_user == \"nobody\"; "
              "may_be_empty = true would allow that")
        << key;
    const auto may_be =
        judge_example(where + "may_be_empty = true\n" + std::string(key));
    ASSERT_EQ(may_be.size(), 1U) << key;
    EXPECT_EQ(told(may_be.front()), "held") << key;
  }
}

TEST(Judge, NamesTheFirstFramesAndCallsAndCountsTheRest) {
  const auto assertions = judge_example("failed = 0");
  ASSERT_EQ(assertions.size(), 1U);
  const Assertion& failed = assertions.front();
  EXPECT_EQ(failed.frames, (std::vector<FrameId>{{0, 1}, {0, 3}, {0, 6}}));
  ASSERT_EQ(failed.calls.size(), 3U);
  EXPECT_EQ(failed.calls[1],
            (CheckedCall{2, "call2@192.0.2.10", FrameId{0, 3}}));
  EXPECT_EQ(failed.file, "trace.toml");
  EXPECT_EQ(failed.line, 1U);
  EXPECT_EQ(failed.name, "calls");

  AnalysisBuilder builder;
  for (std::uint32_t i = 0; i < 8; ++i) {
    testing::add_call(builder, i, i * 100, "486 Busy Here");
  }
  const Triage triage = builder.finish();
  const auto read = read_expectations("[[expect]]\nfailed = 0");
  ASSERT_TRUE(read);
  const CheckedCapture capture = judge(triage, one_worker(), *read, "x");
  EXPECT_EQ(capture.assertions.front().frames.size(), kMaxCheckedFrames);
  EXPECT_EQ(capture.assertions.front().more_frames, 3U);
  EXPECT_EQ(capture.assertions.front().calls.size(), kMaxCheckedCalls);
  EXPECT_EQ(capture.assertions.front().more_calls, 3U);
}

TEST(Judge, NamesACallOnceHoweverManyOfItsMessagesOffend) {
  const auto assertions =
      judge_example("over = 'messages'\neach = 'method == REGISTER'");
  ASSERT_EQ(assertions.size(), 1U);
  EXPECT_EQ(assertions.front().frames.size(), kMaxCheckedFrames);
  EXPECT_EQ(assertions.front().more_frames, 3U);
  EXPECT_EQ(assertions.front().calls.size(), 3U);
  EXPECT_EQ(assertions.front().more_calls, 0U);
}

TEST(Judge, IsNeverContentWithACaptureWithoutSip) {
  AnalysisBuilder builder;
  builder.end_at(10);
  const Triage triage = builder.finish();
  const auto read = read_expectations("[[expect]]\ncount = 0");
  ASSERT_TRUE(read);
  for (const CheckedCapture& capture :
       {judge(triage, one_worker(), *read, "x"), judge_findings(triage)}) {
    ASSERT_EQ(capture.assertions.size(), 1U);
    EXPECT_EQ(capture.assertions.front().standing, Standing::NotPossible);
  }
}

TEST(Judge, WeighsAsTheExpectationSays) {
  const auto assertions = judge_example("severity = 'notice'\nfailed = 0");
  ASSERT_EQ(assertions.size(), 1U);
  EXPECT_EQ(assertions.front().severity, Severity::Notice);
}

TEST(JudgeFindings, HasAnAssertionForEachRuleThatFoundSomething) {
  const Triage triage = example();
  const CheckedCapture capture = judge_findings(triage);
  const auto found = std::ranges::find(capture.assertions, "request-timed-out",
                                       &Assertion::subject);
  ASSERT_NE(found, capture.assertions.end());
  EXPECT_EQ(found->standing, Standing::Failed);
  EXPECT_EQ(found->kind, "finding");
  ASSERT_NE(found->rule, nullptr);
  EXPECT_EQ(found->rule->id, "request-timed-out");
  EXPECT_FALSE(found->reason.empty());
  EXPECT_FALSE(found->frames.empty());
  ASSERT_EQ(found->calls.size(), 1U);
  EXPECT_EQ(found->calls.front().number, 3U);
}

TEST(JudgeFindings, HoldsWhereThereAreNone) {
  AnalysisBuilder builder;
  builder.add(Way::Out, 0, request("OPTIONS", 1));
  builder.add(Way::Back, 10,
              response("200 OK", "OPTIONS", 1,
                       "Allow: INVITE, ACK, BYE, CANCEL, OPTIONS\n"
                       "Accept: application/sdp\nAccept-Encoding: gzip\n"
                       "Accept-Language: en\nSupported: timer\n"));
  const Triage triage = builder.finish();
  const CheckedCapture capture = judge_findings(triage);
  ASSERT_EQ(capture.assertions.size(), 1U) << capture.assertions[0].reason;
  EXPECT_EQ(capture.assertions.front().standing, Standing::Held);
}

TEST(Judge, FailsForASuppressionPastItsDay) {
  Triage triage = example();
  auto policy = std::make_shared<Policy>();
  policy->suppressions.push_back(
      {"405-without-allow", "ticket 4711", "2026-01-31", {}, {}});
  policy->suppressions.push_back({"request-timed-out", "known", "", {}, {}});
  triage.policy = policy;
  triage.suppressions = {{0, true}, {0, false}};
  const auto read = read_expectations("[[expect]]\ncount = 4");
  ASSERT_TRUE(read);
  const CheckedCapture capture = judge(triage, one_worker(), *read, "x");
  ASSERT_EQ(capture.assertions.size(), 2U);
  EXPECT_EQ(told(capture.assertions[1]),
            "failed: the suppression of 405-without-allow held until "
            "2026-01-31: ticket 4711");
  EXPECT_EQ(capture.assertions[1].severity, Severity::Error);
}

TEST(UnreadableCapture, IsNotPossibleToJudge) {
  CheckVerdict verdict;
  verdict.captures.push_back(unreadable_capture("x.pcap", "no such file"));
  EXPECT_FALSE(is_good(verdict));
  EXPECT_EQ(tally(verdict).unreadable, 1U);
}

}  // namespace
}  // namespace siptriage::judge_test
