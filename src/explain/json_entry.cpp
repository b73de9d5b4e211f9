#include "explain/json_entry.h"

#include <span>
#include <string>

#include "explain/json_filter.h"
#include "explain/related.h"

namespace siptriage::explain {
namespace {

using output::JsonWriter;

void write_texts(JsonWriter& json, std::string_view key,
                 std::span<const std::string_view> texts) {
  json.begin_array(key);
  for (const std::string_view text : texts) json.element(text);
  json.end_array();
}

void write_codes(JsonWriter& json, std::string_view key,
                 std::span<const std::uint16_t> codes) {
  json.begin_array(key);
  for (const std::uint16_t code : codes) json.element(std::uint64_t{code});
  json.end_array();
}

void write_clauses(JsonWriter& json, std::span<const Clause> clauses) {
  json.begin_array("references");
  for (const Clause& clause : clauses) json.element(to_string(clause));
  json.end_array();
}

void write_reference(JsonWriter& json, const Clause& clause) {
  json.text_or_null("reference", to_string(clause));
}

// The keys of related entries, by which they are asked for.
template <typename Entry, typename Key>
void write_keys(JsonWriter& json, std::string_view key,
                const std::vector<const Entry*>& entries, Key Entry::*member) {
  json.begin_array(key);
  for (const Entry* entry : entries) json.element(entry->*member);
  json.end_array();
}

void write_causes(JsonWriter& json, std::span<const LikelyCause> causes) {
  json.begin_array("causes");
  for (const LikelyCause& cause : causes) {
    json.begin_object();
    json.text("side", to_string(cause.side));
    json.text("text", cause.text);
    json.end_object();
  }
  json.end_array();
}

void write_duties(JsonWriter& json, std::span<const HeaderDuty> duties) {
  json.begin_array("headers");
  for (const HeaderDuty& duty : duties) {
    json.begin_object();
    json.text("name", duty.header);
    json.text("in", duty.where);
    json.text("level", to_string(duty.level));
    json.text_or_null("condition", duty.condition);
    json.text("meaning", duty.meaning);
    write_reference(json, duty.clause);
    json.end_object();
  }
  json.end_array();
}

void write_confusions(JsonWriter& json, std::uint16_t code) {
  json.begin_array("confused_with");
  for (const ComparisonEntry* entry : comparisons_of(code)) {
    json.begin_object();
    write_codes(json, "codes", entry->codes);
    json.text("difference", entry->difference);
    json.end_object();
  }
  json.end_array();
}

void write_gateway(JsonWriter& json, std::uint16_t code) {
  json.begin_object("q850");
  json.begin_array("from");
  for (const Q850Entry* cause : causes_for(code)) {
    json.element(std::uint64_t{cause->cause});
  }
  json.end_array();
  const std::uint16_t cause = q850_cause_for_status(code);
  cause == 0 ? json.null("to") : json.number("to", cause);
  json.end_object();
}

class EntryWriter {
 public:
  explicit EntryWriter(JsonWriter& json) : json_(json) {}

  void operator()(const ResponseEntry* entry) {
    json_.number("code", entry->code);
    json_.text("phrase", entry->phrase);
    write_class(response_class_of(entry->code));
    json_.text("status", to_string(entry->status));
    json_.text_or_null("replaced_by", entry->replaced_by);
    json_.flag("normal", entry->normal);
    json_.text("side", to_string(entry->side));
    json_.text("tip", entry->tip);
    json_.text("retry", to_string(entry->retry));
    json_.text("retry_advice", entry->retry_advice);
    json_.text("dialog_retry", to_string(entry->dialog_retry));
    json_.text("dialog_retry_advice", entry->dialog_retry_advice.empty()
                                          ? entry->retry_advice
                                          : entry->dialog_retry_advice);
    write_causes(json_, entry->causes);
    write_texts(json_, "steps", entry->steps);
    write_texts(json_, "look_in_request", entry->look_in_request);
    json_.text("explanation", entry->explanation);
    json_.text_or_null("elsewhere", entry->elsewhere);
    write_duties(json_, entry->headers);
    write_confusions(json_, entry->code);
    write_gateway(json_, entry->code);
    write_texts(json_, "methods", entry->methods);
    write_texts(json_, "aliases", entry->aliases);
    write_codes(json_, "see_also", entry->see_also);
    write_keys(json_, "rules", rules_on(entry->code), &RuleEntry::id);
    write_keys(json_, "questions", questions_on(entry->code),
               &QuestionEntry::id);
    write_clauses(json_, entry->references);
  }

