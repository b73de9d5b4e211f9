#include "page/time_bins.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

#include "report/call_list.h"

namespace siptriage::page {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

// Widths that a reader can count with.
constexpr Duration kWidths[] = {
    milliseconds(1),   milliseconds(2),  milliseconds(5),   milliseconds(10),
    milliseconds(20),  milliseconds(50), milliseconds(100), milliseconds(200),
    milliseconds(500), seconds(1),       seconds(2),        seconds(5),
    seconds(10),       seconds(15),      seconds(30),       minutes(1),
    minutes(2),        minutes(5),       minutes(10),       minutes(15),
    minutes(30),       hours(1),         hours(2),          hours(3),
    hours(6),          hours(12),        hours(24),         hours(48),
    hours(24 * 7),     hours(24 * 28)};

std::size_t index_of(const TimeBins& frame, Timestamp time) {
  const Duration since = elapsed(frame.start, time);
  if (since < Duration::zero()) return 0;
  return std::min(static_cast<std::size_t>(since / frame.width),
                  frame.bins.size() - 1);
}

// Bins that begin at a multiple of their width.
TimeBins empty_bins(const Coverage& coverage) {
  TimeBins made;
  const auto begin_at = [&](Duration width) {
    const std::int64_t first = nanoseconds_of(coverage.first_time);
    const std::int64_t rest = first % width.count();
    made.start =
        timestamp_from_nanoseconds(first - std::max<std::int64_t>(rest, 0));
    made.width = width;
    return static_cast<std::uint64_t>(
               std::max(elapsed(made.start, coverage.last_time),
                        Duration::zero()) /
               width) +
           1;
  };
  std::uint64_t count = 0;
  for (const Duration width : kWidths) {
    count = begin_at(width);
    if (count <= kMostBins) break;
  }
  // Clocks that make a capture of centuries: the last bin takes what follows.
  made.bins.resize(
      static_cast<std::size_t>(std::min<std::uint64_t>(count, kMostBins)));
  return made;
}

// What one thread counted.
struct Counts {
  std::array<TimeBins::Bin, kMostBins> bins{};
  std::map<std::uint16_t, std::array<std::uint64_t, kMostBins>> codes;
};

void count_call(const TimeBins& frame, const Call& call, Counts& counts) {
  if (call.outcome == Outcome::StartNotSeen) return;
  const std::size_t bin = index_of(frame, call.first_time);
  ++counts.bins[bin].attempts;
  if (is_not_answered(call.kind, call.outcome)) {
    ++counts.bins[bin].not_answered;
  } else if (is_failure(call.outcome)) {
    ++counts.bins[bin].failed;
  }
  if (call.final_status != 0) ++counts.codes[call.final_status][bin];
}

void merge(const Counts& from, Counts& into) {
  for (std::size_t i = 0; i < kMostBins; ++i) {
    into.bins[i].attempts += from.bins[i].attempts;
    into.bins[i].failed += from.bins[i].failed;
    into.bins[i].not_answered += from.bins[i].not_answered;
  }
  for (const auto& [status, bins] : from.codes) {
    auto& sum = into.codes[status];
    for (std::size_t i = 0; i < kMostBins; ++i) sum[i] += bins[i];
  }
}

void put_codes(const Counts& counts, TimeBins& made) {
  for (const auto& [status, bins] : counts.codes) {
    TimeBins::Code code{status, 0, bins};
    for (const std::uint64_t count : bins) code.count += count;
    made.codes.push_back(code);
  }
  std::ranges::stable_sort(made.codes, std::ranges::greater{},
                           &TimeBins::Code::count);
  if (made.codes.size() <= kMostBinCodes) return;
  TimeBins::Code others;
  for (std::size_t i = kMostBinCodes; i < made.codes.size(); ++i) {
    others.count += made.codes[i].count;
    for (std::size_t j = 0; j < kMostBins; ++j) {
      others.bins[j] += made.codes[i].bins[j];
    }
  }
  made.codes.resize(kMostBinCodes);
  made.codes.push_back(others);
}

}  // namespace

TimeBins bin_calls(const Triage& triage, Workers& workers) {
  TimeBins made = empty_bins(triage.coverage);
  std::vector<Counts> counts(workers.count());
  const TableOptions every;
  report::CallList(triage, workers, every).look([&](unsigned worker) {
    return [&made, &triage, &mine = counts[worker]](const report::Row& row,
                                                    std::string& /*text*/) {
      if (!triage.calls[row.of_call->id.index()].is_meant) return;
      count_call(made, row.call(), mine);
    };
  });
  for (std::size_t i = 1; i < counts.size(); ++i) merge(counts[i], counts[0]);
  std::copy_n(counts[0].bins.begin(), made.bins.size(), made.bins.begin());
  put_codes(counts[0], made);
  return made;
}

}  // namespace siptriage::page
