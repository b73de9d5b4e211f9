#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"

#include "catalogue/compiler/problem.h"
#include "catalogue/compiler/source.h"
#include "catalogue/compiler/validate.h"

namespace siptriage::compiler {

namespace {

/// Remembers texts and tells of the second entry that has one of them. Letter
/// case makes no difference.
class TextRegister {
 public:
  explicit TextRegister(Problems& problems) : problems_(problems) {}

  void add(const Place& place, std::string_view key, std::string_view text) {
    if (text.empty()) return;
    const auto [found, added] =
        first_.emplace(to_lower_copy(text), Use{&place, std::string(key)});
    if (added) return;
    problems_.add(
        place, fmt::format("{}: same text as {} of {}", key, found->second.key,
                           found->second.place->entry));
  }

  void add(const Place& place, std::string_view key,
           const std::vector<std::string>& texts) {
    for (std::size_t i = 0; i < texts.size(); ++i) {
      add(place, fmt::format("{}[{}]", key, i), texts[i]);
    }
  }

 private:
  struct Use {
    const Place* place;
    std::string key;
  };

  Problems& problems_;
  std::map<std::string, Use> first_;
};

void add_reference_texts(const CatalogueSource& source, TextRegister& texts) {
  for (const ComparisonSource& entry : source.comparisons) {
    texts.add(entry.place, "difference", entry.difference);
    for (const CodeTellSource& tell : entry.tell) {
      texts.add(entry.place, fmt::format("tell {}", tell.code), tell.text);
    }
  }
  for (const HeaderFieldSource& entry : source.header_fields) {
    texts.add(entry.place, "plain", entry.plain);
    texts.add(entry.place, "example", entry.example);
    texts.add(entry.place, "reading", entry.reading);
  }
  for (const TimerSource& entry : source.timers) {
    texts.add(entry.place, "purpose", entry.purpose);
    texts.add(entry.place, "violation", entry.violation);
    texts.add(entry.place, "steps", entry.steps);
  }
  for (const MetricSource& entry : source.metrics) {
    texts.add(entry.place, "name", entry.name);
    texts.add(entry.place, "formula", entry.formula);
    texts.add(entry.place, "meaning", entry.meaning);
    texts.add(entry.place, "good", entry.good);
    texts.add(entry.place, "counted", entry.counted);
    texts.add(entry.place, "caveat", entry.caveat);
  }
  for (const QuestionSource& entry : source.questions) {
    texts.add(entry.place, "question", entry.question);
    texts.add(entry.place, "answer", entry.answer);
  }
}

}  // namespace

// Not compared: phrases (406 and 606 share one), retry advice, where header
// fields are found and their meanings, what a timer's expiry does: all of that
// may well be the same for two entries.
void check_texts_differ(const CatalogueSource& source, Problems& problems) {
  TextRegister texts(problems);
  for (const ResponseSource& entry : source.responses) {
    texts.add(entry.place, "plain", entry.plain);
    texts.add(entry.place, "explanation", entry.explanation);
    texts.add(entry.place, "tip", entry.tip);
    texts.add(entry.place, "steps", entry.steps);
    for (std::size_t i = 0; i < entry.causes.size(); ++i) {
      texts.add(entry.place, fmt::format("causes[{}]", i),
                entry.causes[i].text);
    }
    texts.add(entry.place, "look_in_request", entry.look_in_request);
    texts.add(entry.place, "elsewhere", entry.elsewhere);
    for (const MethodAdviceSource& advice : entry.for_methods) {
      texts.add(entry.place, "for_methods.plain", advice.plain);
      texts.add(entry.place, "for_methods.tip", advice.tip);
    }
  }
  for (const ClassSource& entry : source.classes) {
    texts.add(entry.place, "name", entry.name);
    texts.add(entry.place, "meaning", entry.meaning);
    texts.add(entry.place, "explanation", entry.explanation);
    texts.add(entry.place, "tip", entry.tip);
    texts.add(entry.place, "look_first", entry.look_first);
  }
  for (const CauseSource& entry : source.causes) {
    texts.add(entry.place, "name", entry.name);
    texts.add(entry.place, "meaning", entry.meaning);
    texts.add(entry.place, "tip", entry.tip);
    texts.add(entry.place, "vendor", entry.vendor);
  }
  for (const WarningSource& entry : source.warnings) {
    texts.add(entry.place, "text", entry.text);
    texts.add(entry.place, "meaning", entry.meaning);
    texts.add(entry.place, "tip", entry.tip);
  }
  for (const ScannerSource& entry : source.scanners) {
    texts.add(entry.place, "meaning", entry.meaning);
  }
  for (const RuleSource& entry : source.rules) {
    texts.add(entry.place, "title", entry.title);
    texts.add(entry.place, "explanation", entry.explanation);
    texts.add(entry.place, "remedy", entry.remedy);
  }
  add_reference_texts(source, texts);
}

}  // namespace siptriage::compiler
