#pragma once
/// The table of calls: a row each, for people, for spreadsheets, for scripts.
///
///     CallListOptions options;
///     options.columns = *parse_call_columns("number,from,to,pdd");
///     options.sort = find_call_column("pdd");
///     write_calls_csv(triage, workers, options, sink);
///
/// Calls are read again for it, some at a time: memory does not grow with what
/// is in them.

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
struct CallRow;
struct Cell;
}  // namespace report

struct CallColumn {
  std::string_view name;     // "pdd": as filters call it
  std::string_view heading;  // of the table for people
  std::string_view key;      // of CSV and NDJSON: "pdd_ms"
  std::string_view meaning;
  void (*read)(const report::CallRow& row, report::Cell& cell) = nullptr;
  std::size_t most_columns = 0;  // of the table for people; 0: what it takes
};

/// All of them, in the order of CSV and NDJSON.
[[nodiscard]] std::span<const CallColumn> call_columns();
/// nullptr: there is none of that name; letter case does not matter.
[[nodiscard]] const CallColumn* find_call_column(std::string_view name);
/// "number,from,pdd"; "all". Errors: BadFilter, for a name that is none, with
/// the one that may have been meant, and for one that stands twice.
[[nodiscard]] Result<std::vector<const CallColumn*>> parse_call_columns(
    std::string_view list);

struct CallListOptions {
  std::optional<Filter> where;  // of FilterScope::Call
  /// Empty: for people those that fit and tell most, else all.
  std::vector<const CallColumn*> columns;
  /// In the order of this column, calls without a value last; nullptr: of the
  /// capture, as among equals.
  const CallColumn* sort = nullptr;
  bool reverse = false;
  /// The first so many of that order.
  std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
};

/// Each gives false when the sink does; the same octets for any number of
/// `workers`.
bool write_calls_text(const Triage& triage, Workers& workers,
                      const CallListOptions& options,
                      const LayoutOptions& layout, Sink& sink);
/// RFC 4180, UTF-8, with a line of keys. No text is a formula: one that would
/// begin like it gets a ' in front.
bool write_calls_csv(const Triage& triage, Workers& workers,
                     const CallListOptions& options, Sink& sink);
/// An object a line (data/schema/call.schema.json).
bool write_calls_ndjson(const Triage& triage, Workers& workers,
                        const CallListOptions& options, Sink& sink);

}  // namespace siptriage
