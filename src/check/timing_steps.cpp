#include "check/timing_steps.h"

#include <algorithm>
#include <chrono>
#include <string>

#include "siptriage/base/ascii.h"

#include "filter/values.h"

namespace siptriage {
namespace check {
namespace {

// Whatever takes longer is in the last step.
constexpr std::uint64_t kLongestMs = std::uint64_t{1000} * 3600 * 24 * 366;

}  // namespace

TimingSteps::TimingSteps(const Tolerance& tolerance) {
  const auto absolute = static_cast<std::uint64_t>(
      std::max<std::int64_t>(1, tolerance.absolute.count()));
  std::uint64_t begin = 0;
  while (begin < kLongestMs) {
    begins_ms_.push_back(begin);
    begin += std::max(absolute, begin * tolerance.relative_percent / 100);
  }
}

std::size_t TimingSteps::step_of_ms(std::uint64_t milliseconds) const {
  const auto after =
      std::upper_bound(begins_ms_.begin(), begins_ms_.end(), milliseconds);
  return static_cast<std::size_t>(after - begins_ms_.begin()) - 1;
}

std::size_t TimingSteps::step_of(Duration duration) const {
  const auto whole =
      std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
  return step_of_ms(
      static_cast<std::uint64_t>(std::max<std::int64_t>(0, whole)));
}

std::uint64_t TimingSteps::ms_of(std::size_t step) const {
  return begins_ms_[std::min(step, begins_ms_.size() - 1)];
}

}  // namespace check

namespace {

constexpr std::string_view kTimingNames[kTimingKinds] = {
    "pdd", "response", "ring_time", "talk_time", "duration"};

// False for what is no part of a tolerance, or out of its range.
bool take_part(std::string_view part, Tolerance& tolerance) {
  if (part.ends_with('%')) {
    const auto percent = parse_unsigned(trim(part.substr(0, part.size() - 1)));
    if (!percent || *percent == 0 || *percent > kMostTolerancePercent) {
      return false;
    }
    tolerance.relative_percent = static_cast<std::uint32_t>(*percent);
    return true;
  }
  filter::Quantity quantity = filter::quantity_of(part);
  quantity.number = trim(quantity.number);
  const auto absolute = filter::read_duration(quantity);
  if (!absolute) return false;
  tolerance.absolute = std::chrono::duration_cast<std::chrono::milliseconds>(
      Duration(absolute->first));
  return tolerance.absolute.count() >= 1 &&
         tolerance.absolute <= kMostTolerance;
}

}  // namespace

std::string_view to_string(TimingKind kind) {
  return kTimingNames[static_cast<std::size_t>(kind)];
}

Result<Tolerance> parse_tolerance(std::string_view text) {
  Tolerance tolerance;
  std::string_view rest = text;
  for (int parts = 0; parts < 2; ++parts) {
    const std::size_t comma = rest.find(',');
    if (!take_part(trim(rest.substr(0, comma)), tolerance)) break;
    if (comma == std::string_view::npos) return tolerance;
    rest.remove_prefix(comma + 1);
  }
  return fail(ErrorCode::BadConfiguration,
              "a tolerance is 1 to 1000 percent, a duration of 1 ms to 1 h, or "
              "both: \"25%, 50 ms\"");
}

}  // namespace siptriage
