// Bounds of metrics: keys such as p95_srd and ser, and what they may be.

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>

#include "siptriage/base/ascii.h"

#include "check/expected_values.h"
#include "filter/values.h"

namespace siptriage {

std::string_view to_string(Relation relation) {
  static constexpr std::string_view kSigns[] = {"<", "<=", ">=", ">"};
  return kSigns[static_cast<std::size_t>(relation)];
}

namespace check {
namespace {

constexpr std::pair<std::string_view, RatioMetric> kRatios[] = {
    {"ser", RatioMetric::Ser}, {"seer", RatioMetric::Seer},
    {"isa", RatioMetric::Isa}, {"scr", RatioMetric::Scr},
    {"asr", RatioMetric::Asr}, {"ner", RatioMetric::Ner},
    {"ira", RatioMetric::Ira},
};

constexpr std::pair<std::string_view, DelayMetric> kDelays[] = {
    {"rrd", DelayMetric::Rrd},
    {"srd", DelayMetric::SrdAnswered},
    {"srd_failed", DelayMetric::SrdFailed},
    {"pdd", DelayMetric::Pdd},
    {"sdd", DelayMetric::Sdd},
    {"sdt", DelayMetric::SdtCompleted},
    {"sdt_failed", DelayMetric::SdtFailed},
    {"acd", DelayMetric::Acd},
};

constexpr std::string_view kUsualStatistics[] = {"p50", "p90",  "p95", "p99",
                                                 "min", "mean", "max"};

bool read_statistic(std::string_view word, MetricBound& bound) {
  if (word == "min") {
    bound.statistic = Statistic::Least;
  } else if (word == "mean") {
    bound.statistic = Statistic::Mean;
  } else if (word == "max") {
    bound.statistic = Statistic::Most;
  } else {
    if (!word.starts_with('p') || word.size() > 3) return false;
    const auto percent = parse_unsigned(word.substr(1));
    if (!percent || *percent < 1 || *percent > 99) return false;
    bound.statistic = Statistic::Percentile;
    bound.percent = static_cast<unsigned>(*percent);
  }
  return true;
}

bool take_relation(std::string_view& text, Relation& relation) {
  for (const Relation each :
       {Relation::AtMost, Relation::AtLeast, Relation::Less, Relation::More}) {
    const std::string_view sign = to_string(each);
    if (!text.starts_with(sign)) continue;
    relation = each;
    text = trim(text.substr(sign.size()));
    return true;
  }
  return false;
}

// Of what is the better the shorter it is, a duration by itself is the most.
bool is_bounded_from_above(const MetricBound& bound) {
  return !bound.ratio && bound.statistic != Statistic::Least &&
         bound.delay != DelayMetric::SdtCompleted &&
         bound.delay != DelayMetric::SdtFailed &&
         bound.delay != DelayMetric::Acd;
}

// "95 %", "99.5%", "95".
std::optional<double> read_percent(std::string_view text) {
  if (text.ends_with('%')) text = trim(text.substr(0, text.size() - 1));
  if (text.empty() || !is_digit(text.front())) return std::nullopt;
  double value = 0;
  const auto [end, error] = std::from_chars(
      text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  constexpr double kMost = 100;
  if (error != std::errc() || end != text.data() + text.size() ||
      value > kMost) {
    return std::nullopt;
  }
  return value;
}

}  // namespace

std::optional<Duration> read_delay(std::string_view text) {
  std::string compact(text);
  std::erase(compact, ' ');
  const auto read = filter::read_duration(filter::quantity_of(compact));
  if (!read || read->first < 0) return std::nullopt;
  return Duration(read->first);
}

std::optional<MetricBound> read_metric_key(std::string_view key) {
  MetricBound bound;
  bound.key = key;
  const auto* const ratio = std::ranges::find(
      kRatios, key, [](const auto& one) { return one.first; });
  if (ratio != std::end(kRatios)) {
    bound.ratio = ratio->second;
    return bound;
  }
  const std::size_t line = key.find('_');
  if (line == std::string_view::npos) return std::nullopt;
  const auto* const delay = std::ranges::find(
      kDelays, key.substr(line + 1), [](const auto& one) { return one.first; });
  if (delay == std::end(kDelays)) return std::nullopt;
  bound.delay = delay->second;
  if (!read_statistic(key.substr(0, line), bound)) return std::nullopt;
  return bound;
}

bool read_bound(std::string_view text, MetricBound& bound) {
  text = trim(text);
  if (!take_relation(text, bound.relation)) {
    if (!is_bounded_from_above(bound)) return false;
    bound.relation = Relation::AtMost;
  }
  bound.wanted = to_string(bound.relation);
  if (bound.ratio) {
    const auto percent = read_percent(text);
    if (!percent) return false;
    bound.percent_bound = *percent;
    const bool has_sign = text.ends_with('%');
    if (has_sign) text = trim(text.substr(0, text.size() - 1));
    bound.wanted += " " + std::string(text) + " %";
    return true;
  }
  const auto delay = read_delay(text);
  if (!delay) return false;
  bound.delay_bound = *delay;
  bound.wanted += " " + to_human(*delay);
  return true;
}

const std::vector<std::string>& metric_keys() {
  static const std::vector<std::string> keys = [] {
    std::vector<std::string> made;
    for (const auto& [name, metric] : kRatios) made.emplace_back(name);
    for (const auto& [name, metric] : kDelays) {
      for (const std::string_view statistic : kUsualStatistics) {
        made.push_back(std::string(statistic) + "_" + std::string(name));
      }
    }
    return made;
  }();
  return keys;
}

}  // namespace check
}  // namespace siptriage
