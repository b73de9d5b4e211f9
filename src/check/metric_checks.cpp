// Bounds of metrics, over the calls that were chosen.

#include <utility>

#include <fmt/format.h>

#include "annotate/session_metrics.h"
#include "check/check.h"

namespace siptriage::check {
namespace {

template <typename Value>
bool holds(const Value& value, Relation relation, const Value& bound) {
  switch (relation) {
    case Relation::Less:
      return value < bound;
    case Relation::AtMost:
      return value <= bound;
    case Relation::AtLeast:
      return value >= bound;
    case Relation::More:
      return value > bound;
  }
  return false;
}

// As MetricsGatherer does for all of a capture.
void count(const Item& item, detail::PeerTally& tally) {
  const Trace& trace = item.analysis.trace;
  const Call& call = trace.call(CallId(item.index));
  if (call.kind == CallKind::Call) {
    if (call.outcome == Outcome::StartNotSeen || !call.decisive.valid()) return;
    detail::count_session(trace, call, tally);
  } else if (call.kind == CallKind::Registration) {
    detail::RegistrationAttempts attempts(trace, call);
    while (attempts.next()) attempts.count(tally.set);
  }
}

std::optional<Duration> value_of(const DelayHistogram& delays,
                                 const MetricBound& bound) {
  switch (bound.statistic) {
    case Statistic::Least:
      return delays.least();
    case Statistic::Mean:
      return delays.mean();
    case Statistic::Percentile:
      return delays.percentile(bound.percent);
    case Statistic::Most:
      return delays.most();
  }
  return std::nullopt;
}

void fail_bound(const MetricBound& bound, Assertion& assertion) {
  assertion.standing = Standing::Failed;
  assertion.reason = fmt::format("{} is {}; wanted: {}", bound.key,
                                 assertion.measured, bound.wanted);
}

void judge_ratio(const MetricSet& set, const MetricBound& bound,
                 Assertion& assertion) {
  const auto ratio = set.ratio(*bound.ratio);
  if (!ratio) return;
  assertion.measured = fmt::format("{:.1f} % ({} of {})", ratio->percent(),
                                   ratio->part, ratio->whole);
  if (holds(ratio->percent(), bound.relation, bound.percent_bound)) return;
  fail_bound(bound, assertion);
}

void judge_delay(const MetricSet& set, const MetricBound& bound,
                 Assertion& assertion) {
  const DelayHistogram& delays = set.delay(bound.delay);
  const auto value = value_of(delays, bound);
  if (!value) return;
  assertion.measured =
      fmt::format("{} (of {})", to_human(*value), delays.count());
  if (holds(*value, bound.relation, bound.delay_bound)) return;
  fail_bound(bound, assertion);
}

// One tally for all bounds of an expectation would do; there are few.
class MetricCheck final : public Check {
 public:
  explicit MetricCheck(const MetricBound& bound) : bound_(bound) {}

  [[nodiscard]] std::string_view kind() const override { return "metric"; }

  void look(const Item& item) override { count(item, tally_); }
  void merge(const Check& other) override {
    tally_.add(static_cast<const MetricCheck&>(other).tally_);
  }

  void conclude(const Whole& whole, Assertion& assertion) const override {
    assertion.subject = bound_.key;
    assertion.wanted = bound_.wanted;
    const MetricSet set = detail::PeerTally(tally_).complete();
    if (bound_.ratio) {
      judge_ratio(set, bound_, assertion);
    } else if (whole.triage.coverage.timestamps_present) {
      judge_delay(set, bound_, assertion);
    }
    if (!assertion.measured.empty() || whole.expectation.may_be_empty) return;
    assertion.standing = Standing::NotPossible;
    assertion.reason = fmt::format(
        "there is nothing to measure {} of in {}; wanted: {}", bound_.key,
        count_of(whole.chosen, FilterScope::Call), bound_.wanted);
  }

 private:
  const MetricBound& bound_;
  detail::PeerTally tally_;
};

}  // namespace

void add_metric_checks(const Expectation& expectation, Checks& checks) {
  for (const MetricBound& bound : expectation.metrics) {
    checks.push_back(std::make_unique<MetricCheck>(bound));
  }
}

}  // namespace siptriage::check
