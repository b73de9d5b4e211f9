// The files that only `siptriage explain` needs: header fields, comparisons,
// timers, metrics, questions.

#include <cstddef>

#include "siptriage/catalogue/entry.h"

#include "catalogue/compiler/limits.h"
#include "catalogue/compiler/read_clause.h"
#include "catalogue/compiler/read_entries.h"

namespace siptriage::compiler {

namespace {

HeaderFieldSource read_header_field(TableReader& table) {
  HeaderFieldSource entry;
  entry.place = table.place();
  entry.name = table.text("name", kMaxHeaderName);
  entry.compact = table.text_or_none("compact", kMaxHeaderName);
  entry.plain = table.text("plain", kMaxHeaderPlain);
  entry.found_in = table.text("found_in", kMaxFoundIn);
  entry.example = table.text("example", kMaxExample);
  entry.reading = table.texts("reading", kMaxReading, kMaxReadings);
  entry.clause = read_clause(table, 0);
  entry.document = table.text("document", kMaxDocument, Presence::Optional);
  entry.status = table.word<CodeStatus>("status");
  table.refuse_other_keys();
  return entry;
}

ComparisonSource read_comparison(TableReader& table) {
  ComparisonSource entry;
  entry.place = table.place();
  entry.codes = table.numbers("codes", kMinCode, kMaxCode, kMaxCompared);
  entry.difference = table.text("difference", kMaxDifference);
  table.tables("tell", Presence::Required, [&](TableReader& tell, std::size_t) {
    entry.tell.push_back(
        {tell.number("code", kMinCode, kMaxCode), tell.text("text", kMaxTell)});
    tell.refuse_other_keys();
  });
  entry.references = read_references(table);
  table.refuse_other_keys();
  return entry;
}

TimerSource read_timer(TableReader& table) {
  TimerSource entry;
  entry.place = table.place();
  entry.name = table.text("name", kMaxTimerName);
  entry.value = table.text("value", kMaxTimerValue);
  entry.applies_to = table.text("applies_to", kMaxAppliesTo);
  entry.purpose = table.text("purpose", kMaxPurpose);
  entry.at_expiry = table.text("at_expiry", kMaxAtExpiry);
  entry.violation = table.text("violation", kMaxViolation);
  entry.steps = table.texts("steps", kMaxStep, kMaxSteps, Presence::Optional);
  entry.clause = read_clause(table, 1);
  table.refuse_other_keys();
  return entry;
}

MetricSource read_metric(TableReader& table) {
  MetricSource entry;
  entry.place = table.place();
  entry.id = table.text("id", kMaxWord);
  entry.name = table.text("name", kMaxName);
  entry.formula = table.text("formula", kMaxFormula);
  entry.meaning = table.text("meaning", kMaxMetricMeaning);
  entry.good = table.text("good", kMaxGood);
  entry.inputs = table.texts("inputs", kMaxInput, kMaxInputs);
  entry.counted = table.text("counted", kMaxCounted);
  entry.caveat = table.text("caveat", kMaxCaveat);
  entry.clause = read_clause(table, 1);
  table.refuse_other_keys();
  return entry;
}

QuestionSource read_question(TableReader& table) {
  QuestionSource entry;
  entry.place = table.place();
  entry.id = table.text("id", kMaxRuleId);
  entry.question = table.text("question", kMaxQuestion);
  entry.answer = table.text("answer", kMaxAnswer);
  entry.codes = table.numbers("codes", kMinCode, kMaxCode, kMaxQuestionLinks);
  entry.headers = table.texts("headers", kMaxHeaderName, kMaxQuestionLinks);
  entry.words = table.texts("words", kMaxWord, kMaxWords);
  table.refuse_other_keys();
  return entry;
}

}  // namespace

void read_header_fields(TableReader& file, CatalogueSource& source) {
  file.tables("header", Presence::Required,
              [&](TableReader& table, std::size_t index) {
                table.name_entry("header", "name", index);
                source.header_fields.push_back(read_header_field(table));
              });
}

void read_comparisons(TableReader& file, CatalogueSource& source) {
  file.tables("comparison", Presence::Required,
              [&](TableReader& table, std::size_t index) {
                table.name_entry("comparison", "codes", index);
                source.comparisons.push_back(read_comparison(table));
              });
}

void read_timers(TableReader& file, CatalogueSource& source) {
  file.tables("timer", Presence::Required,
              [&](TableReader& table, std::size_t index) {
                table.name_entry("timer", "name", index);
                source.timers.push_back(read_timer(table));
              });
}

void read_metrics(TableReader& file, CatalogueSource& source) {
  file.tables("metric", Presence::Required,
              [&](TableReader& table, std::size_t index) {
                table.name_entry("metric", "id", index);
                source.metrics.push_back(read_metric(table));
              });
}

void read_questions(TableReader& file, CatalogueSource& source) {
  file.tables("question", Presence::Required,
              [&](TableReader& table, std::size_t index) {
                table.name_entry("question", "id", index);
                source.questions.push_back(read_question(table));
              });
}

}  // namespace siptriage::compiler
