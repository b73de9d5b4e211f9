#include "catalogue/compiler/read_entries.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "siptriage/catalogue/entry.h"

#include "catalogue/compiler/limits.h"
#include "catalogue/compiler/read_clause.h"

namespace siptriage::compiler {

namespace {

constexpr std::string_view kDutyPlaces[] = {"response", "request", "retry"};

DutySource read_duty(TableReader& table) {
  DutySource duty;
  duty.place = table.place();
  duty.header = table.text("name", kMaxHeaderName);
  duty.where = kDutyPlaces[table.choice("in", kDutyPlaces)];
  duty.level = table.word<DutyLevel>("level");
  duty.condition = table.text("condition", kMaxCondition, Presence::Optional);
  duty.clause = read_clause(table, 1);
  duty.meaning = table.text("meaning", kMaxDutyMeaning);
  table.refuse_other_keys();
  return duty;
}

MethodAdviceSource read_advice(TableReader& table) {
  MethodAdviceSource advice;
  advice.methods = table.texts("methods", kMaxMethod, kMaxMethods);
  advice.plain = table.text("plain", kMaxPlain);
  advice.tip = table.text("tip", kMaxTip);
  advice.retry_advice = table.text("retry_advice", kMaxRetryAdvice);
  table.refuse_other_keys();
  return advice;
}

void read_response_lists(TableReader& table, ResponseSource& entry) {
  entry.steps = table.texts("steps", kMaxStep, kMaxSteps);
  entry.aliases =
      table.texts("aliases", kMaxPhrase, kMaxAliases, Presence::Optional);
  entry.see_also = table.numbers("see_also", kMinCode, kMaxCode, kMaxSeeAlso,
                                 Presence::Optional);
  entry.references = read_references(table);
  table.tables("headers", Presence::Optional,
               [&](TableReader& duty, std::size_t) {
                 entry.headers.push_back(read_duty(duty));
               });
  table.tables(
      "causes", Presence::Optional, [&](TableReader& cause, std::size_t) {
        entry.causes.push_back(
            {cause.word<FaultSide>("side"), cause.text("text", kMaxCauseText)});
        cause.refuse_other_keys();
      });
  entry.look_in_request =
      table.texts("look_in_request", kMaxLook, kMaxLooks, Presence::Optional);
  entry.methods = table.texts("methods", kMaxMethod, kMaxMethods);
  table.tables("for_methods", Presence::Optional,
               [&](TableReader& advice, std::size_t) {
                 entry.for_methods.push_back(read_advice(advice));
               });
}

ResponseSource read_response(TableReader& table) {
  ResponseSource entry;
  entry.place = table.place();
  entry.code = table.number("code", kMinCode, kMaxCode);
  entry.phrase = table.text("phrase", kMaxPhrase);
  entry.status = table.word<CodeStatus>("status");
  entry.plain = table.text("plain", kMaxPlain);
  entry.explanation = table.text("explanation", kMaxExplanation);
  entry.tip = table.text("tip", kMaxTip);
  entry.side = table.word<FaultSide>("side");
  entry.retry = table.word<RetryKind>("retry");
  entry.retry_advice = table.text("retry_advice", kMaxRetryAdvice);
  entry.dialog_retry_advice =
      table.text("dialog_retry_advice", kMaxRetryAdvice, Presence::Optional);
  entry.dialog_retry = entry.dialog_retry_advice.empty()
                           ? entry.retry
                           : table.word<RetryKind>("dialog_retry");
  entry.normal = table.flag("normal");
  entry.replaced_by =
      table.text("replaced_by", kMaxReplacedBy, Presence::Optional);
  entry.elsewhere = table.text("elsewhere", kMaxElsewhere, Presence::Optional);
  read_response_lists(table, entry);
  table.refuse_other_keys();
  return entry;
}

ClassSource read_class(TableReader& table) {
  ClassSource entry;
  entry.place = table.place();
  entry.response_class = table.number("class", 1, 6);
  entry.name = table.text("name", kMaxName);
  entry.meaning = table.text("meaning", kMaxMeaning);
  entry.explanation = table.text("explanation", kMaxExplanation);
  entry.tip = table.text("tip", kMaxTip);
  entry.look_first = table.texts("look_first", kMaxStep, kMaxSteps);
  entry.treat_as = table.number("treat_as", kMinCode, kMaxCode);
  entry.side = table.word<FaultSide>("side");
  table.refuse_other_keys();
  return entry;
}

CauseSource read_cause(TableReader& table) {
  CauseSource entry;
  entry.place = table.place();
  entry.cause = table.number("cause", 1, kMaxCause);
  entry.name = table.text("name", kMaxName);
  entry.meaning = table.text("meaning", kMaxMeaning);
  entry.status = table.number("status", 0, kMaxCode);
  entry.cause_class = table.text("class", kMaxCauseClass);
  entry.tip = table.text_or_none("tip", kMaxShortTip);
  entry.vendor = table.text_or_none("vendor", kMaxVendor);
  table.refuse_other_keys();
  return entry;
}

StatusCauseSource read_status_cause(TableReader& table) {
  StatusCauseSource entry;
  entry.place = table.place();
  entry.status = table.number("status", kMinCode, kMaxCode);
  entry.cause = table.number("cause", 1, kMaxCause);
  table.refuse_other_keys();
  return entry;
}

ScannerSource read_scanner(TableReader& table) {
  ScannerSource entry;
  entry.place = table.place();
  entry.name = table.text("name", kMaxName);
  entry.meaning = table.text("meaning", kMaxMeaning);
  table.refuse_other_keys();
  return entry;
}

WordListSource read_word_list(TableReader& table) {
  WordListSource entry;
  entry.place = table.place();
  entry.id = table.text("id", kMaxRuleId);
  for (const std::string& line :
       table.texts("words", kMaxWordLine, kMaxWordLines)) {
    if (!entry.words.empty()) entry.words += ' ';
    entry.words += line;
  }
  table.refuse_other_keys();
  return entry;
}

ContradictionSource read_contradiction(TableReader& table) {
  ContradictionSource entry;
  entry.place = table.place();
  entry.causes = table.numbers("causes", 1, kMaxCause, kMaxContradicting);
  entry.statuses =
      table.numbers("statuses", kMinCode, kMaxCode, kMaxContradicting);
  entry.reading = table.text("reading", kMaxMeaning);
  table.refuse_other_keys();
  return entry;
}

CauseHeaderSource read_cause_header(TableReader& table) {
  CauseHeaderSource entry;
  entry.place = table.place();
  entry.name = table.text("name", kMaxHeaderName);
  entry.product = table.text("product", kMaxName);
  table.refuse_other_keys();
  return entry;
}

CauseRangeSource read_cause_range(TableReader& table) {
  CauseRangeSource entry;
  entry.place = table.place();
  entry.product = table.text("product", kMaxName);
  entry.from = table.number("from", 1, kMaxProductCause);
  entry.to = table.number("to", 1, kMaxProductCause);
  entry.meaning = table.text("meaning", kMaxMeaning);
  table.refuse_other_keys();
  return entry;
}

WarningSource read_warning(TableReader& table) {
  WarningSource entry;
  entry.place = table.place();
  entry.code = table.number("code", kMinWarning, kMaxWarning);
  entry.text = table.text("text", kMaxName);
  entry.meaning = table.text("meaning", kMaxMeaning);
  entry.clause = read_clause(table, 1);
  entry.tip = table.text("tip", kMaxShortTip);
  table.refuse_other_keys();
  return entry;
}

/// "capture" of ".../rules_capture.toml".
std::string subject_of(const Place& place) {
  const std::string stem = std::filesystem::path(place.file).stem().string();
  return stem.substr(std::min(stem.size(), stem.find('_') + 1));
}

RuleSource read_rule(TableReader& table) {
  RuleSource entry;
  entry.place = table.place();
  entry.id = table.text("id", kMaxRuleId);
  entry.title = table.text("title", kMaxTitle);
  entry.severity = table.word<Severity>("severity");
  entry.basis = table.word<Basis>("basis");
  entry.blame = table.word<Blame>("blame");
  entry.explains_failure = table.flag("explains_failure");
  entry.clause = read_clause(table, 0);
  entry.explanation = table.text("explanation", kMaxExplanation);
  entry.remedy = table.text("remedy", kMaxRemedy);
  entry.subject = subject_of(entry.place);
  entry.ends_call = table.flag("ends_call", Presence::Optional);
  entry.explains_silence = table.flag("explains_silence", Presence::Optional);
  entry.is_outcome = table.flag("is_outcome", Presence::Optional);
  entry.overrules_code = table.flag("overrules_code", Presence::Optional);
  entry.explains_codes =
      table.numbers("explains_codes", kFirstFailureCode, kMaxCode,
                    kMaxExplainedCodes, Presence::Optional);
  entry.means = table.text("means", kMaxMeans, Presence::Optional);
  entry.supersedes =
      table.texts("supersedes", kMaxRuleId, kMaxSuperseded, Presence::Optional);
  table.refuse_other_keys();
  return entry;
}

DiagnosisSource read_diagnosis(TableReader& table) {
  DiagnosisSource entry;
  entry.place = table.place();
  entry.id = table.text("id", kMaxRuleId);
  entry.severity = table.word<Severity>("severity");
  entry.text = table.text("text", kMaxDiagnosis);
  table.refuse_other_keys();
  return entry;
}

}  // namespace

void read_responses(TableReader& file, CatalogueSource& source) {
  file.tables("response", Presence::Required,
              [&](TableReader& table, std::size_t index) {
                table.name_entry("response", "code", index);
                source.responses.push_back(read_response(table));
              });
}

void read_classes(TableReader& file, CatalogueSource& source) {
  file.tables("class", Presence::Required,
              [&](TableReader& table, std::size_t index) {
                table.name_entry("class", "class", index);
                source.classes.push_back(read_class(table));
              });
}

void read_q850(TableReader& file, CatalogueSource& source) {
  file.tables("cause", Presence::Required,
              [&](TableReader& table, std::size_t index) {
                table.name_entry("cause", "cause", index);
                source.causes.push_back(read_cause(table));
              });
  file.tables("status", Presence::Required,
              [&](TableReader& table, std::size_t index) {
                table.name_entry("status", "status", index);
                source.status_causes.push_back(read_status_cause(table));
              });
  file.tables("contradiction", Presence::Optional,
              [&](TableReader& table, std::size_t index) {
                table.name_entry("contradiction", "reading", index);
                source.contradictions.push_back(read_contradiction(table));
              });
}

void read_cause_headers(TableReader& file, CatalogueSource& source) {
  file.tables("cause_header", Presence::Required,
              [&](TableReader& table, std::size_t index) {
                table.name_entry("cause_header", "name", index);
                source.cause_headers.push_back(read_cause_header(table));
              });
  file.tables("cause_range", Presence::Optional,
              [&](TableReader& table, std::size_t index) {
                table.name_entry("cause_range", "from", index);
                source.cause_ranges.push_back(read_cause_range(table));
              });
}

void read_warnings(TableReader& file, CatalogueSource& source) {
  file.tables("warning", Presence::Required,
              [&](TableReader& table, std::size_t index) {
                table.name_entry("warning", "code", index);
                source.warnings.push_back(read_warning(table));
              });
}

void read_scanners(TableReader& file, CatalogueSource& source) {
  file.tables("scanner", Presence::Required,
              [&](TableReader& table, std::size_t index) {
                table.name_entry("scanner", "name", index);
                source.scanners.push_back(read_scanner(table));
              });
}

void read_word_lists(TableReader& file, CatalogueSource& source) {
  file.tables("word_list", Presence::Required,
              [&](TableReader& table, std::size_t index) {
                table.name_entry("word_list", "id", index);
                source.word_lists.push_back(read_word_list(table));
              });
}

void read_rules(TableReader& file, CatalogueSource& source) {
  file.tables("rule", Presence::Required,
              [&](TableReader& table, std::size_t index) {
                table.name_entry("rule", "id", index);
                source.rules.push_back(read_rule(table));
              });
}

void read_diagnoses(TableReader& file, CatalogueSource& source) {
  file.tables("diagnosis", Presence::Required,
              [&](TableReader& table, std::size_t index) {
                table.name_entry("diagnosis", "id", index);
                source.diagnoses.push_back(read_diagnosis(table));
              });
}

}  // namespace siptriage::compiler
