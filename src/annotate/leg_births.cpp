#include "annotate/leg_births.h"

#include <algorithm>
#include <chrono>
#include <cstddef>

#include "siptriage/base/timestamp.h"

namespace siptriage::detail {
namespace {

// A back-to-back user agent that passes a failure on does so at once. Another
// status code may be one of its own: then there is less time.
constexpr Duration kLongestRelay = std::chrono::seconds(1);
constexpr Duration kLongestRelayOfOther = std::chrono::milliseconds(300);

// Whoever gives up waiting for a response has waited.
constexpr Duration kLeastPatience = std::chrono::seconds(1);

bool has_failed(const LegHint& call) {
  return is_failure(call.outcome) && call.status >= 400;
}

// From `from` to when the receiver of `call` refused it.
Duration until_refused(const LegHint& call, std::int64_t from) {
  return elapsed(timestamp_from_nanoseconds(from),
                 timestamp_from_nanoseconds(call.refused));
}

// Whether `call` may have failed because `made`, a leg made for it, had.
bool passes_on(const LegHint& call, const LegHint& made) {
  if (!has_failed(call)) return false;
  if (made.outcome == Outcome::TimedOut) {
    return until_refused(call, made.sent) >= kLeastPatience;
  }
  if (!has_failed(made)) return false;
  const Duration later = until_refused(call, made.ended);
  return later >= Duration::zero() &&
         later <= (call.status == made.status ? kLongestRelay
                                              : kLongestRelayOfOther);
}

// A call that is refused although one of its legs was answered.
bool has_answered_leg(const LegHint& call, const LegHint& made) {
  return made.status / 100 == 2 && made.ended <= call.refused;
}

}  // namespace

void find_births(const LegCalls& calls, std::span<const std::uint32_t> by_begin,
                 std::vector<LegMatch>& matches) {
  std::vector<bool> is_answered(calls.size());
  for (const std::uint32_t made : by_begin) {
    const std::uint32_t upstream = matches[made].upstream;
    if (upstream != LegMatch::kNone &&
        has_answered_leg(calls[upstream], calls[made])) {
      is_answered[upstream] = true;
    }
  }
  // Legs further on are done before those they were made for.
  for (std::size_t i = by_begin.size(); i-- > 0;) {
    const std::uint32_t made = by_begin[i];
    const LegMatch& match = matches[made];
    if (match.upstream == LegMatch::kNone) continue;
    LegMatch& upstream = matches[match.upstream];
    if (is_answered[match.upstream] ||
        !passes_on(calls[match.upstream], calls[made])) {
      continue;
    }
    // Of several that failed, the last one ended it.
    if (upstream.failed_by != LegMatch::kNone &&
        calls[upstream.failed_by].ended >= calls[made].ended) {
      continue;
    }
    upstream.failed_by = made;
    upstream.born_in = match.born_in == LegMatch::kNone ? made : match.born_in;
  }
}

}  // namespace siptriage::detail
