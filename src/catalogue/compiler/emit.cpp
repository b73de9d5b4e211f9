#include "catalogue/compiler/emit.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "siptriage/base/ascii.h"

#include "catalogue/compiler/cpp_text.h"
#include "catalogue/compiler/emit_rows.h"

namespace siptriage::compiler {

namespace {

constexpr std::string_view kOpening =
    "// Written by compile_catalogue from data/*.toml; changes here are lost.\n"
    "#include \"catalogue/tables.h\"\n"
    "\n"
    "#include <cstdint>\n"
    "#include <span>\n"
    "#include <string_view>\n"
    "\n"
    "#include \"siptriage/catalogue/entry.h\"\n"
    "\n"
    "namespace siptriage::detail {\n"
    "\n"
    "namespace {\n"
    "\n"
    "using namespace std::string_view_literals;\n";

/// One table: the rows, and the accessor that tables.h declares.
template <typename Source>
void write_table(std::string_view entry_type, std::string_view name,
                 std::string_view accessor, const std::vector<Source>& entries,
                 Writer& out) {
  std::vector<std::string> rows;
  rows.reserve(entries.size());
  for (const Source& entry : entries) rows.push_back(row_of(entry, out));
  const std::string array = out.array(
      entry_type, name, rows, [](const std::string& row) { return row; });
  out.write("\n}}  // namespace\n\n");
  out.write("std::span<const {}> {}() {{ return {}; }}\n", entry_type, accessor,
            array);
  out.write("\nnamespace {{\n");
}

void sort_by_key(CatalogueSource& source) {
  std::ranges::sort(source.responses, {}, &ResponseSource::code);
  std::ranges::sort(source.classes, {}, &ClassSource::response_class);
  std::ranges::sort(source.causes, {}, &CauseSource::cause);
  std::ranges::sort(source.status_causes, {}, &StatusCauseSource::status);
  for (ContradictionSource& entry : source.contradictions) {
    std::ranges::sort(entry.causes);
    std::ranges::sort(entry.statuses);
  }
  std::ranges::sort(source.warnings, {}, &WarningSource::code);
  std::ranges::sort(source.word_lists, {}, &WordListSource::id);
  std::ranges::sort(source.rules, {}, &RuleSource::id);
  std::ranges::sort(source.diagnoses, {}, &DiagnosisSource::id);
  std::ranges::sort(source.comparisons, {}, &ComparisonSource::codes);
  std::ranges::sort(
      source.header_fields, {},
      [](const HeaderFieldSource& entry) { return to_lower_copy(entry.name); });
}

}  // namespace

std::string emit_tables(CatalogueSource source) {
  sort_by_key(source);
  Writer out;
  out.write("{}", kOpening);
  const auto table = [&](std::string_view entry_type, std::string_view name,
                         std::string_view accessor, const auto& entries) {
    write_table(entry_type, name, accessor, entries, out);
  };
  table("ResponseEntry", "Responses", "response_table", source.responses);
  table("ClassEntry", "Classes", "class_table", source.classes);
  table("Q850Entry", "Causes", "q850_table", source.causes);
  table("StatusCause", "StatusCauses", "status_cause_table",
        source.status_causes);
  table("ContradictionEntry", "Contradictions", "contradiction_table",
        source.contradictions);
  table("CauseHeaderEntry", "CauseHeaders", "cause_header_table",
        source.cause_headers);
  table("CauseRangeEntry", "CauseRanges", "cause_range_table",
        source.cause_ranges);
  table("WarningEntry", "Warnings", "warning_table", source.warnings);
  table("ScannerEntry", "Scanners", "scanner_table", source.scanners);
  table("WordListEntry", "WordLists", "word_list_table", source.word_lists);
  table("RuleEntry", "Rules", "rule_table", source.rules);
  table("DiagnosisEntry", "Diagnoses", "diagnosis_table", source.diagnoses);
  table("HeaderFieldEntry", "HeaderFields", "header_field_table",
        source.header_fields);
  table("ComparisonEntry", "Comparisons", "comparison_table",
        source.comparisons);
  table("TimerEntry", "Timers", "timer_table", source.timers);
  table("MetricEntry", "Metrics", "metric_table", source.metrics);
  table("QuestionEntry", "Questions", "question_table", source.questions);
  out.write("\n}}  // namespace\n\n}}  // namespace siptriage::detail\n");
  return out.take();
}

}  // namespace siptriage::compiler
