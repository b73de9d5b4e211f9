#pragma once
/// What the filter language has, for those who explain it: `siptriage explain
/// filter` and docs/filter.md are written from here, and so is the compiler
/// fed.
///
///     for (const FilterFieldDoc& field : filter_fields())
///       print(field.name, field.type, field.meaning);

#include <span>
#include <string_view>
#include <vector>

#include "siptriage/filter/filter.h"

namespace siptriage {

/// What the language is for, in two sentences.
[[nodiscard]] std::string_view filter_summary();

struct FilterFieldDoc {
  std::string_view name;
  FilterScope scope = FilterScope::Message;  // what it is a field of
  std::string_view type;                     // "text", "duration", "word", ...
  std::string_view meaning;                  // half a sentence
  std::string_view example;                  // an expression
  /// What it is compared with, where that is one of some words. Those of rules
  /// are their ids.
  std::vector<std::string_view> words;
};

/// Something to type, and what it means.
struct FilterPartDoc {
  std::string_view text;
  std::string_view meaning;
};

/// In the order of FilterScope, and of a table for people.
[[nodiscard]] std::vector<FilterFieldDoc> filter_fields();
/// Comparisons, and what puts them together.
[[nodiscard]] std::span<const FilterPartDoc> filter_operators();
/// What values look like, type by type, with their units.
[[nodiscard]] std::span<const FilterPartDoc> filter_values();
/// What holds of all of it.
[[nodiscard]] std::span<const std::string_view> filter_rules();

struct FilterExampleDoc {
  FilterScope scope = FilterScope::Call;
  std::string_view text;
  std::string_view meaning;
};
[[nodiscard]] std::span<const FilterExampleDoc> filter_examples();

}  // namespace siptriage
