#include "cli/config_file.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <initializer_list>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "siptriage/annotate/analysis.h"
#include "siptriage/base/limit_text.h"

#include "base/edit_distance.h"
#include "base/toml.h"
#include "cli/small_file.h"

namespace siptriage::cli {
namespace {

constexpr std::uintmax_t kMostOctets{1 << 20};
constexpr std::size_t kMostProblems = 20;
// Times past it have no place in a Timestamp.
constexpr std::uint16_t kFirstYear = 1970;
constexpr std::uint16_t kLastYear = 2200;

// The one that was meant but for a slip of the pen, as an advice.
template <typename Names>
std::string advice_for(std::string_view name, const Names& names) {
  const std::size_t most = std::min<std::size_t>(3, name.size() / 2);
  std::string_view nearest;
  std::size_t least = most + 1;
  for (const std::string_view each : names) {
    const std::size_t edits = edit_distance(name, each, most);
    if (edits >= least) continue;
    least = edits;
    nearest = each;
  }
  return nearest.empty() ? std::string()
                         : fmt::format("; did you mean {}?", nearest);
}

class Reader {
 public:
  explicit Reader(std::string name) : name_(std::move(name)) {}

  Config config;

  void read(const toml::table& file) {
    static constexpr std::array<std::string_view, 3> kKeys = {
        "suppress", "severity", "limits"};
    refuse_others(file, kKeys);
    if (const toml::array* list = array_at(file, "suppress")) {
      for (const toml::node& node : *list) {
        if (const toml::table* each = as_table(node, "suppress")) {
          read_suppression(*each);
        }
      }
    }
    if (const toml::table* table = table_at(file, "severity")) {
      read_severities(*table);
    }
    if (const toml::table* table = table_at(file, "limits")) {
      read_limits(*table);
    }
  }

  void refuse(const toml::source_region& where, std::string_view what) {
    if (++problems_ > kMostProblems) return;
    if (!text_.empty()) text_ += '\n';
    text_ += fmt::format("{}:{}:{}: {}", name_, where.begin.line,
                         where.begin.column, what);
  }

  [[nodiscard]] bool is_sound() const { return problems_ == 0; }
  [[nodiscard]] std::string problems() const {
    return problems_ <= kMostProblems
               ? text_
               : fmt::format("{}\n{}: and {} problems more", text_, name_,
                             problems_ - kMostProblems);
  }

 private:
  template <typename Keys>
  void refuse_others(const toml::table& table, const Keys& keys) {
    for (const auto& [key, value] : table) {
      if (std::ranges::find(keys, key.str()) != keys.end()) continue;
      refuse(key.source(), fmt::format("there is no key {} here{}", key.str(),
                                       advice_for(key.str(), keys)));
    }
  }

  const toml::table* as_table(const toml::node& node, std::string_view key) {
    if (!node.is_table()) {
      refuse(node.source(), fmt::format("{} must be a table", key));
    }
    return node.as_table();
  }
  const toml::table* table_at(const toml::table& table, std::string_view key) {
    const toml::node* node = table.get(key);
    return node == nullptr ? nullptr : as_table(*node, key);
  }
  const toml::array* array_at(const toml::table& table, std::string_view key) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return nullptr;
    if (!node->is_array()) {
      refuse(node->source(),
             fmt::format("{} must be tables: [[{}]]", key, key));
    }
    return node->as_array();
  }

  std::string text_at(const toml::table& table, std::string_view key) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return {};
    if (!node->is_string() || node->as_string()->get().empty()) {
      refuse(node->source(), fmt::format("{} must be a text in quotes", key));
      return {};
    }
    return node->as_string()->get();
  }
  std::string needed_text(const toml::table& table, std::string_view key) {
    if (table.get(key) == nullptr) {
      refuse(table.source(), fmt::format("a suppression needs {}", key));
    }
    return text_at(table, key);
  }

  void check_rule(const toml::source_region& where, std::string_view id) {
    if (id.empty() || std::ranges::binary_search(rules_, id)) return;
    refuse(where,
           fmt::format("there is no rule {}{}", id, advice_for(id, rules_)));
  }

