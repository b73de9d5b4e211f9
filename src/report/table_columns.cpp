// Which columns a table has, found by name.

#include <algorithm>
#include <string>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/name_addr.h"

#include "base/edit_distance.h"
#include "report/column_parts.h"

namespace siptriage {
namespace report {
namespace {

std::string no_such_column(TableKind kind, std::string_view name) {
  std::vector<std::string_view> names;
  std::string list;
  for (const TableColumn& column : table_columns(kind)) {
    names.push_back(column.name);
    list.append(list.empty() ? "" : ", ").append(column.name);
  }
  const auto nearest = nearest_name(names, name);
  return "there is no column " + std::string(name) + "; " +
         (nearest ? "did you mean " + std::string(names[*nearest]) + "?"
                  : "there are " + list);
}

}  // namespace

bool is_before(const Cell& a, const Cell& b) {
  switch (a.kind) {
    case CellKind::Wire:
    case CellKind::Uri:
      return a.text < b.text;
    case CellKind::Address:
      return a.address < b.address;
    case CellKind::Frame:
      return a.frame < b.frame;
    default:
      return a.number < b.number;
  }
}

std::string_view uri_of(std::string_view value) {
  const auto parsed = sip::parse_name_addr(value);
  return parsed ? parsed->uri : value;
}

}  // namespace report

std::string_view to_string(TableKind kind) {
  static constexpr std::string_view kNames[] = {"calls", "registrations",
                                                "transactions", "messages"};
  return kNames[static_cast<std::size_t>(kind)];
}

FilterScope scope_of(TableKind kind) {
  switch (kind) {
    case TableKind::Transactions:
      return FilterScope::Transaction;
    case TableKind::Messages:
      return FilterScope::Message;
    default:
      return FilterScope::Call;
  }
}

std::span<const TableColumn> table_columns(TableKind kind) {
  switch (kind) {
    case TableKind::Registrations:
      return report::registration_columns();
    case TableKind::Transactions:
      return report::transaction_columns();
    case TableKind::Messages:
      return report::message_columns();
    default:
      return report::call_columns();
  }
}

const TableColumn* find_table_column(TableKind kind, std::string_view name) {
  for (const TableColumn& column : table_columns(kind)) {
    if (equals_ignore_case(column.name, name)) return &column;
  }
  return nullptr;
}

Result<std::vector<const TableColumn*>> parse_table_columns(
    TableKind kind, std::string_view list) {
  std::vector<const TableColumn*> columns;
  if (equals_ignore_case(trim(list), "all")) {
    for (const TableColumn& column : table_columns(kind)) {
      columns.push_back(&column);
    }
    return columns;
  }
  for (bool more = true; more;) {
    const std::size_t comma = list.find(',');
    const std::string_view name = trim(list.substr(0, comma));
    const TableColumn* const column = find_table_column(kind, name);
    if (column == nullptr) {
      return fail(ErrorCode::BadFilter, report::no_such_column(kind, name));
    }
    if (std::ranges::find(columns, column) != columns.end()) {
      return fail(ErrorCode::BadFilter,
                  "the column " + std::string(name) + " stands there twice");
    }
    columns.push_back(column);
    more = comma != std::string_view::npos;
    if (more) list.remove_prefix(comma + 1);
  }
  return columns;
}

}  // namespace siptriage
