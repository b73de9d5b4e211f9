#include "siptriage/explain/topic.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <span>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "siptriage/filter/reference.h"

namespace siptriage {
namespace {

constexpr std::string_view kKindWords[] = {
    "response", "faq",     "header", "comparison", "rule",         "timer",
    "metric",   "warning", "q850",   "class",      "unknown-code", "filter"};

/// "B", "T1" and the like need the word before them.
constexpr std::size_t kLongestTimerLetter = 2;

struct Name {
  std::string operator()(const ResponseEntry* entry) const {
    return fmt::format("{} {}", entry->code, entry->phrase);
  }
  std::string operator()(const QuestionEntry* entry) const {
    return std::string(entry->question);
  }
  std::string operator()(const HeaderFieldEntry* entry) const {
    return std::string(entry->name);
  }
  std::string operator()(const ComparisonEntry* entry) const {
    return fmt::format("{}", fmt::join(entry->codes, " or "));
  }
  std::string operator()(const RuleEntry* entry) const {
    return std::string(entry->id);
  }
  std::string operator()(const TimerEntry* entry) const {
    return entry->name.size() <= kLongestTimerLetter
               ? fmt::format("Timer {}", entry->name)
               : std::string(entry->name);
  }
  std::string operator()(const MetricEntry* entry) const {
    return fmt::format("{}: {}", entry->id, entry->name);
  }
  std::string operator()(const WarningEntry* entry) const {
    return fmt::format("Warning {}: {}", entry->code, entry->text);
  }
  std::string operator()(const Q850Entry* entry) const {
    return fmt::format("Q.850 cause {}: {}", entry->cause, entry->name);
  }
  std::string operator()(const ClassEntry* entry) const {
    return fmt::format("{}xx {}", entry->response_class, entry->name);
  }
  std::string operator()(UnknownCode unknown) const {
    return fmt::format("{} (not registered)", unknown.code);
  }
  std::string operator()(FilterLanguage /*language*/) const {
    return "Filter language";
  }
};

struct Plain {
  std::string_view operator()(const ResponseEntry* entry) const {
    return entry->plain;
  }
  std::string_view operator()(const QuestionEntry* entry) const {
    return entry->answer;
  }
  std::string_view operator()(const HeaderFieldEntry* entry) const {
    return entry->plain;
  }
  std::string_view operator()(const ComparisonEntry* entry) const {
    return entry->difference;
  }
  std::string_view operator()(const RuleEntry* entry) const {
    return entry->title;
  }
  std::string_view operator()(const TimerEntry* entry) const {
    return entry->purpose;
  }
  std::string_view operator()(const MetricEntry* entry) const {
    return entry->meaning;
  }
  std::string_view operator()(const WarningEntry* entry) const {
    return entry->meaning;
  }
  std::string_view operator()(const Q850Entry* entry) const {
    return entry->meaning;
  }
  std::string_view operator()(const ClassEntry* entry) const {
    return entry->meaning;
  }
  std::string_view operator()(UnknownCode unknown) const {
    return response_class_of(unknown.code).meaning;
  }
  std::string_view operator()(FilterLanguage /*language*/) const {
    return filter_summary();
  }
};

struct Key {
  std::string operator()(const ResponseEntry* entry) const {
    return fmt::to_string(entry->code);
  }
  std::string operator()(const QuestionEntry* entry) const {
    return fmt::format("faq {}", entry->id);
  }
  std::string operator()(const HeaderFieldEntry* entry) const {
    return fmt::format("header {}", entry->name);
  }
  std::string operator()(const ComparisonEntry* entry) const {
    return fmt::format("compare {}", fmt::join(entry->codes, " "));
  }
  std::string operator()(const RuleEntry* entry) const {
    return fmt::format("rule {}", entry->id);
  }
  std::string operator()(const TimerEntry* entry) const {
    return fmt::format("timer {}", entry->name);
  }
  std::string operator()(const MetricEntry* entry) const {
    return fmt::format("metric {}", entry->id);
  }
  std::string operator()(const WarningEntry* entry) const {
    return fmt::format("warning {}", entry->code);
  }
  std::string operator()(const Q850Entry* entry) const {
    return fmt::format("q850 {}", entry->cause);
  }
  std::string operator()(const ClassEntry* entry) const {
    return fmt::format("{}xx", entry->response_class);
  }
  std::string operator()(UnknownCode unknown) const {
    return fmt::to_string(unknown.code);
  }
  std::string operator()(FilterLanguage /*language*/) const { return "filter"; }
};

template <typename Entry>
void append(std::span<const Entry> entries, std::vector<Topic>& topics) {
  for (const Entry& entry : entries) topics.emplace_back(&entry);
}

// By subject, then by id.
void append_rules(std::vector<Topic>& topics) {
  const std::size_t from = topics.size();
  append(all_rules(), topics);
  std::stable_sort(topics.begin() + static_cast<std::ptrdiff_t>(from),
                   topics.end(), [](const Topic& a, const Topic& b) {
                     return std::get<const RuleEntry*>(a)->subject <
                            std::get<const RuleEntry*>(b)->subject;
                   });
}

}  // namespace

std::string_view to_string(TopicKind kind) {
  return kKindWords[static_cast<std::size_t>(kind)];
}

std::string name_of(const Topic& topic) { return std::visit(Name{}, topic); }

std::string_view plain_of(const Topic& topic) {
  return std::visit(Plain{}, topic);
}

std::string command_of(const Topic& topic) {
  return "siptriage explain " + std::visit(Key{}, topic);
}

std::vector<Topic> topics_of(TopicKind kind) {
  std::vector<Topic> topics;
  switch (kind) {
    case TopicKind::Response:
      append(all_responses(), topics);
      break;
    case TopicKind::Question:
      append(all_questions(), topics);
      break;
    case TopicKind::HeaderField:
      append(all_header_fields(), topics);
      break;
    case TopicKind::Comparison:
      append(all_comparisons(), topics);
      break;
    case TopicKind::Rule:
      append_rules(topics);
      break;
    case TopicKind::Timer:
      append(all_timers(), topics);
      break;
    case TopicKind::Metric:
      append(all_metrics(), topics);
      break;
    case TopicKind::Warning:
      append(all_warnings(), topics);
      break;
    case TopicKind::Q850Cause:
      append(all_q850_causes(), topics);
      break;
    case TopicKind::ResponseClass:
      append(all_response_classes(), topics);
      break;
    case TopicKind::FilterLanguage:
      topics.emplace_back(FilterLanguage());
      break;
    case TopicKind::UnknownCode:
      break;
  }
  return topics;
}

std::vector<Topic> all_topics() {
  std::vector<Topic> topics;
  for (std::size_t kind = 0; kind < std::size(kKindWords); ++kind) {
    for (const Topic& topic : topics_of(static_cast<TopicKind>(kind))) {
      topics.push_back(topic);
    }
  }
  return topics;
}

}  // namespace siptriage
