// read_expectations: a TOML file, key by key.

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "siptriage/base/ascii.h"
#include "siptriage/catalogue/catalogue.h"
#include "siptriage/check/expectations.h"

#include "catalogue/compiler/toml.h"
#include "check/expected_values.h"
#include "check/odd_letter.h"
#include "filter/field.h"
#include "filter/hint.h"
#include "filter/values.h"
#include "filter/vocabulary.h"

namespace siptriage {
namespace check {
namespace {

using enum FilterScope;

using Expectations = tl::expected<std::vector<Expectation>, ExpectationError>;

// What toml++ says may repeat octets of the file.
std::string printable(std::string text) {
  for (char& c : text) {
    if ((c < ' ' || c > '~') && c != '\n') c = '?';
  }
  return text;
}

ExpectationError odd_letter_at(std::string_view toml, std::size_t place) {
  const std::string_view before = toml.substr(0, place);
  const std::size_t line = before.rfind('\n') + 1;
  return {static_cast<std::uint32_t>(std::ranges::count(before, '\n') + 1),
          static_cast<std::uint32_t>(place - line + 1),
          "letters beyond ASCII stand in quotes"};
}

class Reader {
 public:
  explicit Reader(const Limits& limits) : limits_(limits) {}

  Expectations read(std::string_view octets) && {
    toml::parse_result parsed = toml::parse(octets);
    if (!parsed) {
      const toml::parse_error& error = parsed.error();
      refuse(error.source(), std::string(error.description()));
    } else {
      read_file(parsed.table());
    }
    if (error_) return tl::unexpected<ExpectationError>(*error_);
    return std::move(expectations_);
  }

 private:
  struct Key {
    std::string_view name;
    bool (Reader::*read)(const toml::node& value, Expectation& into);
    // What it makes sense of; empty: anything.
    std::vector<FilterScope> over;
    bool asserts = true;
  };

  // In the order in which they are told to people; what others need first.
  static const std::vector<Key>& keys() {
    static const std::vector<Key> all = {
        {"name", &Reader::read_name, {}, false},
        {"over", &Reader::read_over, {}, false},
        {"where", &Reader::read_where, {}, false},
        {"may_be_empty", &Reader::read_may_be_empty, {}, false},
        {"count", &Reader::read_how_many, {}},
        {"outcome", &Reader::read_outcome, {Call}},
        {"max_pdd", &Reader::read_max_pdd, {Call}},
        {"codes", &Reader::read_codes, {Call, Transaction, Message}},
        {"allowed_rules", &Reader::read_allowed_rules, {Call, Finding}},
        {"forbidden_rules", &Reader::read_forbidden_rules, {Call, Finding}},
        {"sequence", &Reader::read_steps, {Call}},
    };
    return all;
  }

  // False, for whoever returns it at once; the first one counts.
  bool refuse(const toml::source_region& where, const std::string& what) {
    if (!error_) {
      error_ = {where.begin.line, where.begin.column, printable(what)};
    }
    return false;
  }
  bool refuse(const toml::node& node, const std::string& what) {
    return refuse(node.source(), what);
  }

  void read_file(const toml::table& file) {
    for (const auto& [key, value] : file) {
      if (key.str() == "expect") continue;
      refuse(key.source(), "there is no key " + filter::shown(key.str()) +
                               " here; expected [[expect]]");
      return;
    }
    const toml::node* const expect = file.get("expect");
    const toml::array* const tables =
        expect == nullptr ? nullptr : expect->as_array();
    if (tables == nullptr || tables->empty()) {
      refuse(expect == nullptr ? file.source() : expect->source(),
             "expected at least one [[expect]]");
      return;
    }
    if (tables->size() > kMaxExpectations) {
      refuse(*tables, "there are more than " +
                          std::to_string(kMaxExpectations) + " expectations");
      return;
    }
    for (const toml::node& node : *tables) {
      if (!node.is_table()) {
        refuse(node, "expected a table: [[expect]]");
        return;
      }
      if (!read_expectation(*node.as_table())) return;
    }
  }

  bool read_expectation(const toml::table& table) {
    for (const auto& [key, value] : table) {
      if (find_key(key.str()) == nullptr) return refuse_key(key);
    }
    Expectation made;
    made.line = table.source().begin.line;
    bool asserts = false;
    for (const Key& key : keys()) {
      const toml::node* const value = table.get(key.name);
      if (value == nullptr) continue;
      if (!fits(key, made.over, *value)) return false;
      if (!(this->*key.read)(*value, made)) return false;
      asserts |= key.asserts;
    }
    if (!asserts) {
      return refuse(table,
                    "nothing is expected here: add count, outcome, max_pdd, "
                    "codes, allowed_rules, forbidden_rules or sequence");
    }
    expectations_.push_back(std::move(made));
    return true;
  }

  static const Key* find_key(std::string_view name) {
    const auto found = std::ranges::find(keys(), name, &Key::name);
    return found == keys().end() ? nullptr : &*found;
  }

  bool refuse_key(const toml::key& key) {
    std::vector<std::string_view> names;
    for (const Key& known : keys()) names.push_back(known.name);
    return refuse(key.source(), "there is no key " + filter::shown(key.str()) +
                                    filter::hint_of(names, key.str()));
  }

