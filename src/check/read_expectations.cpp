// read_expectations: a TOML file, as a whole.

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "siptriage/base/ascii.h"
#include "siptriage/base/limit_text.h"
#include "siptriage/check/expectations.h"

#include "check/expectation_reader.h"
#include "check/expected_values.h"
#include "filter/field.h"
#include "filter/hint.h"

namespace siptriage {
namespace check {
namespace {

// What toml++ says may repeat octets of the file.
std::string printable(std::string text) {
  for (char& c : text) {
    if ((c < ' ' || c > '~') && c != '\n') c = '?';
  }
  return text;
}

}  // namespace

Expectations ExpectationReader::read(std::string_view octets) && {
  const toml::parse_result parsed = parse_toml(octets);
  if (!parsed) {
    const toml::parse_error& error = parsed.error();
    refuse(error.source(), std::string(error.description()));
  } else {
    read_file(parsed.table());
  }
  if (error_) return tl::unexpected<ExpectationError>(*error_);
  return std::move(expectations_);
}

bool ExpectationReader::refuse(const toml::source_region& where,
                               const std::string& what) {
  if (!error_) {
    error_ = {where.begin.line, where.begin.column, printable(what)};
  }
  return false;
}

void ExpectationReader::read_file(const toml::table& file) {
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
  const std::uint64_t most = limits_[LimitId::Expectations];
  if (tables->size() > most) {
    refuse(*tables, "there are more than " + std::to_string(most) +
                        " expectations" + "; " +
                        how_to_raise(LimitId::Expectations, limits_));
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

bool ExpectationReader::read_expectation(const toml::table& table) {
  for (const auto& [key, value] : table) {
    if (find_key(key.str()) == nullptr && !read_metric_key(key.str())) {
      return refuse_key(key);
    }
  }
  Expectation made;
  made.line = table.source().begin.line;
  bool asserts = false;
  for (const Key& key : keys()) {
    const toml::node* const value = table.get(key.name);
    if (value == nullptr) continue;
    if (!fits(key.name, key.over, made.over, *value)) return false;
    if (!(this->*key.read)(*value, made)) return false;
    asserts |= key.asserts;
  }
  if (!read_metrics(table, made)) return false;
  if (!asserts && made.metrics.empty()) return refuse_nothing(table);
  expectations_.push_back(std::move(made));
  return true;
}

bool ExpectationReader::read_metrics(const toml::table& table,
                                     Expectation& into) {
  for (const auto& [key, value] : table) {
    if (find_key(key.str()) != nullptr) continue;
    auto bound = read_metric_key(key.str());
    if (!bound) continue;
    if (!fits(key.str(), {FilterScope::Call}, into.over, value)) return false;
    const auto* const text = value.as_string();
    if (text == nullptr || !read_bound(text->get(), *bound)) {
      return refuse(value, bound->ratio
                               ? "expected a bound, such as \">= 95 %\""
                               : "expected a bound, such as \"<= 300 ms\"");
    }
    into.metrics.push_back(*std::move(bound));
  }
  return true;
}

const ExpectationReader::Key* ExpectationReader::find_key(
    std::string_view name) {
  const auto found = std::ranges::find(keys(), name, &Key::name);
  return found == keys().end() ? nullptr : &*found;
}

bool ExpectationReader::refuse_key(const toml::key& key) {
  std::vector<std::string_view> names;
  for (const Key& known : keys()) names.push_back(known.name);
  for (const std::string& metric : metric_keys()) names.push_back(metric);
  return refuse(key.source(), "there is no key " + filter::shown(key.str()) +
                                  filter::hint_of(names, key.str()));
}

bool ExpectationReader::refuse_nothing(const toml::table& table) {
  std::string names;
  for (const Key& known : keys()) {
    if (known.asserts) names += std::string(known.name) + ", ";
  }
  return refuse(table, "nothing is expected here: add " + names +
                           "or a metric, such as p95_srd or ser");
}

bool ExpectationReader::fits(std::string_view name,
                             const std::vector<FilterScope>& scopes,
                             FilterScope over, const toml::node& value) {
  if (scopes.empty() || std::ranges::find(scopes, over) != scopes.end()) {
    return true;
  }
  std::string names;
  for (const FilterScope scope : scopes) {
    if (!names.empty()) names += ", ";
    names += filter::many_of(scope);
  }
  return refuse(value, std::string(name) + " is for " + names + ", not for " +
                           std::string(filter::many_of(over)));
}

}  // namespace check

std::string name_of(const Expectation& expectation) {
  if (!expectation.name.empty()) return expectation.name;
  std::string name(filter::many_of(expectation.over));
  if (expectation.where) name += " where " + expectation.where->text();
  return name;
}

tl::expected<std::vector<Expectation>, ExpectationError> read_expectations(
    std::string_view toml, const Limits& limits) {
  const std::uint64_t most = limits[LimitId::ExpectationsOctets];
  if (toml.size() > most) {
    return tl::unexpected<ExpectationError>(
        {0, 0,
         "the file has more than " + std::to_string(most) + " octets" + "; " +
             how_to_raise(LimitId::ExpectationsOctets, limits)});
  }
  return check::ExpectationReader(limits).read(toml);
}

}  // namespace siptriage
