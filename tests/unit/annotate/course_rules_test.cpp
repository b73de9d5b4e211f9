// Rules about the course of transactions and calls, and about messages.

#include <chrono>
#include <string>

#include <gtest/gtest.h>

#include "siptriage/annotate/analysis.h"

#include "unit/annotate/flow.h"

namespace siptriage::course_rules_test {
namespace {

using std::chrono::seconds;
using testing::Flow;
using testing::rules_of;

const char* const kChallenge =
    "WWW-Authenticate: Digest realm=\"example.com\", nonce=\"n1\"\n";
const char* const kStale =
    "WWW-Authenticate: Digest realm=\"example.com\", nonce=\"n2\", "
    "stale=true\n";
const char* const kCredentials =
    "Authorization: Digest username=\"alice\", realm=\"example.com\", "
    "nonce=\"n1\", uri=\"sip:example.com\", response=\"0\"\n";

Flow& register_round(Flow& flow, const char* credentials, const char* status,
                     const char* fields) {
  return flow.request("REGISTER sip:example.com", credentials)
      .response(status, fields);
}

TEST(Timeout, IsToldWhen64T1Passed) {
  EXPECT_EQ(rules_of(Flow()
                         .request("OPTIONS sip:bob@example.com")
                         .wait(seconds(33))
                         .analyze()),
            "request-timed-out");
}

TEST(Timeout, OfARequestSeenOnceOverUdpIsOnlyPossible) {
  Flow flow;
  flow.request("OPTIONS sip:bob@example.com").wait(seconds(33));
  const Analysis once = flow.analyze();
  ASSERT_EQ(once.findings.size(), 1U);
  EXPECT_EQ(once.findings[0].severity, Severity::Warning);
  EXPECT_EQ(once.findings[0].certainty, Certainty::Possible);
}

TEST(Timeout, OfAnInviteThatWasBeingTriedIsCertain) {
  Flow flow;
  flow.request("INVITE sip:bob@example.com").response("180 Ringing");
  flow.wait(seconds(200));
  const Analysis tried = flow.analyze();
  ASSERT_EQ(rules_of(tried), "request-timed-out");
  EXPECT_EQ(tried.findings[0].severity, Severity::Error);
  EXPECT_EQ(tried.findings[0].certainty, Certainty::Certain);
}

TEST(Timeout, IsNotToldWhenTheCaptureEndsBefore) {
  EXPECT_EQ(rules_of(Flow()
                         .request("OPTIONS sip:bob@example.com")
                         .wait(seconds(5))
                         .analyze()),
            "");
}

TEST(Challenges, FollowedBySuccessAreNoFinding) {
  Flow flow;
  register_round(flow, "", "401 Unauthorized", kChallenge);
  register_round(flow, kCredentials, "200 OK", "");
  EXPECT_EQ(rules_of(flow.analyze()), "");
}

TEST(Challenges, ToCredentialsThatWereGivenAreAFinding) {
  Flow flow;
  register_round(flow, "", "401 Unauthorized", kChallenge);
  register_round(flow, kCredentials, "401 Unauthorized", kChallenge);
  EXPECT_EQ(rules_of(flow.analyze()), "auth-rechallenge-not-stale");
}

TEST(Challenges, WithStaleAreNoRefusalOfCredentials) {
  Flow flow;
  register_round(flow, "", "401 Unauthorized", kChallenge);
  register_round(flow, kCredentials, "401 Unauthorized", kStale);
  EXPECT_EQ(rules_of(flow.analyze()), "fresh-nonce-called-stale");
}

TEST(Challenges, InThreeRoundsAreALoop) {
  Flow flow;
  register_round(flow, "", "401 Unauthorized", kChallenge);
  for (int i = 0; i < 3; ++i) {
    register_round(flow, kCredentials, "401 Unauthorized", kChallenge);
  }
  EXPECT_EQ(rules_of(flow.analyze()), "auth-loop");
}

TEST(Messages, WithTwoCallIdsAreAFinding) {
  Flow flow;
  flow.request("OPTIONS sip:bob@example.com", "Call-ID: second\n")
      .response("200 OK");
  EXPECT_EQ(rules_of(flow.analyze()), "malformed-message");
}

TEST(Failures, AreGroupedByCause) {
  Flow flow;
  flow.request("INVITE sip:bob@example.com").response("486 Busy Here");
  const Analysis analysis = flow.analyze();
  ASSERT_EQ(analysis.failures.size(), 1U);
  EXPECT_EQ(analysis.failures.front().code, 486);
  EXPECT_EQ(analysis.failures.front().count, 1U);
  EXPECT_EQ(analysis.failures.front().outcome, Outcome::Busy);
  EXPECT_EQ(analysis.outcomes[static_cast<std::size_t>(Outcome::Busy)], 1U);
}

// Twelve calls refused, two that a server broke, one busy: each with a Call-ID
// of its own.
TEST(Failures, AreOrderedWorstAndMostFrequentFirst) {
  Flow flow;
  const auto call = [&flow](int number, const char* status) {
    flow.set_call_id("call" + std::to_string(number));
    flow.request("INVITE sip:bob@example.com").response(status);
  };
  call(0, "486 Busy Here");
  for (int i = 1; i <= 12; ++i) call(i, "403 Forbidden");
  for (int i = 13; i <= 14; ++i) call(i, "500 Server Internal Error");
  const Analysis ordered = flow.analyze();
  ASSERT_EQ(ordered.failures.size(), 3U);
  EXPECT_EQ(ordered.failures[0].code, 403);
  EXPECT_EQ(ordered.failures[0].count, 12U);
  EXPECT_EQ(ordered.failures[1].code, 500);
  EXPECT_EQ(ordered.failures[2].code, 486);
}

}  // namespace
}  // namespace siptriage::course_rules_test