  bool fits(const Key& key, FilterScope over, const toml::node& value) {
    if (key.over.empty() ||
        std::ranges::find(key.over, over) != key.over.end()) {
      return true;
    }
    std::string scopes;
    for (const FilterScope scope : key.over) {
      if (!scopes.empty()) scopes += ", ";
      scopes += filter::many_of(scope);
    }
    return refuse(value, std::string(key.name) + " is for " + scopes +
                             ", not for " + std::string(filter::many_of(over)));
  }

  // The text of a string; nullptr: it is none, and that was said.
  const std::string* text_of(const toml::node& value,
                             const std::string& expected) {
    if (const auto* const text = value.as_string()) return &text->get();
    refuse(value, "expected " + expected);
    return nullptr;
  }

  bool read_name(const toml::node& value, Expectation& into) {
    const std::string* const text = text_of(value, "a text");
    if (text != nullptr) into.name = *text;
    return text != nullptr;
  }

  bool read_over(const toml::node& value, Expectation& into) {
    const std::string* const text =
        text_of(value, "calls, messages, transactions or findings");
    if (text == nullptr) return false;
    if (filter::find_subject(*text, into.over)) return true;
    constexpr std::string_view kNames[] = {"calls", "messages", "transactions",
                                           "findings"};
    return refuse(value, filter::shown(*text) + " is nothing to expect of" +
                             filter::hint_of(kNames, *text));
  }

  bool read_where(const toml::node& value, Expectation& into) {
    const std::string* const text =
        text_of(value, "an expression, such as 'method == REGISTER'");
    if (text == nullptr) return false;
    Result<Filter> filter = Filter::compile(*text, into.over, limits_);
    if (!filter)
      return refuse(value, "where, " + point_at(*text, filter.error()));
    into.where = *std::move(filter);
    return true;
  }

  bool read_may_be_empty(const toml::node& value, Expectation& into) {
    const auto* const flag = value.as_boolean();
    if (flag == nullptr) return refuse(value, "expected true or false");
    into.may_be_empty = flag->get();
    return true;
  }

  bool read_range(const toml::node& value, CountRange& range) {
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

  bool read_how_many(const toml::node& value, Expectation& into) {
    return read_range(value, into.count.emplace());
  }

  // One text, or several.
  template <typename Take>
  bool each_text(const toml::node& value, const std::string& expected,
                 const Take& take) {
    if (value.is_string()) return take(value, value.as_string()->get());
    const toml::array* const list = value.as_array();
    if (list == nullptr) return refuse(value, "expected " + expected);
    if (list->size() > kMaxExpectedParts) {
      return refuse(value, "there are too many values");
    }
    return std::ranges::all_of(*list, [&](const toml::node& element) {
      const std::string* const text = text_of(element, expected);
      return text != nullptr && take(element, *text);
    });
  }

  bool read_outcome(const toml::node& value, Expectation& into) {
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

  bool read_max_pdd(const toml::node& value, Expectation& into) {
    const auto* const text = value.as_string();
    std::string compact = text == nullptr ? std::string() : text->get();
    std::erase(compact, ' ');
    const auto read = filter::read_duration(filter::quantity_of(compact));
    if (!read || read->first < 0) {
      return refuse(value,
                    "expected a duration, such as \"200 ms\" or \"2 s\"");
    }
    into.max_pdd = Duration(read->first);
    return true;
  }

  bool read_codes(const toml::node& value, Expectation& into) {
    const toml::table* const codes = value.as_table();
    if (codes == nullptr) {
      return refuse(value, "expected codes and counts: { 486 = 2, 5xx = 0 }");
    }
    if (codes->size() > kMaxExpectedParts) {
      return refuse(value, "there are too many codes");
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

  bool read_rules(const toml::node& value,
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
  bool read_allowed_rules(const toml::node& value, Expectation& into) {
    return read_rules(value, into.allowed_rules.emplace());
  }
  bool read_forbidden_rules(const toml::node& value, Expectation& into) {
    return read_rules(value, into.forbidden_rules);
  }

  bool read_steps(const toml::node& value, Expectation& into) {
    const std::string* const text =
        text_of(value, "messages, such as \"INVITE, 180*, 200, ACK\"");
    if (text == nullptr) return false;
    std::string wrong;
    auto steps = read_sequence(*text, wrong);
    if (!steps) return refuse(value, "sequence: " + wrong);
    into.sequence = *std::move(steps);
    return true;
  }

  const Limits& limits_;
  std::vector<Expectation> expectations_;
  std::optional<ExpectationError> error_;
};

}  // namespace
}  // namespace check

tl::expected<std::vector<Expectation>, ExpectationError> read_expectations(
    std::string_view toml, const Limits& limits) {
  if (toml.size() > kMaxExpectationsOctets) {
    return tl::unexpected<ExpectationError>(
        {0, 0,
         "the file has more than " + std::to_string(kMaxExpectationsOctets) +
             " octets"});
  }
  if (const auto odd = check::find_odd_letter(toml)) {
    return tl::unexpected<ExpectationError>(check::odd_letter_at(toml, *odd));
  }
  return check::Reader(limits).read(toml);
}

}  // namespace siptriage
