#include "filter/vocabulary.h"

#include <algorithm>
#include <string>

#include "siptriage/annotate/analysis.h"
#include "siptriage/base/ascii.h"
#include "siptriage/catalogue/catalogue.h"
#include "siptriage/correlate/model.h"

#include "filter/hint.h"

namespace siptriage::filter {
namespace {

// Every value up to and with `last`, by its name.
template <typename Enum>
Vocabulary words_to(std::string_view kind, Enum last, bool descends = false) {
  using sip::to_string;
  using siptriage::to_string;
  Vocabulary words{kind, {}, descends};
  for (std::size_t i = 0; i <= static_cast<std::size_t>(last); ++i) {
    words.names.push_back(to_string(static_cast<Enum>(i)));
  }
  return words;
}

// Of an enumeration that counts its values.
template <typename Enum>
Vocabulary words_of(std::string_view kind) {
  return words_to(kind,
                  static_cast<Enum>(static_cast<std::size_t>(Enum::Count) - 1));
}

Vocabulary rule_words() {
  Vocabulary words{"a rule", {}, false};
  for (const RuleEntry& rule : all_rules()) words.names.push_back(rule.id);
  return words;
}

}  // namespace

std::optional<std::size_t> Vocabulary::find(std::string_view name) const {
  if (name.empty()) return std::nullopt;
  const auto found = std::ranges::find_if(names, [&](std::string_view word) {
    return equals_ignore_case(word, name);
  });
  if (found == names.end()) return std::nullopt;
  return static_cast<std::size_t>(found - names.begin());
}

std::string Vocabulary::hint(std::string_view written) const {
  std::vector<std::string_view> known = names;
  std::erase(known, std::string_view());
  return hint_of(known, written);
}

const Vocabulary& methods() {
  static const Vocabulary words = [] {
    Vocabulary all = words_of<sip::Method>("a method");
    all.names.front() = {};  // Unknown
    return all;
  }();
  return words;
}

const Vocabulary& transports() {
  static const Vocabulary words = words_to("a transport", Transport::Tcp);
  return words;
}

const Vocabulary& repetitions() {
  static const Vocabulary words =
      words_to("a repetition", Repetition::OtherPoint);
  return words;
}

const Vocabulary& anomalies() {
  static const Vocabulary words = words_of<AnomalyKind>("an anomaly");
  return words;
}

const Vocabulary& transaction_states() {
  static const Vocabulary words =
      words_to("a state", TransactionState::ResponseOnly);
  return words;
}

const Vocabulary& call_kinds() {
  static const Vocabulary words = words_to("a kind of call", CallKind::Other);
  return words;
}

const Vocabulary& outcomes() {
  static const Vocabulary words = words_of<Outcome>("an outcome");
  return words;
}

const Vocabulary& call_sides() {
  static const Vocabulary words = words_to("a side", CallSide::Callee);
  return words;
}

const Vocabulary& rules() {
  static const Vocabulary words = rule_words();
  return words;
}

const Vocabulary& severities() {
  static const Vocabulary words =
      words_to("a severity", Severity::Notice, true);
  return words;
}

const Vocabulary& certainties() {
  static const Vocabulary words =
      words_to("a certainty", Certainty::Possible, true);
  return words;
}

const Vocabulary& bases() {
  static const Vocabulary words = words_to("a basis", Basis::Observation);
  return words;
}

}  // namespace siptriage::filter
