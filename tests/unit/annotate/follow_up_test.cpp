// The closed loop: what a client did after a final response that calls for a
// change.

#include <chrono>
#include <string>

#include <gtest/gtest.h>

#include "siptriage/annotate/analysis.h"

#include "unit/annotate/flow.h"

namespace siptriage::follow_up_test {
namespace {

using std::chrono::seconds;
using testing::Flow;
using testing::rules_of;

const char* const kRegister = "REGISTER sip:example.com";
const char* const kTooBrief = "423 Interval Too Brief";
const char* const kMinExpires = "Min-Expires: 600\n";

// "obeyed: detail" of the first annotation that has a follow-up.
std::string follow_up_of(const Analysis& analysis) {
  for (const Annotation& annotation : analysis.annotations) {
    if (!annotation.follow_up) continue;
    return std::string(to_string(annotation.follow_up->verdict)) + ": " +
           annotation.follow_up->detail;
  }
  return "none";
}

TEST(FollowUp, IsObeyedWhereTheNextAttemptDoesAsTold) {
  Flow flow;
  flow.request(kRegister, "Expires: 60\n").response(kTooBrief, kMinExpires);
  flow.request(kRegister, "Expires: 900\n").response("200 OK");
  const Analysis analysis = flow.analyze();
  EXPECT_EQ(follow_up_of(analysis),
            "obeyed: the next REGISTER asks for 900 s; Min-Expires was 600 s");
  EXPECT_EQ(analysis.annotations.front().follow_up->next, TransactionId(1));
}

TEST(FollowUp, IsIgnoredWhereItDoesNot) {
  Flow flow;
  flow.request(kRegister, "Expires: 60\n").response(kTooBrief, kMinExpires);
  flow.request(kRegister, "Expires: 90\n").response(kTooBrief, kMinExpires);
  const Analysis analysis = flow.analyze();
  EXPECT_EQ(follow_up_of(analysis),
            "ignored: the next REGISTER asks for 90 s, less than the 600 s of "
            "Min-Expires");
  EXPECT_EQ(analysis.annotations.front().follow_up->rule->id,
            "423-retry-below-min-expires");
  EXPECT_EQ(rules_of(analysis), "423-retry-below-min-expires");
}

TEST(FollowUp, IsNotSeenWhereNoAttemptFollows) {
  Flow flow;
  flow.request(kRegister, "Expires: 60\n").response(kTooBrief, kMinExpires);
  flow.request("OPTIONS sip:example.com").response("200 OK");
  const Analysis analysis = flow.analyze();
  EXPECT_EQ(follow_up_of(analysis),
            "not-seen: no further REGISTER of this client has this Call-ID");
  EXPECT_FALSE(analysis.annotations.front().follow_up->next.valid());
  EXPECT_EQ(rules_of(analysis), "");
}

TEST(FollowUp, IsNoneWhereTheResponseNamesNothingToKeepTo) {
  Flow flow;
  flow.request(kRegister, "Expires: 60\n").response(kTooBrief);
  flow.request(kRegister, "Expires: 60\n").response(kTooBrief);
  EXPECT_EQ(follow_up_of(flow.analyze()), "none");
}

TEST(FollowUp, IsNoneAfterWhatAsksForNoChange) {
  Flow flow;
  flow.request("INVITE sip:bob@example.com").response("486 Busy Here");
  flow.request("ACK sip:bob@example.com");
  flow.request("INVITE sip:bob@example.com").response("200 OK");
  EXPECT_EQ(follow_up_of(flow.analyze()), "none");
}

// What was ignored ten times is told once.
TEST(FollowUp, IsCountedWhereItIsIgnoredAgainAndAgain) {
  Flow flow;
  for (int i = 0; i < 11; ++i) {
    flow.request(kRegister, "Expires: 60\n").response(kTooBrief, kMinExpires);
  }
  const Analysis analysis = flow.analyze();
  ASSERT_EQ(analysis.findings.size(), 1U);
  EXPECT_NE(
      analysis.findings.front().message.find("; 10 times in this exchange"),
      std::string::npos)
      << analysis.findings.front().message;
}

// A call of another Call-ID is another conversation.
TEST(FollowUp, DoesNotLookBeyondTheCall) {
  Flow flow;
  flow.request(kRegister, "Expires: 60\n").response(kTooBrief, kMinExpires);
  flow.set_call_id("second@192.0.2.1");
  flow.request(kRegister, "Expires: 60\n").response("200 OK");
  EXPECT_EQ(follow_up_of(flow.analyze()),
            "not-seen: no further REGISTER of this client has this Call-ID");
}

TEST(FollowUp, MeasuresTheTimeSinceTheResponse) {
  Flow flow;
  flow.request("INVITE sip:bob@example.com")
      .response("503 Service Unavailable", "Retry-After: 20\n")
      .wait(seconds(3));
  flow.request("INVITE sip:bob@example.com").response("200 OK");
  EXPECT_EQ(follow_up_of(flow.analyze()),
            "ignored: the next INVITE came after 3.0 s; Retry-After was 20 s");
}

}  // namespace
}  // namespace siptriage::follow_up_test
