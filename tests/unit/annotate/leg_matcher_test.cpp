#include "annotate/leg_matcher.h"

#include <chrono>
#include <cstdint>
#include <vector>

#include <gtest/gtest.h>

namespace siptriage::detail::leg_matcher_test {
namespace {

constexpr std::int64_t kMs = 1'000'000;
constexpr std::uint32_t kNone = LegMatch::kNone;

constexpr LegPlace kPhone{1, 5060};
constexpr LegPlace kPbx{2, 5060};
constexpr LegPlace kTrunk{3, 5060};
constexpr LegPlace kOtherPhone{4, 5060};

constexpr LegUser kBob{100, 100};
constexpr LegUser kAlice{200, 200};

// Times in milliseconds.
LegHint call(std::uint64_t order, LegPlace from, LegPlace to, std::int64_t sent,
             std::int64_t ended) {
  LegHint hint;
  hint.order = order;
  hint.call_id_hash = 1000 + order;
  hint.sent = hint.received = sent * kMs;
  hint.ended = hint.refused = ended * kMs;
  hint.sent_from = from;
  hint.received_at = to;
  hint.requested = hint.called = kBob;
  hint.calling = kAlice;
  hint.status = 503;
  hint.outcome = Outcome::ServerFailure;
  return hint;
}

LegHints two_legs() {
  LegHints hints;
  hints.calls = {call(1, kPhone, kPbx, 1000, 1512),
                 call(2, kPbx, kTrunk, 1020, 1500)};
  return hints;
}

std::vector<LegMatch> matches_of(const LegHints& hints) {
  LegCalls calls;
  for (const LegHint& hint : hints.calls) calls.add(hint);
  return match_legs(calls, hints.keys);
}

std::uint32_t upstream_of_second(const LegHints& hints) {
  return matches_of(hints)[1].upstream;
}

TEST(LegMatcher, LinksByAddressesNumbersAndTimes) {
  const LegHints hints = two_legs();
  const std::vector<LegMatch> matches = matches_of(hints);
  EXPECT_EQ(matches[1].upstream, 0U);
  EXPECT_EQ(matches[1].reason, LegReason::Score);
  EXPECT_EQ(matches[1].score, 100);
  EXPECT_EQ(matches[0].upstream, kNone);
  EXPECT_TRUE(matches[0].is_leg);
  EXPECT_EQ(matches[0].born_in, 1U);
}

TEST(LegMatcher, LinksNothingBelowTheThreshold) {
  LegHints hints = two_legs();
  hints.calls[1].requested = hints.calls[1].called = {7, 7};
  hints.calls[1].sent_from.port = 5080;
  EXPECT_EQ(upstream_of_second(hints), kNone) << "the caller alone";
  hints = two_legs();
  hints.calls[1].requested = hints.calls[1].called = {7, 7};
  hints.calls[1].ended = 1100 * kMs;
  EXPECT_EQ(upstream_of_second(hints), kNone) << "and another end";
  hints = two_legs();
  hints.calls[1].sent_from = kOtherPhone;
  EXPECT_EQ(upstream_of_second(hints), kNone) << "sent by somebody else";
  hints = two_legs();
  hints.calls[1].sent = 1600 * kMs;
  EXPECT_EQ(upstream_of_second(hints), kNone) << "after the refusal";
  hints = two_legs();
  hints.calls[1].sent = hints.calls[1].received = 900 * kMs;
  EXPECT_EQ(upstream_of_second(hints), kNone) << "before the call";
  hints = two_legs();
  hints.calls[1].received_at = kPhone;
  EXPECT_EQ(upstream_of_second(hints), kNone) << "back to the caller";
}

// As a load test on one host looks.
TEST(LegMatcher, LinksNothingWhereOnePortAlwaysCallsAnother) {
  LegHints hints;
  for (std::uint64_t i = 0; i < 50; ++i) {
    const auto sent = static_cast<std::int64_t>(1000 + 10 * i);
    hints.calls.push_back(call(i, {9, 5061}, {9, 5060}, sent, sent + 500));
  }
  for (const LegMatch& match : matches_of(hints)) EXPECT_FALSE(match.is_leg);
}

TEST(LegMatcher, LinksNothingWhereTwoCallsArePossible) {
  LegHints hints = two_legs();
  hints.calls.push_back(call(3, kOtherPhone, kPbx, 1010, 1600));
  for (LegHint& each : hints.calls) each.calling = LegUser();
  for (const LegMatch& match : matches_of(hints)) EXPECT_FALSE(match.is_leg);
  hints.calls[0].calling = hints.calls[1].calling = kAlice;
  EXPECT_EQ(upstream_of_second(hints), 0U) << "the caller tells";
}

TEST(LegMatcher, LinksByOneUserOnlyWhereThatIsTheOnlyCall) {
  LegHints hints = two_legs();
  hints.calls[1].requested = hints.calls[1].called = {7, 7};
  EXPECT_EQ(matches_of(hints)[1].score, 75);
  // Over long before, but by the same caller.
  hints.calls.push_back(call(3, kPhone, kPbx, 900, 950));
  EXPECT_EQ(upstream_of_second(hints), kNone);
}

TEST(LegMatcher, LinksNoCallsToDifferentFullNumbers) {
  LegHints hints = two_legs();
  hints.calls[0].requested = hints.calls[0].called = {1, 11};
  hints.calls[1].requested = hints.calls[1].called = {7, 77};
  EXPECT_EQ(upstream_of_second(hints), kNone);
  hints.calls[1].requested = hints.calls[1].called = {1, 77};
  EXPECT_EQ(matches_of(hints)[1].score, 95) << "another prefix";
}

TEST(LegMatcher, LinksNothingWhereTooManyCallsArePossible) {
  LegHints hints = two_legs();
  for (std::uint64_t i = 3; i < 100; ++i) {
    hints.calls.push_back(call(i, kOtherPhone, kPbx, 1005, 2000));
  }
  EXPECT_EQ(upstream_of_second(hints), kNone);
}

TEST(LegMatcher, LinksByEqualKeysWhateverTheNumbers) {
  LegHints hints = two_legs();
  hints.calls[1].requested = hints.calls[1].called = {7, 7};
  hints.calls[1].calling = {8, 8};
  hints.calls[1].sent_from = {5, 5080};  // another address of the PBX
  hints.keys = {{LegReason::SessionId, 77, 1}, {LegReason::SessionId, 77, 2}};
  const std::vector<LegMatch> matches = matches_of(hints);
  EXPECT_EQ(matches[1].upstream, 0U);
  EXPECT_EQ(matches[1].reason, LegReason::SessionId);
  EXPECT_EQ(matches[1].score, 100);
}

// A back-to-back user agent rings two phones; what it got is not in sight.
TEST(LegMatcher, LinksNoCallsOfOneSender) {
  LegHints hints;
  hints.calls = {call(1, kPbx, kPhone, 1000, 1500),
                 call(2, kPbx, kOtherPhone, 1001, 1490)};
  hints.keys = {{LegReason::SessionId, 77, 1}, {LegReason::SessionId, 77, 2}};
  for (const LegMatch& match : matches_of(hints)) EXPECT_FALSE(match.is_leg);
}

// A header field that always has the same value.
TEST(LegMatcher, LeavesKeysOfManyCallsAlone) {
  LegHints hints;
  for (std::uint64_t i = 0; i < 40; ++i) {
    const auto sent = static_cast<std::int64_t>(1000 + 40'000 * i);
    hints.calls.push_back(call(i, kPhone, kPbx, sent, sent + 500));
    hints.keys.push_back({LegReason::SameHeader, 5, i});
  }
  for (const LegMatch& match : matches_of(hints)) EXPECT_FALSE(match.is_leg);
}

TEST(LegMatcher, LinksByANamedCallId) {
  LegHints hints = two_legs();
  hints.calls[1].requested = hints.calls[1].called = {7, 7};
  hints.calls[1].calling = {8, 8};
  hints.keys = {{LegReason::NamedCallId, 1001, 2}};
  EXPECT_EQ(matches_of(hints)[1].reason, LegReason::NamedCallId);
  hints.keys = {{LegReason::NamedCallId, 4711, 2}};
  EXPECT_EQ(upstream_of_second(hints), kNone) << "a Call-ID that is not there";
  hints.keys = {{LegReason::NamedCallId, 1002, 2}};
  EXPECT_EQ(upstream_of_second(hints), kNone) << "its own";
}

TEST(LegMatcher, FollowsAFailureToTheLegWhereItWasBorn) {
  LegHints hints = two_legs();
  hints.calls.push_back(call(3, kTrunk, {6, 5060}, 1040, 1490));
  const std::vector<LegMatch> matches = matches_of(hints);
  EXPECT_EQ(matches[2].upstream, 1U);
  EXPECT_EQ(matches[1].born_in, 2U);
  EXPECT_EQ(matches[0].failed_by, 1U);
  EXPECT_EQ(matches[0].born_in, 2U);
}

TEST(LegMatcher, BlamesTheLegThatFailedLast) {
  LegHints hints = two_legs();
  hints.calls[1].ended = hints.calls[1].refused = 1200 * kMs;
  hints.calls.push_back(call(3, kPbx, {6, 5060}, 1210, 1505));
  EXPECT_EQ(matches_of(hints)[0].born_in, 2U);
}

TEST(LegMatcher, BlamesNoLegWhereOneWasAnswered) {
  LegHints hints = two_legs();
  hints.calls.push_back(call(3, kPbx, {6, 5060}, 1030, 1400));
  hints.calls[2].status = 200;
  hints.calls[2].outcome = Outcome::AnsweredEnded;
  EXPECT_EQ(matches_of(hints)[0].born_in, kNone);
}

TEST(LegMatcher, BlamesNoLegThatFailedLongBeforeOrAfter) {
  LegHints hints = two_legs();
  hints.calls[0].refused = hints.calls[0].ended = 4000 * kMs;
  EXPECT_EQ(matches_of(hints)[0].born_in, kNone);
  hints = two_legs();
  hints.calls[1].ended = 1513 * kMs;
  EXPECT_EQ(matches_of(hints)[0].born_in, kNone);
}

}  // namespace
}  // namespace siptriage::detail::leg_matcher_test
