#pragma once
// What columns put into their cells.

#include <cstdint>
#include <optional>
#include <string_view>

#include "siptriage/report/tables.h"

#include "report/table_row.h"

namespace siptriage::report {

inline constexpr std::size_t kAddressColumns = 21;  // IPv4 and port

inline void put_number(Cell& cell, std::uint64_t number) {
  cell.kind = CellKind::Number;
  cell.number = static_cast<std::int64_t>(number);
}

inline void put_flag(Cell& cell, bool flag) {
  cell.kind = CellKind::Flag;
  cell.number = flag ? 1 : 0;
}

template <typename Enum>
void put_word(Cell& cell, Enum word) {
  cell.text = to_string(word);
  cell.number = static_cast<std::int64_t>(word);
  cell.kind = cell.text.empty() ? CellKind::None : CellKind::Word;
}

inline void put_wire(Cell& cell, std::string_view text, CellKind kind) {
  cell.text = text;
  cell.kind = text.empty() ? CellKind::None : kind;
}

inline void put_duration(Cell& cell, std::optional<Duration> duration) {
  if (!duration) return;
  cell.kind = CellKind::Duration;
  cell.number = duration->count();
}

inline void put_time(Cell& cell, Timestamp time) {
  cell.kind = CellKind::Time;
  cell.number = nanoseconds_of(time);
}

inline void put_address(Cell& cell, const Endpoint& endpoint) {
  if (endpoint.address.family == IpFamily::None) return;
  cell.kind = CellKind::Address;
  cell.address = endpoint;
}

inline void put_frame(Cell& cell, FrameId frame) {
  if (frame.number == 0) return;
  cell.kind = CellKind::Frame;
  cell.frame = frame;
}

// A call, counted from 1.
inline void put_call(Cell& cell, CallId call) {
  if (call.valid()) put_number(cell, std::uint64_t{call.index()} + 1);
}

// How a call ended, in short, with the code where that tells more.
void put_result(Cell& cell, const Call& call);

// The URI of a From, To or Contact value; all of it where it has none.
[[nodiscard]] std::string_view uri_of(std::string_view value);

[[nodiscard]] std::span<const TableColumn> call_columns();
[[nodiscard]] std::span<const TableColumn> registration_columns();
[[nodiscard]] std::span<const TableColumn> transaction_columns();
[[nodiscard]] std::span<const TableColumn> message_columns();

}  // namespace siptriage::report
