// Whatever comes in, the tables stay consistent.
//
// Property: every message is in exactly one transaction's list and one call,
// ids point where they may, and the same input gives the same result.
#include <array>
#include <random>

#include "unit/correlate/flow.h"

namespace siptriage::testing::random_test {
namespace {

constexpr std::uint32_t kSeed = 20260302;
constexpr int kMessages = 100'000;

class RandomTraffic {
 public:
  explicit RandomTraffic(std::uint32_t seed) : random_(seed) {}

  void send_to(Flow& flow) {
    static constexpr std::array<const char*, 12> kMethods = {
        "INVITE", "ACK",       "BYE",    "CANCEL", "REGISTER", "OPTIONS",
        "PRACK",  "SUBSCRIBE", "NOTIFY", "REFER",  "UPDATE",   "FOO"};
    static constexpr std::array<int, 14> kStatuses = {
        100, 180, 183, 200, 202, 302, 401, 407, 408, 481, 486, 487, 503, 603};
    const Fields fields = random_fields();
    const char* method = kMethods[below(kMethods.size())];
    time_ += Duration(std::chrono::milliseconds(below(400))) - 20ms;
    if (one_in(500)) time_ += 40s;
    const Endpoint from = host(static_cast<std::uint8_t>(1 + below(4)));
    const Endpoint to = host(static_cast<std::uint8_t>(1 + below(4)));
    flow.set_has_identification(!one_in(4));
    if (one_in(20))
      flow.capture_again(1ms);
    else if (one_in(2))
      flow.send(time_, from, to, request(method, fields));
    else
      flow.send(time_, from, to,
                response(kStatuses[below(kStatuses.size())], method, fields));
  }

 private:
  std::size_t below(std::size_t limit) { return random_() % limit; }
  bool one_in(std::size_t n) { return below(n) == 0; }
  std::string one_of(const char* stem, std::size_t n) {
    return stem + std::to_string(below(n));
  }

  Fields random_fields() {
    Fields fields;
    fields.call_id = one_in(20) ? "" : one_of("call", 300);
    fields.from_tag = one_in(20) ? "" : one_of("t", 3);
    fields.to_tag = one_in(2) ? "" : one_of("t", 3);
    fields.branch = one_in(10) ? one_of("", 3) : one_of("z9hG4bK", 6);
    fields.sent_by = one_in(20) ? "" : one_of("host", 2);
    fields.cseq = static_cast<std::uint32_t>(below(5));
    if (one_in(10)) fields.more = "RAck: 1 1 INVITE\r\n";
    if (one_in(10)) fields.more += "Subscription-State: terminated\r\n";
    return fields;
  }

