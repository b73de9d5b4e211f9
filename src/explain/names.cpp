#include "explain/names.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

#include "siptriage/base/ascii.h"

#include "base/edit_distance.h"
#include "explain/words.h"

namespace siptriage::explain {
namespace {

constexpr std::uint16_t kFirstCode = 100;
constexpr std::uint16_t kLastCode = 699;

struct KindWord {
  std::string_view word;  // folded
  TopicKind kind;
};

constexpr KindWord kKindWords[] = {
    {"code", TopicKind::Response},         {"response", TopicKind::Response},
    {"status", TopicKind::Response},       {"faq", TopicKind::Question},
    {"question", TopicKind::Question},     {"header", TopicKind::HeaderField},
    {"field", TopicKind::HeaderField},     {"compare", TopicKind::Comparison},
    {"comparison", TopicKind::Comparison}, {"rule", TopicKind::Rule},
    {"timer", TopicKind::Timer},           {"metric", TopicKind::Metric},
    {"warning", TopicKind::Warning},       {"q850", TopicKind::Q850Cause},
    {"cause", TopicKind::Q850Cause},       {"class", TopicKind::ResponseClass},
};

std::optional<std::uint16_t> small_number(std::string_view word) {
  const std::optional<std::uint64_t> number = parse_unsigned(word);
  if (!number || *number > UINT16_MAX) return std::nullopt;
  return static_cast<std::uint16_t>(*number);
}

// "4xx", "4XX".
const ClassEntry* find_class(std::string_view word) {
  constexpr std::size_t kLength = 3;
  if (word.size() != kLength || !equals_ignore_case(word.substr(1), "xx")) {
    return nullptr;
  }
  if (word[0] < '1' || word[0] > '6') return nullptr;
  return &response_class_of(
      static_cast<std::uint16_t>((word[0] - '0') * kFirstCode));
}

template <typename Entry>
std::optional<Topic> known(const Entry* entry) {
  if (entry == nullptr) return std::nullopt;
  return entry;
}

// The topic of `kind` that has a number.
std::optional<Topic> find_numbered(TopicKind kind, std::string_view word) {
  const std::optional<std::uint16_t> number = small_number(word);
  if (kind == TopicKind::ResponseClass && number && *number >= 1 &&
      *number <= kLastCode / kFirstCode) {
    return &response_class_of(static_cast<std::uint16_t>(*number * kFirstCode));
  }
  if (kind == TopicKind::ResponseClass) return known(find_class(word));
  if (!number) return std::nullopt;
  if (kind == TopicKind::Warning) return known(find_warning(*number));
  if (kind == TopicKind::Q850Cause) return known(find_q850_cause(*number));
  if (kind == TopicKind::Response) {
    if (const auto response = known(find_response(*number))) return response;
    if (*number >= kFirstCode && *number <= kLastCode) {
      return UnknownCode{*number};
    }
  }
  return std::nullopt;
}

// Calls `take` with every name of a topic.
template <typename Take>
struct EachName {
  Take take;

