// What is told of two recordings: one change at a time, and which way it goes.

#include "siptriage/check/compare.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "unit/check/recording.h"

namespace siptriage::compare_test {
namespace {

using testing::answered_call;
using testing::failed_call;
using testing::registration;
using testing::snapshot_of;

std::string replaced(std::string text, std::string_view old,
                     std::string_view now) {
  const std::size_t place = text.find(old);
  EXPECT_NE(place, std::string::npos) << old;
  return text.replace(place, old.size(), now);
}

// "worse error baseline-outcome: reason", a line each; what is as it was is
// not told.
std::string told(const std::vector<Assertion>& changes) {
  std::string text;
  for (const Assertion& change : changes) {
    const bool is_worse = change.change == Change::Worse;
    EXPECT_EQ(change.standing, is_worse ? Standing::Failed : Standing::Held);
    EXPECT_NE(
        std::ranges::find(assertion_kinds(), change.kind, &AssertionKind::id),
        assertion_kinds().end())
        << change.kind;
    if (change.change == Change::None) continue;
    text += to_string(change.change);
    if (is_worse) text.append(" ").append(to_string(change.severity));
    text.append(" ").append(change.kind).append(": ");
    text.append(change.reason).append("\n");
  }
  return text;
}

std::string changes(const std::string& before, const std::string& after) {
  return told(compare(snapshot_of(before), snapshot_of(after)));
}

TEST(Compare, FindsNothingInTheSameScenarioRecordedAnew) {
  const std::string script =
      answered_call() + failed_call("486 Busy Here") + registration();
  const Snapshot anew = snapshot_of(
      script, {"2027-11-30T23:59:59Z", "198.51.100.7:40311", "203.0.113.9:5070",
               "203.0.113.80:5080", "77f0aa12", "888"});
  const std::vector<Assertion> same = compare(snapshot_of(script), anew);
  EXPECT_EQ(told(same), "");
  ASSERT_EQ(same.size(), 3U);
  EXPECT_EQ(same.front().name,
            "call answered-ended: INVITE 100 180 200 ACK BYE"
            " 200");
  EXPECT_EQ(same.front().reason, "is as in the baseline: 1 call");
}

// Through a file, as a baseline comes.
TEST(Compare, FindsNothingInASampleHeldAgainstItself) {
  Workers workers(2);
  int samples = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(
           SIPTRIAGE_SOURCE_DIR "/samples")) {
    if (!entry.path().extension().string().starts_with(".pcap")) continue;
    const Result<Triage> done = triage({entry.path().string()}, workers);
    ASSERT_TRUE(done) << entry.path();
    const Snapshot snapshot = make_snapshot(*done, workers);
    const auto baseline = read_snapshot("base", testing::text_of(snapshot));
    ASSERT_TRUE(baseline) << baseline.error().message;
    EXPECT_EQ(told(compare(*baseline, snapshot)), "") << entry.path();
    ++samples;
  }
  EXPECT_GT(samples, 10);
}

TEST(Compare, TellsAnOutcomeThatIsWorse) {
  const std::string all =
      changes(answered_call(), failed_call("486 Busy Here"));
  EXPECT_TRUE(all.starts_with(
      "worse error baseline-outcome: ends busy (486); in the baseline "
      "answered-ended (200)\n"
      "worse warning baseline-message: 180 INVITE (peer 2 to 1), 200 INVITE "
      "(peer 2 to 1), BYE (peer 1 to 2) and 200 BYE (peer 2 to 1) are in the "
      "baseline, and missing here\n"
      "worse warning baseline-message: 486 INVITE (peer 2 to 1) is new, and "
      "not "
      "in the baseline\n"))
      << all;
}

TEST(Compare, TellsAnOutcomeThatIsBetter) {
  const std::string all =
      changes(failed_call("486 Busy Here"), answered_call());
  EXPECT_TRUE(
      all.starts_with("better baseline-outcome: ends answered-ended (200); in "
                      "the baseline busy "
                      "(486)\n"))
      << all;
  EXPECT_EQ(all.find("worse"), std::string::npos) << all;
}

TEST(Compare, TellsAnotherCodeOfTheSameOutcome) {
  EXPECT_EQ(
      changes(failed_call("486 Busy Here"), failed_call("600 Busy Everywhere")),
      "neutral baseline-code: ends busy (600); in the baseline busy "
      "(486)\n"
      "neutral baseline-message: 486 INVITE (peer 2 to 1) is in the "
      "baseline, and missing here\n"
      "worse warning baseline-message: 600 INVITE (peer 2 to 1) is new, "
      "and not in the baseline\n");
}

TEST(Compare, TellsAMessageThatIsMissing) {
  const std::string ringing = "@+0.2 bob -> alice udp\n180 Ringing\n\n";
  const std::string silent = replaced(answered_call(), ringing, "");
  const std::string all = changes(answered_call(), silent);
  EXPECT_NE(all.find("worse warning baseline-message: 180 INVITE (peer 2 to 1) "
                     "is in the baseline, and missing here\n"),
            std::string::npos)
      << all;
  const std::string back = changes(silent, answered_call());
  EXPECT_NE(back.find("neutral baseline-message: 180 INVITE (peer 2 to 1) is "
                      "new, and not in the baseline\n"),
            std::string::npos)
      << back;
}

TEST(Compare, TellsMessagesInAnotherOrder) {
  const std::string first = "@+0.2 bob -> alice udp\n180 Ringing\n\n";
  const std::string second = "@+0.2 bob -> alice udp\n183 Session Progress\n\n";
  EXPECT_EQ(changes(replaced(answered_call(), first, first + second),
                    replaced(answered_call(), first, second + first)),
            "neutral baseline-order: 180 INVITE (peer 2 to 1) comes in another "
            "place than in the baseline\n");
}

TEST(Compare, TellsHeaderFields) {
  EXPECT_EQ(changes(answered_call(),
                    replaced(answered_call(), "User-Agent: Phone/1\n", "")),
            "worse notice baseline-header: INVITE has no User-Agent, which is "
            "in the baseline\n");
  EXPECT_EQ(changes(answered_call(), answered_call("X-New: 1\n")),
            "neutral baseline-header: INVITE has X-New, which is not in the "
            "baseline\n");
  EXPECT_EQ(changes(answered_call("X-A: 1\nX-B: 2\n"),
                    answered_call("X-B: 1\nX-A: 2\n")),
            "neutral baseline-header: INVITE has header fields in another "
            "order than in the baseline\n");
  EXPECT_EQ(
      changes(answered_call("X-A: 1\n"), answered_call("X-A: 1\nX-A: 2\n")),
      "neutral baseline-header: INVITE has more X-A than in the "
      "baseline\n");
}

TEST(Compare, TellsAChangeOfSeveralMessagesOnce) {
  std::string marked = answered_call();
  for (const char* what : {"100 Trying\n", "180 Ringing\n"}) {
    marked = replaced(marked, what, std::string(what) + "X-New: 1\n");
  }
  const std::vector<Assertion> all =
      compare(snapshot_of(answered_call()), snapshot_of(marked));
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all.front().reason,
            "100 INVITE and 180 INVITE have X-New, which is not in the "
            "baseline");
  ASSERT_EQ(all.front().frames.size(), 2U);
  EXPECT_EQ(all.front().frames[1].number, 3U);
  ASSERT_EQ(all.front().calls.size(), 1U);
  EXPECT_EQ(all.front().calls[0].number, 1U);
}

