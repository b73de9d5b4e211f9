#pragma once
/// Topic: anything of the catalogue that can be explained.
///
///     const Topic topic = find_response(486);
///     name_of(topic);     // "486 Busy Here"
///     plain_of(topic);    // one sentence
///     command_of(topic);  // "siptriage explain 486"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "siptriage/catalogue/catalogue.h"

namespace siptriage {

/// A status code without an entry; its class speaks for it (RFC 3261 8.1.3.2).
struct UnknownCode {
  std::uint16_t code = 0;

  friend bool operator==(const UnknownCode&, const UnknownCode&) = default;
};

/// The language of --where: the only one of its kind.
struct FilterLanguage {
  friend bool operator==(const FilterLanguage&,
                         const FilterLanguage&) = default;
};

/// Pointers are never null.
using Topic =
    std::variant<const ResponseEntry*, const QuestionEntry*,
                 const HeaderFieldEntry*, const ComparisonEntry*,
                 const RuleEntry*, const TimerEntry*, const MetricEntry*,
                 const WarningEntry*, const Q850Entry*, const ClassEntry*,
                 UnknownCode, FilterLanguage>;

/// In the order of Topic's alternatives.
enum class TopicKind : std::uint8_t {
  Response,
  Question,
  HeaderField,
  Comparison,
  Rule,
  Timer,
  Metric,
  Warning,
  Q850Cause,
  ResponseClass,
  UnknownCode,
  FilterLanguage,
};

[[nodiscard]] inline TopicKind kind_of(const Topic& topic) {
  return static_cast<TopicKind>(topic.index());
}
/// The word for it on the command line and in JSON: "response", "header",
/// "q850", "faq".
[[nodiscard]] std::string_view to_string(TopicKind kind);

/// "486 Busy Here", "Retry-After", "Timer B", "Q.850 cause 17: User busy".
[[nodiscard]] std::string name_of(const Topic& topic);
/// One sentence or title; for people who look through a list.
[[nodiscard]] std::string_view plain_of(const Topic& topic);
/// What to type to see all of it.
[[nodiscard]] std::string command_of(const Topic& topic);

/// Every entry of `kind`, in the order of the catalogue; no UnknownCode.
[[nodiscard]] std::vector<Topic> topics_of(TopicKind kind);
/// All of them, kind after kind.
[[nodiscard]] std::vector<Topic> all_topics();

}  // namespace siptriage
