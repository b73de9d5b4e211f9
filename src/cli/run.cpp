#include "cli/run.h"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "siptriage/analyze.h"
#include "siptriage/capture/mapped_file_guard.h"
#include "siptriage/check/snapshot.h"
#include "siptriage/filter/filter.h"
#include "siptriage/filter/select_calls.h"

#include "cli/bundle_output.h"
#include "cli/extract_command.h"
#include "cli/flow_command.h"
#include "cli/output_file.h"
#include "cli/report_command.h"
#include "cli/run_parts.h"
#include "cli/stop_signals.h"
#include "cli/table_command.h"

namespace siptriage::cli {
namespace {

// The expression of --where, compiled; none: every message or call is meant.
Result<std::optional<Filter>> compile_where(const Options& options) {
  if (!options.where) return std::optional<Filter>();
  Result<Filter> filter = Filter::compile(
      *options.where, scope_of(options.table.kind), options.analyze.limits);
  if (!filter) {
    return fail(ErrorCode::BadFilter,
                "--where, " + point_at(*options.where, filter.error()));
  }
  return std::optional<Filter>(*std::move(filter));
}

bool write_output(const Options& options, const Triage& triage,
                  Workers& workers, const std::optional<Filter>& where,
                  const std::vector<CallId>& drawn, OutputFile& output) {
  if (options.command == Command::Flow) {
    return write_flow(options, triage, drawn, output);
  }
  if (options.command == Command::Table) {
    return write_table(options, triage, workers, where, output);
  }
  if (options.command == Command::Snapshot) {
    return write_snapshot(make_snapshot(triage, workers, options.tolerance),
                          "siptriage " SIPTRIAGE_VERSION, output);
  }
  return write_report(options, triage, workers, where, output);
}

// What was written is put in its place, unless it must not be trusted.
ExitCode conclude(const Options& options, const Triage& triage, bool selected,
                  OutputFile& output) {
  const Coverage& coverage = triage.coverage;
  const bool is_empty = triage.selection && triage.meant_calls == 0;
  if (is_empty || (selected && !output.has_octets())) {
    fmt::print(stderr, "siptriage: nothing matches --where\n");
  }
  const bool shrank =
      std::any_of(coverage.files.begin(), coverage.files.end(),
                  [](const FileCoverage& file) { return file.shrank; });
  if (mapped_file_was_truncated() && !shrank) {
    // The report does not say so, and must not be taken for a good one.
    fmt::print(stderr,
               "siptriage: a capture was cut short while the report was "
               "written; what was cut off reads as zeros. Run again, or use "
               "--no-mmap\n");
    return ExitCode::InputUnusable;
  }
  if (!output.commit()) return cannot_write(output);
  if (output.is_cut()) {
    fmt::print(stderr,
               "siptriage: the report was cut: it would be longer than "
               "output-octets ({}); --limit output-octets=... raises it\n",
               options.analyze.limits[LimitId::OutputOctets]);
    return ExitCode::OurFault;
  }
  if (shrank || coverage.sip_messages == 0) return ExitCode::InputUnusable;
  return is_empty ? ExitCode::CheckFailed : ExitCode::Done;
}

ExitCode deliver(const Options& options, const Triage& triage, Workers& workers,
                 const std::optional<Filter>& where,
                 const std::optional<CaptureFilter>& filter,
                 OutputFile& output) {
  const bool is_extract = options.command == Command::Extract;
  if (is_extract || options.form == ReportForm::Bundle) {
    const ExitCode written = (is_extract ? write_extract : write_bundle)(
        options, triage, workers, where, filter, output);
    return written == ExitCode::Done ? conclude(options, triage, false, output)
                                     : written;
  }
  std::vector<CallId> drawn;
  if (options.command == Command::Flow) {
    Result<std::vector<CallId>> found =
        find_calls(options, triage, workers, where);
    if (!found) return complain(found.error(), options);
    drawn = *std::move(found);
  }
  if (options.command == Command::Snapshot && triage.calls.empty()) {
    fmt::print(stderr,
               "siptriage: the capture holds no SIP; no baseline is written\n");
    return ExitCode::InputUnusable;
  }
  if (!write_output(options, triage, workers, where, drawn, output)) {
    return cannot_write(output);
  }
  return conclude(options, triage, where.has_value(), output);
}

Result<OutputFile> open_output(const Options& options,
                               const std::vector<CaptureInput>& captures) {
  return options.form == ReportForm::Bundle ? open_bundle(options, captures)
                                            : OutputFile::open(options.output);
}

// The captures are read from here on.
ExitCode triage_and_report(const Options& options, Inputs inputs,
                           Workers& workers, const std::optional<Filter>& where,
                           OutputFile& output) {
  // Extracts are made of what passes it.
  const std::optional<CaptureFilter> filter = inputs.filter;
  const Result<Triage> done =
      read_captures(options, std::move(inputs), workers);
  if (!done) return complain(done.error(), options);
  tell_troubles(done->coverage);
  // What is written may wait for its reader as long as that likes.
  end_at_next_signal();
  return deliver(options, *done, workers, where, filter, output);
}

}  // namespace

ExitCode run(Options& options) {
  if (!configure(options)) return ExitCode::Usage;
  if (const Result<void> ready = prepare_flow(options); !ready) {
    complain(ready.error(), options);
    return ExitCode::Usage;
  }
  if (const Result<void> ready = prepare_bundle(options); !ready) {
    complain(ready.error(), options);
    return ExitCode::Usage;
  }
  options.analyze.capture.stop = &stop_flag();
  options.analyze.keep_interrupted = options.partial;
  options.analyze.capture.keep_pipes =
      options.command == Command::Extract || options.form == ReportForm::Bundle;
  const Result<std::optional<Filter>> where = compile_where(options);
  if (!where) {
    complain(where.error(), options);
    return ExitCode::Usage;
  }
  // A bundle has a capture of its own, which its reports are about.
  if (*where && is_report(options.command) &&
      options.form != ReportForm::Bundle) {
    options.analyze.calls = select_calls(**where, options.analyze.limits);
  }
  Result<Inputs> inputs = open_inputs(options.captures, options.analyze);
  if (!inputs) return complain(inputs.error(), options);
  if (const CaptureInput* const input =
          find_overwritten(options.output, inputs->captures)) {
    tell_overwritten(*input);
    return ExitCode::Usage;
  }
  take_stop_signals();
  Result<OutputFile> output = open_output(options, inputs->captures);
  if (!output) {
    const ExitCode code = complain(output.error(), options);
    return code == ExitCode::Interrupted ? code : ExitCode::Usage;
  }
  if (refuses_output(options, *output)) return ExitCode::Usage;
  std::optional<Workers> workers;
  if (!enter_sandbox(options, output->directories(), workers)) {
    return ExitCode::OurFault;
  }
  return triage_and_report(options, std::move(*inputs), *workers, *where,
                           *output);
}

}  // namespace siptriage::cli
