#pragma once
/// The tables that compile_catalogue writes from data/, each sorted by the key
/// that catalogue.cpp looks it up with; timers, metrics and questions as they
/// stand there. Response classes: exactly 1 to 6.

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
/// As they stand in data/.
[[nodiscard]] std::span<const ContradictionEntry> contradiction_table();
[[nodiscard]] std::span<const CauseHeaderEntry> cause_header_table();
[[nodiscard]] std::span<const CauseRangeEntry> cause_range_table();
[[nodiscard]] std::span<const WarningEntry> warning_table();
[[nodiscard]] std::span<const RuleEntry> rule_table();
[[nodiscard]] std::span<const DiagnosisEntry> diagnosis_table();
[[nodiscard]] std::span<const ScannerEntry> scanner_table();
[[nodiscard]] std::span<const WordListEntry> word_list_table();
/// Sorted by name in lower case.
[[nodiscard]] std::span<const HeaderFieldEntry> header_field_table();
[[nodiscard]] std::span<const ComparisonEntry> comparison_table();
[[nodiscard]] std::span<const TimerEntry> timer_table();
[[nodiscard]] std::span<const MetricEntry> metric_table();
[[nodiscard]] std::span<const QuestionEntry> question_table();

}  // namespace siptriage::detail
