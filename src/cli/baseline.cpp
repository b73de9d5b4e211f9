#include "cli/baseline.h"

#include <cstdio>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "siptriage/capture/mapped_file_guard.h"
#include "siptriage/check/compare.h"

#include "cli/small_file.h"

namespace siptriage::cli {

Result<std::optional<Snapshot>> read_baseline(const CheckFlags& flags,
                                              const Limits& limits) {
  if (flags.baseline.empty()) return std::optional<Snapshot>();
  std::error_code error;
  if (flags.update && !std::filesystem::exists(flags.baseline, error)) {
    return std::optional<Snapshot>();
  }
  const Result<std::string> octets = read_small_file(
      flags.baseline, "baseline", limits[LimitId::SnapshotOctets]);
  if (!octets) return tl::unexpected<Error>(octets.error());
  Result<Snapshot> read = read_snapshot(flags.baseline, *octets, limits);
  if (!read) return tl::unexpected<Error>(read.error());
  return std::optional<Snapshot>(*std::move(read));
}

std::optional<Snapshot> judge_baseline(const CheckFlags& flags,
                                       const std::optional<Snapshot>& baseline,
                                       const Triage& triage, Workers& workers,
                                       CheckedCapture& capture) {
  if (flags.baseline.empty()) return std::nullopt;
  Snapshot now = make_snapshot(triage, workers,
                               baseline ? baseline->tolerance : Tolerance());
  if (baseline) {
    for (Assertion& change : compare(*baseline, now)) {
      change.file = flags.baseline;
      if (flags.update) change.standing = Standing::Held;
      capture.assertions.push_back(std::move(change));
    }
  }
  if (!flags.update) return std::nullopt;
  if (!baseline) {
    Assertion first;
    first.kind = find_assertion_kind("baseline-scenario")->id;
    first.name = "baseline";
    first.file = flags.baseline;
    first.measured = fmt::format("{} calls", now.calls);
    capture.assertions.push_back(std::move(first));
  }
  if (now.calls == 0 || triage.coverage.interrupted ||
      mapped_file_was_truncated()) {
    fmt::print(stderr,
               "siptriage: {} stays as it is: the capture holds no SIP, or was "
               "not read to its end\n",
               flags.baseline);
    return std::nullopt;
  }
  return now;
}

}  // namespace siptriage::cli