  void operator()(const ResponseEntry* entry) const {
    take(entry->phrase);
    take(std::to_string(entry->code) + std::string(entry->phrase));
    for (const std::string_view alias : entry->aliases) take(alias);
  }
  void operator()(const QuestionEntry* entry) const {
    take(entry->id);
    take(entry->question);
  }
  void operator()(const HeaderFieldEntry* entry) const {
    take(entry->name);
    take(entry->compact);
  }
  void operator()(const ComparisonEntry* /*entry*/) const {}
  void operator()(const RuleEntry* entry) const { take(entry->id); }
  void operator()(const TimerEntry* entry) const {
    take(entry->name);
    take("timer" + std::string(entry->name));
  }
  void operator()(const MetricEntry* entry) const {
    take(entry->id);
    take(entry->name);
  }
  void operator()(const WarningEntry* entry) const { take(entry->text); }
  void operator()(const Q850Entry* entry) const { take(entry->name); }
  void operator()(const ClassEntry* entry) const { take(entry->name); }
  void operator()(UnknownCode /*unknown*/) const {}
  void operator()(FilterLanguage /*language*/) const {
    take("filter");
    take("filter language");
    take("where");
  }
};

// The edits between `wanted`, folded, and the nearest name of `topic`, no more
// than `most` + 1.
std::size_t edits_to(const Topic& topic, const std::string& wanted,
                     std::size_t most) {
  std::size_t least = most + 1;
  const auto take = [&](std::string_view name) {
    const std::string other = folded(name);
    least = std::min(least, most == 0 ? (other == wanted ? 0U : 1U)
                                      : edit_distance(other, wanted, most));
  };
  std::visit(EachName<decltype(take)>{take}, topic);
  return least;
}

void append_named(std::span<const Topic> among, std::string_view name,
                  std::vector<Topic>& found) {
  const std::string wanted = folded(name);
  if (wanted.empty()) return;
  std::ranges::copy_if(
      among, std::back_inserter(found),
      [&](const Topic& topic) { return edits_to(topic, wanted, 0) == 0; });
}

// The one on exactly these codes, or else those on two of them.
std::vector<Topic> find_comparisons(std::span<const std::string> words) {
  std::vector<std::uint16_t> codes;
  for (const std::string& word : words) {
    const std::optional<std::uint16_t> code = small_number(word);
    if (!code) return {};
    codes.push_back(*code);
  }
  std::ranges::sort(codes);
  const std::size_t least = std::min<std::size_t>(codes.size(), 2);
  std::vector<Topic> found;
  for (const ComparisonEntry& entry : all_comparisons()) {
    if (std::ranges::equal(entry.codes, codes)) return {&entry};
    std::vector<std::uint16_t> both;
    std::ranges::set_intersection(entry.codes, codes, std::back_inserter(both));
    if (both.size() >= least) found.emplace_back(&entry);
  }
  return found;
}

}  // namespace

std::optional<TopicKind> find_kind(std::string_view word) {
  std::string name = folded(word);
  const auto find = [&name]() -> std::optional<TopicKind> {
    const auto* const found =
        std::ranges::find(kKindWords, name, &KindWord::word);
    if (found == std::end(kKindWords)) return std::nullopt;
    return found->kind;
  };
  if (const auto kind = find()) return kind;
  // "timers", "classes".
  if (name.ends_with("es") && name != "es") {
    name.resize(name.size() - 2);
    if (const auto kind = find()) return kind;
    name += 'e';
    return find();
  }
  if (!name.ends_with('s')) return std::nullopt;
  name.pop_back();
  return find();
}

std::optional<Topic> find_code(std::string_view word) {
  if (const ClassEntry* entry = find_class(word)) return entry;
  const auto response = find_numbered(TopicKind::Response, word);
  if (response && kind_of(*response) == TopicKind::Response) return response;
  for (const TopicKind kind : {TopicKind::Warning, TopicKind::Q850Cause}) {
    if (const auto other = find_numbered(kind, word)) return other;
  }
  return response;
}

std::vector<Topic> find_named(TopicKind kind,
                              std::span<const std::string> words) {
  if (words.empty()) return {};
  if (kind == TopicKind::Comparison) return find_comparisons(words);
  std::vector<Topic> numbered;
  for (const std::string& word : words) {
    if (const auto topic = find_numbered(kind, word)) {
      numbered.push_back(*topic);
    }
  }
  if (numbered.size() == words.size()) return numbered;
  std::string name;
  for (const std::string& word : words) name += word;
  std::vector<Topic> named;
  append_named(topics_of(kind), name, named);
  return named;
}

std::vector<Topic> find_named(std::string_view name) {
  std::vector<Topic> named;
  append_named(all_topics(), name, named);
  return named;
}

std::vector<Topic> find_almost_named(std::string_view name) {
  const std::string wanted = folded(name);
  const std::size_t most = typos_forgiven(wanted.size());
  if (most == 0) return {};
  std::vector<Topic> found;
  std::size_t least = most;
  for (const Topic& topic : all_topics()) {
    const std::size_t edits = edits_to(topic, wanted, most);
    if (edits > least) continue;
    if (edits < least) found.clear();
    least = edits;
    found.push_back(topic);
  }
  return found;
}

}  // namespace siptriage::explain
