#include "cli/report_command.h"

#include <filesystem>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "siptriage/base/ascii.h"
#include "siptriage/page/page.h"
#include "siptriage/report/report.h"
#include "siptriage/report/tables.h"

#include "cli/bundle_folder.h"
#include "cli/redact_options.h"
#include "cli/terminal.h"

namespace siptriage::cli {
namespace {

// Every form of the report: a new one is an enumerator, a row here and a line
// in write_report().
struct FormSpec {
  ReportForm form;
  const char* flag;
  std::string_view suffix;
  const char* help;
};

constexpr FormSpec kForms[] = {
    {ReportForm::Text, "--text", ".txt",
     "Text for people, whatever the name of --output; the default"},
    {ReportForm::Markdown, "--markdown", ".md",
     "Markdown for a ticket, with tables and diagrams"},
    {ReportForm::Html, "--html", ".html",
     "One page for a browser, which loads nothing"},
    {ReportForm::Json, "--json", ".json",
     "The whole analysis as one JSON document"},
    {ReportForm::Csv, "--csv", ".csv",
     "Every call in a row, as calls --csv has them"},
    {ReportForm::Bundle, "--zip", ".zip",
     "A bundle: a redacted capture of the calls that failed, all reports about "
     "it, and a manifest; as files where -o names a folder"},
};

const FormSpec* form_of_suffix(std::string_view suffix) {
  if (equals_ignore_case(suffix, ".markdown")) suffix = ".md";
  if (equals_ignore_case(suffix, ".htm")) suffix = ".html";
  for (const FormSpec& spec : kForms) {
    if (equals_ignore_case(suffix, spec.suffix)) return &spec;
  }
  return nullptr;
}

const FormSpec& spec_of(ReportForm form) {
  for (const FormSpec& spec : kForms) {
    if (spec.form == form) return spec;
  }
  return kForms[0];
}

// ".txt, .json, .csv".
std::string known_suffixes() {
  std::vector<std::string_view> suffixes;
  for (const FormSpec& spec : kForms) suffixes.push_back(spec.suffix);
  return fmt::format("{}", fmt::join(suffixes, ", "));
}

void add_form_flags(CLI::App& command, Options& options) {
  std::vector<CLI::Option*> flags;
  for (const FormSpec& spec : kForms) {
    CLI::Option* const flag = command.add_flag_callback(
        spec.flag, [&options, &spec] { options.form_flag = spec.form; },
        spec.help);
    for (CLI::Option* const other : flags) flag->excludes(other);
    flags.push_back(flag);
  }
}

TextOptions text_options(const Options& options, const OutputFile& output) {
  TextOptions text;
  text.colour = wants_colour(options.colour, output.descriptor());
  text.columns = report_columns(options.width, output.descriptor());
  text.unicode = wants_unicode(options.ascii);
  if (options.all) {
    text.max_groups = std::numeric_limits<std::size_t>::max();
    text.max_notices = std::numeric_limits<std::size_t>::max();
  }
  return text;
}

}  // namespace

Result<ReportForm> choose_form(std::optional<ReportForm> flag,
                               const std::string& path, bool any_suffix) {
  const bool is_bundle = !flag || *flag == ReportForm::Bundle;
  if (is_bundle && (flag || !any_suffix) && names_folder(path)) {
    return ReportForm::Bundle;
  }
  const std::string suffix = std::filesystem::path(path).extension();
  const FormSpec* const by_name = form_of_suffix(suffix);
  if (flag && by_name != nullptr && by_name->form != *flag) {
    return fail(ErrorCode::BadConfiguration,
                fmt::format("{} does not go with the name {}, which asks for "
                            "{}; leave the flag away, or name it {}",
                            spec_of(*flag).flag, path, by_name->flag,
                            spec_of(*flag).suffix));
  }
  if (flag) return *flag;
  if (by_name != nullptr) return by_name->form;
  if (suffix.empty() || any_suffix) return ReportForm::Text;
  return fail(ErrorCode::BadConfiguration,
              fmt::format("{}: {} is the suffix of no form; there are {} (and "
                          "--text, for text under any name)",
                          path, suffix, known_suffixes()));
}

CLI::App& add_report_command(CLI::App& app, Command command, Options& options) {
  const bool by_name = command == Command::Report;
  CLI::App* const added =
      by_name ? app.add_subcommand("report",
                                   "The triage report as a file, in the form "
                                   "that its suffix says")
              : app.add_subcommand("analyze",
                                   "The triage report (the default command)");
  added->callback([&options, added, command, by_name] {
    options.command = command;
    const Result<ReportForm> form =
        choose_form(options.form_flag, options.output, !by_name);
    if (!form) {
      throw CLI::ValidationError("--output", form.error().message);
    }
    options.form = *form;
    const char* const flag = given_bundle_flag(*added);
    if (flag != nullptr && options.form != ReportForm::Bundle) {
      throw CLI::ValidationError(flag,
                                 "it goes with a bundle alone (-o NAME.zip, or "
                                 "a folder); siptriage redact makes a capture "
                                 "that any report can be of");
    }
  });
  add_form_flags(*added, options);
  add_bundle_flags(*added, options);
  added->add_flag("--all", options.all, "Every group and notice, however many");
  return *added;
}

bool write_report(const Options& options, const Triage& triage,
                  Workers& workers, const std::optional<Filter>& where,
                  OutputFile& output) {
  switch (options.form) {
    case ReportForm::Json:
      return write_json(triage, workers, output);
    case ReportForm::Csv: {
      TableOptions calls;
      calls.where = where;
      return write_table_csv(triage, workers, calls, output);
    }
    case ReportForm::Markdown: {
      const TextOptions text = text_options(options, output);
      return write_markdown(triage, {text.max_groups, text.max_notices},
                            output);
    }
    case ReportForm::Html: {
      PageOptions page;
      page.program = "siptriage " SIPTRIAGE_VERSION;
      return write_page(triage, workers, page, output);
    }
    case ReportForm::Text:
    case ReportForm::Bundle:  // bundle_output.h
      break;
  }
  return write_text(triage, text_options(options, output), output);
}

}  // namespace siptriage::cli
