#pragma once
/// analyze: the facade that wires the rooms: capture files in, Analysis out.
///
///     Result<Analysis> analysis = analyze({"trace.pcap"});
///     if (!analysis) return complain(analysis.error().message);
///     for (const Finding& finding : analysis->findings)
///     print(finding.message);
///
/// Several files become one timeline. Damage inside a file is told in the
/// coverage; only a file that cannot be read at all is an Error.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "siptriage/annotate/analysis.h"
#include "siptriage/base/result.h"
#include "siptriage/capture/capture_reader.h"
#include "siptriage/correlate/correlator.h"
#include "siptriage/net/net_stage.h"

namespace siptriage {

struct AnalyzeOptions {
  CaptureOptions capture;
  NetLimits net;
  CorrelateOptions correlate;
  /// pcap-filter(7) expression; empty: everything.
  std::string filter;
  /// Called now and then with the frames read so far; may be empty.
  std::function<void(std::uint64_t frames)> progress;
};

/// Errors: those of CaptureReader::open and CaptureFilter::compile.
[[nodiscard]] Result<Analysis> analyze(const std::vector<std::string>& paths,
                                       const AnalyzeOptions& options = {});

/// The same for one capture held in memory. `octets` must outlive the result.
[[nodiscard]] Result<Analysis> analyze_memory(
    std::string_view octets, const AnalyzeOptions& options = {});

}  // namespace siptriage
