#pragma once
/// One entry as a row of its table. The lists that it refers to are written to
/// `out`, so that they stand before the table.

#include <string>

#include "catalogue/compiler/cpp_text.h"
#include "catalogue/compiler/source.h"

namespace siptriage::compiler {

[[nodiscard]] std::string row_of(const ResponseSource& entry, Writer& out);
[[nodiscard]] std::string row_of(const ClassSource& entry, Writer& out);
[[nodiscard]] std::string row_of(const CauseSource& entry, Writer& out);
[[nodiscard]] std::string row_of(const StatusCauseSource& entry, Writer& out);
[[nodiscard]] std::string row_of(const ContradictionSource& entry, Writer& out);
[[nodiscard]] std::string row_of(const CauseHeaderSource& entry, Writer& out);
[[nodiscard]] std::string row_of(const CauseRangeSource& entry, Writer& out);
[[nodiscard]] std::string row_of(const WarningSource& entry, Writer& out);
[[nodiscard]] std::string row_of(const ScannerSource& entry, Writer& out);
[[nodiscard]] std::string row_of(const WordListSource& entry, Writer& out);
[[nodiscard]] std::string row_of(const RuleSource& entry, Writer& out);
[[nodiscard]] std::string row_of(const DiagnosisSource& entry, Writer& out);
[[nodiscard]] std::string row_of(const HeaderFieldSource& entry, Writer& out);
[[nodiscard]] std::string row_of(const ComparisonSource& entry, Writer& out);
[[nodiscard]] std::string row_of(const TimerSource& entry, Writer& out);
[[nodiscard]] std::string row_of(const MetricSource& entry, Writer& out);
[[nodiscard]] std::string row_of(const QuestionSource& entry, Writer& out);

}  // namespace siptriage::compiler
