// The keys of an expectation: which there are, and what they hold.

#include <optional>
#include <string>
#include <utility>

#include "siptriage/base/limit_text.h"
#include "siptriage/catalogue/catalogue.h"

#include "check/expectation_reader.h"
#include "check/expected_values.h"
#include "filter/field.h"
#include "filter/hint.h"
#include "filter/values.h"
#include "filter/vocabulary.h"

namespace siptriage::check {

using enum FilterScope;

const std::vector<ExpectationReader::Key>& ExpectationReader::keys() {
  using Reader = ExpectationReader;
  static const std::vector<Key> all = {
      {"name", &Reader::read_name, {}, false},
      {"over", &Reader::read_over, {}, false},
      {"where", &Reader::read_where, {}, false},
      {"may_be_empty", &Reader::read_may_be_empty, {}, false},
      {"severity", &Reader::read_severity, {}, false},
      {"count", &Reader::read_how_many, {}},
      {"answered", &Reader::read_answered, {Call}},
      {"failed", &Reader::read_failed, {Call}},
      {"outcome", &Reader::read_outcome, {Call}},
      {"each", &Reader::read_each, {}},
      {"max_pdd", &Reader::read_max_pdd, {Call}},
      {"retransmissions",
       &Reader::read_retransmissions,
       {Call, Transaction, Message}},
      {"codes", &Reader::read_codes, {Call, Transaction, Message}},
      {"allowed_rules", &Reader::read_allowed_rules, {Call, Finding}},
      {"forbidden_rules", &Reader::read_forbidden_rules, {Call, Finding}},
      {"max_severity", &Reader::read_max_severity, {Call, Finding}},
      {"sequence", &Reader::read_steps, {Call}},
  };
  return all;
}

const std::string* ExpectationReader::text_of(const toml::node& value,
                                              const std::string& expected) {
  if (const auto* const text = value.as_string()) return &text->get();
  refuse(value, "expected " + expected);
  return nullptr;
}

bool ExpectationReader::read_name(const toml::node& value, Expectation& into) {
  const std::string* const text = text_of(value, "a text");
  if (text != nullptr) into.name = *text;
  return text != nullptr;
}

bool ExpectationReader::read_over(const toml::node& value, Expectation& into) {
  const std::string* const text =
      text_of(value, "calls, messages, transactions or findings");
  if (text == nullptr) return false;
  if (filter::find_subject(*text, into.over)) return true;
  constexpr std::string_view kNames[] = {"calls", "messages", "transactions",
                                         "findings"};
  return refuse(value, filter::shown(*text) + " is nothing to expect of" +
                           filter::hint_of(kNames, *text));
}

bool ExpectationReader::read_filter(const toml::node& value,
                                    std::string_view key, FilterScope over,
                                    std::optional<Filter>& into) {
  const std::string* const text =
      text_of(value, "an expression, such as 'method == REGISTER'");
  if (text == nullptr) return false;
  Result<Filter> filter = Filter::compile(*text, over, limits_);
  if (!filter) {
    return refuse(value,
                  std::string(key) + ", " + point_at(*text, filter.error()));
  }
  into = *std::move(filter);
  return true;
}

bool ExpectationReader::read_where(const toml::node& value, Expectation& into) {
  return read_filter(value, "where", into.over, into.where);
}

bool ExpectationReader::read_each(const toml::node& value, Expectation& into) {
  return read_filter(value, "each", into.over, into.each);
}

bool ExpectationReader::read_may_be_empty(const toml::node& value,
                                          Expectation& into) {
  const auto* const flag = value.as_boolean();
  if (flag == nullptr) return refuse(value, "expected true or false");
  into.may_be_empty = flag->get();
  return true;
}

bool ExpectationReader::read_range(const toml::node& value, CountRange& range) {
  if (const auto* const number = value.as_integer()) {
    if (number->get() < 0) return refuse(value, "expected 0 or more");
    range.least = range.most = static_cast<std::uint64_t>(number->get());
    return true;
  }
  const auto* const text = value.as_string();
  const auto read = text == nullptr ? std::nullopt : read_count(text->get());
  if (!read) {
    return refuse(value, "expected a count, such as 3, \">= 1\" or \"1..5\"");
  }
  range = *read;
  return true;
}

bool ExpectationReader::read_how_many(const toml::node& value,
                                      Expectation& into) {
  return read_range(value, into.count.emplace());
}

template <typename Take>
bool ExpectationReader::each_text(const toml::node& value,
                                  const std::string& expected,
                                  const Take& take) {
  if (value.is_string()) return take(value, value.as_string()->get());
  const toml::array* const list = value.as_array();
  if (list == nullptr) return refuse(value, "expected " + expected);
  if (list->size() > limits_[LimitId::ExpectationParts]) {
    return refuse(value, "there are too many values; " +
                             how_to_raise(LimitId::ExpectationParts, limits_));
  }
  return std::ranges::all_of(*list, [&](const toml::node& element) {
    const std::string* const text = text_of(element, expected);
    return text != nullptr && take(element, *text);
  });
}

bool ExpectationReader::read_outcome(const toml::node& value,
                                     Expectation& into) {
  return each_text(value, "an outcome, or several: [\"busy\", \"no-answer\"]",
                   [&](const toml::node& node, const std::string& text) {
                     const auto word = filter::outcomes().find(text);
                     if (!word) {
                       return refuse(node, filter::shown(text) +
                                               " is not an outcome" +
                                               filter::outcomes().hint(text));
                     }
                     into.outcomes.push_back(static_cast<Outcome>(*word));
                     return true;
                   });
}

bool ExpectationReader::read_max_pdd(const toml::node& value,
                                     Expectation& into) {
  const auto* const text = value.as_string();
  into.max_pdd = text == nullptr ? std::nullopt : read_delay(text->get());
  return into.max_pdd ||
         refuse(value, "expected a duration, such as \"200 ms\" or \"2 s\"");
}

bool ExpectationReader::read_codes(const toml::node& value, Expectation& into) {
  const toml::table* const codes = value.as_table();
  if (codes == nullptr) {
    return refuse(value, "expected codes and counts: { 486 = 2, 5xx = 0 }");
  }
  if (codes->size() > limits_[LimitId::ExpectationParts]) {
    return refuse(value, "there are too many codes; " +
                             how_to_raise(LimitId::ExpectationParts, limits_));
  }
  for (const auto& [key, count] : *codes) {
    const auto status = filter::read_status(key.str());
    if (!status) {
      return refuse(key.source(), filter::shown(key.str()) +
                                      " is no status code, such as 486, nor "
                                      "a class, such as 4xx");
    }
    CodeLimit limit{static_cast<std::uint16_t>(status->first),
                    static_cast<std::uint16_t>(status->last),
                    {}};
    if (!read_range(count, limit.times)) return false;
    into.codes.push_back(limit);
  }
  return true;
}

bool ExpectationReader::read_rules(const toml::node& value,
                                   std::vector<const RuleEntry*>& rules) {
  return each_text(value, "the id of a rule, or several",
                   [&](const toml::node& node, const std::string& text) {
                     const RuleEntry* const rule = find_rule(text);
                     if (rule == nullptr) {
                       return refuse(node, filter::shown(text) +
                                               " is not a rule" +
                                               filter::rules().hint(text));
                     }
                     rules.push_back(rule);
                     return true;
                   });
}
bool ExpectationReader::read_allowed_rules(const toml::node& value,
                                           Expectation& into) {
  return read_rules(value, into.allowed_rules.emplace());
}
bool ExpectationReader::read_forbidden_rules(const toml::node& value,
                                             Expectation& into) {
  return read_rules(value, into.forbidden_rules);
}

bool ExpectationReader::read_steps(const toml::node& value, Expectation& into) {
  const std::string* const text =
      text_of(value, "messages, such as \"INVITE, 180*, 200, ACK\"");
  if (text == nullptr) return false;
  std::string wrong;
  auto steps = read_sequence(*text, limits_, wrong);
  if (!steps) return refuse(value, "sequence: " + wrong);
  into.sequence = *std::move(steps);
  return true;
}

bool ExpectationReader::read_severity(const toml::node& value,
                                      Expectation& into) {
  const std::string* const text = text_of(value, "error, warning or notice");
  if (text == nullptr) return false;
  const auto word = filter::severities().find(*text);
  if (!word) {
    return refuse(value, filter::shown(*text) + " is not a severity" +
                             filter::severities().hint(*text));
  }
  into.severity = static_cast<Severity>(*word);
  return true;
}

// "none": no finding at all.
bool ExpectationReader::read_max_severity(const toml::node& value,
                                          Expectation& into) {
  const std::string* const text =
      text_of(value, "error, warning, notice or none");
  if (text == nullptr) return false;
  std::vector<std::string_view> words = filter::severities().names;
  const auto word = filter::severities().find(*text);
  words.emplace_back("none");
  if (!word && *text != words.back()) {
    return refuse(value, filter::shown(*text) + " is not a severity" +
                             filter::hint_of(words, *text));
  }
  auto& most = into.max_severity.emplace();
  if (word) most = static_cast<Severity>(*word);
  return true;
}

bool ExpectationReader::read_answered(const toml::node& value,
                                      Expectation& into) {
  return read_range(value, into.answered.emplace());
}

bool ExpectationReader::read_failed(const toml::node& value,
                                    Expectation& into) {
  return read_range(value, into.failed.emplace());
}

bool ExpectationReader::read_retransmissions(const toml::node& value,
                                             Expectation& into) {
  return read_range(value, into.retransmissions.emplace());
}

}  // namespace siptriage::check
