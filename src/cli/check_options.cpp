#include "cli/check_options.h"

#include <map>
#include <string>

#include <CLI/CLI.hpp>

namespace siptriage::cli {
namespace {

void add_file_flags(CLI::App& command, CheckFlags& flags) {
  command
      .add_option("--junit", flags.junit,
                  "Write JUnit XML too: a test case for each expectation")
      ->type_name("FILE");
  command.add_option("--tap", flags.tap, "Write TAP (version 14) too")
      ->type_name("FILE");
  command
      .add_option("--sarif", flags.sarif,
                  "Write SARIF 2.1.0 too; places are lines of "
                  "CAPTURE.sip.txt, which siptriage messages --full writes")
      ->type_name("FILE");
}

}  // namespace

CLI::App& add_check_command(CLI::App& app, Options& options) {
  CLI::App* command = app.add_subcommand(
      "check",
      "A verdict for CI: holds captures to what is expected of them; of a "
      "folder each NAME.pcap to NAME.toml");
  command->callback([&options] { options.command = Command::Check; });
  CheckFlags& flags = options.check;
  CLI::Option* expect =
      command
          ->add_option("--expect", flags.expect,
                       "What is expected, as docs/check.md explains; without "
                       "it the findings are judged")
          ->type_name("FILE");
  CLI::Option* init =
      command
          ->add_flag(
              "--init", flags.init,
              "Write a first file of expectations for the capture, which it "
              "meets: NAME.toml beside it, or --output")
          ->excludes(expect);
  CLI::Option* baseline =
      command
          ->add_option("--baseline", flags.baseline,
                       "What siptriage snapshot wrote: tells what changed "
                       "since, and fails where it is worse")
          ->excludes(init)
          ->type_name("FILE");
  command
      ->add_flag("--update", flags.update,
                 "Write the baseline anew; what changed does not fail")
      ->needs(baseline);
  static const std::map<std::string, Severity> severities{
      {"error", Severity::Error},
      {"warning", Severity::Warning},
      {"notice", Severity::Notice}};
  command
      ->add_option_function<std::string>(
          "--fail-on",
          [&flags](const std::string& word) {
            flags.fail_on = severities.at(word);
          },
          "What is less severe does no harm: error (default), warning, notice")
      ->check(CLI::IsMember({"error", "warning", "notice"}).description(""))
      ->type_name("SEVERITY");
  add_file_flags(*command, flags);
  static const std::map<std::string, CheckFlags::Annotations> annotations{
      {"github", CheckFlags::Annotations::GitHub},
      {"gitlab", CheckFlags::Annotations::GitLab}};
  CLI::Option* json = command->add_flag(
      "--json", options.json, "One JSON document instead of the report");
  command
      ->add_option("--annotations", flags.annotations,
                   "github: workflow commands behind the report; gitlab: a "
                   "code quality report instead of it")
      ->transform(CLI::CheckedTransformer(annotations).description(""))
      ->excludes(json)
      ->type_name("SERVER");
  command->add_flag("--all", options.all, "Also what holds");
  return *command;
}

}  // namespace siptriage::cli
