#pragma once
/// Expectations: what has to hold of a capture, as a TOML file says it.
///
///     [[expect]]
///     name = "nobody waits"
///     where = 'kind == call and peer in 10.0.0.0/8'
///     count = ">= 1"
///     outcome = ["answered-ended", "busy"]
///     max_pdd = "2 s"
///     p95_srd = "<= 300 ms"
///     codes = { 4xx = "<= 2", 5xx = 0 }
///     forbidden_rules = ["405-without-allow"]
///     sequence = "INVITE, 100?, 180*, 200, ACK, BYE, 200"
///
/// Reads and checks the file; whether a capture is like that, judge() says
/// (check/judge.h). docs/check.md explains every key.

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "siptriage/annotate/metrics.h"
#include "siptriage/base/limits.h"
#include "siptriage/base/timestamp.h"
#include "siptriage/catalogue/entry.h"
#include "siptriage/correlate/model.h"
#include "siptriage/filter/filter.h"

namespace siptriage {

/// How many there may be; both ends belong to it.
struct CountRange {
  std::uint64_t least = 0;
  std::uint64_t most = std::numeric_limits<std::uint64_t>::max();

  friend bool operator==(const CountRange&, const CountRange&) = default;
};

/// How often status codes may be met.
struct CodeLimit {
  std::uint16_t first = 0;
  std::uint16_t last = 0;
  CountRange times;
};

/// A message of a call: a request, a response, or whatever comes ("...").
struct SequenceStep {
  std::string method;              // of a request; empty: none
  std::uint16_t first_status = 0;  // of a response; 0: none
  std::uint16_t last_status = 0;
  bool may_be_missing = false;  // 180?, 180*
  bool may_repeat = false;      // 180+, 180*

  [[nodiscard]] bool is_anything() const {
    return method.empty() && first_status == 0;
  }
};

/// What is looked at of the delays of a metric.
enum class Statistic : std::uint8_t { Least, Mean, Percentile, Most };

enum class Relation : std::uint8_t { Less, AtMost, AtLeast, More };
/// "<", "<=", ">=", ">".
[[nodiscard]] std::string_view to_string(Relation relation);

/// A bound of a metric: of a ratio in percent, of delays as a duration.
struct MetricBound {
  std::string key;  // as written: "p95_srd", "ser"
  std::optional<RatioMetric> ratio;
  DelayMetric delay = DelayMetric::Pdd;  // these where it is no ratio
  Statistic statistic = Statistic::Percentile;
  unsigned percent = 0;  // of a percentile
  Relation relation = Relation::AtMost;
  double percent_bound = 0;
  Duration delay_bound{};
  std::string wanted;  // "<= 300 ms"
};

/// One [[expect]]: what was chosen by `where`, and all that has to hold of it.
struct Expectation {
  std::string name;        // may be empty
  std::uint32_t line = 0;  // where it begins
  FilterScope over = FilterScope::Call;
  std::optional<Filter> where;         // none: all of `over`
  std::optional<CountRange> count;     // of what was chosen
  std::optional<CountRange> answered;  // of these, calls
  std::optional<CountRange> failed;
  std::vector<Outcome> outcomes;  // each call has one of these
  std::optional<Filter> each;     // holds of each that was chosen
  std::optional<Duration> max_pdd;
  std::vector<MetricBound> metrics;           // of the calls that were chosen
  std::optional<CountRange> retransmissions;  // of all together
  std::vector<CodeLimit> codes;               // of all that was chosen together
  std::optional<std::vector<const RuleEntry*>> allowed_rules;  // no others
  std::vector<const RuleEntry*> forbidden_rules;
  /// No finding is worse; within it nothing: there is none at all.
  std::optional<std::optional<Severity>> max_severity;
  std::vector<SequenceStep> sequence;  // of each call
  /// Choosing nothing is no failure, as it is otherwise.
  bool may_be_empty = false;
  /// How bad it is where something of it does not hold.
  Severity severity = Severity::Error;
};

/// Its name, or in words what it is over: "calls where failed".
[[nodiscard]] std::string name_of(const Expectation& expectation);

/// Why a file is refused: no TOML, no [[expect]], a key or word that is none
/// (with the one that may have been meant), a value of the wrong type or out of
/// range, a filter that does not compile, something that does not fit `over`,
/// an expectation of nothing.
struct ExpectationError {
  std::uint32_t line = 0;  // both counted from 1; 0: the file as a whole
  std::uint32_t column = 0;
  std::string message;  // can be shown on a terminal
};

/// `toml` holds the octets of the file. The first error counts.
[[nodiscard]] tl::expected<std::vector<Expectation>, ExpectationError>
read_expectations(std::string_view toml, const Limits& limits = {});

}  // namespace siptriage