TEST(Compare, TellsOptionTags) {
  EXPECT_EQ(changes(answered_call("Supported: timer, 100rel\n"),
                    answered_call("Supported: timer, replaces\n")),
            "neutral baseline-option: INVITE has added replaces to Supported\n"
            "worse notice baseline-option: INVITE has dropped 100rel from "
            "Supported\n");
  EXPECT_EQ(changes(answered_call("Proxy-Require: a\n"),
                    answered_call("Proxy-Require: a, b\n")),
            "worse notice baseline-option: INVITE has added b to "
            "Proxy-Require\n");
}

TEST(Compare, TellsCodecs) {
  const std::string audio = "RTP/AVP 0 8";
  EXPECT_EQ(
      changes(answered_call(), replaced(answered_call(), audio, "RTP/AVP 0")),
      "worse warning baseline-codec: INVITE has dropped the codec "
      "PCMA/8000\n");
  EXPECT_EQ(
      changes(answered_call(), replaced(answered_call(), audio, "RTP/AVP 8 0")),
      "neutral baseline-codec: INVITE has codecs in another order: "
      "PCMA/8000 PCMU/8000\n");
  EXPECT_EQ(changes(answered_call(),
                    replaced(answered_call(), audio, "RTP/AVP 0 8 9")),
            "neutral baseline-codec: INVITE has added the codec G722/8000\n");
}

