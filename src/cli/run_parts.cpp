#include "cli/run_parts.h"

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "siptriage/base/limit_text.h"

#include "cli/config_file.h"
#include "cli/explain_command.h"
#include "cli/sandbox.h"
#include "cli/stop_signals.h"
#include "cli/terminal.h"

namespace siptriage::cli {
namespace {

// `siptriage 486` asks for a file of that name; the reference was meant.
void hint_at_explain(const Options& options) {
  if (options.captures.size() != 1) return;
  const std::string command = explain_instead_of(options.captures.front());
  if (!command.empty()) fmt::print(stderr, "Perhaps: {}\n", command);
}

// False, and said why, when `missing` is part of a sandbox that was required.
bool is_enough(const Options& options, const NotRestricted& missing) {
  if (!missing || options.sandbox != SandboxMode::Require) return true;
  fmt::print(stderr, "siptriage: the sandbox cannot be entered: {}\n",
             *missing);
  return false;
}

}  // namespace

ExitCode complain(const Error& error, const Options& options) {
  const bool interrupted = error.code == ErrorCode::Interrupted;
  const bool hint = interrupted && !options.partial;
  fmt::print(stderr, "siptriage: {}{}\n", error.message,
             hint ? "; --partial reports what was read until then" : "");
  if (interrupted) return ExitCode::Interrupted;
  if (error.code == ErrorCode::NotFound) hint_at_explain(options);
  if (error.code == ErrorCode::BadFilter) return ExitCode::Usage;
  if (error.code == ErrorCode::NoMemory) return ExitCode::OurFault;
  return ExitCode::InputUnusable;
}

ExitCode cannot_write(const OutputFile& output) {
  // A reader that went away (head, less) is no failure of ours.
  if (output.error() == EPIPE) return ExitCode::Done;
  fmt::print(stderr, "siptriage: cannot write the report to {}: {}\n",
             output.name(), std::generic_category().message(output.error()));
  return ExitCode::OurFault;
}

void tell_overwritten(const CaptureInput& input) {
  fmt::print(stderr,
             "siptriage: the output would overwrite the capture {}; name "
             "another output\n",
             input.name());
}

void tell_troubles(const Coverage& coverage) {
  if (coverage.interrupted) {
    fmt::print(stderr,
               "siptriage: interrupted after {} frames; the report is about "
               "those alone\n",
               coverage.frames);
  }
  tell_damage(coverage.files);
}

void tell_damage(std::span<const FileCoverage> files) {
  for (const FileCoverage& file : files) {
    if (file.damage.empty()) continue;
    fmt::print(stderr, "siptriage: {}: {} (at octet {}){}\n", file.path,
               file.damage, file.damage_offset_octets,
               file.shrank ? "; run again, or use --no-mmap" : "");
  }
}

Result<Triage> read_captures(const Options& options, Inputs inputs,
                             Workers& workers) {
  Progress progress;
  AnalyzeOptions analyze = options.analyze;
  analyze.progress = [&progress](std::uint64_t frames) {
    progress.show(frames);
  };
  Result<Triage> done = triage(std::move(inputs), workers, analyze);
  progress.clear();
  return done;
}

bool configure(Options& options) {
  const bool is_asked_for = !options.config.empty();
  if (!is_asked_for && !std::filesystem::exists(kConfigName)) {
    options.no_config = true;
  }
  if (!options.no_config) {
    Result<Config> config =
        read_config(is_asked_for ? options.config : kConfigName);
    if (!config) {
      fmt::print(stderr, "siptriage: {}\n", config.error().message);
      return false;
    }
    options.analyze.limits = config->limits;
    options.analyze.policy =
        std::make_shared<const Policy>(std::move(config->policy));
  }
  for (const std::string& setting : options.limit_settings) {
    // Was tried when it was read.
    static_cast<void>(set_limit(setting, options.analyze.limits));
  }
  return true;
}

bool enter_sandbox(const Options& options, const std::vector<int>& directories,
                   std::optional<Workers>& workers) {
  const bool sandboxed = options.sandbox != SandboxMode::Off;
  if (sandboxed && !is_enough(options, restrict_files(directories))) {
    return false;
  }
  {
    const SignalsElsewhere other_threads;
    workers.emplace(options.threads);
  }
  // Each has begun once it did a set of tasks: to begin, it makes calls of the
  // system that are not allowed later.
  workers->run(workers->count(), [](std::size_t, unsigned) {});
  return !sandboxed || is_enough(options, restrict_calls(options.sandbox));
}

}  // namespace siptriage::cli
