#include "siptriage/catalogue/catalogue.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

#include "siptriage/base/ascii.h"

#include "catalogue/tables.h"

namespace siptriage {

namespace {

constexpr std::uint16_t kFirstClass = 1;
constexpr std::uint16_t kLastClass = 6;
constexpr std::uint16_t kFallbackClass = 4;

/// The entry of a sorted `table` whose `member` is `key`, or nullptr.
template <typename Entry, typename Member, typename Key>
const Entry* find_entry(std::span<const Entry> table, Member member, Key key) {
  const auto found =
      std::ranges::lower_bound(table, key, std::ranges::less{}, member);
  if (found == table.end() || std::invoke(member, *found) != key) {
    return nullptr;
  }
  return &*found;
}

}  // namespace

const ResponseEntry* find_response(std::uint16_t code) {
  return find_entry(detail::response_table(), &ResponseEntry::code, code);
}

const ClassEntry& response_class_of(std::uint16_t code) {
  const auto first_digit = static_cast<std::uint16_t>(code / 100);
  const bool known = first_digit >= kFirstClass && first_digit <= kLastClass;
  const std::uint16_t wanted = known ? first_digit : kFallbackClass;
  return detail::class_table()[static_cast<std::size_t>(wanted - kFirstClass)];
}

const Q850Entry* find_q850_cause(std::uint32_t cause) {
  return find_entry(detail::q850_table(), &Q850Entry::cause, cause);
}

std::uint16_t q850_cause_for_status(std::uint16_t status) {
  const detail::StatusCause* row = find_entry(
      detail::status_cause_table(), &detail::StatusCause::status, status);
  return row == nullptr ? std::uint16_t{0} : row->cause;
}

const ContradictionEntry* find_contradiction(std::uint32_t cause,
                                             std::uint16_t status) {
  for (const ContradictionEntry& entry : detail::contradiction_table()) {
    if (std::ranges::binary_search(entry.causes, cause) &&
        std::ranges::binary_search(entry.statuses, status)) {
      return &entry;
    }
  }
  return nullptr;
}

const CauseHeaderEntry* find_cause_header(std::string_view name) {
  for (const CauseHeaderEntry& entry : detail::cause_header_table()) {
    if (equals_ignore_case(entry.name, name)) return &entry;
  }
  return nullptr;
}

const CauseRangeEntry* find_cause_range(std::string_view product,
                                        std::uint32_t number) {
  for (const CauseRangeEntry& entry : detail::cause_range_table()) {
    if (entry.product == product && number >= entry.from &&
        number <= entry.to) {
      return &entry;
    }
  }
  return nullptr;
}

const WarningEntry* find_warning(std::uint16_t code) {
  return find_entry(detail::warning_table(), &WarningEntry::code, code);
}

const RuleEntry* find_rule(std::string_view id) {
  return find_entry(detail::rule_table(), &RuleEntry::id, id);
}

const ScannerEntry* find_scanner(std::string_view user_agent) {
  if (user_agent.empty()) return nullptr;
  for (const ScannerEntry& entry : detail::scanner_table()) {
    if (to_lower(entry.name.front()) != to_lower(user_agent.front())) continue;
    if (starts_with_ignore_case(user_agent, entry.name)) return &entry;
  }
  return nullptr;
}

std::string_view find_words(std::string_view id) {
  const WordListEntry* list =
      find_entry(detail::word_list_table(), &WordListEntry::id, id);
  return list == nullptr ? std::string_view() : list->words;
}

const HeaderFieldEntry* find_header_field(std::string_view name) {
  if (name.empty()) return nullptr;
  for (const HeaderFieldEntry& entry : detail::header_field_table()) {
    if (equals_ignore_case(entry.name, name)) return &entry;
    if (equals_ignore_case(entry.compact, name)) return &entry;
  }
  return nullptr;
}

const MethodAdvice* find_advice(const ResponseEntry& entry,
                                std::string_view method) {
  for (const MethodAdvice& advice : entry.for_methods) {
    if (std::ranges::find(advice.methods, method) != advice.methods.end()) {
      return &advice;
    }
  }
  return nullptr;
}

std::span<const ResponseEntry> all_responses() {
  return detail::response_table();
}

std::span<const ClassEntry> all_response_classes() {
  return detail::class_table();
}

std::span<const Q850Entry> all_q850_causes() { return detail::q850_table(); }

std::span<const WarningEntry> all_warnings() { return detail::warning_table(); }
std::span<const ScannerEntry> all_scanners() { return detail::scanner_table(); }

const DiagnosisEntry* find_diagnosis(std::string_view id) {
  return find_entry(detail::diagnosis_table(), &DiagnosisEntry::id, id);
}

std::span<const DiagnosisEntry> all_diagnoses() {
  return detail::diagnosis_table();
}

std::span<const RuleEntry> all_rules() { return detail::rule_table(); }

std::span<const HeaderFieldEntry> all_header_fields() {
  return detail::header_field_table();
}

std::span<const ComparisonEntry> all_comparisons() {
  return detail::comparison_table();
}

std::span<const TimerEntry> all_timers() { return detail::timer_table(); }

std::span<const MetricEntry> all_metrics() { return detail::metric_table(); }

std::span<const QuestionEntry> all_questions() {
  return detail::question_table();
}

}  // namespace siptriage