  void read_suppression(const toml::table& table) {
    static constexpr std::array<std::string_view, 4> kKeys = {
        "rule", "reason", "expires", "scope"};
    refuse_others(table, kKeys);
    Suppression suppression;
    suppression.rule = needed_text(table, "rule");
    if (const toml::node* node = table.get("rule")) {
      check_rule(node->source(), suppression.rule);
    }
    suppression.reason = needed_text(table, "reason");
    if (const toml::node* node = table.get("expires")) {
      read_expiry(*node, suppression);
    }
    if (const toml::table* scope = table_at(table, "scope")) {
      read_scope(*scope, suppression.scope);
    }
    config.policy.suppressions.push_back(std::move(suppression));
  }

  void read_expiry(const toml::node& node, Suppression& suppression) {
    using std::chrono::days;
    const toml::value<toml::date>* value = node.as_date();
    if (value == nullptr || value->get().year < kFirstYear ||
        value->get().year > kLastYear) {
      refuse(node.source(),
             fmt::format("expires must be a day from {} to {}, such as "
                         "2026-12-31, without quotes",
                         kFirstYear, kLastYear));
      return;
    }
    const toml::date& date = value->get();
    suppression.expires =
        fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
    const std::chrono::sys_days day = std::chrono::year_month_day(
        std::chrono::year(date.year), std::chrono::month(date.month),
        std::chrono::day(date.day));
    suppression.end = Timestamp(day + days(1));
  }

  void read_scope(const toml::table& table, SuppressionScope& scope) {
    static constexpr std::array<std::string_view, 6> kKeys = {
        "call_id", "from", "to", "peer", "method", "user_agent"};
    refuse_others(table, kKeys);
    scope.call_id = text_at(table, "call_id");
    scope.from = text_at(table, "from");
    scope.to = text_at(table, "to");
    scope.peer = text_at(table, "peer");
    scope.method = text_at(table, "method");
    scope.user_agent = text_at(table, "user_agent");
  }

  void read_severities(const toml::table& table) {
    for (const auto& [key, value] : table) {
      check_rule(key.source(), key.str());
      const std::string word =
          value.is_string() ? value.as_string()->get() : std::string();
      std::optional<Severity> severity;
      for (const Severity each :
           {Severity::Error, Severity::Warning, Severity::Notice}) {
        if (to_string(each) == word) severity = each;
      }
      if (!severity) {
        refuse(value.source(),
               fmt::format("the severity of {} must be \"error\", \"warning\" "
                           "or \"notice\"",
                           key.str()));
        continue;
      }
      config.policy.severities.emplace_back(key.str(), *severity);
    }
  }

  // As --limit takes them.
  void read_limits(const toml::table& table) {
    for (const auto& [key, value] : table) {
      std::string setting(key.str());
      if (value.is_integer()) {
        setting += fmt::format("={}", value.as_integer()->get());
      } else if (value.is_string()) {
        setting += "=" + value.as_string()->get();
      } else {
        refuse(value.source(), fmt::format("{} must be a number, or a text "
                                           "such as \"100k\"",
                                           key.str()));
        continue;
      }
      const std::string wrong = set_limit(setting, config.limits);
      if (!wrong.empty()) refuse(key.source(), wrong);
    }
  }

  std::string name_;
  std::vector<std::string_view> rules_ = known_rule_ids();
  std::string text_;
  std::size_t problems_ = 0;
};

}  // namespace

Result<Config> parse_config(std::string_view text, const std::string& name) {
  const toml::parse_result parsed = parse_toml(text);
  Reader reader(name);
  if (!parsed) {
    reader.refuse(parsed.error().source(), parsed.error().description());
  } else {
    reader.read(parsed.table());
  }
  if (!reader.is_sound()) {
    return fail(ErrorCode::BadConfiguration, reader.problems());
  }
  return std::move(reader.config);
}

Result<Config> read_config(const std::string& path) {
  const Result<std::string> text =
      read_small_file(path, "configuration", kMostOctets);
  if (!text) return tl::unexpected<Error>(text.error());
  return parse_config(*text, path);
}

}  // namespace siptriage::cli
