#pragma once
/// Tables: a row a call, registration, transaction or message, for people, for
/// spreadsheets, for scripts.
///
///     TableOptions options;
///     options.kind = TableKind::Calls;
///     options.columns = *parse_table_columns(options.kind, "number,from,pdd");
///     options.sort = find_table_column(options.kind, "pdd");
///     write_table_csv(triage, workers, options, sink);
///
/// Calls are read again for it, some at a time: memory does not grow with what
/// is in them. Of transactions and messages each row that may be shown takes
/// some 300 octets.

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "siptriage/annotate/triage.h"
#include "siptriage/base/result.h"
#include "siptriage/base/workers.h"
#include "siptriage/filter/filter.h"
#include "siptriage/output/layout_options.h"
#include "siptriage/output/sink.h"

namespace siptriage {

namespace report {
struct Row;
struct Cell;
}  // namespace report

enum class TableKind : std::uint8_t {
  Calls,          // every exchange, in the order of the capture
  Registrations,  // those of REGISTER
  Transactions,   // those of a call in a row
  Messages,       // in the order of the capture
};
/// "calls", "registrations", "transactions", "messages".
[[nodiscard]] std::string_view to_string(TableKind kind);
/// What a filter of its rows is asked about.
[[nodiscard]] FilterScope scope_of(TableKind kind);

struct TableColumn {
  std::string_view name;     // "pdd": as filters call it
  std::string_view heading;  // of the table for people
  std::string_view key;      // of CSV and NDJSON: "pdd_ms"
  std::string_view meaning;
  void (*read)(const report::Row& row, report::Cell& cell) = nullptr;
  std::size_t most_columns = 0;  // of the table for people; 0: what it takes
};

/// All of them, in the order of CSV and NDJSON.
[[nodiscard]] std::span<const TableColumn> table_columns(TableKind kind);
/// nullptr: there is none of that name; letter case does not matter.
[[nodiscard]] const TableColumn* find_table_column(TableKind kind,
                                                   std::string_view name);
/// "number,from,pdd"; "all". Errors: BadFilter, for a name that is none, with
/// the one that may have been meant, and for one that stands twice.
[[nodiscard]] Result<std::vector<const TableColumn*>> parse_table_columns(
    TableKind kind, std::string_view list);

struct TableOptions {
  TableKind kind = TableKind::Calls;
  std::optional<Filter> where = {};  // of scope_of(kind)
  /// Empty: for people those that fit and tell most, else all.
  std::vector<const TableColumn*> columns = {};
  /// In the order of this column, rows without a value last; nullptr: of the
  /// capture, as among equals.
  const TableColumn* sort = nullptr;
  bool reverse = false;
  /// The first so many of that order.
  std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
};

/// Each gives false when the sink does; the same octets for any number of
/// `workers`.
bool write_table_text(const Triage& triage, Workers& workers,
                      const TableOptions& options, const LayoutOptions& layout,
                      Sink& sink);
/// RFC 4180, UTF-8, with a line of keys. No text is a formula: one that would
/// begin like it gets a ' in front.
bool write_table_csv(const Triage& triage, Workers& workers,
                     const TableOptions& options, Sink& sink);
/// An object a line: data/schema/call.schema.json, registration.schema.json,
/// transaction.schema.json, message_row.schema.json.
bool write_table_ndjson(const Triage& triage, Workers& workers,
                        const TableOptions& options, Sink& sink);

}  // namespace siptriage