TEST(Compare, TellsIdsThatBelongElsewhere) {
  EXPECT_EQ(changes(answered_call(),
                    replaced(answered_call(), "a=ice-pwd:p${id}\n", "")),
            "neutral baseline-ids: INVITE has other ids in common with the "
            "messages before\n");
}

TEST(Compare, TellsDelaysBeyondTheTolerance) {
  const std::string slow = replaced(answered_call(), "@+0.2 bob", "@+1.5 bob");
  EXPECT_EQ(changes(answered_call(), slow),
            "worse warning baseline-timing: the median of the post-dial delay "
            "is about 1.5 s; in the baseline 200 ms\n");
  EXPECT_EQ(
      changes(slow, answered_call()),
      "better baseline-timing: the median of the post-dial delay is about "
      "200 ms; in the baseline 1.5 s\n");
  // A step further may be due to where the edge lies.
  EXPECT_EQ(changes(answered_call(),
                    replaced(answered_call(), "@+0.2 bob", "@+0.26 bob")),
            "");
  EXPECT_EQ(
      changes(answered_call(),
              replaced(answered_call(), "@+5 alice", "@+50 alice")),
      "neutral baseline-timing: the median of the talk time is about 42.1 "
      "s; in the baseline 4.5 s\n"
      "neutral baseline-timing: the median of the duration is about 42.1 "
      "s; in the baseline 7.1 s\n");
}

TEST(Compare, TellsRetransmissions) {
  const std::string once = failed_call("486 Busy Here");
  std::string again = replaced(once, "udp\nINVITE", "udp as invite\nINVITE");
  again = replaced(again, "@+0.01 bob",
                   "@+0.5 alice -> bob udp again invite\n\n@+0.01 bob");
  EXPECT_NE(changes(once, again)
                .find("worse warning baseline-retransmissions: 1 "
                      "retransmission in 1 call; in the baseline 0 in 1\n"),
            std::string::npos)
      << changes(once, again);
  EXPECT_NE(changes(again, once).find("better baseline-retransmissions"),
            std::string::npos);
}

TEST(Compare, TellsFindings) {
  const std::string allowed = failed_call("405 Method Not Allowed\nAllow: BYE");
  const std::string bare = failed_call("405 Method Not Allowed");
  EXPECT_NE(changes(allowed, bare)
                .find("worse error baseline-finding: new finding: "
                      "405-without-allow (error)\n"),
            std::string::npos)
      << changes(allowed, bare);
  EXPECT_NE(changes(bare, allowed)
                .find("better baseline-finding: no longer found: "
                      "405-without-allow (error)\n"),
            std::string::npos);
}

std::string several(const std::string& call, int times) {
  std::string script;
  for (int i = 0; i < times; ++i) {
    std::string one = call;
    for (std::size_t at = one.find("${id}f"); at != std::string::npos;
         at = one.find("${id}f")) {
      one.replace(at, 6, "c" + std::to_string(i));
    }
    script += one;
  }
  return script;
}

TEST(Compare, TellsHowManyCallsThereAre) {
  const std::string busy = failed_call("486 Busy Here");
  EXPECT_EQ(changes(several(busy, 2), several(busy, 5)),
            "worse warning baseline-calls: 5 calls; in the baseline 2\n");
  EXPECT_EQ(changes(several(busy, 5), several(busy, 1)),
            "better baseline-calls: 1 call; in the baseline 5\n");
}

