// Snapshots: what is the same each time, and what is not in them.

#include "siptriage/check/snapshot.h"

#include <string>

#include "check/timing_steps.h"
#include "unit/check/recording.h"

namespace siptriage::snapshot_test {
namespace {

using testing::answered_call;
using testing::Circumstances;
using testing::failed_call;
using testing::registration;
using testing::snapshot_of;
using testing::text_of;

Circumstances another_day() {
  return {"2027-11-30T23:59:59Z", "198.51.100.7:40311", "203.0.113.9:5070",
          "203.0.113.80:5080",    "77f0aa12",           "888"};
}

TEST(Snapshot, IsTheSameEachTime) {
  const std::string script =
      answered_call() + failed_call("486 Busy Here") + registration();
  const std::string first = text_of(snapshot_of(script));
  EXPECT_EQ(first, text_of(snapshot_of(script, another_day())));
  for (const char* varying :
       {"a84b4c76e66710", "192.0.2", "2026", "5060", "313", "sip:", "alice"}) {
    EXPECT_EQ(first.find(varying), std::string::npos) << varying;
  }
}

TEST(Snapshot, SaysWhatOneCallIsLike) {
  const Snapshot snapshot =
      snapshot_of(answered_call("Supported: timer, 100rel"
                                "\n"));
  ASSERT_EQ(snapshot.scenarios.size(), 1U);
  const Scenario& scenario = snapshot.scenarios.front();
  EXPECT_EQ(scenario.kind, CallKind::Call);
  EXPECT_EQ(scenario.outcome, Outcome::AnsweredEnded);
  EXPECT_EQ(scenario.code, 200);
  EXPECT_EQ(scenario.peers, (std::vector<std::string>{"caller", "callee"}));
  EXPECT_EQ(scenario.calls, 1U);
  EXPECT_EQ(scenario.first_call.number, 1U);
  EXPECT_EQ(scenario.first_call.call_id, "a84b4c76e66710@host");
  ASSERT_EQ(scenario.messages.size(), 7U);
  const ScenarioMessage& invite = scenario.messages.front();
  EXPECT_EQ(invite.what, "INVITE");
  EXPECT_EQ(invite.from, 1U);
  EXPECT_EQ(invite.to, 2U);
  EXPECT_EQ(invite.frame.number, 1U);
  EXPECT_EQ(invite.ids,
            "branch 1 from-tag 1 cseq 1 session 1 version 1 ice-ufrag 1 "
            "ice-pwd 1");
  ASSERT_FALSE(invite.lists.empty());
  EXPECT_EQ(invite.lists.front().second, "100rel timer");
  EXPECT_EQ(
      invite.media,
      (std::vector<std::string>{"audio RTP/AVP sendrecv PCMU/8000 PCMA/8000"}));
  EXPECT_EQ(scenario.messages.back().what, "200 BYE");
  EXPECT_EQ(scenario.messages.back().from, 2U);
  ASSERT_TRUE(scenario.timings[0]);
  EXPECT_EQ(scenario.timings[0]->median_ms, 200U);
}

std::string many_calls(int calls, const char* code) {
  std::string script;
  for (int i = 0; i < calls; ++i) {
    std::string call = failed_call(code);
    const std::string id = "${id}f";
    call.replace(call.find(id), id.size(), "${id}" + std::to_string(i));
    script += call;
  }
  return script;
}

TEST(Snapshot, FoldsCallsThatAreAlike) {
  const Snapshot snapshot = snapshot_of(many_calls(700, "486 Busy Here"));
  EXPECT_EQ(snapshot.calls, 700U);
  ASSERT_EQ(snapshot.scenarios.size(), 1U);
  EXPECT_EQ(snapshot.scenarios.front().calls, 700U);
}

TEST(Snapshot, IsTheSameForAnyNumberOfThreads) {
  std::string script;
  for (int code = 400; code < 700; ++code) {
    script += many_calls(3, (std::to_string(code) + " No").c_str());
    const std::string id = "${id}";
    for (std::size_t at = script.find(id); at != std::string::npos;
         at = script.find(id, at)) {
      script.replace(at, id.size(), "c" + std::to_string(code));
    }
  }
  const std::string one = text_of(snapshot_of(script, {}, 1));
  EXPECT_NE(one.find("\"code\":699"), std::string::npos);
  EXPECT_EQ(one, text_of(snapshot_of(script, {}, 2)));
  EXPECT_EQ(one, text_of(snapshot_of(script, {}, 8)));
}

// A refresh comes as often as the capture is long.
TEST(Snapshot, TellsRoundsOnce) {
  std::string script = registration();
  for (int i = 0; i < 10; ++i) {
    script +=
        "@+50 alice -> proxy udp\nREGISTER sip:example.com\n"
        "Call-ID: ${id}r@host\n\n@+0.01 proxy -> alice udp\n200 OK\n\n";
  }
  const Snapshot snapshot = snapshot_of(script);
  ASSERT_EQ(snapshot.scenarios.size(), 1U);
  EXPECT_EQ(snapshot.scenarios.front().messages.size(), 6U);
}

TEST(Snapshot, TellsSoManyMessagesAndCountsTheRest) {
  const std::string script = answered_call();
  Limits limits;
  const auto told = [&](std::uint64_t most) {
    limits.set(LimitId::ScenarioMessages, most);
    return snapshot_of(script, {}, 1, limits).scenarios.front();
  };
  const std::size_t all = told(200).messages.size();
  EXPECT_EQ(told(all).more_messages, 0U);
  EXPECT_EQ(told(all - 1).messages.size(), all - 1);
  EXPECT_EQ(told(all - 1).more_messages, 1U);
}

TEST(Snapshot, TellsSoManyScenariosAndCountsCallsOfTheRest) {
  constexpr std::uint64_t kMost = 10;
  Limits limits;
  limits.set(LimitId::Scenarios, kMost);
  std::string script;
  for (std::size_t i = 0; i < kMost + 3; ++i) {
    script +=
        "@+0.5 alice -> bob udp\nOPTIONS sip:bob@example.com\nCall-ID: o" +
        std::to_string(i) + "\nX-" + std::to_string(i) + ": 1\n\n" +
        "@+0.01 bob -> alice udp\n200 OK\n\n";
  }
  const Snapshot snapshot = snapshot_of(script, {}, 2, limits);
  EXPECT_EQ(snapshot.calls, kMost + 3);
  EXPECT_EQ(snapshot.scenarios.size(), kMost);
  EXPECT_EQ(snapshot.calls_left_out, 3U);
  EXPECT_TRUE(read_snapshot("base.json", text_of(snapshot), limits));
  EXPECT_EQ(text_of(snapshot), text_of(snapshot_of(script, {}, 1, limits)));
  EXPECT_EQ(snapshot_of(script).calls_left_out, 0U);

  const auto refused = [&](LimitId id, std::uint64_t most) {
    Limits lower;
    lower.set(id, most);
    return read_snapshot("base.json", text_of(snapshot), lower).error().message;
  };
  EXPECT_EQ(refused(LimitId::Scenarios, kMost - 1),
            "base.json: scenarios has more than 9 entries; --limit "
            "scenarios=1000 raises it");
  EXPECT_EQ(refused(LimitId::ScenarioMessages, 1),
            "base.json: scenarios[0].messages has more than 1 entries; --limit "
            "scenario-messages=200 raises it");
  EXPECT_EQ(refused(LimitId::SnapshotOctets, 1024),
            "base.json: has more than 1024 octets; --limit "
            "snapshot-octets=64M raises it");
}

TEST(Snapshot, TellsScenariosWithinSoManyOctets) {
  std::string script;
  for (const char name : {'a', 'b'}) {
    script += "@+0.5 alice -> bob udp\nOPTIONS sip:bob@example.com\nCall-ID: " +
              std::string(1, name) + "\n";
    for (int i = 0; i < 25; ++i) {
      script += "X-Quite-Some-Name-" + std::to_string(i) + name + ": 1\n";
    }
    script += "\n@+0.01 bob -> alice udp\n200 OK\n\n";
  }
  Limits limits;
  const auto left_out = [&](std::uint64_t most) {
    limits.set(LimitId::ScenarioOctets, most);
    return snapshot_of(script, {}, 1, limits).calls_left_out;
  };
  EXPECT_EQ(left_out(1024), 1U);
  EXPECT_EQ(left_out(4096), 0U);
}

// Of a sender who wants to be seen on a terminal, or in a document.
TEST(Snapshot, HoldsNothingThatIsNoToken) {
  const std::string text = text_of(snapshot_of(
      answered_call("X-\x1b[31m\xff: 1\nSupported: <script>\"x\", \x07"
                    "b\n")));
  EXPECT_NE(text.find("X-??31m?"), std::string::npos) << text;
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_EQ(text.find("<script>"), std::string::npos);
}

// Both ends of a loopback interface have one address.
TEST(Snapshot, TellsPeersOfOneAddressApartByTheirPorts) {
  Circumstances loopback;
  loopback.alice = "127.0.0.1:5061";
  loopback.bob = "127.0.0.1:5062";
  EXPECT_EQ(text_of(snapshot_of(answered_call(), loopback)),
            text_of(snapshot_of(answered_call())));
}

TEST(Snapshot, LeavesRepetitionsOutOfTheSequence) {
  const std::string again =
      "@0 alice -> bob udp as invite\nINVITE sip:bob@example.com\n\n"
      "@+0.5 alice -> bob udp again invite\n\n"
      "@+0.1 bob -> alice udp\n486 Busy Here\n\n@+0.01 alice -> bob udp\nACK\n";
  const Snapshot snapshot = snapshot_of(again);
  ASSERT_EQ(snapshot.scenarios.size(), 1U);
  EXPECT_EQ(snapshot.scenarios.front().messages.size(), 3U);
  EXPECT_EQ(snapshot.scenarios.front().retransmissions, 1U);
}

TEST(Tolerance, IsReadAsPeopleWriteIt) {
  EXPECT_EQ(*parse_tolerance("30%"),
            (Tolerance{std::chrono::milliseconds(50), 30}));
  EXPECT_EQ(*parse_tolerance("100 ms"),
            (Tolerance{std::chrono::milliseconds(100), 25}));
  EXPECT_EQ(*parse_tolerance("10%, 1s"),
            (Tolerance{std::chrono::seconds(1), 10}));
  for (const char* wrong : {"", "%", "0%", "1001%", "-5%", "2h", "10us", "5",
                            "10%,", "10%,1s,2s", "ten percent"}) {
    EXPECT_FALSE(parse_tolerance(wrong)) << wrong;
  }
}

TEST(TimingSteps, AreAsWideAsTheTolerance) {
  const check::TimingSteps steps({std::chrono::milliseconds(50), 25});
  EXPECT_EQ(steps.step_of(std::chrono::milliseconds(-5)), 0U);
  EXPECT_EQ(steps.step_of(std::chrono::milliseconds(49)), 0U);
  EXPECT_EQ(steps.step_of(std::chrono::milliseconds(50)), 1U);
  EXPECT_EQ(steps.ms_of(4), 200U);
  EXPECT_EQ(steps.ms_of(5), 250U);
  EXPECT_EQ(steps.ms_of(6), 312U);
  for (std::size_t step = 0; step < 40; ++step) {
    EXPECT_EQ(steps.step_of_ms(steps.ms_of(step)), step);
  }
  EXPECT_LT(steps.step_of(Duration::max()), 200U);
}

}  // namespace
}  // namespace siptriage::snapshot_test
