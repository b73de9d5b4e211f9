#pragma once
// ExpectationReader: a TOML file of expectations, key by key; the first error
// counts. What keys hold is read in expectation_keys.cpp.

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "siptriage/check/expectations.h"

#include "base/toml.h"

namespace siptriage::check {

using Expectations = tl::expected<std::vector<Expectation>, ExpectationError>;

class ExpectationReader {
 public:
  explicit ExpectationReader(const Limits& limits) : limits_(limits) {}

  Expectations read(std::string_view octets) &&;

 private:
  struct Key {
    std::string_view name;
    bool (ExpectationReader::*read)(const toml::node& value, Expectation& into);
    // What it makes sense of; empty: anything.
    std::vector<FilterScope> over;
    bool asserts = true;
  };
  // In the order in which they are told to people; what others need first.
  static const std::vector<Key>& keys();
  static const Key* find_key(std::string_view name);

  // False, for whoever returns it at once.
  bool refuse(const toml::source_region& where, const std::string& what);
  bool refuse(const toml::node& node, const std::string& what) {
    return refuse(node.source(), what);
  }
  bool refuse_key(const toml::key& key);
  bool refuse_nothing(const toml::table& table);

  void read_file(const toml::table& file);
  bool read_expectation(const toml::table& table);
  bool read_metrics(const toml::table& table, Expectation& into);
  bool fits(std::string_view name, const std::vector<FilterScope>& scopes,
            FilterScope over, const toml::node& value);

  // The text of a string; nullptr: it is none, and that was said.
  const std::string* text_of(const toml::node& value,
                             const std::string& expected);
  // One text, or several.
  template <typename Take>
  bool each_text(const toml::node& value, const std::string& expected,
                 const Take& take);
  bool read_filter(const toml::node& value, std::string_view key,
                   FilterScope over, std::optional<Filter>& into);
  bool read_range(const toml::node& value, CountRange& range);
  bool read_rules(const toml::node& value,
                  std::vector<const RuleEntry*>& rules);

  bool read_name(const toml::node& value, Expectation& into);
  bool read_over(const toml::node& value, Expectation& into);
  bool read_where(const toml::node& value, Expectation& into);
  bool read_may_be_empty(const toml::node& value, Expectation& into);
  bool read_severity(const toml::node& value, Expectation& into);
  bool read_how_many(const toml::node& value, Expectation& into);
  bool read_answered(const toml::node& value, Expectation& into);
  bool read_failed(const toml::node& value, Expectation& into);
  bool read_outcome(const toml::node& value, Expectation& into);
  bool read_each(const toml::node& value, Expectation& into);
  bool read_max_pdd(const toml::node& value, Expectation& into);
  bool read_retransmissions(const toml::node& value, Expectation& into);
  bool read_codes(const toml::node& value, Expectation& into);
  bool read_allowed_rules(const toml::node& value, Expectation& into);
  bool read_forbidden_rules(const toml::node& value, Expectation& into);
  bool read_max_severity(const toml::node& value, Expectation& into);
  bool read_steps(const toml::node& value, Expectation& into);

  const Limits& limits_;
  std::vector<Expectation> expectations_;
  std::optional<ExpectationError> error_;
};

}  // namespace siptriage::check
