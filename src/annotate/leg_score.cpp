#include "annotate/leg_score.h"

#include <algorithm>

namespace siptriage::detail {
namespace {

constexpr int kSameEndpoint = 25;
constexpr int kSameAddress = 15;
constexpr int kSameCalled = 25;
constexpr int kLikeCalled = 20;  // but for what stands before the last digits
constexpr int kSameCalling = 15;
constexpr int kLikeCalling = 10;
constexpr int kSameSession = 20;
constexpr int kAtOnce = 15;
constexpr int kSoon = 10;
constexpr int kSameEnd = 20;
// The call goes back to where it came from: two hosts that call each other
// look the same.
constexpr int kGoesBack = -30;
// Two numbers in full that have nothing in common were called.
constexpr int kOtherCalled = -20;
constexpr int kMost = 100;

constexpr Duration kAtOnceTime = std::chrono::milliseconds(100);
constexpr Duration kSoonTime = std::chrono::milliseconds(500);
constexpr Duration kSameEndTime = std::chrono::milliseconds(200);

int likeness(const LegUser& a, const LegUser& b, int same, int like) {
  if (a.whole == 0 || a.tail != b.tail) return 0;
  return a.whole == b.whole ? same : like;
}

// Longer than what of it is compared.
bool is_full_number(const LegUser& user) { return user.tail != user.whole; }

int called_points(const LegHint& upstream, const LegHint& made) {
  int most = 0;
  for (const LegUser& a : {upstream.requested, upstream.called}) {
    for (const LegUser& b : {made.requested, made.called}) {
      most = std::max(most, likeness(a, b, kSameCalled, kLikeCalled));
    }
  }
  const bool are_full =
      is_full_number(upstream.requested) && is_full_number(made.requested);
  return most == 0 && are_full ? kOtherCalled : most;
}

// Where both ends of a call have one address, only ports tell who is who.
bool may_be_same_element(const LegHint& upstream, const LegHint& made) {
  if (made.sent_from.address != upstream.received_at.address) return false;
  return upstream.sent_from.address != upstream.received_at.address ||
         made.sent_from.port == upstream.received_at.port;
}

bool is_in_time(const LegHint& upstream, const LegHint& made) {
  if (!began_before(upstream, made) || made.sent < upstream.received) {
    return false;
  }
  const Duration delay = elapsed(timestamp_from_nanoseconds(upstream.received),
                                 timestamp_from_nanoseconds(made.sent));
  return delay <= kLongestLegDelay &&
         (upstream.ended == 0 || upstream.ended >= made.sent);
}

int start_points(const LegHint& upstream, const LegHint& made) {
  const Duration delay(made.sent - upstream.received);
  if (delay <= kAtOnceTime) return kAtOnce;
  return delay <= kSoonTime ? kSoon : 0;
}

// One leg is answered, or refused, when the other one is.
int end_points(const LegHint& upstream, const LegHint& made) {
  if (upstream.refused == 0 || made.ended == 0 ||
      upstream.status / 100 != made.status / 100) {
    return 0;
  }
  const Duration apart = elapsed(timestamp_from_nanoseconds(made.ended),
                                 timestamp_from_nanoseconds(upstream.refused));
  return apart <= kSameEndTime && apart >= -kSameEndTime ? kSameEnd : 0;
}

}  // namespace

LegScore leg_score(const LegHint& upstream, const LegHint& made) {
  if (!may_be_same_element(upstream, made) || !is_in_time(upstream, made) ||
      made.received_at == upstream.received_at ||
      made.received_at == upstream.sent_from) {
    return {};
  }
  const int called = called_points(upstream, made);
  const int calling =
      likeness(upstream.calling, made.calling, kSameCalling, kLikeCalling);
  if (called <= 0 && calling == 0) return {};
  int points = called + calling + start_points(upstream, made) +
               end_points(upstream, made);
  points += made.sent_from.port == upstream.received_at.port ? kSameEndpoint
                                                             : kSameAddress;
  if (upstream.session_hash != 0 &&
      upstream.session_hash == made.session_hash) {
    points += kSameSession;
  }
  if (made.received_at.address == upstream.sent_from.address) {
    points += kGoesBack;
  }
  return {std::clamp(points, 0, kMost), called <= 0 || calling == 0};
}

}  // namespace siptriage::detail
