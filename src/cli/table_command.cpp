#include "cli/table_command.h"

#include <filesystem>
#include <string>
#include <utility>

#include <CLI/CLI.hpp>

#include "siptriage/base/ascii.h"
#include "siptriage/report/rendering.h"
#include "siptriage/report/report.h"

#include "cli/terminal.h"

namespace siptriage::cli {
namespace {

std::string_view summary_of(TableKind kind) {
  switch (kind) {
    case TableKind::Messages:
      return "Every SIP message, a line each";
    case TableKind::Calls:
      return "Every call, registration or other exchange, a line each";
    case TableKind::Registrations:
      return "Every registration, a line each: who, where, for how long";
    case TableKind::Transactions:
      return "Every transaction, a line each";
  }
  return "";
}

std::string_view example_of(TableKind kind) {
  switch (kind) {
    case TableKind::Messages:
      return "frame,time,call,method,status";
    case TableKind::Calls:
      return "number,from,to,pdd";
    case TableKind::Registrations:
      return "aor,contact,granted,result";
    case TableKind::Transactions:
      return "call,method,status,duration";
  }
  return "";
}

std::vector<const TableColumn*> take_columns(std::string_view flag,
                                             TableKind kind,
                                             std::string_view list) {
  auto columns = parse_table_columns(kind, list);
  if (!columns) {
    throw CLI::ValidationError(std::string(flag), columns.error().message);
  }
  return *std::move(columns);
}

void add_column_flags(CLI::App& command, TableKind kind, Options& options) {
  command
      .add_option_function<std::string>(
          "--columns",
          [&options, kind](const std::string& list) {
            options.table.columns = take_columns("--columns", kind, list);
          },
          "Columns, such as " + std::string(example_of(kind)) +
              "; or all. Without it a terminal gets those that fit, --csv and "
              "--ndjson all")
      ->type_name("NAMES");
  command
      .add_option_function<std::string>(
          "--sort",
          [&options, kind](const std::string& name) {
            const auto columns = take_columns("--sort", kind, name);
            if (columns.size() != 1) {
              throw CLI::ValidationError("--sort", "takes one column");
            }
            options.table.sort = columns.front();
          },
          "In the order of a column, what has no value last; default: of the "
          "capture")
      ->type_name("COLUMN");
  command.add_flag("--reverse", options.table.reverse, "The other way round");
}

// What no flag says, the name of the output may: calls.csv, messages.ndjson.
void take_form_of_name(Options& options) {
  if (options.csv || options.ndjson || options.full) return;
  const std::string suffix = std::filesystem::path(options.output).extension();
  options.csv = equals_ignore_case(suffix, ".csv");
  options.ndjson = equals_ignore_case(suffix, ".ndjson");
}

LayoutOptions layout_of(const Options& options, const OutputFile& output) {
  LayoutOptions layout;
  layout.columns = report_columns(options.width, output.descriptor());
  layout.unicode = wants_unicode(options.ascii);
  return layout;
}

}  // namespace

CLI::App& add_table_command(CLI::App& app, TableKind kind, Options& options) {
  CLI::App* command = app.add_subcommand(std::string(to_string(kind)),
                                         std::string(summary_of(kind)));
  command->callback([&options, kind] {
    options.command = Command::Table;
    options.table.kind = kind;
    take_form_of_name(options);
  });
  return *command;
}

void add_table_flags(CLI::App& command, TableKind kind, Options& options) {
  add_column_flags(command, kind, options);
  CLI::Option* const ndjson = command.add_flag(
      "--ndjson", options.ndjson, "One JSON object a line instead of a table");
  command
      .add_flag("--csv", options.csv,
                "Comma-separated values (RFC 4180), for spreadsheets")
      ->excludes(ndjson);
  if (kind != TableKind::Messages) return;
  command
      .add_flag("--full", options.full,
                "All of each message instead of a table: the text that "
                "check --sarif points at")
      ->excludes(ndjson)
      ->excludes(command.get_option("--csv"))
      ->excludes(command.get_option("--columns"));
  command
      .add_flag("--raw", options.raw,
                "With --ndjson: the octets of each message, in base64; the "
                "last body_length of them are its body")
      ->needs(ndjson)
      ->excludes(command.get_option("--columns"));
}

// Messages have forms of their own for who asks for no columns.
bool write_table(const Options& options, const Triage& triage, Workers& workers,
                 const std::optional<Filter>& where, OutputFile& output) {
  TableOptions table = options.table;
  table.where = where;
  const bool own_form =
      table.kind == TableKind::Messages && table.columns.empty();
  if (options.full) return write_messages_full(triage, table, output);
  if (options.csv) return write_table_csv(triage, workers, table, output);
  if (options.ndjson) {
    return own_form
               ? write_messages_ndjson(triage, {options.raw, table}, output)
               : write_table_ndjson(triage, workers, table, output);
  }
  const LayoutOptions layout = layout_of(options, output);
  return own_form ? write_messages_text(
                        triage, {layout.columns, layout.unicode, table}, output)
                  : write_table_text(triage, workers, table, layout, output);
}

}  // namespace siptriage::cli
