// write_table_ndjson: one JSON object a call, a line each.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "siptriage/report/tables.h"

#include "output/buffered_output.h"
#include "output/json_writer.h"
#include "report/row_list.h"

namespace siptriage {
namespace report {
namespace {

using output::JsonWriter;

void write_frame(JsonWriter& json, const TableColumn& column, FrameId frame,
                 bool several_files) {
  json.number(column.key, frame.number);
  if (!several_files) return;
  json.number(column.key == "frame" ? "file" : "last_file", frame.file);
}

// A word with a code beside it is a text for people.
void write_word(JsonWriter& json, std::string_view key, const Cell& cell) {
  if (cell.code == 0) return json.text(key, cell.text);
  json.text(key, std::string(cell.text) + ' ' + std::to_string(cell.code));
}

void write_cell(JsonWriter& json, const TableColumn& column, const Cell& cell,
                bool several_files) {
  switch (cell.kind) {
    case CellKind::None:
      return json.null(column.key);
    case CellKind::Number:
      return json.number(column.key, static_cast<std::uint64_t>(cell.number));
    case CellKind::Flag:
      return json.flag(column.key, cell.number != 0);
    case CellKind::Word:
      return write_word(json, column.key, cell);
    case CellKind::Wire:
    case CellKind::Uri:
      return json.wire(column.key, cell.text);
    case CellKind::Duration:
      return json.milliseconds(column.key, Duration(cell.number));
    case CellKind::Time:
      return json.time(column.key, timestamp_from_nanoseconds(cell.number));
    case CellKind::Address:
      return json.endpoint(column.key, cell.address);
    case CellKind::Frame:
      return write_frame(json, column, cell.frame, several_files);
  }
}

}  // namespace
}  // namespace report

bool write_table_ndjson(const Triage& triage, Workers& workers,
                        const TableOptions& options, Sink& sink) {
  const auto list = report::make_row_list(triage, workers, options);
  const std::vector<const TableColumn*> columns =
      options.columns.empty() ? *parse_table_columns(options.kind, "all")
                              : options.columns;
  output::BufferedOutput output(sink);
  output.end_at(triage.coverage.limits[LimitId::OutputOctets], {});
  const bool several_files = triage.coverage.files.size() > 1;
  list->write(
      [&] {
        auto json = std::make_shared<output::JsonWriter>();
        return [&columns, several_files, json](const report::Row& row,
                                               std::string& line) {
          json->clear();
          json->begin_object();
          for (const TableColumn* column : columns) {
            report::Cell cell;
            column->read(row, cell);
            report::write_cell(*json, *column, cell, several_files);
          }
          json->end_object();
          json->end_document();
          line = json->text();
        };
      },
      output);
  return output.flush();
}

}  // namespace siptriage
