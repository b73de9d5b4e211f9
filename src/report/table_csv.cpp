// write_table_csv: for spreadsheets.

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "siptriage/report/tables.h"

#include "output/buffered_output.h"
#include "output/escape_terminal.h"
#include "output/json_milliseconds.h"
#include "report/describe.h"
#include "report/row_list.h"

namespace siptriage {
namespace report {
namespace {

// RFC 4180 2: lines end like this.
constexpr std::string_view kLineEnd = "\r\n";

// A spreadsheet takes a cell for a formula that begins like this.
bool begins_like_formula(std::string_view text) {
  return !text.empty() && std::string_view("=+-@\t\r").find(text.front()) !=
                              std::string_view::npos;
}

void append_quoted(std::string& line, std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    line += text;
    return;
  }
  line += '"';
  for (const char c : text) {
    if (c == '"') line += c;
    line += c;
  }
  line += '"';
}

void append_wire(std::string& line, std::string_view octets) {
  const std::string text = output::escape_terminal(octets, true);
  append_quoted(line, begins_like_formula(text) ? "'" + text : text);
}

void append_milliseconds(std::string& line, Duration duration) {
  std::array<char, output::kMaxMillisecondsOctets> text;
  char* const end = output::milliseconds_to_chars(text.data(), duration);
  line.append(text.data(), end);
}

void append_cell(std::string& line, const Cell& cell, bool several_files) {
  switch (cell.kind) {
    case CellKind::None:
      return;
    case CellKind::Number:
      line += std::to_string(cell.number);
      return;
    case CellKind::Flag:
      line += cell.number != 0 ? "true" : "false";
      return;
    case CellKind::Word:
      line += cell.text;
      if (cell.code != 0) line += ' ' + std::to_string(cell.code);
      return;
    case CellKind::Wire:
    case CellKind::Uri:
      return append_wire(line, cell.text);
    case CellKind::Duration:
      return append_milliseconds(line, Duration(cell.number));
    case CellKind::Time:
      line += to_iso8601(timestamp_from_nanoseconds(cell.number));
      return;
    case CellKind::Address:
      line += to_string(cell.address);
      return;
    case CellKind::Frame:
      if (several_files) line += std::to_string(cell.frame.file + 1) + ':';
      line += std::to_string(cell.frame.number);
      return;
  }
}

}  // namespace
}  // namespace report

bool write_table_csv(const Triage& triage, Workers& workers,
                     const TableOptions& options, Sink& sink) {
  const auto list = report::make_row_list(triage, workers, options);
  const std::vector<const TableColumn*> columns =
      options.columns.empty() ? *parse_table_columns(options.kind, "all")
                              : options.columns;
  const std::uint64_t most = triage.coverage.limits[LimitId::OutputOctets];
  const std::string last_line = report::cut_line(most);
  output::BufferedOutput output(sink);
  output.end_at(most, last_line);
  for (const TableColumn* column : columns) {
    if (column != columns.front()) output.append(',');
    output.append(column->key);
  }
  output.append(report::kLineEnd);
  const bool several_files = triage.coverage.files.size() > 1;
  list->write(
      [&] {
        return [&columns, several_files](const report::Row& row,
                                         std::string& line) {
          for (const TableColumn* column : columns) {
            if (column != columns.front()) line += ',';
            report::Cell cell;
            column->read(row, cell);
            report::append_cell(line, cell, several_files);
          }
          line += report::kLineEnd;
        };
      },
      output);
  return output.flush();
}

}  // namespace siptriage
