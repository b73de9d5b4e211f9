// Calls: all of one Call-ID, until it is used anew.
#include "unit/correlate/flow.h"

namespace siptriage::testing::call_test {
namespace {

void refuse(Flow& flow, Duration at, const Fields& fields) {
  flow.send(at, kAlice, kBob, request("INVITE", fields));
  Fields answer = fields;
  answer.to_tag = "b";
  flow.send(at + 1ms, kBob, kAlice, response(486, "INVITE", answer));
  flow.send(at + 2ms, kAlice, kBob, request("ACK", answer));
}

TEST(Calls, DescribeWhoCalledWhom) {
  Flow flow;
  const MessageId first = flow.send(0ms, kAlice, kBob, request("INVITE"));
  const MessageId last = flow.send(1s, kBob, kAlice, response(100, "INVITE"));
  const Trace trace = flow.finish();
  const Call& call = only_call(trace);
  EXPECT_EQ(call.call_id, "call-1");
  EXPECT_EQ(call.kind, CallKind::Call);
  EXPECT_EQ(call.caller, kAlice);
  EXPECT_EQ(call.callee, kBob);
  EXPECT_EQ(call.from_uri, "sip:alice@example.com");
  EXPECT_EQ(call.to_uri, "sip:bob@example.com");
  EXPECT_EQ(call.request_uri, "sip:bob@example.com");
  EXPECT_EQ(call.first_message, first);
  EXPECT_EQ(call.last_message, last);
  EXPECT_EQ(call.first_frame.number, 1U);
  EXPECT_EQ(call.last_frame.number, 2U);
  EXPECT_EQ(call.last_time - call.first_time, 1s);
  EXPECT_EQ(call.message_count, 2U);
  EXPECT_EQ(trace.distinct_call_ids(), 1U);
}

TEST(Calls, AreToldByTheirFirstInitiatingRequest) {
  struct Case {
    const char* method;
    CallKind kind;
  };
  const Case cases[] = {
      {"INVITE", CallKind::Call},
      {"REGISTER", CallKind::Registration},
      {"SUBSCRIBE", CallKind::Subscription},
      {"NOTIFY", CallKind::Other},
      {"PUBLISH", CallKind::Publication},
      {"OPTIONS", CallKind::Options},
      {"MESSAGE", CallKind::Message},
      {"REFER", CallKind::Other},
      {"INFO", CallKind::Other},
      {"FOO", CallKind::Other},
  };
  for (const Case& c : cases) {
    Flow flow;
    flow.send(0ms, kAlice, kBob, request(c.method));
    flow.send(1ms, kBob, kAlice, response(200, c.method));
    const Trace trace = flow.finish();
    EXPECT_EQ(only_call(trace).kind, c.kind) << c.method;
    EXPECT_NE(only_call(trace).outcome, Outcome::StartNotSeen) << c.method;
  }
}

TEST(Calls, BeginAtTheFirstHopHoweverTheyWereCaptured) {
  // On the proxy's own host what goes out may be recorded first.
  struct Case {
    const char* why;
    std::string vias_below;
  };
  const Case cases[] = {
      {"in a header field of its own",
       "Via: SIP/2.0/UDP alice.example.com;branch=z9hG4bK-1\r\n"},
      {"of several",
       "v: SIP/2.0/UDP alice.example.com;branch=z9hG4bK-1\r\n"
       "Via: SIP/2.0/UDP further.example.com;branch=z9hG4bK-0\r\n"},
  };
  for (const Case& c : cases) {
    Flow flow;
    const Fields behind{
        .branch = "z9hG4bK-p", .sent_by = "p", .more = c.vias_below};
    flow.send(1ms, kProxy, kBob, request("INVITE", behind));
    flow.send(0ms, kAlice, kProxy, request("INVITE"));
    flow.send(2ms, kBob, kProxy, response(500, "INVITE", behind));
    flow.send(3ms, kProxy, kAlice, response(480, "INVITE"));
    const Trace trace = flow.finish();
    EXPECT_EQ(only_call(trace).caller, kAlice) << c.why;
    EXPECT_EQ(only_call(trace).final_status, 480) << c.why;
  }
}

TEST(Calls, ListTheirTransactionsInOrder) {
  Flow flow;
  refuse(flow, 0ms, {});
  refuse(flow, 1s, {.branch = "z9hG4bK-2", .cseq = 2});
  flow.send(2s, kAlice, kBob, request("OPTIONS", {.call_id = "other"}));
  const Trace trace = flow.finish();
  const Call& call = trace.calls()[0];
  EXPECT_EQ(call.first_transaction, TransactionId(0));
  EXPECT_EQ(trace.transactions()[0].next_in_call, TransactionId(1));
  EXPECT_FALSE(trace.transactions()[1].next_in_call.valid());
  EXPECT_EQ(call.last_transaction, TransactionId(1));
}

TEST(CallIdReuse, StartsANewCallAfterTheOldIsOverAndSilent) {
  struct Case {
    const char* why;
    Fields second;
    Duration gap;
    std::size_t calls;
  };
  const Case cases[] = {
      {"new From tag",
       {.from_tag = "z", .branch = "z9hG4bK-2", .cseq = 9},
       40s,
       2},
      {"CSeq begins anew", {.branch = "z9hG4bK-2", .cseq = 1}, 40s, 2},
      {"the same branch again", {}, 40s, 2},
      {"a retry by the same client goes on",
       {.branch = "z9hG4bK-2", .cseq = 2},
       40s,
       1},
      {"too soon", {.from_tag = "z", .branch = "z9hG4bK-2"}, 20s, 1},
  };
  for (const Case& c : cases) {
    Flow flow;
    refuse(flow, 0ms, {});
    refuse(flow, c.gap, c.second);
    const Trace trace = flow.finish();
    EXPECT_EQ(trace.calls().size(), c.calls) << c.why;
    EXPECT_EQ(trace.distinct_call_ids(), 1U) << c.why;
  }
}

TEST(CallIdReuse, WaitsForTheDialogToEnd) {
  for (const bool hung_up : {false, true}) {
    Flow flow;
    flow.send(0s, kAlice, kBob, request("INVITE"));
    flow.send(1s, kBob, kAlice, response(200, "INVITE", {.to_tag = "b"}));
    if (hung_up)
      flow.send(2s, kAlice, kBob,
                request("BYE", {.to_tag = "b", .branch = "z9hG4bK-b"}));
    flow.send(3600s, kAlice, kBob,
              request("INVITE", {.from_tag = "z", .branch = "z9hG4bK-2"}));
    EXPECT_EQ(flow.finish().calls().size(), hung_up ? 2U : 1U);
  }
}

TEST(CallIdReuse, RefreshesOfARegistrationAreOneRegistration) {
  Flow flow;
  for (std::uint32_t i = 1; i <= 5; ++i) {
    const std::string number = std::to_string(i);
    const Fields fields{
        .from_tag = "tag" + number, .branch = "z9hG4bK-" + number, .cseq = i};
    flow.send(i * 1800s, kAlice, kBob, request("REGISTER", fields));
    flow.send(i * 1800s + 1s, kBob, kAlice, response(200, "REGISTER", fields));
  }
  const Trace trace = flow.finish();
  EXPECT_EQ(only_call(trace).kind, CallKind::Registration);
  EXPECT_EQ(only_call(trace).outcome, Outcome::Succeeded);
  EXPECT_EQ(trace.transactions().size(), 5U);
}

TEST(CallIdReuse, PingsWithOneCallIdAreOne) {
  Flow flow;
  for (int i = 0; i < 5; ++i) {
    const Fields fields{.branch = "z9hG4bK-" + std::to_string(i), .cseq = 1};
    flow.send(i * 60s, kAlice, kBob, request("OPTIONS", fields));
    flow.send(i * 60s + 1s, kBob, kAlice, response(200, "OPTIONS", fields));
  }
  EXPECT_EQ(flow.finish().calls().size(), 1U);
}

TEST(CallIdReuse, ClocksThatRunBackwardsSplitNothing) {
  Flow flow;
  refuse(flow, 1000s, {});
  refuse(flow, 10s, {.from_tag = "z", .branch = "z9hG4bK-2"});
  const Trace trace = flow.finish();
  const Call& call = only_call(trace);
  EXPECT_EQ(call.outcome, Outcome::Busy);
  EXPECT_FALSE(trace.transactions()[0].timed_out);
}

TEST(Counts, CountEveryAppearance) {
  Flow flow;
  flow.send(0ms, kAlice, kBob, request("OPTIONS"));
  flow.capture_again(1ms);
  flow.send(500ms, kAlice, kBob, request("OPTIONS"));
  flow.send(501ms, kBob, kAlice, response(404, "OPTIONS"));
  flow.send(502ms, kBob, kAlice, response(999, "OPTIONS"));
  flow.send(503ms, kAlice, kBob, request("options"));
  const Trace trace = flow.finish();
  const MessageCounts& counts = trace.counts();
  EXPECT_EQ(counts.requests.at("OPTIONS"), 3U);
  EXPECT_EQ(counts.requests.at("options"), 1U);
  EXPECT_EQ(counts.responses.at(404), 1U);
  EXPECT_EQ(counts.retransmissions, 1U);
  EXPECT_EQ(counts.duplicates, 1U);
}

TEST(Counts, KeepSoManyMethodNamesAndNoMore) {
  Flow flow;
  for (int i = 0; i < 200; ++i)
    flow.send(i * 1ms, kAlice, kBob, request("M" + std::to_string(i)));
  const Trace trace = flow.finish();
  EXPECT_EQ(trace.counts().requests.size(),
            spec_of(LimitId::MethodNames).otherwise + 1);
  std::uint64_t sum = 0;
  for (const auto& [name, number] : trace.counts().requests) sum += number;
  EXPECT_EQ(sum, 200U);
  EXPECT_GT(trace.counts().requests.at("OTHER"), 100U);
}

TEST(Traces, ParseTheirMessagesAgain) {
  Flow flow;
  flow.send(0ms, kAlice, kBob, request("OPTIONS"));
  const Trace trace = flow.finish();
  sip::Message message;
  ASSERT_TRUE(trace.parse(MessageId(0), message));
  EXPECT_EQ(message.method, sip::Method::Options);
  EXPECT_EQ(trace.message(MessageId(0)).branch, "z9hG4bK-1");
}

TEST(Traces, OfNothingAreEmpty) {
  const Trace trace = Flow().finish();
  EXPECT_TRUE(trace.messages().empty());
  EXPECT_TRUE(trace.calls().empty());
  EXPECT_TRUE(trace.counts().requests.empty());
}

}  // namespace
}  // namespace siptriage::testing::call_test
