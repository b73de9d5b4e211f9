#include "analyze/coverage_counts.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <utility>

namespace siptriage::detail {
namespace {

void note_times(Coverage& coverage, Timestamp first, Timestamp last) {
  if (!coverage.timestamps_present) {
    coverage.timestamps_present = true;
    coverage.first_time = first;
    coverage.last_time = last;
    return;
  }
  coverage.first_time = std::min(coverage.first_time, first);
  coverage.last_time = std::max(coverage.last_time, last);
}

// Statistics may be later than the last frame; what is much later has another
// clock.
void note_running(Coverage& coverage) {
  constexpr Duration kMostQuiet = std::chrono::years(20);
  if (!coverage.timestamps_present) return;
  std::vector<Timestamp> times;
  for (const FileCoverage& file : coverage.files) {
    for (const Timestamp time : file.running) {
      if (elapsed(coverage.last_time, time) <= kMostQuiet) {
        times.push_back(time);
      }
    }
  }
  std::sort(times.begin(), times.end());
  coverage.pauses.note_running(times);
  if (!times.empty() && times.back() > coverage.last_time) {
    coverage.ran_until = times.back();
  }
}

}  // namespace

void count_frame(Coverage& coverage, const Frame& frame) {
  ++coverage.frames;
  coverage.octets += frame.octets.size();
  if (frame.has_timestamp) {
    note_times(coverage, frame.timestamp, frame.timestamp);
  }
}

void note_pauses(Coverage& coverage, std::span<const Frame> frames) {
  for (const Frame& frame : frames) {
    if (frame.has_timestamp) coverage.pauses.note_frame(frame.timestamp);
  }
}

void add_counts(Coverage& sum, const Coverage& part) {
  sum.frames += part.frames;
  sum.octets += part.octets;
  sum.frames_with_sip += part.frames_with_sip;
  sum.sip_messages += part.sip_messages;
  sum.sip_over_udp += part.sip_over_udp;
  sum.sip_over_tcp += part.sip_over_tcp;
  for (std::size_t i = 0; i < sum.skipped.size(); ++i) {
    sum.skipped[i] += part.skipped[i];
  }
  sum.limits_reached.add(part.limits_reached);
  if (part.timestamps_present) {
    note_times(sum, part.first_time, part.last_time);
  }
}

void note_files(Coverage& coverage, std::vector<FileCoverage> files) {
  coverage.files = std::move(files);
  for (const FileCoverage& file : coverage.files) {
    coverage.limits_reached.add(file.limits_reached);
    for (const InterfaceCoverage& interface : file.interfaces) {
      coverage.recorded_drops += interface.recorded_drops;
    }
  }
  note_running(coverage);
}

void note_shrunk_files(Coverage& coverage, const std::vector<bool>& shrunk) {
  for (std::size_t i = 0; i < shrunk.size(); ++i) {
    if (!shrunk[i]) continue;
    FileCoverage& file = coverage.files[i];
    file.shrank = true;
    if (file.damage.empty()) file.damage = "the file shrank while it was read";
  }
}

}  // namespace siptriage::detail
