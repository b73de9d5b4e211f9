#pragma once
/// Metrics: how the calls and registrations of a capture went, as numbers:
/// those of RFC 6076, and what telephony calls ASR, NER, ACD and PDD.
///
///     const MetricSet& all = triage.metrics.overall;
///     if (const auto ser = all.ratio(RatioMetric::Ser)) print(ser->percent());
///     if (const auto p95 = all.delay(DelayMetric::Pdd).percentile(95)) ...
///
/// data/metrics.toml (`siptriage explain metrics`) says how each is counted,
/// and where that departs from the RFC, which measures at the user agent.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "siptriage/base/delay_histogram.h"
#include "siptriage/base/endpoint.h"

namespace siptriage {

/// Shares of all attempts.
enum class RatioMetric : std::uint8_t {
  Ser,   // session establishment ratio
  Seer,  // session establishment effectiveness ratio
  Isa,   // ineffective session attempts
  Scr,   // session completion ratio
  Asr,   // answer-seizure ratio
  Ner,   // network effectiveness ratio
  Ira,   // ineffective registration attempts
  Count,
};
/// The id in the catalogue: "SER".
[[nodiscard]] std::string_view to_string(RatioMetric metric);

enum class DelayMetric : std::uint8_t {
  Rrd,          // registration request delay
  SrdAnswered,  // session request delay, apart for those that failed
  SrdFailed,
  Pdd,  // post-dial delay
  Sdd,  // session disconnect delay
  SdtCompleted,
  SdtFailed,  // session duration, apart where no BYE was answered
  Acd,        // call durations, of which ACD is the mean
  Count,
};
/// The id in the catalogue: "SRD" for both of its kinds.
[[nodiscard]] std::string_view to_string(DelayMetric metric);

/// Attempts to start a session. An attempt is a call whose first INVITE is in
/// the capture, with all INVITEs that its caller sent to start it.
struct SessionCounts {
  std::uint64_t attempts = 0;
  std::uint64_t undecided = 0;    // the capture ends before the final response
  std::uint64_t redirected = 0;   // 3xx, and nothing followed that answered
  std::uint64_t answered = 0;     // 2xx
  std::uint64_t by_user = 0;      // 480, 486, 600, 603 (RFC 6076 4.7)
  std::uint64_t met_user = 0;     // rang, busy or declined, and not answered
  std::uint64_t ineffective = 0;  // 408, 500, 503, 504, or timed out
  std::uint64_t completed = 0;    // answered, and so was the BYE
  std::uint64_t bye_timed_out = 0;  // answered; no response to the BYE
  std::uint64_t open = 0;           // answered; the capture ends before the end

  // INVITEs of these attempts at the first hop, retransmissions left aside.
  std::uint64_t invites = 0;
  std::uint64_t invites_challenged = 0;  // of these: answered 401 or 407
  std::uint64_t invites_redirected = 0;  // of these: answered 3xx

  [[nodiscard]] std::uint64_t decided() const { return attempts - undecided; }
  /// Those that came to no user, and to no redirection.
  [[nodiscard]] std::uint64_t lost() const {
    return decided() - redirected - answered - met_user;
  }
};

/// Attempts to register, to refresh that, or to end it: a REGISTER, and what
/// follows a challenge to it.
struct RegistrationCounts {
  std::uint64_t attempts = 0;
  std::uint64_t undecided = 0;  // the capture ends before the final response
  std::uint64_t succeeded = 0;
  std::uint64_t failed = 0;     // RFC 6076 4.2
  std::uint64_t given_up = 0;   // the last response seen is a challenge
  std::uint64_t registers = 0;  // requests at the first hop

  [[nodiscard]] std::uint64_t decided() const { return attempts - undecided; }
};

struct Ratio {
  std::uint64_t part = 0;
  std::uint64_t whole = 0;  // not 0

  [[nodiscard]] double percent() const {
    return 100.0 * static_cast<double>(part) / static_cast<double>(whole);
  }
};

struct MetricSet {
  SessionCounts sessions;
  RegistrationCounts registrations;
  std::array<DelayHistogram, static_cast<std::size_t>(DelayMetric::Count)>
      delays;

  /// Nothing where the denominator is 0: the metric is undefined (RFC 6076 4).
  [[nodiscard]] std::optional<Ratio> ratio(RatioMetric metric) const;
  [[nodiscard]] const DelayHistogram& delay(DelayMetric metric) const {
    return delays[static_cast<std::size_t>(metric)];
  }
  /// Both kinds of attempts.
  [[nodiscard]] std::uint64_t attempts() const {
    return sessions.attempts + registrations.attempts;
  }
  void add(const MetricSet& other);
};

/// Of what went to one peer: the address that the final response came from, at
/// the last hop where the capture shows it; that the request went to, where
/// there is none. As FailureGroup::said_by_address.
struct PeerMetrics {
  IpAddress peer;
  MetricSet metrics;
};

struct Metrics {
  MetricSet overall;
  /// Most attempts lost first.
  std::vector<PeerMetrics> by_peer;
  /// Peers beyond the limit metric-peers, together.
  MetricSet other_peers;
};

}  // namespace siptriage
