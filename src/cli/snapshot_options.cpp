#include "cli/snapshot_options.h"

#include <string>

#include <CLI/CLI.hpp>

namespace siptriage::cli {
namespace {

void add_tolerance_flag(CLI::App& command, Options& options) {
  command
      .add_option_function<std::string>(
          "--tolerance",
          [&options](const std::string& text) {
            const Result<Tolerance> tolerance = parse_tolerance(text);
            if (!tolerance) {
              throw CLI::ValidationError("--tolerance",
                                         tolerance.error().message);
            }
            options.tolerance = *tolerance;
          },
          "How much durations may differ and still be the same, whichever is "
          "more; default: \"25%, 50 ms\"")
      ->type_name("PERCENT,DURATION");
}

}  // namespace

CLI::App& add_snapshot_command(CLI::App& app, Options& options) {
  CLI::App* snapshot = app.add_subcommand(
      "snapshot",
      "A baseline for later captures: what this one shows, without what "
      "differs each time");
  snapshot->callback([&options] { options.command = Command::Snapshot; });
  add_tolerance_flag(*snapshot, options);
  return *snapshot;
}

CLI::App& add_diff_command(CLI::App& app, Options& options) {
  CLI::App* diff =
      app.add_subcommand("diff", "What changed from one capture to another");
  diff->callback([&options] {
    if (options.captures.size() != 2) {
      throw CLI::ValidationError("diff", "takes two captures");
    }
    options.command = Command::Diff;
  });
  add_tolerance_flag(*diff, options);
  diff->add_flag("--json", options.json, "One JSON document for scripts");
  diff->add_flag("--exit-code", options.exit_code,
                 "Exit status 1 when something changed, as git diff has it");
  return *diff;
}

}  // namespace siptriage::cli
