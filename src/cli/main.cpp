// siptriage, the program: flags, streams and exit codes around the library.

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>
#include <limits>
#include <new>

#include <fmt/format.h>

#include "siptriage/analyze.h"
#include "siptriage/capture/mapped_file_guard.h"
#include "siptriage/report/report.h"

#include "cli/options.h"
#include "cli/terminal.h"

namespace siptriage::cli {
namespace {

bool write_report(const Options& options, const Triage& triage,
                  Workers& workers, Sink& sink) {
  if (options.command == Command::Messages) {
    return options.ndjson ? write_messages_ndjson(triage, sink)
                          : write_messages_text(
                                triage, {report_columns(options.width)}, sink);
  }
  if (options.json) return write_json(triage, workers, sink);
  TextOptions text;
  text.colour = wants_colour(options.colour);
  text.columns = report_columns(options.width);
  text.unicode = wants_unicode(options.ascii);
  if (options.all) {
    text.max_groups = std::numeric_limits<std::size_t>::max();
    text.max_notices = std::numeric_limits<std::size_t>::max();
  }
  return write_text(triage, text, sink);
}

ExitCode run(Options& options) {
  Progress progress;
  options.analyze.progress = [&progress](std::uint64_t frames) {
    progress.show(frames);
  };
  Workers workers(options.threads);
  const Result<Triage> done =
      triage(options.captures, workers, options.analyze);
  progress.clear();
  if (!done) {
    fmt::print(stderr, "siptriage: {}\n", done.error().message);
    return done.error().code == ErrorCode::BadFilter ? ExitCode::Usage
                                                     : ExitCode::InputUnusable;
  }
  for (const FileCoverage& file : done->coverage.files) {
    if (file.damage.empty()) continue;
    fmt::print(stderr, "siptriage: {}: {} (at octet {})\n", file.path,
               file.damage, file.damage_offset_octets);
  }
  StandardOutput output;
  if (!write_report(options, *done, workers, output)) {
    // A reader that went away (head, less) is no failure of ours.
    if (output.error() == EPIPE) return ExitCode::Done;
    fmt::print(stderr, "siptriage: cannot write the report: {}\n",
               std::strerror(output.error()));
    return ExitCode::OurFault;
  }
  if (mapped_file_was_truncated()) {
    fmt::print(stderr,
               "siptriage: a capture was cut short while it was read; what was "
               "cut off reads as zeros. Run again, or use --no-mmap\n");
  }
  return done->coverage.sip_messages == 0 ? ExitCode::InputUnusable
                                          : ExitCode::Done;
}

}  // namespace
}  // namespace siptriage::cli

int main(int argc, char** argv) {
  using siptriage::cli::ExitCode;
  // Writing to a closed pipe shall be an error code, not a signal.
  std::signal(SIGPIPE, SIG_IGN);
  siptriage::guard_mapped_files();
  try {
    siptriage::cli::Parsed parsed = siptriage::cli::parse_options(argc, argv);
    if (!parsed.go_on) return static_cast<int>(parsed.exit_code);
    return static_cast<int>(siptriage::cli::run(parsed.options));
  } catch (const std::bad_alloc&) {
    std::fputs("siptriage: out of memory\n", stderr);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "siptriage: internal error: %s\n", error.what());
  }
  return static_cast<int>(ExitCode::OurFault);
}
