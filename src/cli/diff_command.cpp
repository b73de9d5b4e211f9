#include "cli/diff_command.h"

#include <cstdio>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "siptriage/analyze.h"
#include "siptriage/capture/mapped_file_guard.h"
#include "siptriage/check/compare.h"
#include "siptriage/report/comparison.h"

#include "cli/output_file.h"
#include "cli/run_parts.h"
#include "cli/stop_signals.h"
#include "cli/terminal.h"

namespace siptriage::cli {
namespace {

bool write_changes(const Options& options, const ComparedCaptures& compared,
                   OutputFile& output) {
  if (options.json) return write_comparison_json(compared, output);
  LayoutOptions layout;
  layout.colour = wants_colour(options.colour, output.descriptor());
  layout.columns = report_columns(options.width, output.descriptor());
  layout.unicode = wants_unicode(options.ascii);
  return write_comparison_text(compared, layout, output);
}

ExitCode deliver(const Options& options, const ComparedCaptures& compared,
                 OutputFile& output) {
  if (mapped_file_was_truncated()) {
    fmt::print(stderr,
               "siptriage: a capture was cut short while it was read; what was "
               "cut off reads as zeros. Run again, or use --no-mmap\n");
    return ExitCode::InputUnusable;
  }
  if (!write_changes(options, compared, output) || !output.commit()) {
    return cannot_write(output);
  }
  return options.exit_code && has_changes(compared) ? ExitCode::CheckFailed
                                                    : ExitCode::Done;
}

// Nothing, and said why, for a capture that cannot be compared; `code` is what
// to end with.
std::optional<Snapshot> snapshot_of(const Options& options, Inputs inputs,
                                    const std::string& name, Workers& workers,
                                    ExitCode& code) {
  const Result<Triage> done =
      read_captures(options, std::move(inputs), workers);
  if (!done) {
    code = complain(done.error(), options);
    return std::nullopt;
  }
  tell_troubles(done->coverage);
  if (done->calls.empty()) {
    fmt::print(stderr, "siptriage: {} holds no SIP to compare\n", name);
    code = ExitCode::InputUnusable;
    return std::nullopt;
  }
  return make_snapshot(*done, workers, options.tolerance);
}

// Nothing, and said why, where one of them cannot be opened.
std::optional<std::vector<Inputs>> open_both(const Options& options,
                                             ExitCode& code) {
  std::vector<Inputs> both;
  for (const std::string& path : options.captures) {
    Result<Inputs> inputs = open_inputs({path}, options.analyze);
    if (!inputs) {
      code = complain(inputs.error(), options);
      return std::nullopt;
    }
    if (const CaptureInput* const lost =
            find_overwritten(options.output, inputs->captures)) {
      tell_overwritten(*lost);
      code = ExitCode::Usage;
      return std::nullopt;
    }
    both.push_back(*std::move(inputs));
  }
  return both;
}

}  // namespace

ExitCode run_diff(Options& options) {
  if (!configure(options)) return ExitCode::Usage;
  options.analyze.capture.stop = &stop_flag();
  options.analyze.keep_interrupted = options.partial;
  ExitCode code = ExitCode::OurFault;
  auto inputs = open_both(options, code);
  if (!inputs) return code;
  take_stop_signals();
  Result<OutputFile> output = OutputFile::open(options.output);
  if (!output) {
    code = complain(output.error(), options);
    return code == ExitCode::Interrupted ? code : ExitCode::Usage;
  }
  std::optional<Workers> workers;
  if (!enter_sandbox(options, {output->directory()}, workers)) {
    return ExitCode::OurFault;
  }
  std::vector<Snapshot> snapshots;
  for (std::size_t i = 0; i < inputs->size(); ++i) {
    auto snapshot = snapshot_of(options, std::move((*inputs)[i]),
                                options.captures[i], *workers, code);
    if (!snapshot) return code;
    snapshots.push_back(*std::move(snapshot));
  }
  // What is written may wait for its reader as long as that likes.
  end_at_next_signal();
  return deliver(options,
                 {options.captures[0], options.captures[1],
                  compare(snapshots[0], snapshots[1])},
                 *output);
}

}  // namespace siptriage::cli
