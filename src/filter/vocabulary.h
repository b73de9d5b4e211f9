#pragma once
// Vocabulary: the words that a field is compared with, in the order of the
// enumeration behind them.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace siptriage::filter {

struct Vocabulary {
  std::string_view kind;  // "an outcome", for errors
  std::vector<std::string_view> names;
  // The first is the most: `severity >= warning` means something.
  bool descends = false;

  // Letter case makes no difference.
  [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const;
  // "; did you mean busy?", or which there are; as the end of a sentence.
  [[nodiscard]] std::string hint(std::string_view written) const;
};

[[nodiscard]] const Vocabulary& methods();
[[nodiscard]] const Vocabulary& transports();
[[nodiscard]] const Vocabulary& repetitions();
[[nodiscard]] const Vocabulary& anomalies();
[[nodiscard]] const Vocabulary& transaction_states();
[[nodiscard]] const Vocabulary& call_kinds();
[[nodiscard]] const Vocabulary& outcomes();
[[nodiscard]] const Vocabulary& call_sides();
[[nodiscard]] const Vocabulary& rules();
[[nodiscard]] const Vocabulary& severities();
[[nodiscard]] const Vocabulary& certainties();
[[nodiscard]] const Vocabulary& bases();

}  // namespace siptriage::filter