  std::mt19937 random_;
  Duration time_ = 100s;
};

Trace make_trace(std::uint32_t seed, int messages) {
  RandomTraffic traffic(seed);
  Flow flow;
  flow.send(0ms, kAlice, kBob, request("OPTIONS"));
  for (int i = 1; i < messages; ++i) traffic.send_to(flow);
  return flow.finish(10s);
}

void expect_lists_complete(const Trace& trace) {
  std::vector<int> seen(trace.messages().size(), 0);
  std::vector<int> listed(trace.transactions().size(), 0);
  std::uint64_t call_messages = 0;
  for (std::uint32_t i = 0; i < trace.calls().size(); ++i) {
    const Call& call = trace.calls()[i];
    call_messages += call.message_count;
    for (TransactionId id = call.first_transaction; id.valid();
         id = trace.transaction(id).next_in_call) {
      ++listed[id.index()];
      ASSERT_EQ(trace.transaction(id).call, CallId(i));
    }
  }
  for (std::uint32_t i = 0; i < trace.transactions().size(); ++i) {
    ASSERT_EQ(listed[i], 1);
    const Transaction& transaction = trace.transactions()[i];
    MessageId last;
    for (MessageId id = transaction.first_message; id.valid();
         id = trace.message(id).next_in_transaction) {
      ++seen[id.index()];
      ASSERT_EQ(trace.message(id).transaction, TransactionId(i));
      ASSERT_EQ(trace.message(id).call, transaction.call);
      last = id;
    }
    ASSERT_EQ(last, transaction.last_message);
  }
  for (const int count : seen) ASSERT_EQ(count, 1);
  EXPECT_EQ(call_messages, trace.messages().size());
}

void expect_references_sound(const Trace& trace) {
  for (const MessageRecord& message : trace.messages()) {
    ASSERT_EQ(message.original.valid(), message.repetition != Repetition::None);
    if (message.original.valid()) {
      const MessageRecord& original = trace.message(message.original);
      ASSERT_EQ(original.repetition, Repetition::None);
      ASSERT_EQ(original.transaction, message.transaction);
      ASSERT_EQ(original.status, message.status);
    }
    if (message.dialog.valid()) {
      ASSERT_EQ(trace.dialog(message.dialog).call, message.call);
    }
  }
  for (const Transaction& transaction : trace.transactions()) {
    if (transaction.related.valid()) {
      ASSERT_EQ(trace.transaction(transaction.related).method,
                sip::Method::Invite);
    }
    if (transaction.cancelled_by.valid()) {
      ASSERT_EQ(trace.transaction(transaction.cancelled_by).method,
                sip::Method::Cancel);
    }
    ASSERT_EQ(transaction.final_status != 0,
              transaction.final_response.valid());
  }
}

std::uint64_t sum_of_counts(const MessageCounts& counts) {
  std::uint64_t sum = 0;
  for (const auto& [name, number] : counts.requests) sum += number;
  for (const auto& [status, number] : counts.responses) sum += number;
  return sum;
}

TEST(RandomTraffic, LeavesConsistentTables) {
  const Trace trace = make_trace(kSeed, kMessages);
  ASSERT_EQ(trace.messages().size(), static_cast<std::size_t>(kMessages));
  expect_lists_complete(trace);
  expect_references_sound(trace);
  EXPECT_EQ(sum_of_counts(trace.counts()),
            static_cast<std::uint64_t>(kMessages));
}

TEST(RandomTraffic, GivesTheSameResultEachTime) {
  const Trace one = make_trace(kSeed + 1, 5000);
  const Trace two = make_trace(kSeed + 1, 5000);
  ASSERT_EQ(one.calls().size(), two.calls().size());
  for (std::size_t i = 0; i < one.calls().size(); ++i) {
    EXPECT_EQ(one.calls()[i].outcome, two.calls()[i].outcome);
    EXPECT_EQ(one.calls()[i].decisive, two.calls()[i].decisive);
    EXPECT_EQ(one.calls()[i].retransmissions, two.calls()[i].retransmissions);
  }
  for (std::size_t i = 0; i < one.messages().size(); ++i)
    ASSERT_EQ(one.messages()[i].transaction, two.messages()[i].transaction);
}

TEST(HostileTraffic, CutAtEveryOctetIsTakenAsFarAsItGoes) {
  const std::string whole =
      response(183, "INVITE", {.to_tag = "b", .more = "RSeq: 7\r\n"}) +
      request("PRACK", {.to_tag = "b", .more = "RAck: 7 1 INVITE\r\n"});
  OctetStore store;
  Correlator correlator;
  std::uint32_t messages = 0;
  for (std::size_t cut = 0; cut < whole.size(); ++cut)
    for (const std::string_view part : {std::string_view(whole).substr(0, cut),
                                        std::string_view(whole).substr(cut)}) {
      sip::Message message;
      if (sip::parse_message(store.keep(part), sip::Framing::Datagram,
                             message) != sip::ParseStatus::Complete)
        continue;
      Observation observation;
      observation.frame.number = ++messages;
      observation.source = kBob;
      observation.destination = kAlice;
      correlator.add(observation, message);
    }
  ASSERT_GT(messages, 100U);
  const Trace trace = correlator.finish(std::move(store), {});
  EXPECT_EQ(trace.messages().size(), messages);
  expect_lists_complete(trace);
}

TEST(HostileTraffic, OfOneKeyStaysLinear) {
  // One Call-ID, one branch, each request from another sent-by: without limits
  // this takes minutes.
  Flow flow;
  for (int i = 0; i < 30'000; ++i)
    flow.send(i * 1ms, kAlice, kBob,
              request("INVITE", {.sent_by = "h" + std::to_string(i)}));
  for (int i = 0; i < 10'000; ++i)
    flow.send(40s + i * 1ms, kBob, kAlice,
              response(180, "INVITE",
                       {.to_tag = "t" + std::to_string(i), .sent_by = "h1"}));
  for (int i = 0; i < 10'000; ++i)
    flow.send(60s + i * 1ms, kAlice, kBob,
              request("CANCEL", {.branch = "z9hG4bK" + std::to_string(i)}));
  EXPECT_EQ(flow.finish().messages().size(), 50'000U);
}

}  // namespace
}  // namespace siptriage::testing::random_test
