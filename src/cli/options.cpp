#include "cli/options.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <iostream>
#include <map>
#include <memory>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

#include "siptriage/base/ascii.h"
#include "siptriage/base/limit_text.h"

#include "cli/check_options.h"
#include "cli/explain_options.h"
#include "cli/extract_command.h"
#include "cli/flow_command.h"
#include "cli/limit_list.h"
#include "cli/redact_options.h"
#include "cli/report_command.h"
#include "cli/snapshot_options.h"
#include "cli/table_command.h"

namespace siptriage::cli {
namespace {

constexpr std::string_view kCommands[] = {
    "analyze",       "report", "messages", "calls", "transactions",
    "registrations", "flow",   "extract",  "check", "snapshot",
    "diff",          "redact", "explain",  "limits"};

// `siptriage trace.pcap` means `siptriage analyze trace.pcap`: a command is
// put in unless the first argument is one or asks for help or the version.
std::vector<std::string> arguments_of(int argc, const char* const* argv) {
  std::vector<std::string> arguments(argv + std::min(argc, 1), argv + argc);
  if (arguments.empty()) return arguments;
  const std::string& first = arguments.front();
  const bool known = std::find(std::begin(kCommands), std::end(kCommands),
                               first) != std::end(kCommands);
  const bool about_us = first == "-h" || first == "--help" || first == "-V" ||
                        first == "--version";
  if (!known && !about_us) arguments.insert(arguments.begin(), "analyze");
  return arguments;
}

void add_sandbox_flags(CLI::App& command, Options& options) {
  static const std::map<std::string, SandboxMode> modes{
      {"auto", SandboxMode::Auto},
      {"require", SandboxMode::Require},
      {"off", SandboxMode::Off}};
  command
      .add_option("--sandbox", options.sandbox,
                  "Give up files, network and programs before the captures are "
                  "read: auto (default: as far as the system can), require "
                  "(or end), off")
      ->transform(CLI::CheckedTransformer(modes).description(""))
      ->type_name("WHEN");
  command.add_flag_callback(
      "--no-sandbox", [&options] { options.sandbox = SandboxMode::Off; },
      "The same as --sandbox off");
}

// "tcp-connections=100k"; of `calls` also "20", which is how many rows.
void add_limit_flag(CLI::App& command, Options& options) {
  const bool is_flow = command.get_name() == "flow";
  const bool has_rows = command.get_name() != "analyze" &&
                        command.get_name() != "report" &&
                        command.get_name() != "extract";
  command
      .add_option_function<std::vector<std::string>>(
          "--limit",
          [&options, has_rows](const std::vector<std::string>& settings) {
            Limits limits;
            for (const std::string& setting : settings) {
              const auto rows = parse_unsigned(setting);
              if (has_rows && rows) {
                options.table.most = options.flow.most_ladders = *rows;
                continue;
              }
              const std::string wrong = set_limit(setting, limits);
              if (!wrong.empty()) throw CLI::ValidationError("--limit", wrong);
              options.limit_settings.push_back(setting);
            }
          },
          std::string(is_flow    ? "A number: so many calls at most. "
                      : has_rows ? "A number: only the first so many rows. "
                                 : "") +
              "Set a limit, such as tcp-connections=100k; may be given again. "
              "siptriage limits lists all")
      ->allow_extra_args(false)
      ->type_name(has_rows ? "COUNT|NAME=VALUE" : "NAME=VALUE");
}

std::string_view example_of(std::string_view what) {
  if (what == "messages") return "method == BYE and src == 10.0.0.5";
  if (what == "transactions") return "method == INVITE and duration > 2 s";
  if (what == "registrations") return "failed and user_agent contains yealink";
  return "failed and pdd > 2 s";
}

void add_where_flag(CLI::App& command, Options& options,
                    const std::string& what) {
  command
      .add_option("--where", options.where,
                  "Only " + what + " that this expression matches, such as \"" +
                      std::string(example_of(what)) +
                      "\"; siptriage explain filter has the language")
      ->type_name("EXPRESSION");
}

void add_capture_flags(CLI::App& command, Options& options) {
  command
      .add_option("capture", options.captures,
                  "Capture files (pcap, pcapng; also gzip, zstd, lz4), or - "
                  "for standard input; several become one timeline")
      ->required()
      ->type_name("CAPTURE");
  command.add_flag_callback(
      "--no-mmap", [&options] { options.analyze.capture.map_files = false; },
      "Read files instead of mapping them: for files that are still written");
  add_sandbox_flags(command, options);
}

void add_input_flags(CLI::App& command, Options& options) {
  add_capture_flags(command, options);
  command
      .add_option("--filter", options.analyze.filter,
                  "Only packets that match this pcap-filter(7) expression; "
                  "asked after IP fragments are put together")
      ->type_name("EXPRESSION");
  command
      .add_option("--threads", options.threads,
                  "Threads to work with; default: one a processor. The output "
                  "does not depend on it")
      ->check(CLI::Range(1U, kMaxWorkers).description(""))
      ->type_name("COUNT");
  add_limit_flag(command, options);
  CLI::Option* config =
      command
          .add_option("--config", options.config,
                      "Suppressions, severities and limits; default: "
                      "siptriage.toml, if there is one here")
          ->type_name("FILE");
  command
      .add_flag("--no-config", options.no_config,
                "Take no siptriage.toml from the current directory")
      ->excludes(config);
  command
      .add_option("--leg-header", options.analyze.legs.headers,
                  "A header field that back-to-back user agents set at both "
                  "legs of a call, or to the Call-ID of the other; may be "
                  "given again. Session-ID, X-Call-ID, X-CID and "
                  "P-Charging-Vector are known")
      ->allow_extra_args(false)
      ->type_name("NAME");
  command.add_flag("--partial", options.partial,
                   "When interrupted (Ctrl-C), report what was read until "
                   "then");
}

void add_output_file_flag(CLI::App& command, Options& options) {
  command
      .add_option_function<std::string>(
          "-o,--output",
          [&options](const std::string& path) {
            options.output = path;
            options.has_output = true;
          },
          "Write the report to a file, which gets its name when all of "
          "it is written; default: standard output")
      ->type_name("FILE");
}

void add_output_flags(CLI::App& command, Options& options) {
  add_output_file_flag(command, options);
  static const std::map<std::string, ColourMode> modes{
      {"auto", ColourMode::Auto},
      {"always", ColourMode::Always},
      {"never", ColourMode::Never}};
  command
      .add_option("--color", options.colour,
                  "auto (default: on terminals, NO_COLOR respected), always, "
                  "never")
      ->transform(CLI::CheckedTransformer(modes).description(""))
      ->type_name("WHEN");
  command
      .add_option("--width", options.width,
                  "Columns of the report; default: the terminal's, else 80")
      ->check(CLI::Range(40, 1000).description(""))
      ->type_name("COLUMNS");
  command.add_flag("--ascii", options.ascii,
                   "No characters beyond ASCII in the report");
}

CLI::App& add_flow_command(CLI::App& app, Options& options) {
  CLI::App* flow = app.add_subcommand(
      "flow", "The ladder of a call: an arrow for each message");
  flow->callback([&options] { options.command = Command::Flow; });
  add_input_flags(*flow, options);
  add_where_flag(*flow, options, "calls");
  add_flow_flags(*flow, options);
  add_output_flags(*flow, options);
  return *flow;
}

CLI::App& add_extract(CLI::App& app, Options& options) {
  CLI::App& extract = add_extract_command(app, options);
  add_input_flags(extract, options);
  add_where_flag(extract, options, "calls");
  add_extract_flags(extract, options);
  add_output_file_flag(extract, options);
  extract.get_option("--output")
      ->description(
          "Write the capture to a file, which gets its name when "
          "all of it is written; default: standard output, unless "
          "that is a terminal");
  return extract;
}

constexpr const char* kFooter =
    "Exit status: 0 done; 1 a requested check failed; 2 usage or "
    "configuration; "
    "3 the\ninput could not be read or held no SIP; 4 our own fault.\n"
    "Reports go to standard output, or to --output; everything else to "
    "standard\n"
    "error. Interrupted: as the signal, or with --partial as if not.";

constexpr const char* kExtractFooter =
    "Exit status: 0 done; 1 no call was chosen, and nothing written; 2 usage "
    "or\nconfiguration; 3 the input could not be read or held no SIP, or there "
    "is no call of\nthat number or Call-ID; 4 our own fault.";

constexpr const char* kCheckFooter =
    "Exit status: 0 all holds; 1 something does not, or there is no SIP; 2 "
    "usage,\nconfiguration, expectations or baseline; 3 a capture could not be "
    "read; 4 our own\nfault. The same for every form of output.";

constexpr const char* kRedactFooter =
    "Exit status: 0 done; 2 usage or configuration; 3 the input could not be "
    "read or\nheld no SIP; 4 our own fault. docs/redact.md says what is "
    "replaced, what stays and\nwhat is left out.";

constexpr const char* kExplainFooter =
    "Exit status: 0 done; 2 usage; 3 nothing found; 4 our own fault.";

constexpr const char* kIntroduction =
    "siptriage says which SIP transactions and calls of a capture went "
    "wrong,\nwhy, on whose side, and what to do next.\n\n"
    "  siptriage trace.pcap             the triage report\n"
    "  siptriage trace.pcap --json      the whole analysis as JSON\n"
    "  siptriage report trace.pcap -o ticket.md\n"
    "                                   a file in the form of its name; also\n"
    "                                   .html, .json, .csv, .txt; .zip: all\n"
    "                                   of them and a redacted capture\n"
    "  siptriage messages trace.pcap    every SIP message\n"
    "  siptriage calls trace.pcap       a table of calls; also "
    "transactions,\n"
    "                                   registrations\n"
    "  siptriage flow trace.pcap --call 3   the ladder of a call\n"
    "  siptriage extract trace.pcap -o part.pcapng\n"
    "                                   the frames of calls that failed\n"
    "  siptriage check trace.pcap       a verdict for CI\n"
    "  siptriage snapshot trace.pcap    a baseline for later captures\n"
    "  siptriage diff a.pcap b.pcap     what changed from a to b\n"
    "  siptriage redact trace.pcap -o safe.pcapng   a capture to share\n"
    "  siptriage explain 486            what a code means, and much more\n"
    "  siptriage limits                 what huge input can reach\n\n"
    "siptriage COMMAND --help lists the flags of analyze, report, messages,\n"
    "calls, transactions, registrations, flow, extract, check, snapshot,\n"
    "diff, redact, explain.";

void add_report_commands(CLI::App& app, Options& options) {
  for (const Command name : {Command::Analyze, Command::Report}) {
    CLI::App& report = add_report_command(app, name, options);
    add_input_flags(report, options);
    add_where_flag(report, options, "calls");
    add_output_flags(report, options);
    report.footer(kFooter);
  }
}

void add_table_commands(CLI::App& app, Options& options) {
  for (const TableKind kind :
       {TableKind::Messages, TableKind::Calls, TableKind::Transactions,
        TableKind::Registrations}) {
    CLI::App& table = add_table_command(app, kind, options);
    add_input_flags(table, options);
    add_where_flag(table, options, std::string(to_string(kind)));
    add_table_flags(table, kind, options);
    add_output_flags(table, options);
    table.footer(kFooter);
  }
}

// Commands that hold a capture to something.
void add_judging_commands(CLI::App& app, Options& options) {
  CLI::App& check = add_check_command(app, options);
  add_input_flags(check, options);
  check.get_option("capture")->description(
      "Captures, which become one timeline; or folders, of which each "
      "NAME.pcap (pcapng; gz, zst, lz4) is held to NAME.toml beside it");
  add_output_flags(check, options);
  check.footer(kCheckFooter);

  CLI::App& snapshot = add_snapshot_command(app, options);
  add_input_flags(snapshot, options);
  add_output_flags(snapshot, options);
  snapshot.footer(kFooter);

  CLI::App& diff = add_diff_command(app, options);
  add_input_flags(diff, options);
  diff.get_option("capture")->description(
      "Two capture files, that of before first");
  add_output_flags(diff, options);
  diff.footer(kFooter);
}

void add_redacting_command(CLI::App& app, Options& options) {
  CLI::App& redact = add_redact_command(app, options);
  add_capture_flags(redact, options);
  redact
      .add_option("-o,--output", options.output,
                  "The capture to write (pcapng), which gets its name when all "
                  "of it is written; default: standard output")
      ->type_name("FILE");
  redact.footer(kRedactFooter);
}

std::unique_ptr<CLI::App> make_app(Options& options) {
  auto app = std::make_unique<CLI::App>(kIntroduction, "siptriage");
  app->set_version_flag("-V,--version", "siptriage " SIPTRIAGE_VERSION,
                        "Print the version and exit");
  app->require_subcommand(1);
  app->get_formatter()->column_width(30);
  app->footer(kFooter);

  add_report_commands(*app, options);
  add_table_commands(*app, options);
  add_flow_command(*app, options).footer(kFooter);
  add_extract(*app, options).footer(kExtractFooter);
  add_judging_commands(*app, options);
  add_redacting_command(*app, options);

  CLI::App& explain = add_explain_command(*app, options);
  add_output_flags(explain, options);
  explain.footer(kExplainFooter);

  CLI::App* limits = app->add_subcommand(
      "limits", "Every limit: what it bounds, and what happens there");
  limits->callback([&options] { options.command = Command::Limits; });
  return app;
}

}  // namespace

Parsed parse_options(int argc, const char* const* argv) {
  Parsed parsed;
  const std::unique_ptr<CLI::App> app = make_app(parsed.options);
  std::vector<std::string> arguments = arguments_of(argc, argv);
  if (arguments.empty()) {
    std::cerr << app->help();
    parsed.exit_code = ExitCode::Usage;
    return parsed;
  }
  // CLI11 takes arguments from the back.
  std::reverse(arguments.begin(), arguments.end());
  try {
    app->parse(std::move(arguments));
    parsed.go_on = parsed.options.command != Command::Limits;
    if (!parsed.go_on) std::cout << list_limits();
  } catch (const CLI::Success& success) {
    app->exit(success, std::cout, std::cerr);
  } catch (const CLI::ParseError& error) {
    std::cerr << "siptriage: " << error.what() << "\nTry: siptriage --help\n";
    parsed.exit_code = ExitCode::Usage;
  }
  // A reader that went away (head, less) is no failure of ours.
  errno = 0;
  if (!std::cout.flush() && errno != EPIPE) {
    std::cerr << "siptriage: cannot write to standard output\n";
    parsed.exit_code = ExitCode::OurFault;
  }
  return parsed;
}

}  // namespace siptriage::cli
