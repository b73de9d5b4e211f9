// RFC 3261 12: dialogs, seen from outside.
#include "unit/correlate/flow.h"

namespace siptriage::testing::dialog_test {
namespace {

/// An INVITE dialog that is up: tags a and b, CSeq 1.
void establish(Flow& flow) {
  flow.send(0ms, kAlice, kBob, request("INVITE"));
  flow.send(1s, kBob, kAlice, response(200, "INVITE", {.to_tag = "b"}));
  flow.send(1001ms, kAlice, kBob,
            request("ACK", {.to_tag = "b", .branch = "z9hG4bK-ack"}));
}

TEST(Dialogs, GoFromEarlyToConfirmedToTerminated) {
  Flow flow;
  flow.send(0ms, kAlice, kBob, request("INVITE"));
  const MessageId ringing =
      flow.send(1s, kBob, kAlice, response(180, "INVITE", {.to_tag = "b"}));
  const MessageId ok =
      flow.send(2s, kBob, kAlice, response(200, "INVITE", {.to_tag = "b"}));
  const MessageId bye = flow.send(9s, kBob, kAlice,
                                  request("BYE", {.from_tag = "b",
                                                  .to_tag = "a",
                                                  .branch = "z9hG4bK-bye",
                                                  .cseq = 77}));
  const Trace trace = flow.finish();
  ASSERT_EQ(trace.dialogs().size(), 1U);
  const Dialog& dialog = trace.dialogs()[0];
  EXPECT_EQ(dialog.caller_tag, "a");
  EXPECT_EQ(dialog.callee_tag, "b");
  EXPECT_EQ(dialog.created_by, ringing);
  EXPECT_EQ(dialog.confirmed_by, ok);
  EXPECT_EQ(dialog.terminated_by, bye);
  EXPECT_EQ(dialog.observed_state, DialogState::Terminated);
  EXPECT_EQ(dialog.transaction, TransactionId(0));
  EXPECT_EQ(dialog.method, sip::Method::Invite);
  EXPECT_EQ(trace.message(bye).dialog, DialogId(0));
  EXPECT_EQ(transaction_of(trace, bye).dialog, DialogId(0));
  EXPECT_FALSE(transaction_of(trace, ok).dialog.valid());
}

TEST(Dialogs, AreNotCreatedByTrying) {
  Flow flow;
  flow.send(0ms, kAlice, kBob, request("INVITE"));
  flow.send(1s, kBob, kAlice, response(100, "INVITE", {.to_tag = "b"}));
  EXPECT_TRUE(flow.finish().dialogs().empty());
}

TEST(Dialogs, AreNotCreatedByFailuresNorByRegistrations) {
  Flow flow;
  flow.send(0ms, kAlice, kBob, request("INVITE"));
  flow.send(1s, kBob, kAlice, response(486, "INVITE", {.to_tag = "b"}));
  flow.send(2s, kAlice, kBob, request("REGISTER", {.call_id = "r"}));
  flow.send(3s, kBob, kAlice,
            response(200, "REGISTER", {.call_id = "r", .to_tag = "b"}));
  EXPECT_TRUE(flow.finish().dialogs().empty());
}

TEST(Dialogs, TagsAreComparedWithoutLetterCase) {
  // 7.3.1: parameter values are, unless said otherwise.
  Flow flow;
  establish(flow);
  flow.send(5s, kAlice, kBob,
            request("BYE", {.from_tag = "A",
                            .to_tag = "B",
                            .branch = "z9hG4bK-bye",
                            .cseq = 2}));
  const Trace trace = flow.finish();
  ASSERT_EQ(trace.dialogs().size(), 1U);
  EXPECT_EQ(trace.dialogs()[0].observed_state, DialogState::Terminated);
  EXPECT_EQ(only_call(trace).outcome, Outcome::AnsweredEnded);
}

TEST(Dialogs, ForksAreEarlyDialogsOfTheirOwnAndOneWins) {
  Flow flow;
  flow.send(0ms, kAlice, kProxy, request("INVITE"));
  flow.send(1s, kProxy, kAlice, response(180, "INVITE", {.to_tag = "b"}));
  flow.send(2s, kProxy, kAlice, response(180, "INVITE", {.to_tag = "c"}));
  flow.send(3s, kProxy, kAlice, response(200, "INVITE", {.to_tag = "c"}));
  const Trace trace = flow.finish();
  ASSERT_EQ(trace.dialogs().size(), 2U);
  EXPECT_EQ(trace.dialogs()[0].observed_state, DialogState::Early);
  EXPECT_EQ(trace.dialogs()[1].observed_state, DialogState::Confirmed);
  const Call& call = only_call(trace);
  EXPECT_EQ(call.forks, 2);
  EXPECT_EQ(call.outcome, Outcome::AnsweredEndNotSeen);
  EXPECT_EQ(call.first_dialog, DialogId(0));
  EXPECT_EQ(trace.dialogs()[0].next_in_call, DialogId(1));
}

TEST(Dialogs, AFinalFailureEndsAllEarlyOnes) {
  Flow flow;
  flow.send(0ms, kAlice, kProxy, request("INVITE"));
  flow.send(1s, kProxy, kAlice, response(180, "INVITE", {.to_tag = "b"}));
  flow.send(2s, kProxy, kAlice, response(180, "INVITE", {.to_tag = "c"}));
  const MessageId busy =
      flow.send(3s, kProxy, kAlice, response(486, "INVITE", {.to_tag = "c"}));
  const Trace trace = flow.finish();
  for (const Dialog& dialog : trace.dialogs()) {
    EXPECT_EQ(dialog.observed_state, DialogState::Terminated);
    EXPECT_EQ(dialog.terminated_by, busy);
  }
}

TEST(Dialogs, AFailureOfOneForkFurtherDownEndsOnlyIts) {
  Flow flow;
  const Fields to_bob{.to_tag = "b", .branch = "z9hG4bK-b", .sent_by = "p"};
  const Fields to_carol{.to_tag = "c", .branch = "z9hG4bK-c", .sent_by = "p"};
  flow.send(0ms, kAlice, kProxy, request("INVITE"));
  flow.send(1ms, kProxy, kBob,
            request("INVITE", {.branch = "z9hG4bK-b", .sent_by = "p"}));
  flow.send(2ms, kProxy, kCarol,
            request("INVITE", {.branch = "z9hG4bK-c", .sent_by = "p"}));
  flow.send(1s, kBob, kProxy, response(180, "INVITE", to_bob));
  flow.send(1s, kCarol, kProxy, response(180, "INVITE", to_carol));
  flow.send(2s, kBob, kProxy, response(486, "INVITE", to_bob));
  const Trace trace = flow.finish();
  ASSERT_EQ(trace.dialogs().size(), 2U);
  EXPECT_EQ(trace.dialogs()[0].observed_state, DialogState::Terminated);
  EXPECT_EQ(trace.dialogs()[1].observed_state, DialogState::Early);
}

TEST(Dialogs, ReInviteAndUpdateStayInside) {
  Flow flow;
  establish(flow);
  const Fields again{.to_tag = "b", .branch = "z9hG4bK-re", .cseq = 2};
  const MessageId reinvite =
      flow.send(5s, kAlice, kBob, request("INVITE", again));
  const MessageId ok =
      flow.send(6s, kBob, kAlice, response(200, "INVITE", again));
  const Fields update{.from_tag = "b", .to_tag = "a", .branch = "z9hG4bK-up"};
  const MessageId updating =
      flow.send(7s, kBob, kAlice, request("UPDATE", update));
  const Trace trace = flow.finish();
  EXPECT_EQ(trace.dialogs().size(), 1U);
  EXPECT_TRUE(transaction_of(trace, reinvite).in_dialog);
  EXPECT_EQ(trace.message(ok).dialog, DialogId(0));
  EXPECT_EQ(transaction_of(trace, updating).dialog, DialogId(0));
  EXPECT_EQ(only_call(trace).forks, 1);
  EXPECT_EQ(only_call(trace).decisive, TransactionId(0));
}

TEST(Dialogs, AFailedReInviteDoesNotEndTheDialog) {
  Flow flow;
  establish(flow);
  const Fields again{.to_tag = "b", .branch = "z9hG4bK-re", .cseq = 2};
  flow.send(5s, kAlice, kBob, request("INVITE", again));
  flow.send(6s, kBob, kAlice, response(488, "INVITE", again));
  const Trace trace = flow.finish();
  EXPECT_EQ(trace.dialogs()[0].observed_state, DialogState::Confirmed);
  EXPECT_EQ(only_call(trace).outcome, Outcome::AnsweredEndNotSeen);
  EXPECT_EQ(only_call(trace).final_status, 200);
}

TEST(Dialogs, ReferAndItsNotifiesShareTheInviteDialog) {
  Flow flow;
  establish(flow);
  const Fields refer{.to_tag = "b", .branch = "z9hG4bK-refer", .cseq = 2};
  flow.send(5s, kAlice, kBob, request("REFER", refer));
  flow.send(6s, kBob, kAlice, response(202, "REFER", refer));
  const MessageId notify = flow.send(
      7s, kBob, kAlice,
      request("NOTIFY", {.from_tag = "b",
                         .to_tag = "a",
                         .branch = "z9hG4bK-n",
                         .cseq = 3,
                         .more = "Subscription-State: terminated\r\n"}));
  const Trace trace = flow.finish();
  ASSERT_EQ(trace.dialogs().size(), 1U);
  EXPECT_EQ(trace.message(notify).dialog, DialogId(0));
  EXPECT_EQ(trace.dialogs()[0].observed_state, DialogState::Confirmed);
  EXPECT_EQ(only_call(trace).kind, CallKind::Call);
}

TEST(Dialogs, ReferOutsideADialogCreatesOne) {
  Flow flow;
  flow.send(0ms, kAlice, kBob, request("REFER"));
  flow.send(1ms, kBob, kAlice, response(202, "REFER", {.to_tag = "b"}));
  flow.send(2ms, kBob, kAlice,
            request("NOTIFY", {.from_tag = "b",
                               .to_tag = "a",
                               .branch = "z9hG4bK-n",
                               .more = "Subscription-State: terminated\r\n"}));
  const Trace trace = flow.finish();
  ASSERT_EQ(trace.dialogs().size(), 1U);
  EXPECT_EQ(trace.dialogs()[0].method, sip::Method::Refer);
  EXPECT_EQ(trace.dialogs()[0].observed_state, DialogState::Terminated);
}

TEST(Subscriptions, AreCreatedByThe2xxAndEndedByNotify) {
  Flow flow;
  flow.send(0ms, kAlice, kBob, request("SUBSCRIBE"));
  flow.send(1ms, kBob, kAlice, response(200, "SUBSCRIBE", {.to_tag = "b"}));
  const auto notify = [&](Duration at, std::uint32_t cseq, const char* state) {
    return flow.send(
        at, kBob, kAlice,
        request("NOTIFY", {.from_tag = "b",
                           .to_tag = "a",
                           .branch = "z9hG4bK-n" + std::to_string(cseq),
                           .cseq = cseq,
                           .more = std::string("Subscription-State: ") + state +
                                   "\r\n"}));
  };
  notify(2ms, 1, "active;expires=600");
  const MessageId last = notify(600s, 2, "Terminated;reason=timeout");
  const Trace trace = flow.finish();
  ASSERT_EQ(trace.dialogs().size(), 1U);
  EXPECT_EQ(trace.dialogs()[0].method, sip::Method::Subscribe);
  EXPECT_EQ(trace.dialogs()[0].terminated_by, last);
  EXPECT_EQ(only_call(trace).kind, CallKind::Subscription);
  EXPECT_EQ(only_call(trace).outcome, Outcome::Succeeded);
}

TEST(Subscriptions, ANotifyMayOvertakeThe2xx) {
  Flow flow;
  flow.send(0ms, kAlice, kBob, request("SUBSCRIBE"));
  const MessageId notify = flow.send(
      1ms, kBob, kAlice,
      request("NOTIFY",
              {.from_tag = "b", .to_tag = "a", .branch = "z9hG4bK-n"}));
  flow.send(2ms, kBob, kAlice, response(200, "SUBSCRIBE", {.to_tag = "b"}));
  const Trace trace = flow.finish();
  ASSERT_EQ(trace.dialogs().size(), 1U);
  EXPECT_EQ(trace.dialogs()[0].created_by, notify);
  EXPECT_EQ(trace.dialogs()[0].caller_tag, "a");
  EXPECT_EQ(trace.dialogs()[0].callee_tag, "b");
}

TEST(Dialogs, StartedBeforeTheCaptureAreNotInvented) {
  Flow flow;
  const Fields again{.to_tag = "b", .cseq = 2};
  flow.send(5s, kAlice, kBob, request("INVITE", again));
  flow.send(6s, kBob, kAlice, response(200, "INVITE", again));
  EXPECT_TRUE(flow.finish().dialogs().empty());
}

TEST(Dialogs, CallersWithoutTagHaveOneToo) {
  // RFC 2543 clients need not send a From tag (12.1.1).
  Flow flow;
  flow.send(0ms, kAlice, kBob, request("INVITE", {.from_tag = ""}));
  flow.send(1s, kBob, kAlice,
            response(200, "INVITE", {.from_tag = "", .to_tag = "b"}));
  flow.send(5s, kBob, kAlice,
            request("BYE", {.from_tag = "b", .branch = "z9hG4bK-bye"}));
  const Trace trace = flow.finish();
  ASSERT_EQ(trace.dialogs().size(), 1U);
  EXPECT_EQ(trace.dialogs()[0].observed_state, DialogState::Terminated);
  EXPECT_EQ(only_call(trace).hung_up_by, CallSide::Callee);
}

}  // namespace
}  // namespace siptriage::testing::dialog_test
