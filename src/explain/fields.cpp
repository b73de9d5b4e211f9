#include "explain/fields.h"

#include <span>

#include "siptriage/filter/reference.h"

namespace siptriage::explain {
namespace {

// A hit in a name is worth more than hits in all other fields together.
constexpr unsigned kName = 240;
constexpr unsigned kOtherName = 120;
constexpr unsigned kPlain = 50;
constexpr unsigned kHeaderName = 30;
constexpr unsigned kAdvice = 14;  // tip, remedy, retry
constexpr unsigned kText = 10;
constexpr unsigned kAside = 5;

constexpr std::string_view kNameField = "name";

// Questions are sentences, and ids of rules are made of other names.
unsigned name_weight(TopicKind kind) {
  switch (kind) {
    case TopicKind::Question:
    case TopicKind::Rule:
      return kPlain;
    case TopicKind::Warning:
    case TopicKind::Q850Cause:
      return kOtherName;
    default:
      return kName;
  }
}

class Collector {
 public:
  explicit Collector(std::vector<Field>& fields) : fields_(fields) {}

  void operator()(const ResponseEntry* entry) {
    // Beside the name itself, so that the better one counts.
    for (const std::string_view alias : entry->aliases) {
      fields_.push_back({kNameField, alias, kOtherName, true});
    }
    add("in short", entry->plain, kPlain);
    for (const HeaderDuty& duty : entry->headers) {
      add("header field", duty.header, kHeaderName);
    }
    add("tip", entry->tip, kAdvice);
    add("meaning", entry->explanation, kText);
    add("steps", entry->steps, kText);
    for (const LikelyCause& cause : entry->causes) {
      add("likely cause", cause.text, kText);
    }
    add("request", entry->look_in_request, kAside);
    add("retry", entry->retry_advice, kText);
    add("retry in a dialog", entry->dialog_retry_advice, kText);
    add("replaced by", entry->replaced_by, kAdvice);
    add("mind", entry->elsewhere, kAside);
    for (const HeaderDuty& duty : entry->headers) {
      add("header field's meaning", duty.meaning, kAside);
    }
  }

  void operator()(const QuestionEntry* entry) {
    add("id", entry->id, kHeaderName);
    for (const std::string_view word : entry->words) {
      add("words", word, kPlain);
    }
    add("answer", entry->answer, kText);
    for (const std::string_view header : entry->headers) {
      add("header field", header, kHeaderName);
    }
  }

  void operator()(const HeaderFieldEntry* entry) {
    if (!entry->compact.empty()) add("compact form", entry->compact, kPlain);
    add("in short", entry->plain, kPlain);
    add("found in", entry->found_in, kAside);
    add("reading", entry->reading, kText);
  }

  void operator()(const ComparisonEntry* entry) {
    add("difference", entry->difference, kText);
    for (const CodeTell& tell : entry->tell) add("tell", tell.text, kText);
  }

  void operator()(const RuleEntry* entry) {
    add("title", entry->title, kPlain);
    add("explanation", entry->explanation, kText);
    add("remedy", entry->remedy, kAdvice);
  }

  void operator()(const TimerEntry* entry) {
    add("purpose", entry->purpose, kPlain);
    add("value", entry->value, kText);
    add("applies to", entry->applies_to, kText);
    add("at expiry", entry->at_expiry, kText);
    add("violation", entry->violation, kText);
    add("steps", entry->steps, kText);
  }

  void operator()(const MetricEntry* entry) {
    add("meaning", entry->meaning, kPlain);
    add("formula", entry->formula, kText);
    add("reading", entry->good, kText);
    add("inputs", entry->inputs, kAside);
    add("counted", entry->counted, kAside);
    add("caveat", entry->caveat, kText);
  }

  void operator()(const WarningEntry* entry) {
    add("meaning", entry->meaning, kPlain);
    add("tip", entry->tip, kAdvice);
  }

  void operator()(const Q850Entry* entry) {
    add("meaning", entry->meaning, kPlain);
    add("tip", entry->tip, kAdvice);
    add("class", entry->cause_class, kText);
    add("products", entry->vendor, kText);
  }

  void operator()(const ClassEntry* entry) {
    add("meaning", entry->meaning, kPlain);
    add("explanation", entry->explanation, kText);
    add("tip", entry->tip, kAdvice);
    add("look first", entry->look_first, kText);
  }

  void operator()(UnknownCode /*unknown*/) {}

  void operator()(FilterLanguage /*language*/) {
    add("in short", filter_summary(), kPlain);
    for (const FilterExampleDoc& example : filter_examples()) {
      add("example", example.meaning, kAside);
    }
  }

 private:
  void add(std::string_view name, std::string_view text, unsigned weight) {
    fields_.push_back({name, text, weight, false});
  }
  void add(std::string_view name, std::span<const std::string_view> texts,
           unsigned weight) {
    for (const std::string_view text : texts) add(name, text, weight);
  }
  std::vector<Field>& fields_;
};

}  // namespace

void append_fields(const Topic& topic, std::string_view name,
                   std::vector<Field>& fields) {
  const unsigned weight = name_weight(kind_of(topic));
  fields.push_back({kNameField, name, weight, weight != kPlain});
  std::visit(Collector(fields), topic);
}

}  // namespace siptriage::explain