  void operator()(const QuestionEntry* entry) {
    json_.text("id", entry->id);
    json_.text("question", entry->question);
    json_.text("answer", entry->answer);
    write_codes(json_, "codes", entry->codes);
    write_texts(json_, "header_fields", entry->headers);
  }

  void operator()(const HeaderFieldEntry* entry) {
    json_.text_or_null("compact", entry->compact);
    json_.text("found_in", entry->found_in);
    json_.text("example", entry->example);
    write_texts(json_, "reading", entry->reading);
    json_.begin_array("codes");
    for (const HeaderUse& use : uses_of(*entry)) {
      json_.element(std::uint64_t{use.response->code});
    }
    json_.end_array();
    write_keys(json_, "rules", rules_on(*entry), &RuleEntry::id);
    write_keys(json_, "questions", questions_on(*entry), &QuestionEntry::id);
    json_.text("status", to_string(entry->status));
    write_reference(json_, entry->clause);
    json_.text_or_null("document", entry->document);
  }

  void operator()(const ComparisonEntry* entry) {
    write_codes(json_, "codes", entry->codes);
    json_.text("difference", entry->difference);
    json_.begin_array("tell");
    for (const CodeTell& tell : entry->tell) {
      json_.begin_object();
      json_.number("code", tell.code);
      json_.text("text", tell.text);
      json_.end_object();
    }
    json_.end_array();
    write_clauses(json_, entry->references);
  }

  void operator()(const RuleEntry* entry) {
    json_.text("id", entry->id);
    json_.text("title", entry->title);
    json_.text("severity", to_string(entry->severity));
    json_.text("basis", to_string(entry->basis));
    json_.text("blame", to_string(entry->blame));
    json_.flag("explains_failure", entry->explains_failure);
    json_.text("subject", entry->subject);
    json_.text("explanation", entry->explanation);
    json_.text("remedy", entry->remedy);
    write_reference(json_, entry->clause);
  }

  void operator()(const TimerEntry* entry) {
    json_.text("timer", entry->name);
    json_.text("value", entry->value);
    json_.text("applies_to", entry->applies_to);
    json_.text("at_expiry", entry->at_expiry);
    json_.text("violation", entry->violation);
    write_texts(json_, "steps", entry->steps);
    write_reference(json_, entry->clause);
  }

  void operator()(const MetricEntry* entry) {
    json_.text("id", entry->id);
    json_.text("formula", entry->formula);
    json_.text("good", entry->good);
    write_texts(json_, "inputs", entry->inputs);
    json_.text("counted", entry->counted);
    json_.text("caveat", entry->caveat);
    write_reference(json_, entry->clause);
  }

  void operator()(const WarningEntry* entry) {
    json_.number("code", entry->code);
    json_.text("text", entry->text);
    json_.text_or_null("tip", entry->tip);
    write_reference(json_, entry->clause);
  }

  void operator()(const Q850Entry* entry) {
    json_.number("cause", entry->cause);
    json_.text_or_null("cause_class", entry->cause_class);
    json_.text_or_null("tip", entry->tip);
    json_.text_or_null("vendor", entry->vendor);
    entry->status == 0 ? json_.null("to_status")
                       : json_.number("to_status", entry->status);
  }

  void operator()(const ClassEntry* entry) { write_class_entry(*entry); }

  void operator()(FilterLanguage /*language*/) { write_filter_members(json_); }

  void operator()(UnknownCode unknown) {
    json_.number("code", unknown.code);
    write_class_entry(response_class_of(unknown.code));
  }

 private:
  void write_class(const ClassEntry& entry) {
    json_.begin_object("class");
    json_.number("number", entry.response_class);
    json_.text("name", entry.name);
    json_.text("meaning", entry.meaning);
    json_.end_object();
  }

  void write_class_entry(const ClassEntry& entry) {
    write_class(entry);
    json_.text("side", to_string(entry.side));
    json_.text("tip", entry.tip);
    json_.text("explanation", entry.explanation);
    write_texts(json_, "look_first", entry.look_first);
    json_.number("treat_as", entry.treat_as);
  }

  JsonWriter& json_;
};

}  // namespace

void write_topic_members(JsonWriter& json, const Topic& topic) {
  json.text("kind", to_string(kind_of(topic)));
  json.text("name", name_of(topic));
  json.text("command", command_of(topic));
  json.text("plain", plain_of(topic));
}

void write_entry_members(JsonWriter& json, const Topic& topic) {
  std::visit(EntryWriter(json), topic);
}

}  // namespace siptriage::explain
