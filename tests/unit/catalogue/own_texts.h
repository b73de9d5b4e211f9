#pragma once
// The prose of the catalogue, with where it stands.

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "siptriage/catalogue/catalogue.h"

namespace siptriage {

struct Text {
  std::string where;
  std::string_view text;
};

class TextList {
 public:
  void add(std::string where, std::string_view text) {
    texts_.push_back({std::move(where), text});
  }
  void add(const std::string& where, std::span<const std::string_view> texts) {
    for (const std::string_view text : texts) add(where, text);
  }
  std::vector<Text> take() { return std::move(texts_); }

 private:
  std::vector<Text> texts_;
};

/// Of what only the reference shows.
inline void add_reference_texts(TextList& texts) {
  for (const ComparisonEntry& entry : all_comparisons()) {
    const std::string name = "comparison " + std::to_string(entry.codes[0]);
    texts.add(name + " difference", entry.difference);
    for (const CodeTell& tell : entry.tell) {
      texts.add(name + " tell " + std::to_string(tell.code), tell.text);
    }
  }
  for (const HeaderFieldEntry& entry : all_header_fields()) {
    const std::string name = "header " + std::string(entry.name);
    texts.add(name + " plain", entry.plain);
    texts.add(name + " example", entry.example);
    texts.add(name + " reading", entry.reading);
  }
  for (const TimerEntry& entry : all_timers()) {
    const std::string name = "timer " + std::string(entry.name);
    texts.add(name + " purpose", entry.purpose);
    texts.add(name + " violation", entry.violation);
    texts.add(name + " steps", entry.steps);
  }
  for (const MetricEntry& entry : all_metrics()) {
    const std::string name = "metric " + std::string(entry.id);
    texts.add(name + " name", entry.name);
    texts.add(name + " formula", entry.formula);
    texts.add(name + " meaning", entry.meaning);
    texts.add(name + " good", entry.good);
    texts.add(name + " caveat", entry.caveat);
  }
  for (const QuestionEntry& entry : all_questions()) {
    const std::string name = "question " + std::string(entry.id);
    texts.add(name + " question", entry.question);
    texts.add(name + " answer", entry.answer);
  }
}

/// The prose that no two entries may share.
inline std::vector<Text> own_texts() {
  TextList texts;
  for (const ResponseEntry& entry : all_responses()) {
    const std::string name = std::to_string(entry.code);
    texts.add(name + " plain", entry.plain);
    texts.add(name + " explanation", entry.explanation);
    texts.add(name + " tip", entry.tip);
    texts.add(name + " steps", entry.steps);
    for (const LikelyCause& cause : entry.causes) {
      texts.add(name + " causes", cause.text);
    }
    texts.add(name + " look_in_request", entry.look_in_request);
    if (!entry.elsewhere.empty())
      texts.add(name + " elsewhere", entry.elsewhere);
  }
  for (const ClassEntry& entry : all_response_classes()) {
    const std::string name = "class " + std::to_string(entry.response_class);
    texts.add(name + " name", entry.name);
    texts.add(name + " meaning", entry.meaning);
    texts.add(name + " explanation", entry.explanation);
    texts.add(name + " tip", entry.tip);
    texts.add(name + " look_first", entry.look_first);
  }
  for (const Q850Entry& entry : all_q850_causes()) {
    const std::string name = "cause " + std::to_string(entry.cause);
    texts.add(name + " name", entry.name);
    texts.add(name + " meaning", entry.meaning);
    if (!entry.tip.empty()) texts.add(name + " tip", entry.tip);
    if (!entry.vendor.empty()) texts.add(name + " vendor", entry.vendor);
  }
  for (const WarningEntry& entry : all_warnings()) {
    const std::string name = "warning " + std::to_string(entry.code);
    texts.add(name + " text", entry.text);
    texts.add(name + " meaning", entry.meaning);
    texts.add(name + " tip", entry.tip);
  }
  for (const RuleEntry& entry : all_rules()) {
    const std::string name = "rule " + std::string(entry.id);
    texts.add(name + " title", entry.title);
    texts.add(name + " explanation", entry.explanation);
    texts.add(name + " remedy", entry.remedy);
  }
  add_reference_texts(texts);
  return texts.take();
}

}  // namespace siptriage
