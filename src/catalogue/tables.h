#pragma once
/// The tables that compile_catalogue writes from data/, each sorted by the key
/// that catalogue.cpp looks it up with. Response classes: exactly 1 to 6.

#include <cstdint>
#include <span>

#include "siptriage/catalogue/entry.h"

namespace siptriage::detail {

/// One row of RFC 3398 8.2.6.1.
struct StatusCause {
  std::uint16_t status;
  std::uint16_t cause;
};

[[nodiscard]] std::span<const ResponseEntry> response_table();
[[nodiscard]] std::span<const ClassEntry> class_table();
[[nodiscard]] std::span<const Q850Entry> q850_table();
[[nodiscard]] std::span<const StatusCause> status_cause_table();
[[nodiscard]] std::span<const WarningEntry> warning_table();
[[nodiscard]] std::span<const RuleEntry> rule_table();

}  // namespace siptriage::detail
