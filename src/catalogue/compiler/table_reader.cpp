#include "catalogue/compiler/table_reader.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "catalogue/compiler/limits.h"
#include "catalogue/compiler/text_check.h"

namespace siptriage::compiler {

namespace {

constexpr std::size_t kNoCountLimit = std::numeric_limits<std::size_t>::max();

std::string_view name_of(toml::node_type type) {
  switch (type) {
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "an array";
    case toml::node_type::string:
      return "a string";
    case toml::node_type::integer:
      return "an integer";
    case toml::node_type::floating_point:
      return "a float";
    case toml::node_type::boolean:
      return "a boolean";
    default:
      return "a date or time";
  }
}

std::string wrong_type(std::string_view wanted, const toml::node& node) {
  return fmt::format("must be {}, is {}", wanted, name_of(node.type()));
}

std::string element_name(std::string_view key, std::size_t index) {
  return fmt::format("{}[{}]", key, index);
}

}  // namespace

TableReader::TableReader(const toml::table& table, Place place,
                         Problems& problems)
    : table_(table), place_(std::move(place)), problems_(problems) {}

void TableReader::name_entry(std::string_view kind, std::string_view key,
                             std::size_t index) {
  const toml::node* node = table_.get(key);
  if (node != nullptr && node->is_integer()) {
    place_.entry = fmt::format("{} {}", kind, node->as_integer()->get());
  } else if (node != nullptr && node->is_string()) {
    place_.entry = fmt::format("{} {}", kind, node->as_string()->get());
  } else if (node != nullptr && node->is_array()) {
    place_.entry = kind;
    for (const toml::node& element : *node->as_array()) {
      if (!element.is_integer()) continue;
      place_.entry += fmt::format(" {}", element.as_integer()->get());
    }
  } else {
    place_.entry = fmt::format("{} #{}", kind, index + 1);
  }
}

std::string TableReader::text(std::string_view key, std::size_t limit,
                              Presence presence) {
  const toml::node* node = find(key, presence);
  return node == nullptr ? std::string() : text_of(*node, key, limit);
}

std::string TableReader::text_or_none(std::string_view key, std::size_t limit) {
  const toml::node* node = find(key, Presence::Required);
  if (node == nullptr) return {};
  if (node->is_string() && node->as_string()->get().empty()) return {};
  return text_of(*node, key, limit);
}

std::string TableReader::section(std::string_view key, bool needed) {
  std::string clause =
      needed ? text(key, kMaxSection) : text_or_none(key, kMaxSection);
  if (!clause.empty() && !is_section(clause)) {
    refuse(*table_.get(key), key,
           fmt::format("\"{}\" is no clause number", clause));
  }
  return clause;
}

std::uint16_t TableReader::number(std::string_view key, std::uint16_t min,
                                  std::uint16_t max) {
  const toml::node* node = find(key, Presence::Required);
  return node == nullptr ? std::uint16_t{0} : number_of(*node, key, min, max);
}

bool TableReader::flag(std::string_view key, Presence presence) {
  const toml::node* node = find(key, presence);
  if (node == nullptr) return false;
  if (!node->is_boolean()) {
    refuse(*node, key, wrong_type("true or false", *node));
    return false;
  }
  return node->as_boolean()->get();
}

std::size_t TableReader::choice(std::string_view key,
                                std::span<const std::string_view> words) {
  const toml::node* node = find(key, Presence::Required);
  if (node == nullptr) return 0;
  if (!node->is_string()) {
    refuse(*node, key, wrong_type("a string", *node));
    return 0;
  }
  const std::string& word = node->as_string()->get();
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == word) return i;
  }
  refuse(*node, key,
         fmt::format("\"{}\" is none of {}", word, fmt::join(words, ", ")));
  return 0;
}

std::vector<std::string> TableReader::texts(std::string_view key,
                                            std::size_t limit,
                                            std::size_t max_count,
                                            Presence presence) {
  std::vector<std::string> texts;
  const toml::array* array = find_array(key, max_count, presence);
  if (array == nullptr) return texts;
  for (std::size_t i = 0; i < array->size(); ++i) {
    texts.push_back(text_of(*array->get(i), element_name(key, i), limit));
  }
  return texts;
}

std::vector<std::uint16_t> TableReader::numbers(std::string_view key,
                                                std::uint16_t min,
                                                std::uint16_t max,
                                                std::size_t max_count,
                                                Presence presence) {
  std::vector<std::uint16_t> numbers;
  const toml::array* array = find_array(key, max_count, presence);
  if (array == nullptr) return numbers;
  for (std::size_t i = 0; i < array->size(); ++i) {
    numbers.push_back(
        number_of(*array->get(i), element_name(key, i), min, max));
  }
  return numbers;
}

void TableReader::tables(std::string_view key, Presence presence,
                         const Each& each) {
  const toml::array* array = find_array(key, kNoCountLimit, presence);
  if (array == nullptr) return;
  for (std::size_t i = 0; i < array->size(); ++i) {
    const toml::node& node = *array->get(i);
    const std::string name = element_name(key, i);
    if (!node.is_table()) {
      refuse(node, name, wrong_type("a table", node));
      continue;
    }
    Place place = place_;
    place.line = node.source().begin.line;
    TableReader reader(*node.as_table(), std::move(place), problems_);
    // What has no entry yet is an entry itself, and name_entry() will tell.
    if (!place_.entry.empty()) reader.path_ = path_ + name + ".";
    each(reader, i);
  }
}

void TableReader::refuse_other_keys() {
  for (const auto& [key, node] : table_) {
    if (!asked_for_.contains(key.str())) refuse(node, key.str(), "unknown key");
  }
}

const toml::node* TableReader::find(std::string_view key, Presence presence) {
  asked_for_.emplace(key);
  const toml::node* node = table_.get(key);
  if (node == nullptr && presence == Presence::Required) {
    problems_.add(place_, fmt::format("{}{}: missing key", path_, key));
  }
  return node;
}

const toml::array* TableReader::find_array(std::string_view key,
                                           std::size_t max_count,
                                           Presence presence) {
  const toml::node* node = find(key, presence);
  if (node == nullptr) return nullptr;
  const toml::array* array = node->as_array();
  if (array == nullptr) {
    refuse(*node, key, wrong_type("an array", *node));
    return nullptr;
  }
  if (array->size() > max_count) {
    refuse(*node, key,
           fmt::format("{} elements, at most {} allowed", array->size(),
                       max_count));
  }
  return array;
}

std::string TableReader::text_of(const toml::node& node, std::string_view key,
                                 std::size_t limit) {
  if (!node.is_string()) {
    refuse(node, key, wrong_type("a string", node));
    return {};
  }
  const std::string& text = node.as_string()->get();
  if (const std::optional<std::string> fault = find_fault(text, limit)) {
    refuse(node, key, *fault);
  }
  return text;
}

std::uint16_t TableReader::number_of(const toml::node& node,
                                     std::string_view key, std::uint16_t min,
                                     std::uint16_t max) {
  if (!node.is_integer()) {
    refuse(node, key, wrong_type("an integer", node));
    return 0;
  }
  const std::int64_t value = node.as_integer()->get();
  if (value < min || value > max) {
    refuse(node, key, fmt::format("{} is outside {} to {}", value, min, max));
    return 0;
  }
  return static_cast<std::uint16_t>(value);
}

void TableReader::refuse(const toml::node& node, std::string_view key,
                         std::string_view what) {
  Place place = place_;
  place.line = node.source().begin.line;
  problems_.add(place, fmt::format("{}{}: {}", path_, key, what));
}

}  // namespace siptriage::compiler
