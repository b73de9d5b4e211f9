#pragma once
// CallRow and Cell: what a column of the table of calls is read from, and what
// it reads.

#include <cstdint>
#include <string_view>

#include "siptriage/annotate/triage.h"

namespace siptriage::report {

struct CallRow {
  const CallView& view;
  CallId id;  // in the capture
  std::uint32_t findings = 0;

  [[nodiscard]] const Call& call() const { return view.call(); }
};

enum class CellKind : std::uint8_t {
  None,
  Number,
  Flag,
  Word,      // our own; `number` orders it
  Wire,      // octets from the wire
  Uri,       // the same, a URI
  Duration,  // `number` is nanoseconds
  Time,      // the same, since 1970
  Address,
  Frame,
};

// Lifetime: as the octets of the capture.
struct Cell {
  CellKind kind = CellKind::None;
  std::int64_t number = 0;
  std::string_view text;
  std::uint16_t code = 0;  // to be shown beside a word; 0: none
  Endpoint address;
  FrameId frame;
};

// How `a` and `b` of one column are sorted; None is no part of it.
[[nodiscard]] bool is_before(const Cell& a, const Cell& b);

}  // namespace siptriage::report
