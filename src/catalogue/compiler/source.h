#pragma once
/// The catalogue as read from data/*.toml, before it becomes tables: the
/// entries of entry.h with owned text and the place each one stands at.
/// A number that could not be read is 0; a Problem tells of it.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "siptriage/catalogue/entry.h"

#include "catalogue/compiler/problem.h"

namespace siptriage::compiler {

struct ClauseSource {
  std::uint16_t rfc = 0;
  std::string section;
};

struct DutySource {
  Place place;
  std::string header;
  std::string where;
  DutyLevel level = DutyLevel::May;
  std::string condition;
  ClauseSource clause;
  std::string meaning;
};

struct LikelyCauseSource {
  FaultSide side = FaultSide::None;
  std::string text;
};

struct MethodAdviceSource {
  std::vector<std::string> methods;
  std::string plain;
  std::string tip;
  std::string retry_advice;
};

struct ResponseSource {
  Place place;
  std::uint16_t code = 0;
  std::string phrase;
  CodeStatus status = CodeStatus::Current;
  std::string plain;
  std::string explanation;
  std::string tip;
  std::vector<std::string> steps;
  FaultSide side = FaultSide::None;
  RetryKind retry = RetryKind::None;
  std::string retry_advice;
  RetryKind dialog_retry = RetryKind::None;
  std::string dialog_retry_advice;
  bool normal = false;
  std::string replaced_by;
  std::vector<std::string> aliases;
  std::vector<std::uint16_t> see_also;
  std::vector<ClauseSource> references;
  std::vector<DutySource> headers;
  std::vector<LikelyCauseSource> causes;
  std::vector<std::string> look_in_request;
  std::vector<std::string> methods;
  std::string elsewhere;
  std::vector<MethodAdviceSource> for_methods;
};

struct ClassSource {
  Place place;
  std::uint16_t response_class = 0;
  std::string name;
  std::string meaning;
  std::string explanation;
  std::string tip;
  std::vector<std::string> look_first;
  std::uint16_t treat_as = 0;
  FaultSide side = FaultSide::None;
};

struct CauseSource {
  Place place;
  std::uint16_t cause = 0;
  std::string name;
  std::string meaning;
  std::uint16_t status = 0;
  std::string cause_class;
  std::string tip;
  std::string vendor;
};

struct StatusCauseSource {
  Place place;
  std::uint16_t status = 0;
  std::uint16_t cause = 0;
};

struct ContradictionSource {
  Place place;
  std::vector<std::uint16_t> causes;
  std::vector<std::uint16_t> statuses;
  std::string reading;
};

struct CauseHeaderSource {
  Place place;
  std::string name;
  std::string product;
};

struct CauseRangeSource {
  Place place;
  std::string product;
  std::uint16_t from = 0;
  std::uint16_t to = 0;
  std::string meaning;
};

struct WarningSource {
  Place place;
  std::uint16_t code = 0;
  std::string text;
  std::string meaning;
  ClauseSource clause;
  std::string tip;
};

struct ScannerSource {
  Place place;
  std::string name;
  std::string meaning;
};

struct WordListSource {
  Place place;
  std::string id;
  std::string words;
};

struct RuleSource {
  Place place;
  std::string id;
  std::string title;
  Severity severity = Severity::Notice;
  Basis basis = Basis::Observation;
  Blame blame = Blame::Unknown;
  bool explains_failure = false;
  ClauseSource clause;
  std::string explanation;
  std::string remedy;
  std::string subject;
  bool ends_call = false;
  bool explains_silence = false;
  bool is_outcome = false;
  bool overrules_code = false;
  std::vector<std::uint16_t> explains_codes;
  std::string means;
  std::vector<std::string> supersedes;
};

struct DiagnosisSource {
  Place place;
  std::string id;
  Severity severity = Severity::Notice;
  std::string text;
};

struct CodeTellSource {
  std::uint16_t code = 0;
  std::string text;
};

struct ComparisonSource {
  Place place;
  std::vector<std::uint16_t> codes;
  std::string difference;
  std::vector<CodeTellSource> tell;
  std::vector<ClauseSource> references;
};

struct HeaderFieldSource {
  Place place;
  std::string name;
  std::string compact;
  std::string plain;
  std::string found_in;
  std::string example;
  std::vector<std::string> reading;
  ClauseSource clause;
  std::string document;
  CodeStatus status = CodeStatus::Current;
};

struct TimerSource {
  Place place;
  std::string name;
  std::string value;
  std::string applies_to;
  std::string purpose;
  std::string at_expiry;
  std::string violation;
  std::vector<std::string> steps;
  ClauseSource clause;
};

struct MetricSource {
  Place place;
  std::string id;
  std::string name;
  std::string formula;
  std::string meaning;
  std::string good;
  std::vector<std::string> inputs;
  std::string counted;
  std::string caveat;
  ClauseSource clause;
};

struct QuestionSource {
  Place place;
  std::string id;
  std::string question;
  std::string answer;
  std::vector<std::uint16_t> codes;
  std::vector<std::string> headers;
  std::vector<std::string> words;
};

struct CatalogueSource {
  /// Every file read, whether sound or not; what a depfile lists.
  std::vector<std::filesystem::path> files;
  /// False if a file was missing or no TOML: then what its entries would have
  /// said is not held against the others.
  bool complete = true;

  std::vector<ResponseSource> responses;
  std::vector<ClassSource> classes;
  std::vector<CauseSource> causes;
  std::vector<StatusCauseSource> status_causes;
  std::vector<ContradictionSource> contradictions;
  std::vector<CauseHeaderSource> cause_headers;
  std::vector<CauseRangeSource> cause_ranges;
  std::vector<WarningSource> warnings;
  std::vector<ScannerSource> scanners;
  std::vector<WordListSource> word_lists;
  std::vector<RuleSource> rules;
  std::vector<DiagnosisSource> diagnoses;
  std::vector<HeaderFieldSource> header_fields;
  std::vector<ComparisonSource> comparisons;
  std::vector<TimerSource> timers;
  std::vector<MetricSource> metrics;
  std::vector<QuestionSource> questions;
};

}  // namespace siptriage::compiler
