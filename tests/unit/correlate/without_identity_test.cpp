// Messages without Via, Call-ID, CSeq or anything at all, as student user
// agents and broken scripts send them.
#include "unit/correlate/flow.h"

namespace siptriage::testing::without_identity_test {
namespace {

std::string bare_request(std::string_view method) {
  return std::string(method) + " sip:bob@example.com SIP/2.0\r\n\r\n";
}
std::string bare_response(int status) {
  return "SIP/2.0 " + std::to_string(status) + " Reason\r\n\r\n";
}

TEST(WithoutHeaderFields, OrderMakesACall) {
  Flow flow;
  const MessageId invite = flow.send(0ms, kAlice, kBob, bare_request("INVITE"));
  flow.send(1ms, kBob, kAlice, bare_response(100));
  flow.send(1ms, kBob, kAlice, bare_response(180));
  const MessageId ok = flow.send(2ms, kBob, kAlice, bare_response(200));
  const MessageId ack = flow.send(3ms, kAlice, kBob, bare_request("ACK"));
  const MessageId bye = flow.send(9s, kAlice, kBob, bare_request("BYE"));
  const MessageId bye_ok = flow.send(9s, kBob, kAlice, bare_response(200));
  const Trace trace = flow.finish();
  const Call& call = only_call(trace);
  EXPECT_EQ(call.call_id, "");
  EXPECT_EQ(call.kind, CallKind::Call);
  EXPECT_EQ(call.outcome, Outcome::AnsweredEnded);
  EXPECT_EQ(call.hung_up_by, CallSide::Caller);
  EXPECT_EQ(trace.distinct_call_ids(), 0U);
  ASSERT_EQ(trace.transactions().size(), 3U);
  EXPECT_EQ(trace.message(ok).transaction, trace.message(invite).transaction);
  EXPECT_EQ(trace.transactions()[0].ack, ack);
  EXPECT_EQ(transaction_of(trace, ack).related, TransactionId(0));
  EXPECT_EQ(trace.message(bye_ok).transaction, trace.message(bye).transaction);
}

TEST(WithoutHeaderFields, AckAndByeMayComeFromOtherPorts) {
  Flow flow;
  const Endpoint first = host(1, 34789);
  const Endpoint second = host(1, 56926);
  flow.send(0ms, first, kBob, bare_request("INVITE"));
  flow.send(2ms, kBob, first, bare_response(200));
  const MessageId ack =
      flow.send(3ms, host(1, 40000), kBob, bare_request("ACK"));
  flow.send(9s, second, kBob, bare_request("BYE"));
  flow.send(9s, kBob, second, bare_response(200));
  const Trace trace = flow.finish();
  EXPECT_EQ(only_call(trace).outcome, Outcome::AnsweredEnded);
  EXPECT_EQ(trace.transactions()[0].ack, ack);
}

TEST(WithoutHeaderFields, TheNextInviteIsTheNextCall) {
  Flow flow;
  for (int i = 0; i < 3; ++i) {
    flow.send(i * 10s, kAlice, kBob, bare_request("INVITE"));
    flow.send(i * 10s + 1s, kBob, kAlice, bare_response(200));
    flow.send(i * 10s + 1s, kAlice, kBob, bare_request("ACK"));
    flow.send(i * 10s + 5s, kAlice, kBob, bare_request("BYE"));
    flow.send(i * 10s + 5s, kBob, kAlice, bare_response(200));
  }
  const Trace trace = flow.finish();
  ASSERT_EQ(trace.calls().size(), 3U);
  for (const Call& call : trace.calls()) {
    EXPECT_EQ(call.outcome, Outcome::AnsweredEnded);
    EXPECT_EQ(call.message_count, 5U);
  }
  EXPECT_EQ(trace.counts().retransmissions, 0U);
}

TEST(WithoutHeaderFields, RegistersOfOnePairAreOneRegistration) {
  Flow flow;
  for (int i = 0; i < 4; ++i) {
    flow.send(i * 5s, kAlice, kBob, bare_request("REGISTER"));
    flow.send(i * 5s + 1ms, kBob, kAlice, bare_response(200));
  }
  const Trace trace = flow.finish();
  EXPECT_EQ(only_call(trace).kind, CallKind::Registration);
  EXPECT_EQ(only_call(trace).outcome, Outcome::Succeeded);
  EXPECT_EQ(trace.transactions().size(), 4U);
}

TEST(WithoutHeaderFields, AnAckToAFailureJoinsTheInvite) {
  Flow flow;
  flow.send(0ms, kAlice, kBob, bare_request("INVITE"));
  flow.send(1ms, kBob, kAlice, bare_response(404));
  flow.send(2ms, kAlice, kBob, bare_request("ACK"));
  const Trace trace = flow.finish();
  EXPECT_EQ(trace.transactions().size(), 1U);
  EXPECT_TRUE(trace.transactions()[0].ack.valid());
  EXPECT_EQ(only_call(trace).outcome, Outcome::ClientFailure);
}

TEST(WithoutHeaderFields, AnUnansweredRequestAgainIsARetransmission) {
  Flow flow;
  flow.send(0ms, kAlice, kBob, bare_request("OPTIONS"));
  const MessageId again =
      flow.send(500ms, kAlice, kBob, bare_request("OPTIONS"));
  const MessageId later = flow.send(60s, kAlice, kBob, bare_request("OPTIONS"));
  const Trace trace = flow.finish();
  EXPECT_EQ(repetition_of(trace, again), Repetition::Retransmission);
  EXPECT_EQ(repetition_of(trace, later), Repetition::None);
  EXPECT_EQ(trace.transactions().size(), 2U);
}

TEST(WithoutHeaderFields, OrphanResponsesClaimNothing) {
  Flow flow;
  constexpr int kCount = 1000;
  for (int i = 0; i < kCount; ++i)
    flow.send(i * 1s, kBob, kAlice, bare_response(200));
  const Trace trace = flow.finish();
  EXPECT_EQ(only_call(trace).kind, CallKind::Other);
  EXPECT_EQ(only_call(trace).outcome, Outcome::StartNotSeen);
  EXPECT_EQ(trace.counts().retransmissions, 0U);
  EXPECT_EQ(trace.counts().responses.at(200), 1000U);
}

TEST(WithoutHeaderFields, DuplicatesAreStillTold) {
  Flow flow;
  flow.send(0ms, kAlice, kBob, bare_request("REGISTER"));
  const MessageId copy = flow.capture_again(1ms);
  flow.send(2ms, kBob, kAlice, bare_response(200));
  const MessageId answer_copy = flow.capture_again(1ms);
  const Trace trace = flow.finish();
  EXPECT_EQ(trace.transactions().size(), 1U);
  EXPECT_EQ(repetition_of(trace, copy), Repetition::Duplicate);
  EXPECT_EQ(repetition_of(trace, answer_copy), Repetition::Duplicate);
}

TEST(WithoutCallId, ABranchStillMatches) {
  Flow flow;
  const Fields one{.call_id = "", .branch = "z9hG4bK-1"};
  const Fields two{.call_id = "", .branch = "z9hG4bK-2"};
  flow.send(0ms, kAlice, kBob, request("OPTIONS", one));
  flow.send(1ms, kAlice, kBob, request("OPTIONS", two));
  const MessageId answer =
      flow.send(2ms, kBob, kAlice, response(404, "OPTIONS", one));
  const MessageId again =
      flow.send(500ms, kAlice, kBob, request("OPTIONS", two));
  const Trace trace = flow.finish();
  EXPECT_EQ(trace.message(answer).transaction, TransactionId(0));
  EXPECT_EQ(repetition_of(trace, again), Repetition::Retransmission);
  EXPECT_EQ(trace.calls().size(), 1U);
}

TEST(WithoutCseq, AResponseFindsTheRequestThatWaits) {
  Flow flow;
  const Fields fields{.branch = "", .sent_by = "", .cseq = 0};
  flow.send(0ms, kAlice, kBob, request("INVITE", fields));
  flow.send(1ms, kBob, kAlice, bare_response(100));  // no Call-ID: elsewhere
  const MessageId ok =
      flow.send(2ms, kBob, kAlice, response(200, "INVITE", fields));
  const Trace trace = flow.finish();
  EXPECT_EQ(trace.transactions()[0].final_response, ok);
  EXPECT_EQ(trace.calls().size(), 2U);
}

TEST(WithoutVia, CallIdAndCseqMatch) {
  Flow flow;
  const Fields one{.branch = "", .sent_by = "", .cseq = 1};
  const Fields two{.branch = "", .sent_by = "", .cseq = 2};
  flow.send(0ms, kAlice, kBob, request("REGISTER", one));
  flow.send(1ms, kAlice, kBob, request("REGISTER", two));
  const MessageId answer =
      flow.send(2ms, kBob, kAlice, response(401, "REGISTER", one));
  const MessageId second =
      flow.send(3ms, kBob, kAlice, response(200, "REGISTER", two));
  const Trace trace = flow.finish();
  EXPECT_EQ(trace.message(answer).transaction, TransactionId(0));
  EXPECT_EQ(trace.message(second).transaction, TransactionId(1));
  EXPECT_EQ(only_call(trace).outcome, Outcome::Succeeded);
}

TEST(WithoutVia, ATwoPartyCallInBothDirections) {
  Flow flow;
  const Fields one{.from_tag = "", .branch = "", .sent_by = ""};
  const Fields bye{.from_tag = "", .branch = "", .sent_by = "", .cseq = 2};
  flow.send(0s, kAlice, kBob, request("INVITE", one));
  flow.send(1s, kBob, kAlice, response(200, "INVITE", one));
  const MessageId ack = flow.send(1s, kAlice, kBob, request("ACK", one));
  flow.send(5s, kAlice, kBob, request("BYE", bye));
  flow.send(5s, kBob, kAlice, response(200, "BYE", bye));
  const Trace trace = flow.finish();
  EXPECT_EQ(trace.transactions().size(), 3U);
  EXPECT_EQ(trace.transactions()[0].ack, ack);
  EXPECT_EQ(only_call(trace).outcome, Outcome::AnsweredEnded);
}

}  // namespace
}  // namespace siptriage::testing::without_identity_test