// Some calls of a scenario change, some do not: none of them is missing.
TEST(Compare, CountsCallsThatChangedWithTheirScenario) {
  const std::string busy = failed_call("486 Busy Here");
  const std::string marked = replaced(busy, "User-Agent: Phone/1\n",
                                      "User-Agent: Phone/1\nX-New: 1\n");
  std::string after = several(busy, 2) + several(marked, 3);
  for (int i = 0; i < 3; ++i) {
    const std::string id = "c" + std::to_string(i) + "@host";
    const std::size_t place = after.rfind(id);
    after.replace(place, id.size(), "m" + std::to_string(i) + "@host");
  }
  EXPECT_EQ(changes(several(busy, 5), after),
            "neutral baseline-header: INVITE has X-New, which is not in the "
            "baseline\n");
}

TEST(Compare, TellsScenariosThatAreNewOrGone) {
  const std::string busy = failed_call("486 Busy Here");
  EXPECT_EQ(
      changes(busy + registration(), busy),
      "worse error baseline-scenario: is no longer there; in the baseline "
      "1 call ended succeeded (200)\n");
  EXPECT_EQ(changes(registration() + busy, registration()),
            "better baseline-scenario: is no longer there; in the baseline 1 "
            "call ended busy (486)\n");
  EXPECT_TRUE(changes(registration(), registration() + busy)
                  .starts_with("worse error baseline-scenario: is new: 1 call "
                               "ends busy (486)\n"));
  EXPECT_EQ(changes(busy, busy + registration()),
            "neutral baseline-scenario: is new: 1 call ends succeeded (200)\n");
}

// Even where all that is gone failed.
TEST(Compare, FailsACaptureWithoutCalls) {
  const Snapshot nothing;
  const std::string all =
      told(compare(snapshot_of(failed_call("486 Busy Here")), nothing));
  EXPECT_TRUE(all.starts_with(
      "worse error capture: the capture holds no call; the baseline 1\n"))
      << all;
}

// Changed alike, each goes with its own.
TEST(Compare, KeepsScenariosApartThatChangeAlike) {
  const std::string both =
      failed_call("486 Busy Here") + several(failed_call("404 Not Found"), 1);
  std::string after = both;
  for (std::size_t at = after.find("User-Agent: Phone/1\n");
       at != std::string::npos; at = after.find("User-Agent: Phone/1\n")) {
    after.replace(at, 20, "X-New: 1\n");
  }
  const std::string all = changes(both, after);
  EXPECT_EQ(all.find("baseline-scenario"), std::string::npos) << all;
  EXPECT_EQ(all.find("baseline-outcome"), std::string::npos) << all;
}

// A sender may put any number of header fields into a message.
TEST(Compare, TellsSoManyChangesOfMessagesAndCountsTheRest) {
  std::string many;
  for (int i = 0; i < 230; ++i) many += "X-" + std::to_string(i) + ": 1\n";
  const std::string all = changes(answered_call(many), answered_call());
  EXPECT_TRUE(
      all.ends_with("worse notice baseline-header: 30 more changes of "
                    "messages are not told\n"))
      << all;
  EXPECT_EQ(std::ranges::count(all, '\n'), 201);
}

// More than are held against each other pair by pair.
TEST(Compare, GoesByOrderWhereThereAreTooManyScenarios) {
  const auto with_header_fields = [](const char* name) {
    Snapshot snapshot = snapshot_of(failed_call("486 Busy Here"));
    const Scenario one = snapshot.scenarios.front();
    snapshot.scenarios.clear();
    for (int i = 0; i < 150; ++i) {
      snapshot.scenarios.push_back(one);
      snapshot.scenarios.back().messages.front().header_fields +=
          " " + std::string(name) + std::to_string(i);
    }
    snapshot.calls = snapshot.scenarios.size();
    return snapshot;
  };
  static_assert(150 * 150 > kMaxAlignedPairs);
  const std::vector<Assertion> all =
      compare(with_header_fields("X-Old"), with_header_fields("X-New"));
  EXPECT_EQ(all.size(), 300U);
  for (const Assertion& change : all) {
    EXPECT_EQ(change.kind, "baseline-header") << change.reason;
  }
}

}  // namespace
}  // namespace siptriage::compare_test
