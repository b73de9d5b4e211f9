#include "cli/check_command.h"

#include <cstdio>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "siptriage/analyze.h"
#include "siptriage/capture/mapped_file_guard.h"
#include "siptriage/check/draft.h"
#include "siptriage/check/judge.h"
#include "siptriage/report/check_outputs.h"
#include "siptriage/report/rendering.h"

#include "cli/baseline.h"
#include "cli/check_pairs.h"
#include "cli/check_plan.h"
#include "cli/output_file.h"
#include "cli/run_parts.h"
#include "cli/stop_signals.h"
#include "cli/terminal.h"

namespace siptriage::cli {
namespace {

using Annotations = CheckFlags::Annotations;
using Writer = std::function<bool(const CheckVerdict&, OutputFile&)>;

// A form of the verdict, and where it goes.
struct Output {
  std::string path;
  Writer write;
  std::optional<OutputFile> file;
  bool is_baseline = false;
};

bool write_main(const Options& options, const CheckVerdict& verdict,
                OutputFile& output) {
  if (options.json) return write_check_json(verdict, output);
  if (options.check.annotations == Annotations::GitLab) {
    return write_gitlab_report(verdict, output);
  }
  CheckTextOptions text;
  text.colour = wants_colour(options.colour, output.descriptor());
  text.columns = report_columns(options.width, output.descriptor());
  text.unicode = wants_unicode(options.ascii);
  text.all = options.all;
  return write_check_text(verdict, text, output) &&
         (options.check.annotations != Annotations::GitHub ||
          write_github_annotations(verdict, output));
}

// What goes to standard output comes last: the others are there by then.
// Lifetime: `next_baseline` is looked at when they are written.
std::deque<Output> outputs_of(const Options& options,
                              const std::optional<Snapshot>& next_baseline) {
  std::deque<Output> outputs;
  const auto add = [&outputs](const std::string& path, Writer writer) {
    if (path.empty()) return;
    outputs.push_back({path, std::move(writer), std::nullopt, false});
  };
  add(options.check.junit, write_junit);
  add(options.check.tap, write_tap);
  add(options.check.sarif, [](const CheckVerdict& verdict, OutputFile& file) {
    return write_sarif(verdict, SIPTRIAGE_VERSION, file);
  });
  if (options.check.update) {
    const auto write = [&next_baseline](const CheckVerdict& /*verdict*/,
                                        OutputFile& file) {
      return write_snapshot(*next_baseline, "siptriage " SIPTRIAGE_VERSION,
                            file);
    };
    outputs.push_back({options.check.baseline, write, std::nullopt, true});
  }
  add(options.output,
      [&options](const CheckVerdict& verdict, OutputFile& file) {
        return write_main(options, verdict, file);
      });
  return outputs;
}

// What would be overwritten by `path`; empty: nothing of what is read.
std::string overwritten_by(const Output& output, const CheckFlags& flags,
                           const std::vector<CheckJob>& jobs) {
  const std::string& path = output.path;
  const auto is_on = [&path](const std::string& file) {
    std::error_code error;
    return !file.empty() && path != "-" &&
           std::filesystem::equivalent(path, file, error);
  };
  if (!output.is_baseline && is_on(flags.baseline)) {
    return "the baseline " + flags.baseline;
  }
  for (const CheckJob& job : jobs) {
    if (job.inputs) {
      const CaptureInput* const input =
          find_overwritten(path, job.inputs->captures);
      if (input != nullptr) return "the capture " + input->name();
    }
    if (is_on(job.file)) return "the expectations " + job.file;
  }
  return {};
}

// Nothing, or the code to end with.
std::optional<ExitCode> open_outputs(const Options& options,
                                     const std::vector<CheckJob>& jobs,
                                     std::deque<Output>& outputs) {
  for (Output& output : outputs) {
    const std::string lost = overwritten_by(output, options.check, jobs);
    if (!lost.empty()) {
      fmt::print(stderr,
                 "siptriage: the report would overwrite {}; name another "
                 "output\n",
                 lost);
      return ExitCode::Usage;
    }
  }
  take_stop_signals();
  for (Output& output : outputs) {
    Result<OutputFile> file = OutputFile::open(output.path);
    if (!file) {
      const ExitCode code = complain(file.error(), options);
      return code == ExitCode::Interrupted ? code : ExitCode::Usage;
    }
    output.file.emplace(*std::move(file));
  }
  return std::nullopt;
}

std::vector<int> directories_of(const std::deque<Output>& outputs) {
  std::vector<int> directories;
  directories.reserve(outputs.size());
  for (const Output& output : outputs) {
    directories.push_back(output.file->directory());
  }
  return directories;
}

Result<Triage> read_job(const Options& options, CheckJob& job,
                        Workers& workers) {
  Result<Triage> done = read_captures(options, *std::move(job.inputs), workers);
  job.inputs.reset();
  return done;
}

// Nothing: interrupted, or out of memory; `code` says what to end with.
std::optional<CheckedCapture> judge_job(const Options& options, CheckJob& job,
                                        Workers& workers,
                                        std::optional<Snapshot>& next_baseline,
                                        ExitCode& code) {
  if (job.told) return std::move(job.told);
  const Result<Triage> done = read_job(options, job, workers);
  if (!done) {
    code = complain(done.error(), options);
    if (code != ExitCode::InputUnusable) return std::nullopt;
    return unreadable_capture(job.name, done.error().message);
  }
  // What the baseline has in it as well is no news.
  const bool by_findings = job.file.empty() && options.check.baseline.empty();
  CheckedCapture capture =
      by_findings ? judge_findings(*done)
                  : judge(*done, workers, job.expectations, job.file);
  next_baseline =
      judge_baseline(options.check, job.baseline, *done, workers, capture);
  if (!options.check.sarif.empty()) find_lines(*done, capture);
  return capture;
}

ExitCode code_of(const CheckVerdict& verdict) {
  if (tally(verdict).unreadable != 0) return ExitCode::InputUnusable;
  return is_good(verdict) ? ExitCode::Done : ExitCode::CheckFailed;
}

ExitCode write_all(const CheckVerdict& verdict, std::deque<Output>& outputs) {
  ExitCode code = code_of(verdict);
  if (mapped_file_was_truncated()) {
    fmt::print(stderr,
               "siptriage: a capture was cut short while it was read; what was "
               "cut off reads as zeros. Run again, or use --no-mmap\n");
    code = ExitCode::InputUnusable;
  }
  for (Output& output : outputs) {
    if (!output.file) continue;
    if (output.write(verdict, *output.file) && output.file->commit()) continue;
    // To whoever does not read it all the verdict is the same.
    const ExitCode failed = cannot_write(*output.file);
    if (failed != ExitCode::Done) code = failed;
  }
  return code;
}

ExitCode check(const Options& options, std::vector<CheckJob> jobs) {
  std::optional<Snapshot> next_baseline;
  std::deque<Output> outputs = outputs_of(options, next_baseline);
  if (const auto code = open_outputs(options, jobs, outputs)) return *code;
  std::optional<Workers> workers;
  if (!enter_sandbox(options, directories_of(outputs), workers)) {
    return ExitCode::OurFault;
  }
  CheckVerdict verdict;
  verdict.fail_on = options.check.fail_on;
  for (CheckJob& job : jobs) {
    ExitCode code = ExitCode::Done;
    auto capture = judge_job(options, job, *workers, next_baseline, code);
    if (!capture) return code;
    verdict.captures.push_back(*std::move(capture));
  }
  for (Output& output : outputs) {
    if (output.is_baseline && !next_baseline) output.file.reset();
  }
  // What is written may wait for its reader as long as that likes.
  end_at_next_signal();
  return write_all(verdict, outputs);
}

// Where --init writes; empty, and said why, where it must not.
std::string draft_path(const Options& options) {
  std::string path = options.output;
  if (!options.has_output) {
    const std::string_view stem = stem_of_capture(options.captures.front());
    if (stem.empty()) {
      fmt::print(stderr,
                 "siptriage: --init needs --output: there is no name for it "
                 "beside {}\n",
                 options.captures.front());
      return {};
    }
    path = std::string(stem) + ".toml";
  }
  std::error_code error;
  if (path != "-" && std::filesystem::exists(path, error)) {
    fmt::print(stderr,
               "siptriage: {} is there already; --init overwrites nothing. "
               "Name another --output\n",
               path);
    return {};
  }
  return path;
}

ExitCode write_draft(const Options& options, std::vector<CheckJob> jobs) {
  CheckJob& job = jobs.front();
  if (!job.inputs) return ExitCode::InputUnusable;
  std::deque<Output> outputs;
  outputs.push_back({draft_path(options), {}, std::nullopt, false});
  if (outputs.front().path.empty()) return ExitCode::Usage;
  if (const auto code = open_outputs(options, jobs, outputs)) return *code;
  std::optional<Workers> workers;
  if (!enter_sandbox(options, directories_of(outputs), workers)) {
    return ExitCode::OurFault;
  }
  const Result<Triage> done = read_job(options, job, *workers);
  if (!done) return complain(done.error(), options);
  if (done->coverage.sip_messages == 0) {
    fmt::print(stderr,
               "siptriage: there is no SIP in {} to expect anything of\n",
               job.name);
    return ExitCode::InputUnusable;
  }
  end_at_next_signal();
  OutputFile& file = *outputs.front().file;
  if (!file.write(draft_expectations(*done)) || !file.commit()) {
    return cannot_write(file);
  }
  if (outputs.front().path != "-") {
    fmt::print(stderr, "siptriage: wrote {}\n", outputs.front().path);
  }
  return ExitCode::Done;
}

}  // namespace

ExitCode run_check(Options& options) {
  if (!configure(options)) return ExitCode::Usage;
  options.analyze.capture.stop = &stop_flag();
  options.analyze.keep_interrupted = options.partial;
  auto jobs = plan_check(options);
  if (!jobs) return ExitCode::Usage;
  if (const auto code = open_jobs(options, *jobs)) return *code;
  return options.check.init ? write_draft(options, *std::move(jobs))
                            : check(options, *std::move(jobs));
}

}  // namespace siptriage::cli
