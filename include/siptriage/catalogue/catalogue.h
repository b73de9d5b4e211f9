#pragma once
/// The catalogue: look-ups in the tables compiled from data/.
///
///     if (const ResponseEntry* entry = find_response(486))
///       print(entry->plain);
///     const ClassEntry& fallback = response_class_of(499);
///
/// Nothing is loaded at run time. All entries live for the whole run.

#include <cstdint>
#include <span>
#include <string_view>

#include "siptriage/catalogue/entry.h"

namespace siptriage {

/// nullptr for a code that the catalogue does not know.
[[nodiscard]] const ResponseEntry* find_response(std::uint16_t code);
/// The class of any code; codes past 699 are taken for 4xx, as 400 is what an
/// element makes of a final response it does not understand.
[[nodiscard]] const ClassEntry& response_class_of(std::uint16_t code);
[[nodiscard]] const Q850Entry* find_q850_cause(std::uint32_t cause);
/// The Q.850 cause that RFC 3398 8.2.6.1 gives for a status; 0: none.
[[nodiscard]] std::uint16_t q850_cause_for_status(std::uint16_t status);
/// What to make of a Q.850 cause in a response with a status of another kind;
/// nullptr where the two go together, or may.
[[nodiscard]] const ContradictionEntry* find_contradiction(
    std::uint32_t cause, std::uint16_t status);
/// A product's own header field, letter case ignored; nullptr for others.
[[nodiscard]] const CauseHeaderEntry* find_cause_header(std::string_view name);
/// Which part of the product a number comes from; nullptr: not known.
[[nodiscard]] const CauseRangeEntry* find_cause_range(std::string_view product,
                                                      std::uint32_t number);
[[nodiscard]] const WarningEntry* find_warning(std::uint16_t code);
[[nodiscard]] const RuleEntry* find_rule(std::string_view id);
[[nodiscard]] const DiagnosisEntry* find_diagnosis(std::string_view id);
/// By the beginning of a User-Agent, without regard to letter case.
[[nodiscard]] const ScannerEntry* find_scanner(std::string_view user_agent);
/// The words of a list of data/words.toml; "" if no list has that id.
[[nodiscard]] std::string_view find_words(std::string_view id);
/// By its name or compact form, without regard to letter case (RFC 3261 7.3.1).
[[nodiscard]] const HeaderFieldEntry* find_header_field(std::string_view name);

/// What is to be told of it to `method` in place of the entry's own words;
/// nullptr: those.
[[nodiscard]] const MethodAdvice* find_advice(const ResponseEntry& entry,
                                              std::string_view method);

/// Everything, ordered by code, cause or id unless told otherwise.
[[nodiscard]] std::span<const ResponseEntry> all_responses();
[[nodiscard]] std::span<const ClassEntry> all_response_classes();
[[nodiscard]] std::span<const Q850Entry> all_q850_causes();
[[nodiscard]] std::span<const WarningEntry> all_warnings();
[[nodiscard]] std::span<const RuleEntry> all_rules();
[[nodiscard]] std::span<const DiagnosisEntry> all_diagnoses();
/// In the order of data/.
[[nodiscard]] std::span<const ScannerEntry> all_scanners();
/// By name, without regard to letter case.
[[nodiscard]] std::span<const HeaderFieldEntry> all_header_fields();
/// By their codes.
[[nodiscard]] std::span<const ComparisonEntry> all_comparisons();
/// These three in the order of data/.
[[nodiscard]] std::span<const TimerEntry> all_timers();
[[nodiscard]] std::span<const MetricEntry> all_metrics();
[[nodiscard]] std::span<const QuestionEntry> all_questions();

}  // namespace siptriage
