// The same message again: sent again, captured twice, or seen at two points.
#include "unit/correlate/flow.h"

namespace siptriage::testing::repetition_test {
namespace {

TEST(Duplicates, KeepTheIpIdentification) {
  Flow flow;
  const MessageId first = flow.send(0ms, kAlice, kBob, request("INVITE"));
  // A mirror port may be slow; the identification still tells.
  const MessageId copy = flow.capture_again(200ms);
  const Trace trace = flow.finish();
  EXPECT_EQ(repetition_of(trace, first), Repetition::None);
  EXPECT_EQ(repetition_of(trace, copy), Repetition::Duplicate);
  EXPECT_EQ(trace.message(copy).original, first);
  EXPECT_EQ(trace.counts().duplicates, 1U);
  EXPECT_EQ(trace.counts().requests.at("INVITE"), 2U);
  EXPECT_EQ(only_call(trace).duplicates, 1U);
  EXPECT_EQ(only_call(trace).message_count, 2U);
  EXPECT_EQ(trace.transactions()[0].request_retransmissions, 0U);
}

TEST(Duplicates, AreNoneAsLateAsARetransmission) {
  // A stack that never changes its IP identification.
  Flow flow;
  flow.send(0ms, kAlice, kBob, request("INVITE"));
  const MessageId again = flow.capture_again(500ms);
  const Trace trace = flow.finish();
  EXPECT_EQ(repetition_of(trace, again), Repetition::Retransmission);
}

TEST(Duplicates, OfARetransmissionAreDuplicates) {
  Flow flow;
  flow.send(0ms, kAlice, kBob, request("INVITE"));
  flow.capture_again(1ms);
  const MessageId sent_again =
      flow.send(500ms, kAlice, kBob, request("INVITE"));
  const MessageId copy = flow.capture_again(1ms);
  const Trace trace = flow.finish();
  EXPECT_EQ(repetition_of(trace, sent_again), Repetition::Retransmission);
  EXPECT_EQ(repetition_of(trace, copy), Repetition::Duplicate);
  EXPECT_EQ(trace.transactions()[0].request_retransmissions, 1U);
}

TEST(Duplicates, WithoutIdentificationComeWithinTheWindow) {
  struct Case {
    Duration later;
    Repetition repetition;
  };
  const Case cases[] = {
      {1ms, Repetition::Duplicate},
      {20ms, Repetition::Duplicate},
      {21ms, Repetition::Retransmission},
      {500ms, Repetition::Retransmission},
      // Two capture queues may disagree on the order.
      {-3ms, Repetition::Duplicate},
  };
  for (const Case& c : cases) {
    Flow flow;
    flow.set_has_identification(false);
    flow.send(1s, kAlice, kBob, request("INVITE"));
    const MessageId again =
        flow.send(1s + c.later, kAlice, kBob, request("INVITE"));
    EXPECT_EQ(repetition_of(flow.finish(), again), c.repetition)
        << c.later.count();
  }
}

TEST(Duplicates, AnotherIdentificationIsAnotherPacketHoweverSoon) {
  Flow flow;
  flow.send(0ms, kAlice, kBob, request("INVITE"));
  const MessageId again = flow.send(1ms, kAlice, kBob, request("INVITE"));
  EXPECT_EQ(repetition_of(flow.finish(), again), Repetition::Retransmission);
}

TEST(Duplicates, DoNotExistOverTcp) {
  // Copies of segments are gone by now: the client wrote it twice.
  Flow flow;
  flow.set_transport(Transport::Tcp);
  flow.send(0ms, kAlice, kBob, request("OPTIONS"));
  const MessageId again = flow.capture_again(500ms);
  const Trace trace = flow.finish();
  EXPECT_EQ(repetition_of(trace, again), Repetition::Retransmission);
  EXPECT_EQ(trace.transactions()[0].request_retransmissions, 1U);
}

TEST(Retransmissions, FollowTheScheduleOfTimerA) {
  Flow flow;
  Duration at = 0ms;
  Duration interval = 500ms;
  for (int i = 0; i < 7; ++i) {
    flow.send(at, kAlice, kBob, request("INVITE"));
    at += interval;
    interval *= 2;
  }
  const Trace trace = flow.finish(64s);
  ASSERT_EQ(trace.transactions().size(), 1U);
  EXPECT_EQ(trace.transactions()[0].request_retransmissions, 6U);
  EXPECT_EQ(trace.counts().retransmissions, 6U);
  EXPECT_EQ(only_call(trace).retransmissions, 6U);
  EXPECT_EQ(only_call(trace).outcome, Outcome::TimedOut);
}

TEST(Retransmissions, NeedNotHaveTheSameOctets) {
  Flow flow;
  flow.send(0ms, kAlice, kBob,
            request("OPTIONS", {.more = "Timestamp: 1\r\n"}));
  const MessageId again = flow.send(
      500ms, kAlice, kBob, request("OPTIONS", {.more = "Timestamp: 2\r\n"}));
  flow.send(600ms, kBob, kAlice,
            response(200, "OPTIONS", {.to_tag = "b", .more = "Date: 1\r\n"}));
  const MessageId answer_again = flow.send(
      700ms, kBob, kAlice,
      response(200, "OPTIONS", {.to_tag = "b", .more = "Date: 2\r\n"}));
  const Trace trace = flow.finish();
  EXPECT_EQ(repetition_of(trace, again), Repetition::Retransmission);
  EXPECT_EQ(repetition_of(trace, answer_again), Repetition::Retransmission);
  EXPECT_EQ(trace.transactions()[0].response_retransmissions, 1U);
}

TEST(Retransmissions, OfAnInviteAfterTrying) {
  Flow flow;
  flow.send(0ms, kAlice, kBob, request("INVITE"));
  flow.send(400ms, kBob, kAlice, response(100, "INVITE"));
  const MessageId again = flow.send(500ms, kAlice, kBob, request("INVITE"));
  const MessageId trying_again =
      flow.send(510ms, kBob, kAlice, response(100, "INVITE"));
  const MessageId other_trying = flow.send(
      520ms, kBob, kAlice, response(100, "INVITE", {.more = "Server: b\r\n"}));
  const Trace trace = flow.finish();
  EXPECT_EQ(repetition_of(trace, again), Repetition::Retransmission);
  EXPECT_EQ(repetition_of(trace, trying_again), Repetition::Retransmission);
  EXPECT_EQ(repetition_of(trace, other_trying), Repetition::None);
  EXPECT_EQ(trace.transactions()[0].provisional_count, 2);
}

TEST(Retransmissions, OfA2xxByTheUasCore) {
  // 13.3.1.4: until the ACK arrives, whatever the transport.
  Flow flow;
  flow.send(0ms, kAlice, kBob, request("INVITE"));
  flow.send(1s, kBob, kAlice, response(200, "INVITE", {.to_tag = "b"}));
  const MessageId again =
      flow.send(1500ms, kBob, kAlice, response(200, "INVITE", {.to_tag = "b"}));
  const Trace trace = flow.finish();
  EXPECT_EQ(repetition_of(trace, again), Repetition::Retransmission);
  EXPECT_EQ(trace.transactions()[0].response_retransmissions, 1U);
}

TEST(Retransmissions, AckAgainIsNoRetransmittedInvite) {
  Flow flow;
  flow.send(0ms, kAlice, kBob, request("INVITE"));
  for (const Duration at : {1s, 2s}) {
    flow.send(at, kBob, kAlice, response(486, "INVITE", {.to_tag = "b"}));
    flow.send(at + 1ms, kAlice, kBob, request("ACK", {.to_tag = "b"}));
  }
  const Trace trace = flow.finish();
  EXPECT_EQ(trace.transactions()[0].request_retransmissions, 0U);
  EXPECT_EQ(trace.transactions()[0].response_retransmissions, 1U);
  EXPECT_EQ(trace.counts().retransmissions, 2U);
}

TEST(Provisionals, OfOneStatusMayEachTellSomethingNew) {
  Flow flow;
  flow.send(0ms, kAlice, kBob, request("INVITE"));
  const auto ringing = [&](Duration at, std::string more) {
    return flow.send(
        at, kBob, kAlice,
        response(183, "INVITE", {.to_tag = "b", .more = std::move(more)}));
  };
  const MessageId first = ringing(1s, "RSeq: 1\r\n");
  const MessageId again = ringing(2s, "RSeq: 1\r\n");
  const MessageId second = ringing(3s, "RSeq: 2\r\n");
  const MessageId third = ringing(4s, "RSeq: 2\r\nWarning: x\r\n");
  const Trace trace = flow.finish();
  EXPECT_EQ(repetition_of(trace, first), Repetition::None);
  EXPECT_EQ(repetition_of(trace, again), Repetition::Retransmission);
  EXPECT_EQ(repetition_of(trace, second), Repetition::None);
  EXPECT_EQ(repetition_of(trace, third), Repetition::None);
  EXPECT_EQ(trace.transactions()[0].provisional_count, 3);
}

TEST(Provisionals, OfTwoForksAreNoRepetitions) {
  Flow flow;
  flow.send(0ms, kAlice, kBob, request("INVITE"));
  flow.send(1s, kBob, kAlice, response(180, "INVITE", {.to_tag = "b"}));
  const MessageId other =
      flow.send(2s, kBob, kAlice, response(180, "INVITE", {.to_tag = "c"}));
  EXPECT_EQ(repetition_of(flow.finish(), other), Repetition::None);
}

TEST(OtherPoints, BothSidesOfANatShowOneTransaction) {
  const Endpoint outside = host(77, 31000);
  Flow flow;
  flow.send(0ms, kAlice, kBob, request("INVITE"));
  const MessageId beyond = flow.send(1ms, outside, kBob, request("INVITE"));
  flow.send(10ms, kBob, outside, response(200, "INVITE", {.to_tag = "b"}));
  const MessageId back =
      flow.send(11ms, kBob, kAlice, response(200, "INVITE", {.to_tag = "b"}));
  const MessageId again = flow.send(500ms, kAlice, kBob, request("INVITE"));
  const MessageId again_beyond =
      flow.send(501ms, outside, kBob, request("INVITE"));
  const Trace trace = flow.finish();
  ASSERT_EQ(trace.transactions().size(), 1U);
  EXPECT_EQ(repetition_of(trace, beyond), Repetition::OtherPoint);
  EXPECT_EQ(trace.message(beyond).original, MessageId(0));
  EXPECT_EQ(repetition_of(trace, back), Repetition::OtherPoint);
  EXPECT_EQ(repetition_of(trace, again), Repetition::Retransmission);
  EXPECT_EQ(repetition_of(trace, again_beyond), Repetition::OtherPoint);
  EXPECT_EQ(trace.counts().other_points, 3U);
  EXPECT_EQ(only_call(trace).hops, 2);
  EXPECT_EQ(trace.transactions()[0].client, kAlice);
  EXPECT_EQ(trace.transactions()[0].request_retransmissions, 1U);
}

TEST(OtherPoints, ChangedProvisionalsPairUpInOrder) {
  // An ALG rewrites the SDP: the octets differ on its two sides.
  const Endpoint outside = host(77, 31000);
  Flow flow;
  flow.send(0ms, kAlice, kBob, request("INVITE"));
  flow.send(1ms, outside, kBob, request("INVITE"));
  const auto progress = [&](Duration at, const Endpoint& to, const char* body) {
    return flow.send(at, kBob, to,
                     response(183, "INVITE", {.to_tag = "b", .body = body}));
  };
  const MessageId first = progress(10ms, outside, "one outside");
  const MessageId first_inside = progress(11ms, kAlice, "one inside");
  const MessageId second = progress(20ms, outside, "two outside");
  const MessageId second_inside = progress(21ms, kAlice, "two inside");
  const Trace trace = flow.finish();
  EXPECT_EQ(repetition_of(trace, first), Repetition::None);
  EXPECT_EQ(trace.message(first_inside).original, first);
  EXPECT_EQ(repetition_of(trace, second), Repetition::None);
  EXPECT_EQ(trace.message(second_inside).original, second);
}

TEST(OtherPoints, TwoMessagesInOneDatagramAreNoDuplicates) {
  Flow flow;
  OctetStore store;
  Correlator correlator;
  Observation observation;
  observation.frame.number = 1;
  observation.source = kBob;
  observation.destination = kAlice;
  observation.identity.has_ip_identification = true;
  const std::string_view text = store.keep(response(100, "INVITE"));
  sip::Message message;
  ASSERT_EQ(sip::parse_message(text, sip::Framing::Datagram, message),
            sip::ParseStatus::Complete);
  correlator.add(observation, message);
  correlator.add(observation, message);
  const Trace trace = correlator.finish(std::move(store), {});
  EXPECT_EQ(trace.counts().duplicates, 0U);
}

}  // namespace
}  // namespace siptriage::testing::repetition_test
