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
/// a Call-ID has more messages than conversation-messages (base/limits.h),
/// which holds for triage() alone.
///
/// Several files become one timeline. Damage inside a file is told in the
/// coverage; only a file that cannot be read at all is an Error.
///
/// A program that gives up its rights before it looks at octets that others
/// wrote does so in between:
///
///     Result<Inputs> inputs = open_inputs({"trace.pcap"});
///     ... no more files, no network ...
///     Result<Triage> done = triage(std::move(*inputs), workers);

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "siptriage/annotate/analysis.h"
#include "siptriage/annotate/call_selection.h"
#include "siptriage/annotate/triage.h"
#include "siptriage/base/limits.h"
#include "siptriage/base/result.h"
#include "siptriage/base/workers.h"
#include "siptriage/capture/capture_filter.h"
#include "siptriage/capture/capture_input.h"
#include "siptriage/capture/capture_reader.h"
#include "siptriage/correlate/correlator.h"
#include "siptriage/net/net_stage.h"

namespace siptriage {

struct AnalyzeOptions {
  CaptureOptions capture;
  NetOptions net;
  CorrelateOptions correlate;
  LegOptions legs;
  /// What was reached of them is told in the coverage.
  Limits limits;
  /// Which findings to hide, and how to weigh them; nullptr: as they come.
  SharedPolicy policy;
  /// Of triage(): which calls to tell of; all of them as it comes.
  CallSelection calls;
  /// pcap-filter(7) expression; empty: everything.
  std::string filter;
  /// Called now and then with the frames read so far, and then once more when
  /// reading has ended; may be empty.
  std::function<void(std::uint64_t frames)> progress;
  /// When capture.stop is requested while frames are read. True: what was read
  /// is analysed to the end, and Coverage::interrupted says so. False: an
  /// Error, Interrupted, as soon as possible, also in the middle of the
  /// analysis.
  bool keep_interrupted = false;
};

/// All that an analysis takes from the system. Nothing was read yet.
struct Inputs {
  std::vector<CaptureInput> captures;
  std::optional<CaptureFilter> filter;
};

/// Errors: those of CaptureInput::open and CaptureFilter::compile.
[[nodiscard]] Result<Inputs> open_inputs(const std::vector<std::string>& paths,
                                         const AnalyzeOptions& options = {});

/// Opens no file. `options` as for open_inputs().
/// Errors: those of CaptureReader::open; Interrupted.
/// The result does not depend on the number of workers. A mapped file must not
/// change while the result lives.
[[nodiscard]] Result<Triage> triage(Inputs inputs, Workers& workers,
                                    const AnalyzeOptions& options = {});

/// The same from the paths on. Errors: also those of open_inputs().
[[nodiscard]] Result<Triage> triage(const std::vector<std::string>& paths,
                                    Workers& workers,
                                    const AnalyzeOptions& options = {});

/// The same for one capture held in memory. `octets` must outlive the result.
[[nodiscard]] Result<Triage> triage_memory(std::string_view octets,
                                           Workers& workers,
                                           const AnalyzeOptions& options = {});

/// Errors: as triage().
[[nodiscard]] Result<Analysis> analyze(Inputs inputs,
                                       const AnalyzeOptions& options = {});
[[nodiscard]] Result<Analysis> analyze(const std::vector<std::string>& paths,
                                       const AnalyzeOptions& options = {});

/// The same for one capture held in memory. `octets` must outlive the result.
[[nodiscard]] Result<Analysis> analyze_memory(
    std::string_view octets, const AnalyzeOptions& options = {});

}  // namespace siptriage
