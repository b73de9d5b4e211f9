#pragma once
/// CheckVerdict: what became of everything that was expected of some captures.
/// What every output of a check is written from.
///
///     CheckVerdict verdict;
///     verdict.captures.push_back(judge(triage, workers, expectations, ...));
///     return is_good(verdict) ? 0 : 1;
///
/// Expectations, findings and changes against a baseline are told alike: each
/// is some assertions that held, failed, or could not be decided. Whether the
/// whole is good does not depend on how it is written.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "siptriage/base/frame_id.h"
#include "siptriage/base/timestamp.h"
#include "siptriage/catalogue/entry.h"

namespace siptriage {

enum class Standing : std::uint8_t {
  Held,
  Failed,
  /// There was nothing to judge, or no way to: never good.
  NotPossible,
};
/// "held", "failed", "not-possible".
[[nodiscard]] std::string_view to_string(Standing standing);

/// Of a difference from a baseline; None: it is no such thing.
enum class Change : std::uint8_t { None, Better, Neutral, Worse };
/// "none", "better", "neutral", "worse".
[[nodiscard]] std::string_view to_string(Change change);

/// A call that an assertion is about, as people find it again.
struct CheckedCall {
  std::uint64_t number = 0;  // as `siptriage calls` counts, from 1
  std::string call_id;       // octets as received
  FrameId first_frame;

  friend bool operator==(const CheckedCall&, const CheckedCall&) = default;
};

/// So many frames and calls of an assertion are named; the rest is counted.
inline constexpr std::size_t kMaxCheckedFrames = 5;
inline constexpr std::size_t kMaxCheckedCalls = 5;

/// One thing that had to hold.
struct Assertion {
  /// What kind of thing: "count", "max_pdd", "finding", "baseline-outcome".
  /// One of assertion_kinds().
  std::string_view kind;  // Lifetime: of the program
  /// What it belongs to: the name of an expectation, or of a baseline's call.
  /// Neighbours of the same name and line are one test case.
  std::string name;
  /// What it is about within that, the same from run to run: no Call-ID, no
  /// time, no frame. Empty: nothing more.
  std::string subject;
  /// Where it is asked for; empty: nowhere. `line` counts from 1; 0: no line.
  std::string file;
  std::uint32_t line = 0;
  Standing standing = Standing::Held;
  /// How bad it is where it does not hold.
  Severity severity = Severity::Error;
  Change change = Change::None;
  /// Of a finding.
  const RuleEntry* rule = nullptr;
  /// One sentence without a full stop, where it does not hold: what was found
  /// instead of what was wanted. Octets from the wire as received.
  std::string reason;
  std::string measured;  // "2.4 s"; may be empty
  std::string wanted;    // "at most 2 s"; may be empty
  std::vector<FrameId> frames;
  std::uint64_t more_frames = 0;  // that are not named
  std::vector<CheckedCall> calls;
  std::uint64_t more_calls = 0;
};

/// A kind of assertion: constant id and words for outputs that list them.
struct AssertionKind {
  std::string_view id;
  std::string_view title;  // "The number of what was chosen"
  std::string_view help;   // what to do where it does not hold
};
/// All of them, by id.
[[nodiscard]] std::span<const AssertionKind> assertion_kinds();
/// nullptr: there is none of that id.
[[nodiscard]] const AssertionKind* find_assertion_kind(std::string_view id);

/// Where a frame stands in a text of the capture (report/rendering.h).
struct FrameLine {
  FrameId frame;
  std::uint64_t line = 0;  // from 1

  friend auto operator<=>(const FrameLine&, const FrameLine&) = default;
};

struct CheckedCapture {
  std::string name;  // the path, as it was given; of several, the first
  std::vector<std::string> files;  // all of them, where they are one timeline
  std::uint64_t messages = 0;
  std::uint64_t calls = 0;
  Timestamp begin{};  // of its first frame
  /// Of the frames that its assertions name, ascending; only where the outputs
  /// that point to lines are asked for.
  std::vector<FrameLine> lines;
  /// Why it could not be read; empty: it was.
  std::string trouble;
  std::vector<Assertion> assertions;
};

struct CheckVerdict {
  std::vector<CheckedCapture> captures;
  /// What is less severe does no harm.
  Severity fail_on = Severity::Error;
};

/// True where it makes the verdict a bad one: it failed, and is as severe as
/// `fail_on` or worse; or it was not possible.
[[nodiscard]] bool is_bad(const Assertion& assertion, Severity fail_on);

struct VerdictCounts {
  std::uint64_t captures = 0;
  std::uint64_t unreadable = 0;  // captures
  std::uint64_t assertions = 0;
  std::uint64_t held = 0;
  std::uint64_t bad = 0;
  std::uint64_t tolerated = 0;  // failed, and less severe than fail_on
};
[[nodiscard]] VerdictCounts tally(const CheckVerdict& verdict);

/// Something was asked, and nothing of it is bad or unreadable.
[[nodiscard]] bool is_good(const CheckVerdict& verdict);

}  // namespace siptriage
