// RFC 3261 17.1.3, 17.2.3: which messages are one transaction.
#include "unit/correlate/flow.h"

namespace siptriage::testing::transaction_test {
namespace {

TEST(Transactions, RequestAndResponsesOfOneBranchAreOne) {
  Flow flow;
  const MessageId invite = flow.send(0ms, kAlice, kBob, request("INVITE"));
  const MessageId trying =
      flow.send(5ms, kBob, kAlice, response(100, "INVITE"));
  const MessageId ringing =
      flow.send(90ms, kBob, kAlice, response(180, "INVITE", {.to_tag = "b"}));
  const MessageId ok =
      flow.send(2s, kBob, kAlice, response(200, "INVITE", {.to_tag = "b"}));
  const Trace trace = flow.finish();

  ASSERT_EQ(trace.transactions().size(), 1U);
  const Transaction& transaction = trace.transactions()[0];
  EXPECT_EQ(transaction.request, invite);
  EXPECT_EQ(transaction.first_message, invite);
  EXPECT_EQ(transaction.last_message, ok);
  EXPECT_EQ(trace.message(invite).next_in_transaction, trying);
  EXPECT_EQ(transaction.first_provisional, ringing);
  EXPECT_EQ(transaction.final_response, ok);
  EXPECT_EQ(transaction.final_status, 200);
  EXPECT_EQ(transaction.provisional_count, 2);
  EXPECT_EQ(transaction.client, kAlice);
  EXPECT_EQ(transaction.server, kBob);
  EXPECT_EQ(transaction.method, sip::Method::Invite);
  EXPECT_EQ(transaction.observed_state, TransactionState::Completed);
  EXPECT_FALSE(transaction.in_dialog);
}

TEST(Transactions, BranchesAndHostsAreComparedWithoutLetterCase) {
  Flow flow;
  flow.send(0ms, kAlice, kBob,
            request("OPTIONS",
                    {.branch = "z9hG4bK-Abc", .sent_by = "Alice.Example.com"}));
  flow.send(
      1ms, kBob, kAlice,
      response(200, "OPTIONS",
               {.branch = "z9hg4bk-aBC", .sent_by = "alice.example.com:5060"}));
  EXPECT_EQ(flow.finish().transactions().size(), 1U);
}

TEST(Transactions, AServerThatRewritesSentByStillAnswers) {
  // The client compares the branch and the CSeq method alone (17.1.3).
  Flow flow;
  flow.send(0ms, kAlice, kBob, request("OPTIONS"));
  flow.send(1ms, kBob, kAlice,
            response(200, "OPTIONS", {.sent_by = "192.0.2.1"}));
  EXPECT_EQ(flow.finish().transactions().size(), 1U);
}

TEST(Transactions, TheSameBranchFromAnotherSentByIsAnotherRequest) {
  // 17.2.3: clients may choose one branch by accident or malice.
  Flow flow;
  flow.send(0ms, kAlice, kBob, request("OPTIONS", {.sent_by = "a.example"}));
  flow.send(1ms, kAlice, kBob, request("OPTIONS", {.sent_by = "b.example"}));
  const MessageId second = flow.send(
      2ms, kBob, kAlice, response(200, "OPTIONS", {.sent_by = "b.example"}));
  const Trace trace = flow.finish();
  ASSERT_EQ(trace.transactions().size(), 2U);
  EXPECT_EQ(trace.message(second).transaction, TransactionId(1));
}

TEST(Transactions, OneBranchForEverythingIsToldApartByCallIdAndCseq) {
  Flow flow;
  flow.send(0ms, kAlice, kBob, request("OPTIONS", {.cseq = 1}));
  flow.send(1ms, kAlice, kBob, request("OPTIONS", {.cseq = 2}));
  flow.send(2ms, kAlice, kBob, request("OPTIONS", {.call_id = "call-2"}));
  EXPECT_EQ(flow.finish().transactions().size(), 3U);
}

TEST(Transactions, AnUnchangedRequestAfter64T1IsANewTransaction) {
  Flow flow;
  flow.send(0s, kAlice, kBob, request("OPTIONS"));
  flow.send(1s, kBob, kAlice, response(200, "OPTIONS"));
  flow.send(60s, kAlice, kBob, request("OPTIONS"));
  const MessageId second =
      flow.send(61s, kBob, kAlice, response(200, "OPTIONS"));
  const Trace trace = flow.finish();
  ASSERT_EQ(trace.transactions().size(), 2U);
  EXPECT_EQ(trace.message(second).transaction, TransactionId(1));
  EXPECT_EQ(trace.calls().size(), 1U);
  EXPECT_EQ(trace.counts().retransmissions, 0U);
}

TEST(Transactions, AckToFailureBelongsToTheInvite) {
  Flow flow;
  flow.send(0ms, kAlice, kBob, request("INVITE"));
  flow.send(1ms, kBob, kAlice, response(486, "INVITE", {.to_tag = "b"}));
  const MessageId ack =
      flow.send(2ms, kAlice, kBob, request("ACK", {.to_tag = "b"}));
  const Trace trace = flow.finish();
  ASSERT_EQ(trace.transactions().size(), 1U);
  EXPECT_EQ(trace.transactions()[0].ack, ack);
  EXPECT_EQ(trace.transactions()[0].request, MessageId(0));
}

struct AckBranch {
  const char* branch;
};

class AckTo2xx : public ::testing::TestWithParam<AckBranch> {};

TEST_P(AckTo2xx, IsATransactionOfItsOwnRelatedToTheInvite) {
  Flow flow;
  flow.send(0ms, kAlice, kBob, request("INVITE"));
  flow.send(1ms, kBob, kAlice, response(200, "INVITE", {.to_tag = "b"}));
  const MessageId ack =
      flow.send(2ms, kAlice, kBob,
                request("ACK", {.to_tag = "b", .branch = GetParam().branch}));
  const MessageId again =
      flow.send(500ms, kAlice, kBob,
                request("ACK", {.to_tag = "b", .branch = GetParam().branch}));
  const Trace trace = flow.finish();
  ASSERT_EQ(trace.transactions().size(), 2U);
  EXPECT_EQ(trace.transactions()[0].ack, ack);
  const Transaction& transaction = trace.transactions()[1];
  EXPECT_EQ(transaction.method, sip::Method::Ack);
  EXPECT_EQ(transaction.related, TransactionId(0));
  EXPECT_EQ(transaction.request, ack);
  EXPECT_TRUE(transaction.in_dialog);
  EXPECT_FALSE(transaction.timed_out);
  EXPECT_EQ(repetition_of(trace, again), Repetition::Retransmission);
}

INSTANTIATE_TEST_SUITE_P(Branch, AckTo2xx,
                         ::testing::Values(
                             // As 13.2.2.4 asks: a new branch.
                             AckBranch{"z9hG4bK-ack"},
                             // As broken stacks do: the branch of the INVITE.
                             AckBranch{"z9hG4bK-1"}));

TEST(Transactions, CancelIsItsOwnAndNamesItsInvite) {
  Flow flow;
  flow.send(0ms, kAlice, kBob, request("INVITE"));
  flow.send(1s, kAlice, kBob, request("CANCEL"));
  flow.send(1001ms, kBob, kAlice, response(200, "CANCEL"));
  flow.send(1002ms, kBob, kAlice, response(487, "INVITE", {.to_tag = "b"}));
  flow.send(1003ms, kAlice, kBob, request("ACK", {.to_tag = "b"}));
  const Trace trace = flow.finish();
  ASSERT_EQ(trace.transactions().size(), 2U);
  EXPECT_EQ(trace.transactions()[0].cancelled_by, TransactionId(1));
  EXPECT_EQ(trace.transactions()[1].related, TransactionId(0));
  EXPECT_EQ(trace.transactions()[1].final_status, 200);
}

TEST(Transactions, CancelWithABranchOfItsOwnIsRelatedByCseq) {
  Flow flow;
  flow.send(0ms, kAlice, kBob, request("INVITE"));
  flow.send(1s, kAlice, kBob, request("CANCEL", {.branch = "z9hG4bK-c"}));
  const Trace trace = flow.finish();
  ASSERT_EQ(trace.transactions().size(), 2U);
  EXPECT_EQ(trace.transactions()[0].cancelled_by, TransactionId(1));
}

TEST(Transactions, CancelOfOneForkLeavesTheOthersAlone) {
  Flow flow;
  flow.send(0ms, kAlice, kProxy, request("INVITE"));
  const Fields to_bob{.branch = "z9hG4bK-p1", .sent_by = "p.example"};
  const Fields to_carol{.branch = "z9hG4bK-p2", .sent_by = "p.example"};
  flow.send(1ms, kProxy, kBob, request("INVITE", to_bob));
  flow.send(2ms, kProxy, kCarol, request("INVITE", to_carol));
  flow.send(1s, kProxy, kCarol, request("CANCEL", to_carol));
  const Trace trace = flow.finish();
  EXPECT_FALSE(trace.transactions()[0].cancelled_by.valid());
  EXPECT_FALSE(trace.transactions()[1].cancelled_by.valid());
  EXPECT_TRUE(trace.transactions()[2].cancelled_by.valid());
}

TEST(Transactions, CancelOfAForkThatWasNotCapturedNamesNothing) {
  Flow flow;
  flow.send(0ms, kAlice, kProxy, request("INVITE"));
  flow.send(1s, kProxy, kCarol,
            request("CANCEL", {.branch = "z9hG4bK-p2", .sent_by = "p"}));
  const Trace trace = flow.finish();
  EXPECT_FALSE(trace.transactions()[0].cancelled_by.valid());
  EXPECT_FALSE(trace.transactions()[1].related.valid());
}

TEST(Transactions, PrackIsRelatedByRack) {
  Flow flow;
  flow.send(0ms, kAlice, kBob, request("INVITE", {.cseq = 4}));
  flow.send(1ms, kBob, kAlice,
            response(183, "INVITE",
                     {.to_tag = "b", .cseq = 4, .more = "RSeq: 776\r\n"}));
  flow.send(2ms, kAlice, kBob,
            request("PRACK", {.to_tag = "b",
                              .branch = "z9hG4bK-2",
                              .cseq = 5,
                              .more = "RAck: 776 4 INVITE\r\n"}));
  const Trace trace = flow.finish();
  ASSERT_EQ(trace.transactions().size(), 2U);
  EXPECT_EQ(trace.transactions()[1].related, TransactionId(0));
}

TEST(Transactions, BothSidesMayUseOneCseqNumber) {
  // Glare (14.1): each re-INVITE has its own 491 and its own ACK.
  Flow flow;
  const Fields from_alice{.to_tag = "b", .branch = "z9hG4bK-a", .cseq = 7};
  const Fields from_bob{.from_tag = "b",
                        .to_tag = "a",
                        .branch = "z9hG4bK-b",
                        .sent_by = "bob.example.com",
                        .cseq = 7};
  flow.send(0ms, kAlice, kBob, request("INVITE", from_alice));
  flow.send(1ms, kBob, kAlice, request("INVITE", from_bob));
  flow.send(2ms, kBob, kAlice, response(491, "INVITE", from_alice));
  flow.send(3ms, kAlice, kBob, response(491, "INVITE", from_bob));
  flow.send(4ms, kAlice, kBob, request("ACK", from_alice));
  flow.send(5ms, kBob, kAlice, request("ACK", from_bob));
  const Trace trace = flow.finish();
  ASSERT_EQ(trace.transactions().size(), 2U);
  for (const Transaction& transaction : trace.transactions()) {
    EXPECT_EQ(transaction.final_status, 491);
    EXPECT_TRUE(transaction.ack.valid());
  }
  EXPECT_EQ(trace.transactions()[0].client, kAlice);
  EXPECT_EQ(trace.transactions()[1].client, kBob);
}

TEST(Transactions, GlareAnsweredByBothKeepsTheAcksApart) {
  Flow flow;
  Fields from_alice{.to_tag = "b", .branch = "z9hG4bK-a", .cseq = 7};
  Fields from_bob{
      .from_tag = "b", .to_tag = "a", .branch = "z9hG4bK-b", .cseq = 7};
  flow.send(0ms, kAlice, kBob, request("INVITE", from_alice));
  flow.send(1ms, kBob, kAlice, request("INVITE", from_bob));
  flow.send(2ms, kBob, kAlice, response(200, "INVITE", from_alice));
  flow.send(3ms, kAlice, kBob, response(200, "INVITE", from_bob));
  from_alice.branch = "z9hG4bK-aa";
  from_bob.branch = "z9hG4bK-ba";
  const MessageId ack_of_bob =
      flow.send(4ms, kBob, kAlice, request("ACK", from_bob));
  const MessageId ack_of_alice =
      flow.send(5ms, kAlice, kBob, request("ACK", from_alice));
  const Trace trace = flow.finish();
  EXPECT_EQ(trace.transactions()[0].ack, ack_of_alice);
  EXPECT_EQ(trace.transactions()[1].ack, ack_of_bob);
}

TEST(Transactions, AProxyStacksViasAndEachHopIsItsOwn) {
  Flow flow;
  const Fields hop1{};
  const Fields hop2{.branch = "z9hG4bK-p",
                    .sent_by = "proxy.example.com",
                    .more =
                        "Via: SIP/2.0/UDP alice.example.com;"
                        "branch=z9hG4bK-1;received=192.0.2.1\r\n"};
  flow.send(0ms, kAlice, kProxy, request("INVITE", hop1));
  flow.send(1ms, kProxy, kAlice, response(100, "INVITE", hop1));
  flow.send(2ms, kProxy, kBob, request("INVITE", hop2));
  Fields answer2 = hop2;
  answer2.to_tag = "b";
  flow.send(1s, kBob, kProxy, response(200, "INVITE", answer2));
  flow.send(1001ms, kProxy, kAlice, response(200, "INVITE", {.to_tag = "b"}));
  const Trace trace = flow.finish();
  ASSERT_EQ(trace.transactions().size(), 2U);
  EXPECT_EQ(trace.transactions()[0].client, kAlice);
  EXPECT_EQ(trace.transactions()[0].final_status, 200);
  EXPECT_EQ(trace.transactions()[1].client, kProxy);
  EXPECT_EQ(trace.transactions()[1].server, kBob);
  EXPECT_EQ(only_call(trace).hops, 2);
  EXPECT_EQ(trace.dialogs().size(), 1U);
  EXPECT_EQ(trace.counts().other_points, 0U);
}

TEST(Transactions, AnAckThatSkipsTheProxyServesBothHops) {
  Flow flow;
  const Fields hop2{
      .to_tag = "b", .branch = "z9hG4bK-p", .sent_by = "p.example"};
  flow.send(0ms, kAlice, kProxy, request("INVITE"));
  flow.send(2ms, kProxy, kBob,
            request("INVITE", {.branch = "z9hG4bK-p", .sent_by = "p.example"}));
  flow.send(1s, kBob, kProxy, response(200, "INVITE", hop2));
  flow.send(1001ms, kProxy, kAlice, response(200, "INVITE", {.to_tag = "b"}));
  const MessageId ack =
      flow.send(1002ms, kAlice, kBob,
                request("ACK", {.to_tag = "b", .branch = "z9hG4bK-2"}));
  const Trace trace = flow.finish();
  EXPECT_EQ(trace.transactions()[0].ack, ack);
  EXPECT_EQ(trace.transactions()[1].ack, ack);
  EXPECT_EQ(transaction_of(trace, ack).related, TransactionId(0));
}

// The hop behind the proxy was given the ACK that the proxy got, so that one
// lost in between looked as if it had arrived.
TEST(Transactions, AnAckSeenAtEachHopIsThatOfItsHop) {
  Flow flow;
  const Fields hop2{
      .to_tag = "b", .branch = "z9hG4bK-p", .sent_by = "p.example"};
  flow.send(0ms, kAlice, kProxy, request("INVITE"));
  flow.send(2ms, kProxy, kBob,
            request("INVITE", {.branch = "z9hG4bK-p", .sent_by = "p.example"}));
  flow.send(1s, kBob, kProxy, response(200, "INVITE", hop2));
  flow.send(1001ms, kProxy, kAlice, response(200, "INVITE", {.to_tag = "b"}));
  const MessageId first =
      flow.send(1002ms, kAlice, kProxy,
                request("ACK", {.to_tag = "b", .branch = "z9hG4bK-2"}));
  const MessageId second = flow.send(
      1003ms, kProxy, kBob,
      request("ACK",
              {.to_tag = "b", .branch = "z9hG4bK-q", .sent_by = "p.example"}));
  const Trace trace = flow.finish();
  EXPECT_EQ(trace.transactions()[0].ack, first);
  EXPECT_EQ(trace.transactions()[1].ack, second);
}

TEST(Transactions, AResponseCapturedBeforeItsRequestJoinsIt) {
  Flow flow;
  flow.send(0ms, kBob, kAlice, response(100, "INVITE"));
  flow.send(0ms, kAlice, kBob, request("INVITE"));
  flow.send(9ms, kBob, kAlice, response(200, "INVITE", {.to_tag = "b"}));
  const Trace trace = flow.finish();
  ASSERT_EQ(trace.transactions().size(), 1U);
  EXPECT_EQ(trace.transactions()[0].request, MessageId(1));
  EXPECT_EQ(trace.transactions()[0].observed_state,
            TransactionState::Completed);
  EXPECT_EQ(only_call(trace).outcome, Outcome::AnsweredEndNotSeen);
}

TEST(Transactions, ResponsesWithoutRequestSaySo) {
  Flow flow;
  flow.send(0ms, kBob, kAlice, response(180, "INVITE", {.to_tag = "b"}));
  const Trace trace = flow.finish();
  ASSERT_EQ(trace.transactions().size(), 1U);
  const Transaction& transaction = trace.transactions()[0];
  EXPECT_EQ(transaction.observed_state, TransactionState::ResponseOnly);
  EXPECT_EQ(transaction.client, kAlice);
  EXPECT_EQ(transaction.server, kBob);
  EXPECT_FALSE(transaction.request.valid());
}

TEST(Transactions, AProxyThatLeavesItsViaOnStillAnswersTheHopBefore) {
  Flow flow;
  const Fields behind{.branch = "z9hG4bK-p", .sent_by = "p"};
  Fields ringing = behind;
  ringing.to_tag = "b";
  flow.send(0ms, kAlice, kProxy, request("INVITE"));
  flow.send(1ms, kProxy, kBob, request("INVITE", behind));
  flow.send(2ms, kBob, kProxy, response(180, "INVITE", ringing));
  const MessageId passed_on =
      flow.send(3ms, kProxy, kAlice, response(180, "INVITE", ringing));
  flow.send(4ms, kBob, kProxy, response(603, "INVITE", ringing));
  const MessageId refused =
      flow.send(5ms, kProxy, kAlice, response(603, "INVITE", ringing));
  const MessageId refused_again =
      flow.send(505ms, kProxy, kAlice, response(603, "INVITE", ringing));
  const Trace trace = flow.finish();
  ASSERT_EQ(trace.transactions().size(), 2U);
  for (const MessageId id : {passed_on, refused, refused_again})
    EXPECT_EQ(trace.message(id).transaction, TransactionId(0));
  EXPECT_EQ(repetition_of(trace, passed_on), Repetition::None);
  EXPECT_EQ(repetition_of(trace, refused_again), Repetition::Retransmission);
  // The odd branch stays visible.
  EXPECT_EQ(trace.message(refused).branch, "z9hG4bK-p");
  EXPECT_EQ(only_call(trace).outcome, Outcome::Declined);
}

TEST(Transactions, AResponseOfAnotherBranchNeedsTheRightHopAndCseq) {
  struct Case {
    const char* why;
    Endpoint from;
    std::uint32_t cseq;
    std::size_t transactions;
  };
  const Case cases[] = {
      {"the server answers with a mangled branch", kBob, 1, 1},
      {"somebody else answers", kCarol, 1, 2},
      {"answers something else", kBob, 2, 2},
  };
  for (const Case& c : cases) {
    Flow flow;
    flow.send(0ms, kAlice, kBob, request("OPTIONS"));
    flow.send(
        1ms, c.from, kAlice,
        response(200, "OPTIONS", {.branch = "z9hG4bK-other", .cseq = c.cseq}));
    EXPECT_EQ(flow.finish().transactions().size(), c.transactions) << c.why;
  }
}

TEST(Transactions, ARequestWhoseCseqNamesAnotherMethodGetsItsResponse) {
  Flow flow;
  std::string text = request("OPTIONS");
  text.replace(text.find("1 OPTIONS"), 9, "1 INVITE");
  flow.send(0ms, kAlice, kBob, text);
  flow.send(1ms, kBob, kAlice, response(400, "INVITE"));
  const Trace trace = flow.finish();
  ASSERT_EQ(trace.transactions().size(), 1U);
  EXPECT_EQ(trace.transactions()[0].method, sip::Method::Options);
  EXPECT_EQ(trace.transactions()[0].final_status, 400);
}

TEST(Transactions, UnknownMethodsAreToldApartByName) {
  Flow flow;
  flow.send(0ms, kAlice, kBob, request("FROBNICATE"));
  flow.send(1ms, kAlice, kBob, request("frobnicate"));
  flow.send(2ms, kBob, kAlice, response(501, "frobnicate"));
  const Trace trace = flow.finish();
  ASSERT_EQ(trace.transactions().size(), 2U);
  EXPECT_EQ(trace.transactions()[0].final_status, 0);
  EXPECT_EQ(trace.transactions()[1].final_status, 501);
  EXPECT_EQ(trace.transactions()[1].method_name, "frobnicate");
}

TEST(Rfc2543, MatchesWithoutCookie) {
  Flow flow;
  flow.send(0ms, kAlice, kBob, request("INVITE", {.branch = "1"}));
  flow.send(1ms, kBob, kAlice,
            response(486, "INVITE", {.to_tag = "b", .branch = "1"}));
  // The ACK may have any branch, or none (17.2.3).
  flow.send(2ms, kAlice, kBob, request("ACK", {.to_tag = "b", .branch = ""}));
  const Trace trace = flow.finish();
  ASSERT_EQ(trace.transactions().size(), 1U);
  EXPECT_EQ(trace.transactions()[0].final_status, 486);
  EXPECT_TRUE(trace.transactions()[0].ack.valid());
}

TEST(Rfc2543, WithoutBranchTheRequestUriTellsForksApart) {
  Flow flow;
  flow.send(0ms, kProxy, kBob,
            request("INVITE", {.branch = "", .uri = "sip:bob@one.example"}));
  flow.send(1ms, kProxy, kCarol,
            request("INVITE", {.branch = "", .uri = "sip:bob@two.example"}));
  const MessageId busy =
      flow.send(2ms, kCarol, kProxy,
                response(486, "INVITE", {.to_tag = "c", .branch = ""}));
  const Trace trace = flow.finish();
  ASSERT_EQ(trace.transactions().size(), 2U);
  EXPECT_EQ(trace.message(busy).transaction, TransactionId(1));
}

TEST(Rfc2543, RetransmissionIsRecognised) {
  Flow flow;
  flow.send(0ms, kAlice, kBob, request("BYE", {.to_tag = "b", .branch = ""}));
  const MessageId again = flow.send(
      500ms, kAlice, kBob, request("BYE", {.to_tag = "b", .branch = ""}));
  const Trace trace = flow.finish();
  EXPECT_EQ(trace.transactions().size(), 1U);
  EXPECT_EQ(repetition_of(trace, again), Repetition::Retransmission);
}

TEST(Rfc2543, AResponseWithoutViaIsMatchedByItsWay) {
  Flow flow;
  flow.send(0ms, kAlice, kBob, request("OPTIONS"));
  const MessageId answer =
      flow.send(1ms, kBob, kAlice,
                response(200, "OPTIONS", {.branch = "", .sent_by = ""}));
  const Trace trace = flow.finish();
  ASSERT_EQ(trace.transactions().size(), 1U);
  EXPECT_EQ(trace.transactions()[0].final_response, answer);
}

}  // namespace
}  // namespace siptriage::testing::transaction_test
