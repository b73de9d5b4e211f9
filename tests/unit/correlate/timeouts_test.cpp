// RFC 3261 17.1.1.2, 17.1.2.2, 16.6: which transactions have run out.
#include "unit/correlate/flow.h"

namespace siptriage::testing::timeouts_test {
namespace {

TEST(Timeouts, FollowTheTimersOfTheRfc) {
  struct Case {
    const char* why;
    std::string method;
    Duration end;
    int provisional;  // 0: none
    bool timed_out;
  };
  const Case cases[] = {
      {"Timer F is 64*T1", "OPTIONS", 31s, 0, false},
      {"Timer F is 64*T1", "OPTIONS", 33s, 0, true},
      {"Timer F goes on in Proceeding (17.1.2.2)", "OPTIONS", 33s, 100, true},
      {"Timer B", "INVITE", 33s, 0, true},
      {"Timer B stops at a provisional response", "INVITE", 33s, 180, false},
      {"Timer C is three minutes", "INVITE", 179s, 180, false},
      {"Timer C is three minutes", "INVITE", 182s, 180, true},
      {"an ACK waits for nothing", "ACK", 100s, 0, false},
  };
  for (const Case& c : cases) {
    Flow flow;
    flow.send(0ms, kAlice, kBob, request(c.method));
    if (c.provisional != 0)
      flow.send(1s, kBob, kAlice, response(c.provisional, c.method));
    const Trace trace = flow.finish(c.end);
    EXPECT_EQ(trace.transactions()[0].timed_out, c.timed_out)
        << c.method << ": " << c.why;
  }
}

TEST(Timeouts, FollowT1) {
  CorrelateOptions options;
  options.t1 = 100ms;
  Flow flow(options);
  flow.send(0ms, kAlice, kBob, request("OPTIONS"));
  EXPECT_TRUE(flow.finish(7s).transactions()[0].timed_out);
}

TEST(Timeouts, AnAckProvesThatAFinalResponseCame) {
  // Only what Alice sent was captured.
  Flow flow;
  flow.send(0s, kAlice, kBob, request("INVITE"));
  flow.send(2s, kAlice, kBob,
            request("ACK", {.to_tag = "b", .branch = "z9hG4bK-2"}));
  const Trace trace = flow.finish(100s);
  EXPECT_FALSE(trace.transactions()[0].timed_out);
  EXPECT_EQ(only_call(trace).outcome, Outcome::AnsweredEndNotSeen);
}

}  // namespace
}  // namespace siptriage::testing::timeouts_test
