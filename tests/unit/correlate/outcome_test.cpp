// How a call ended, as the caller's side saw it.
#include "unit/correlate/flow.h"

namespace siptriage::testing::outcome_test {
namespace {

Fields attempt(std::uint32_t cseq) {
  return {.branch = "z9hG4bK-" + std::to_string(cseq), .cseq = cseq};
}

Fields tagged(Fields fields, std::string to_tag = "b") {
  fields.to_tag = std::move(to_tag);
  return fields;
}

TEST(Outcomes, OfACallTalkedAndHungUp) {
  Flow flow;
  flow.send(0ms, kAlice, kBob, request("INVITE", attempt(1)));
  flow.send(100ms, kBob, kAlice, response(100, "INVITE", attempt(1)));
  flow.send(300ms, kBob, kAlice, response(180, "INVITE", tagged(attempt(1))));
  flow.send(4s, kBob, kAlice, response(200, "INVITE", tagged(attempt(1))));
  flow.send(4s, kAlice, kBob,
            request("ACK", {.to_tag = "b", .branch = "z9hG4bK-ack"}));
  flow.send(64s, kBob, kAlice,
            request("BYE",
                    {.from_tag = "b", .to_tag = "a", .branch = "z9hG4bK-bye"}));
  flow.send(
      64s, kAlice, kBob,
      response(200, "BYE",
               {.from_tag = "b", .to_tag = "a", .branch = "z9hG4bK-bye"}));
  const Trace trace = flow.finish();
  const Call& call = only_call(trace);
  EXPECT_EQ(call.outcome, Outcome::AnsweredEnded);
  EXPECT_EQ(call.final_status, 200);
  EXPECT_EQ(call.decisive, TransactionId(0));
  EXPECT_EQ(call.post_dial_delay, Duration(300ms));
  EXPECT_EQ(call.ring_time, Duration(3700ms));
  EXPECT_EQ(call.talk_time, Duration(60s));
  EXPECT_EQ(call.hung_up_by, CallSide::Callee);
  EXPECT_EQ(call.hops, 1);
  EXPECT_EQ(call.forks, 1);
  EXPECT_FALSE(call.challenged);
}

TEST(Outcomes, OfAnUnansweredInviteFollowItsFinalResponse) {
  struct Case {
    int status;
    bool rang;
    Outcome outcome;
  };
  const Case cases[] = {
      {302, false, Outcome::Redirected},
      {401, false, Outcome::Challenged},
      {407, false, Outcome::Challenged},
      {404, true, Outcome::ClientFailure},
      {408, true, Outcome::NoAnswer},
      {408, false, Outcome::ClientFailure},
      {480, true, Outcome::NoAnswer},
      {480, false, Outcome::ClientFailure},
      {486, true, Outcome::Busy},
      {487, true, Outcome::NoAnswer},  // a proxy gave up: no CANCEL from here
      {488, false, Outcome::ClientFailure},
      {500, false, Outcome::ServerFailure},
      {503, false, Outcome::ServerFailure},
      {600, true, Outcome::Busy},
      {603, true, Outcome::Declined},
      {604, false, Outcome::GlobalFailure},
      {607, true, Outcome::Declined},
  };
  for (const Case& c : cases) {
    Flow flow;
    flow.send(0ms, kAlice, kBob, request("INVITE"));
    if (c.rang)
      flow.send(1s, kBob, kAlice, response(180, "INVITE", {.to_tag = "b"}));
    flow.send(9s, kBob, kAlice, response(c.status, "INVITE", {.to_tag = "b"}));
    flow.send(9s, kAlice, kBob, request("ACK", {.to_tag = "b"}));
    const Trace trace = flow.finish(20s);
    EXPECT_EQ(only_call(trace).outcome, c.outcome) << c.status;
    EXPECT_EQ(only_call(trace).final_status, c.status);
    EXPECT_EQ(only_call(trace).hung_up_by, CallSide::None);
  }
}

TEST(Outcomes, ASessionProgressIsRingingOnlyWhereItLasts) {
  for (const auto& [until, outcome] :
       {std::pair(Duration(1040ms), Outcome::ClientFailure),
        std::pair(Duration(3999ms), Outcome::ClientFailure),
        std::pair(Duration(4s), Outcome::NoAnswer)}) {
    Flow flow;
    flow.send(0ms, kAlice, kBob, request("INVITE"));
    flow.send(1s, kBob, kAlice, response(183, "INVITE", {.to_tag = "b"}));
    flow.send(until, kBob, kAlice, response(480, "INVITE", {.to_tag = "b"}));
    EXPECT_EQ(only_call(flow.finish()).outcome, outcome) << until.count();
  }
}

TEST(Outcomes, OfACancelledCall) {
  for (const int status : {487, 0}) {
    Flow flow;
    flow.send(0ms, kAlice, kBob, request("INVITE"));
    flow.send(1s, kBob, kAlice, response(180, "INVITE", {.to_tag = "b"}));
    flow.send(5s, kAlice, kBob, request("CANCEL"));
    flow.send(5s, kBob, kAlice, response(200, "CANCEL"));
    if (status != 0)
      flow.send(5s, kBob, kAlice, response(status, "INVITE", {.to_tag = "b"}));
    const Trace trace = flow.finish(100s);
    EXPECT_EQ(only_call(trace).outcome, Outcome::Cancelled) << status;
    // 9.1: no answer to the INVITE within 64*T1 of the CANCEL.
    EXPECT_EQ(trace.transactions()[0].timed_out, status == 0);
  }
}

TEST(Outcomes, ABusyThatCrossesTheCancelIsBusy) {
  Flow flow;
  flow.send(0ms, kAlice, kBob, request("INVITE"));
  flow.send(5s, kAlice, kBob, request("CANCEL"));
  flow.send(5s, kBob, kAlice, response(486, "INVITE", {.to_tag = "b"}));
  EXPECT_EQ(only_call(flow.finish()).outcome, Outcome::Busy);
}

TEST(Outcomes, AnAnswerThatCrossesTheCancelIsAnAnswer) {
  Flow flow;
  flow.send(0ms, kAlice, kBob, request("INVITE"));
  flow.send(5s, kAlice, kBob, request("CANCEL"));
  flow.send(5s, kBob, kAlice, response(200, "INVITE", {.to_tag = "b"}));
  EXPECT_EQ(only_call(flow.finish()).outcome, Outcome::AnsweredEndNotSeen);
}

TEST(Outcomes, AByeToTheEarlyDialogCancelsToo) {
  Flow flow;
  flow.send(0ms, kAlice, kBob, request("INVITE"));
  flow.send(1s, kBob, kAlice, response(180, "INVITE", {.to_tag = "b"}));
  flow.send(5s, kAlice, kBob,
            request("BYE", {.to_tag = "b", .branch = "z9hG4bK-b", .cseq = 2}));
  flow.send(5s, kBob, kAlice, response(487, "INVITE", {.to_tag = "b"}));
  EXPECT_EQ(only_call(flow.finish()).outcome, Outcome::Cancelled);
}

TEST(Outcomes, AChallengeFollowedBySuccessIsASuccess) {
  Flow flow;
  flow.send(0ms, kAlice, kBob, request("INVITE", attempt(1)));
  flow.send(10ms, kBob, kAlice, response(407, "INVITE", tagged(attempt(1))));
  flow.send(11ms, kAlice, kBob, request("ACK", tagged(attempt(1))));
  flow.send(20ms, kAlice, kBob, request("INVITE", attempt(2)));
  flow.send(900ms, kBob, kAlice,
            response(180, "INVITE", tagged(attempt(2), "c")));
  flow.send(3s, kBob, kAlice, response(200, "INVITE", tagged(attempt(2), "c")));
  const Trace trace = flow.finish();
  const Call& call = only_call(trace);
  EXPECT_EQ(call.outcome, Outcome::AnsweredEndNotSeen);
  EXPECT_TRUE(call.challenged);
  EXPECT_EQ(call.decisive, TransactionId(1));
  EXPECT_EQ(call.post_dial_delay, Duration(900ms));
  EXPECT_EQ(call.forks, 1);
}

TEST(Outcomes, ARegistrationAfterADigestRoundSucceeded) {
  Flow flow;
  flow.send(0ms, kAlice, kBob, request("REGISTER", attempt(1)));
  flow.send(1ms, kBob, kAlice, response(401, "REGISTER", tagged(attempt(1))));
  flow.send(2ms, kAlice, kBob, request("REGISTER", attempt(2)));
  flow.send(3ms, kBob, kAlice, response(200, "REGISTER", tagged(attempt(2))));
  const Trace trace = flow.finish();
  const Call& call = only_call(trace);
  EXPECT_EQ(call.outcome, Outcome::Succeeded);
  EXPECT_TRUE(call.challenged);
  EXPECT_EQ(call.decisive, TransactionId(1));
  EXPECT_FALSE(call.post_dial_delay.has_value());
}

TEST(Outcomes, ARegistrationFollowsItsLastAttempt) {
  struct Case {
    const char* why;
    std::vector<int> statuses;  // 0: none
    Duration end;
    Outcome outcome;
  };
  const Case cases[] = {
      {"wrong password", {401, 403}, 1s, Outcome::ClientFailure},
      {"gave up", {401}, 2s, Outcome::Challenged},
      {"capture ends with the challenge",
       {401},
       500ms,
       Outcome::NoFinalResponse},
      {"asked over and over", {401, 401, 401}, 1s, Outcome::Challenged},
      {"refreshed", {200, 200}, 1s, Outcome::Succeeded},
      {"lost later", {200, 503}, 1s, Outcome::ServerFailure},
      {"recovered", {503, 200}, 1s, Outcome::Succeeded},
      {"capture ends before the answer", {200, 0}, 1s, Outcome::Succeeded},
      {"registrar went away", {200, 0}, 100s, Outcome::TimedOut},
      {"capture ends after the challenge",
       {401, 0},
       1s,
       Outcome::NoFinalResponse},
      {"never answered", {0}, 100s, Outcome::TimedOut},
      {"only just asked", {0}, 1s, Outcome::NoFinalResponse},
  };
  for (const Case& c : cases) {
    Flow flow;
    std::uint32_t cseq = 0;
    for (const int status : c.statuses) {
      ++cseq;
      flow.send(cseq * 10ms, kAlice, kBob, request("REGISTER", attempt(cseq)));
      if (status != 0)
        flow.send(cseq * 10ms + 5ms, kBob, kAlice,
                  response(status, "REGISTER", tagged(attempt(cseq))));
    }
    EXPECT_EQ(only_call(flow.finish(c.end)).outcome, c.outcome) << c.why;
  }
}

// What asks for something new refuses nothing: the answer to it is behind the
// capture's end.
TEST(Outcomes, ANewChallengeAtTheEndOfTheCaptureIsOpen) {
  struct Case {
    const char* why;
    const char* first;  // challenge; nullptr: it began before the capture
    const char* last;
    Outcome outcome;
  };
  const Case cases[] = {
      {"another realm", "a", "\"b\"", Outcome::NoFinalResponse},
      {"the same realm", "a", "\"a\"", Outcome::Challenged},
      {"an old nonce", nullptr, "\"a\", stale=true", Outcome::NoFinalResponse},
      {"refused", nullptr, "\"a\"", Outcome::Challenged},
      {"called stale at once", "a", "\"a\", stale=true", Outcome::Challenged},
  };
  for (const Case& c : cases) {
    Flow flow;
    if (c.first != nullptr) {
      Fields challenge = tagged(attempt(1));
      challenge.more = "WWW-Authenticate: Digest realm=\"" +
                       std::string(c.first) + "\", nonce=\"1\"\r\n";
      flow.send(0ms, kAlice, kBob, request("REGISTER", attempt(1)));
      flow.send(1ms, kBob, kAlice, response(401, "REGISTER", challenge));
    }
    Fields answer = attempt(2);
    answer.more = "Authorization: Digest realm=\"a\", nonce=\"1\"\r\n";
    Fields again = tagged(attempt(2));
    again.more = "WWW-Authenticate: Digest realm=" + std::string(c.last) +
                 ", nonce=\"2\"\r\n";
    flow.send(10ms, kAlice, kBob, request("REGISTER", answer));
    flow.send(11ms, kBob, kAlice, response(401, "REGISTER", again));
    EXPECT_EQ(only_call(flow.finish(500ms)).outcome, c.outcome) << c.why;
  }
}

TEST(Outcomes, ARedirectThatIsFollowedDoesNotDecide) {
  struct Case {
    int second;
    Outcome outcome;
  };
  for (const Case& c :
       {Case{200, Outcome::AnsweredEndNotSeen}, Case{486, Outcome::Busy},
        Case{0, Outcome::NoFinalResponse}}) {
    Flow flow;
    flow.send(0ms, kAlice, kProxy, request("INVITE", attempt(1)));
    flow.send(1ms, kProxy, kAlice, response(302, "INVITE", tagged(attempt(1))));
    flow.send(2ms, kAlice, kProxy, request("ACK", tagged(attempt(1))));
    flow.send(3ms, kAlice, kBob, request("INVITE", attempt(2)));
    if (c.second != 0)
      flow.send(4ms, kBob, kAlice,
                response(c.second, "INVITE", tagged(attempt(2), "c")));
    EXPECT_EQ(only_call(flow.finish()).outcome, c.outcome) << c.second;
  }
}

TEST(Outcomes, SessionIntervalTooSmallRetriedIsASuccess) {
  Flow flow;
  flow.send(0ms, kAlice, kBob, request("INVITE", attempt(1)));
  flow.send(1ms, kBob, kAlice, response(422, "INVITE", tagged(attempt(1))));
  flow.send(3ms, kAlice, kBob, request("INVITE", attempt(2)));
  flow.send(4ms, kBob, kAlice, response(200, "INVITE", tagged(attempt(2))));
  EXPECT_EQ(only_call(flow.finish()).outcome, Outcome::AnsweredEndNotSeen);
}

TEST(Outcomes, TheCallersSideDecidesNotTheHopsBehind) {
  // Bob refuses, the proxy tries Carol, who answers.
  Flow flow;
  const Fields to_bob{.branch = "z9hG4bK-pb", .sent_by = "p"};
  const Fields to_carol{.branch = "z9hG4bK-pc", .sent_by = "p"};
  flow.send(0ms, kAlice, kProxy, request("INVITE"));
  flow.send(1ms, kProxy, kBob, request("INVITE", to_bob));
  flow.send(1s, kBob, kProxy, response(486, "INVITE", tagged(to_bob)));
  flow.send(2s, kProxy, kCarol, request("INVITE", to_carol));
  flow.send(3s, kCarol, kProxy, response(200, "INVITE", tagged(to_carol, "c")));
  flow.send(3s, kProxy, kAlice, response(200, "INVITE", {.to_tag = "c"}));
  const Trace trace = flow.finish();
  const Call& call = only_call(trace);
  EXPECT_EQ(call.outcome, Outcome::AnsweredEndNotSeen);
  EXPECT_EQ(call.decisive, TransactionId(0));
  EXPECT_EQ(call.hops, 3);
  EXPECT_EQ(call.caller, kAlice);
}

TEST(Outcomes, AFailureTowardsTheCallerStandsWhateverHappenedBehind) {
  Flow flow;
  const Fields behind{.branch = "z9hG4bK-p", .sent_by = "p"};
  flow.send(0ms, kAlice, kProxy, request("INVITE"));
  flow.send(1ms, kProxy, kBob, request("INVITE", behind));
  flow.send(1s, kBob, kProxy, response(200, "INVITE", tagged(behind)));
  flow.send(2s, kProxy, kAlice, response(500, "INVITE", {.to_tag = "p"}));
  EXPECT_EQ(only_call(flow.finish()).outcome, Outcome::ServerFailure);
}

TEST(Outcomes, OfForkedBranchesTheOneAProxyPassesBackDecides) {
  Flow flow;
  const Fields to_bob{.branch = "z9hG4bK-pb", .sent_by = "p"};
  const Fields to_carol{.branch = "z9hG4bK-pc", .sent_by = "p"};
  flow.send(0ms, kProxy, kBob, request("INVITE", to_bob));
  flow.send(0ms, kProxy, kCarol, request("INVITE", to_carol));
  flow.send(1s, kBob, kProxy, response(486, "INVITE", tagged(to_bob)));
  flow.send(2s, kCarol, kProxy, response(500, "INVITE", tagged(to_carol, "c")));
  EXPECT_EQ(only_call(flow.finish()).outcome, Outcome::Busy);
}

TEST(Outcomes, AClientMayChangeItsPortBetweenAttempts) {
  Flow flow;
  flow.set_transport(Transport::Tcp);
  const Endpoint first = host(1, 40001);
  const Endpoint second = host(1, 40002);
  flow.send(0ms, first, kBob, request("INVITE", attempt(1)));
  flow.send(1ms, kBob, first, response(407, "INVITE", tagged(attempt(1))));
  flow.send(2ms, second, kBob, request("INVITE", attempt(2)));
  flow.send(3ms, kBob, second, response(486, "INVITE", tagged(attempt(2))));
  EXPECT_EQ(only_call(flow.finish()).outcome, Outcome::Busy);
}

TEST(Outcomes, AProxyOnTheCallersHostIsNotTheCaller) {
  // Everything on one address, as developers test.
  const Endpoint client = host(1, 5070);
  const Endpoint proxy = host(1, 5060);
  const Endpoint callee = host(1, 5080);
  Flow flow;
  const Fields behind{.branch = "z9hG4bK-p", .sent_by = "p"};
  flow.send(0ms, client, proxy, request("INVITE"));
  flow.send(1ms, proxy, callee, request("INVITE", behind));
  flow.send(2ms, callee, proxy, response(500, "INVITE", tagged(behind)));
  flow.send(3ms, proxy, client, response(480, "INVITE", {.to_tag = "p"}));
  EXPECT_EQ(only_call(flow.finish()).final_status, 480);
}

TEST(Outcomes, WithoutAFinalResponseDependOnTheCaptureEnd) {
  struct Case {
    Duration end;
    bool ringing;
    Outcome outcome;
  };
  const Case cases[] = {
      {10s, false, Outcome::NoFinalResponse},
      {40s, false, Outcome::TimedOut},
      {40s, true, Outcome::NoFinalResponse},  // it rings, nobody gave up yet
      {200s, true, Outcome::TimedOut},
  };
  for (const Case& c : cases) {
    Flow flow;
    flow.send(0ms, kAlice, kBob, request("INVITE"));
    if (c.ringing)
      flow.send(1s, kBob, kAlice, response(180, "INVITE", {.to_tag = "b"}));
    EXPECT_EQ(only_call(flow.finish(c.end)).outcome, c.outcome)
        << c.end.count();
  }
}

TEST(Outcomes, LaterMessagesCountAsCaptureEnd) {
  Flow flow;
  flow.send(0ms, kAlice, kBob, request("INVITE"));
  flow.send(60s, kAlice, kBob, request("OPTIONS", {.call_id = "other"}));
  EXPECT_EQ(flow.finish().calls()[0].outcome, Outcome::TimedOut);
}

TEST(Outcomes, TheRequestAfterTheChallengeMayBeMissing) {
  Flow flow;
  flow.send(0s, kAlice, kBob, request("INVITE", attempt(1)));
  flow.send(1s, kBob, kAlice, response(401, "INVITE", tagged(attempt(1))));
  flow.send(2s, kBob, kAlice, response(200, "INVITE", tagged(attempt(2), "c")));
  EXPECT_EQ(only_call(flow.finish()).outcome, Outcome::AnsweredEndNotSeen);
}

}  // namespace
}  // namespace siptriage::testing::outcome_test
