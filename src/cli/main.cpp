// siptriage, the program: flags, streams and exit codes around the library.

#include <csignal>
#include <cstdio>
#include <exception>
#include <new>

#include "siptriage/capture/mapped_file_guard.h"

#include "cli/check_command.h"
#include "cli/diff_command.h"
#include "cli/explain_command.h"
#include "cli/options.h"
#include "cli/redact_command.h"
#include "cli/run.h"
#include "cli/standard_streams.h"
#include "cli/stop_signals.h"

namespace {

siptriage::cli::ExitCode run_command(siptriage::cli::Options& options) {
  switch (options.command) {
    case siptriage::cli::Command::Explain:
      return siptriage::cli::run_explain(options);
    case siptriage::cli::Command::Check:
      return siptriage::cli::run_check(options);
    case siptriage::cli::Command::Diff:
      return siptriage::cli::run_diff(options);
    case siptriage::cli::Command::Redact:
      return siptriage::cli::run_redact(options);
    default:
      return siptriage::cli::run(options);
  }
}

}  // namespace

int main(int argc, char** argv) {
  using siptriage::cli::ExitCode;
  siptriage::cli::occupy_standard_streams();
  // A pipe without a reader and a file that grew too long shall be error
  // codes, not signals.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  siptriage::guard_mapped_files();
  ExitCode code = ExitCode::OurFault;
  try {
    siptriage::cli::Parsed parsed = siptriage::cli::parse_options(argc, argv);
    code = parsed.go_on ? run_command(parsed.options) : parsed.exit_code;
  } catch (const std::bad_alloc&) {
    std::fputs("siptriage: out of memory\n", stderr);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "siptriage: internal error: %s\n", error.what());
  }
  if (code == ExitCode::Interrupted) {
    siptriage::cli::end_by_signal(siptriage::cli::stop_signal());
  }
  return static_cast<int>(code);
}
