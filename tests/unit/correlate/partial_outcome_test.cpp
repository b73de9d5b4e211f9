// Calls answered where the capture does not hold all of it.
#include "unit/correlate/flow.h"

namespace siptriage::testing::partial_outcome_test {
namespace {

Fields tagged(Fields fields, std::string to_tag = "b") {
  fields.to_tag = std::move(to_tag);
  return fields;
}

TEST(StartNotSeen, IsSaidOfWhatBeganBeforeTheCapture) {
  struct Case {
    const char* why;
    std::string text;
    bool from_alice;
    std::uint16_t final_status;
  };
  const Case cases[] = {
      {"response alone", response(200, "INVITE", {.to_tag = "b"}), false, 200},
      {"ringing alone", response(180, "INVITE", {.to_tag = "b"}), false, 0},
      {"BYE", request("BYE", {.to_tag = "b"}), true, 0},
      {"BYE of the tagless", request("BYE"), true, 0},
      {"ACK", request("ACK", {.to_tag = "b"}), true, 0},
      {"CANCEL", request("CANCEL"), true, 0},
      {"re-INVITE", request("INVITE", {.to_tag = "b"}), true, 0},
      {"INFO in a dialog", request("INFO", {.to_tag = "b"}), true, 0},
  };
  for (const Case& c : cases) {
    Flow flow;
    flow.send(0ms, c.from_alice ? kAlice : kBob, c.from_alice ? kBob : kAlice,
              c.text);
    const Trace trace = flow.finish(100s);
    const Call& call = only_call(trace);
    EXPECT_EQ(call.outcome, Outcome::StartNotSeen) << c.why;
    EXPECT_EQ(call.final_status, c.final_status) << c.why;
    EXPECT_EQ(call.kind, CallKind::Call) << c.why;
    EXPECT_EQ(call.caller, kAlice) << c.why;
  }
}

TEST(StartNotSeen, KeepsTheStatusOfTheByeAsWell) {
  Flow flow;
  flow.send(0ms, kAlice, kBob, request("BYE", {.to_tag = "b"}));
  flow.send(1ms, kBob, kAlice, response(481, "BYE", {.to_tag = "b"}));
  const Trace trace = flow.finish();
  EXPECT_EQ(only_call(trace).final_status, 481);
  EXPECT_EQ(only_call(trace).decisive, TransactionId(0));
}

TEST(Answered, OnlyByTheOtherHopAsTheAckProves) {
  // The 2xx towards Alice is missing in the capture.
  Flow flow;
  const Fields behind{.branch = "z9hG4bK-p", .sent_by = "p"};
  flow.send(0s, kAlice, kProxy, request("INVITE"));
  flow.send(1s, kProxy, kBob, request("INVITE", behind));
  flow.send(2s, kBob, kProxy, response(200, "INVITE", tagged(behind)));
  flow.send(3s, kAlice, kProxy,
            request("ACK", {.to_tag = "b", .branch = "z9hG4bK-ack"}));
  flow.send(
      63s, kAlice, kProxy,
      request("BYE", {.to_tag = "b", .branch = "z9hG4bK-bye", .cseq = 2}));
  const Trace trace = flow.finish();
  const Call& call = only_call(trace);
  EXPECT_EQ(call.outcome, Outcome::AnsweredEnded);
  EXPECT_EQ(call.decisive, TransactionId(1));
  EXPECT_EQ(call.talk_time, Duration(61s));
  EXPECT_EQ(call.hung_up_by, CallSide::Caller);
}

TEST(Answered, ByA2xxThatTheCaptureDoesNotHold) {
  struct Case {
    const char* method;  // what followed in the dialog
    bool from_callee;
    int status;  // 0: none
    Outcome outcome;
  };
  const Case cases[] = {
      {"BYE", false, 200, Outcome::AnsweredEnded},
      {"BYE", true, 200, Outcome::AnsweredEnded},
      {"INVITE", false, 200, Outcome::AnsweredEndNotSeen},
      {"ACK", false, 0, Outcome::AnsweredEndNotSeen},
      // Whoever knows of no such call says so.
      {"BYE", false, 481, Outcome::TimedOut},
      {"BYE", false, 0, Outcome::TimedOut},
      // Early dialogs have them too.
      {"UPDATE", false, 200, Outcome::TimedOut},
      {"INFO", true, 200, Outcome::TimedOut},
  };
  for (const Case& c : cases) {
    Flow flow;
    flow.send(0s, kAlice, kBob, request("INVITE"));
    const std::uint32_t cseq = std::string_view(c.method) == "ACK" ? 1 : 2;
    const Fields inside = {.from_tag = c.from_callee ? "b" : "a",
                           .to_tag = c.from_callee ? "a" : "b",
                           .branch = "z9hG4bK-inside",
                           .cseq = cseq};
    const Endpoint& from = c.from_callee ? kBob : kAlice;
    const Endpoint& to = c.from_callee ? kAlice : kBob;
    flow.send(5s, from, to, request(c.method, inside));
    if (c.status != 0)
      flow.send(5s, to, from, response(c.status, c.method, inside));
    const Trace trace = flow.finish(100s);
    const std::string what =
        std::string(c.method) + " " + std::to_string(c.status);
    EXPECT_EQ(only_call(trace).outcome, c.outcome) << what;
    EXPECT_EQ(only_call(trace).final_status, 0) << what;
    EXPECT_EQ(only_call(trace).decisive, TransactionId(0)) << what;
    EXPECT_EQ(trace.transactions()[0].timed_out, c.outcome == Outcome::TimedOut)
        << what;
  }
}

TEST(Answered, NotByWhatAnotherDialogOfTheCallIdTells) {
  Flow flow;
  flow.send(0s, kAlice, kBob, request("INVITE"));
  const Fields other = {
      .from_tag = "x", .to_tag = "y", .branch = "z9hG4bK-other", .cseq = 2};
  flow.send(5s, kAlice, kBob, request("BYE", other));
  flow.send(5s, kBob, kAlice, response(200, "BYE", other));
  EXPECT_EQ(only_call(flow.finish(100s)).outcome, Outcome::TimedOut);
}

TEST(Answered, AByeOfALosingForkDoesNotEndTheCall) {
  Flow flow;
  flow.send(0s, kAlice, kProxy, request("INVITE"));
  flow.send(1s, kProxy, kAlice, response(200, "INVITE", {.to_tag = "b"}));
  flow.send(2s, kProxy, kAlice, response(200, "INVITE", {.to_tag = "c"}));
  flow.send(
      3s, kAlice, kProxy,
      request("BYE", {.to_tag = "c", .branch = "z9hG4bK-bye", .cseq = 2}));
  const Trace trace = flow.finish();
  const Call& call = only_call(trace);
  EXPECT_EQ(call.outcome, Outcome::AnsweredEndNotSeen);
  EXPECT_EQ(call.hung_up_by, CallSide::None);
  EXPECT_FALSE(call.talk_time.has_value());
}

TEST(Answered, TimesThatRunBackwardsAreLeftOut) {
  Flow flow;
  flow.send(100s, kAlice, kBob, request("INVITE"));
  flow.send(50s, kBob, kAlice, response(180, "INVITE", {.to_tag = "b"}));
  flow.send(20s, kBob, kAlice, response(200, "INVITE", {.to_tag = "b"}));
  flow.send(10s, kAlice, kBob,
            request("BYE", {.to_tag = "b", .branch = "z9hG4bK-b", .cseq = 2}));
  const Trace trace = flow.finish();
  const Call& call = only_call(trace);
  EXPECT_EQ(call.outcome, Outcome::AnsweredEnded);
  EXPECT_FALSE(call.post_dial_delay.has_value());
  EXPECT_FALSE(call.ring_time.has_value());
  EXPECT_FALSE(call.talk_time.has_value());
}

}  // namespace
}  // namespace siptriage::testing::partial_outcome_test
