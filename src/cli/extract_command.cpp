#include "cli/extract_command.h"

#include <cstdio>
#include <map>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/flow_command.h"
#include "cli/run_parts.h"

namespace siptriage::cli {
namespace {

std::string plural(std::uint64_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

ExitCode tell_nothing_chosen(const Options& options, const Triage& triage) {
  if (triage.coverage.sip_messages == 0) {
    fmt::print(stderr,
               "siptriage: the capture holds no SIP; nothing was written\n");
    return ExitCode::InputUnusable;
  }
  fmt::print(stderr, "siptriage: {}; nothing was written\n",
             options.where ? "no call matches --where"
                           : "nothing failed: --where, --call or --call-id "
                             "choose other calls");
  return ExitCode::CheckFailed;
}

void tell_what_was_written(const Extract& extract, const Triage& triage) {
  fmt::print(stderr, "siptriage: {} of {}, of {} of {}\n",
             plural(extract.frames(), "frame"), triage.coverage.frames,
             plural(extract.calls().size(), "call"), triage.calls.size());
}

}  // namespace

CLI::App& add_extract_command(CLI::App& app, Options& options) {
  CLI::App* command = app.add_subcommand(
      "extract",
      "A capture of some calls alone, as pcapng; without a choice, of those "
      "that failed, or in which a request did");
  command->callback([&options] { options.command = Command::Extract; });
  return *command;
}

void add_extract_flags(CLI::App& command, Options& options) {
  add_choice_flags(command, options);
  static const std::map<std::string, ExtractFlags::With> kinds{
      {"tcp", ExtractFlags::With::Tcp}, {"media", ExtractFlags::With::Media}};
  command
      .add_option_function<std::vector<ExtractFlags::With>>(
          "--with",
          [&options](const std::vector<ExtractFlags::With>& with) {
            for (const ExtractFlags::With kind : with) {
              (kind == ExtractFlags::With::Tcp ? options.extract.tcp
                                               : options.extract.media) = true;
            }
          },
          "Also: tcp, how the connections were opened, acknowledged and "
          "closed; media, what went between the addresses that the session "
          "descriptions name. May be given again")
      ->transform(CLI::CheckedTransformer(kinds).description(""))
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("WHAT");
  command.add_flag("--no-comments", options.extract.no_comments,
                   "No comments on frames that findings are about");
}

bool refuses_output(const Options& options, const OutputFile& output) {
  if ((options.command != Command::Extract &&
       options.form != ReportForm::Bundle) ||
      ::isatty(output.descriptor()) == 0) {
    return false;
  }
  fmt::print(stderr,
             "siptriage: that is nothing for a terminal; name a file with -o, "
             "or give it to a program\n");
  return true;
}

ExtractOptions extract_options(const Options& options,
                               const std::optional<CaptureFilter>& filter) {
  ExtractOptions extract;
  extract.tcp = options.extract.tcp;
  extract.media = options.extract.media;
  extract.comments = !options.extract.no_comments;
  extract.application = "siptriage " SIPTRIAGE_VERSION;
  extract.net = options.analyze.net;
  extract.filter = filter ? &*filter : nullptr;
  return extract;
}

ExitCode write_extract(const Options& options, const Triage& triage,
                       Workers& workers, const std::optional<Filter>& where,
                       const std::optional<CaptureFilter>& filter,
                       OutputFile& output) {
  const bool is_chosen = options.where || options.call_number;
  Result<std::vector<CallId>> calls =
      is_chosen ? find_calls(options, triage, workers, where)
                : failed_calls(triage);
  if (!calls) return complain(calls.error(), options);
  if (calls->empty()) return tell_nothing_chosen(options, triage);
  const Result<Extract> found =
      Extract::find(triage, *calls, extract_options(options, filter));
  if (!found) return complain(found.error(), options);
  if (!found->write(output)) return cannot_write(output);
  tell_what_was_written(*found, triage);
  return ExitCode::Done;
}

}  // namespace siptriage::cli
