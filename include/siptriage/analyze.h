#pragma once
/// analyze: the facade that wires the rooms: capture files in, Triage or
/// Analysis out.
///
///     Workers workers(4);
///     Result<Triage> done = triage({"trace.pcap"}, workers);
///     if (!done) return complain(done.error().message);
///     write_text(*done, {}, sink);                       // report/report.h
///
/// triage() is for captures of any size: it uses all threads, and keeps little
/// of each call. analyze() keeps everything in memory, which is simpler to look
/// at:
///
///     Result<Analysis> analysis = analyze({"trace.pcap"});
///     for (const Finding& finding : analysis->findings)
///       print(finding.message);
///
/// Both find the same: summarize(*analyze(...)) gives the same reports, unless
/// a Call-ID has more than CorrelateOptions::max_conversation_messages.
///
/// Several files become one timeline. Damage inside a file is told in the
/// coverage; only a file that cannot be read at all is an Error.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "siptriage/annotate/analysis.h"
#include "siptriage/annotate/triage.h"
#include "siptriage/base/result.h"
#include "siptriage/base/workers.h"
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
/// The result does not depend on the number of workers. A mapped file must not
/// change while the result lives.
[[nodiscard]] Result<Triage> triage(const std::vector<std::string>& paths,
                                    Workers& workers,
                                    const AnalyzeOptions& options = {});

/// The same for one capture held in memory. `octets` must outlive the result.
[[nodiscard]] Result<Triage> triage_memory(std::string_view octets,
                                           Workers& workers,
                                           const AnalyzeOptions& options = {});

/// Errors: as triage().
[[nodiscard]] Result<Analysis> analyze(const std::vector<std::string>& paths,
                                       const AnalyzeOptions& options = {});

/// The same for one capture held in memory. `octets` must outlive the result.
[[nodiscard]] Result<Analysis> analyze_memory(
    std::string_view octets, const AnalyzeOptions& options = {});

}  // namespace siptriage
