#pragma once
/// Snapshot: what a capture shows, without what differs each time the same is
/// recorded: a baseline for later captures.
///
///     const Snapshot snapshot = make_snapshot(triage, workers);
///     write_snapshot(snapshot, "siptriage 1.0", sink);       // base.json
///     Result<Snapshot> baseline = read_snapshot("base.json", octets);
///     Comparison changes = compare(*baseline, snapshot);     // compare.h
///
/// Calls that are alike are one scenario with a count. Addresses become peers,
/// numbered as they appear in the scenario; branches, tags, CSeq numbers,
/// nonces, and what of SDP is made anew for each session become ordinals of
/// their kind; times become delays, and those steps of a tolerance. Ports,
/// Call-IDs, URIs and all other values of header fields are left out
/// (docs/snapshot.md).

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "siptriage/annotate/triage.h"
#include "siptriage/base/limits.h"
#include "siptriage/base/result.h"
#include "siptriage/base/workers.h"
#include "siptriage/check/verdict.h"
#include "siptriage/output/sink.h"

namespace siptriage {

/// The version of the documents that write_snapshot gives
/// (data/schema/snapshot.schema.json). Members are added, never changed.
inline constexpr std::string_view kSnapshotVersion = "1.0";
inline constexpr std::string_view kSnapshotKind = "siptriage-snapshot";

/// How much durations may differ and still be the same: by `absolute`, or by
/// `relative_percent` of the baseline, whichever is more.
struct Tolerance {
  std::chrono::milliseconds absolute{50};
  std::uint32_t relative_percent = 25;

  friend bool operator==(const Tolerance&, const Tolerance&) = default;
};
inline constexpr std::chrono::milliseconds kMostTolerance =
    std::chrono::hours(1);
inline constexpr std::uint32_t kMostTolerancePercent = 1000;

/// "30%", "100 ms", "30%, 100 ms": 1 to kMostTolerancePercent, whole
/// milliseconds up to kMostTolerance. Errors: BadConfiguration.
[[nodiscard]] Result<Tolerance> parse_tolerance(std::string_view text);

/// What is measured of each call.
enum class TimingKind : std::uint8_t {
  PostDialDelay,  // INVITE to the first 101-199 or 2xx
  Response,       // the slowest transaction but INVITE, to its final response
  Ring,           // first 180 to the final response
  Talk,           // 2xx to BYE
  Whole,          // first message to the last
  Count,
};
inline constexpr std::size_t kTimingKinds =
    static_cast<std::size_t>(TimingKind::Count);
/// "pdd", "response", "ring_time", "talk_time", "duration".
[[nodiscard]] std::string_view to_string(TimingKind kind);

/// Of all calls of a scenario that have it, in steps of the tolerance.
struct Timing {
  std::uint64_t median_ms = 0;
  std::uint64_t p95_ms = 0;

  friend bool operator==(const Timing&, const Timing&) = default;
};

struct ScenarioMessage {
  std::string what;        // "INVITE", "200 INVITE"
  std::uint32_t from = 0;  // peers of the scenario, counted from 1
  std::uint32_t to = 0;
  /// Which of each kind seen before it names: "branch 1 from-tag 1 cseq 1".
  std::string ids;
  std::string header_fields;  // names in their order, "Via From To"
  /// Lists of tokens, sorted: "Supported", "100rel timer".
  std::vector<std::pair<std::string, std::string>> lists;
  /// Of SDP: "audio RTP/AVP sendrecv PCMU/8000 telephone-event/8000".
  std::vector<std::string> media;
  FrameId frame;  // in the first call; of a baseline that was read: none
};

/// A rule that finds something in calls of a scenario, or in the capture.
struct ScenarioFinding {
  std::string rule;
  Severity severity = Severity::Notice;
  std::uint64_t calls = 0;
  FrameId frame;  // of the first; of a baseline that was read: none
};

/// Calls, registrations or other exchanges that are alike.
struct Scenario {
  CallKind kind = CallKind::Other;
  Outcome outcome = Outcome::StartNotSeen;
  std::uint16_t code = 0;          // 0: no final response
  std::vector<std::string> peers;  // "caller", "hop", "callee", "peer"
  /// In capture order between each two peers; first what the caller and the
  /// next hop say, then those further on. Repetitions are left out.
  std::vector<ScenarioMessage> messages;
  std::uint64_t more_messages = 0;  // that are not told

  std::uint64_t calls = 0;
  std::uint64_t retransmissions = 0;  // of all calls
  std::array<std::optional<Timing>, kTimingKinds> timings;
  std::vector<ScenarioFinding> findings;  // sorted by rule
  CheckedCall first_call;                 // of a baseline that was read: none
};

struct Snapshot {
  Tolerance tolerance;
  std::uint64_t calls = 0;
  std::uint64_t calls_left_out = 0;  // past LimitId::Scenarios
  std::vector<Scenario> scenarios;   // sorted by what is in them
  /// About the capture, or about more than one call; sorted by rule.
  std::vector<ScenarioFinding> findings;
  bool several_files = false;  // of the capture; frames need their file
};

/// The same for any number of `workers`. Within the limits of `triage`.
[[nodiscard]] Snapshot make_snapshot(const Triage& triage, Workers& workers,
                                     const Tolerance& tolerance = {});

/// JSON, the same octets for the same snapshot. `tool` names who wrote it.
/// False when the sink gives that.
bool write_snapshot(const Snapshot& snapshot, std::string_view tool,
                    Sink& sink);

/// Reads what write_snapshot wrote. `name` is that of the file, for messages.
/// Errors: BadConfiguration, with the place, for what is no JSON, no snapshot,
/// of another version, says something twice, or holds no scenario; LimitReached
/// for what is too long.
[[nodiscard]] Result<Snapshot> read_snapshot(std::string_view name,
                                             std::string_view octets,
                                             const Limits& limits = {});

}  // namespace siptriage
