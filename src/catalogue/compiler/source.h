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
  bool normal = false;
  std::string replaced_by;
  std::vector<std::string> aliases;
  std::vector<std::uint16_t> see_also;
  std::vector<ClauseSource> references;
  std::vector<DutySource> headers;
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
};

struct StatusCauseSource {
  Place place;
  std::uint16_t status = 0;
  std::uint16_t cause = 0;
};

struct WarningSource {
  Place place;
  std::uint16_t code = 0;
  std::string text;
  std::string meaning;
  ClauseSource clause;
};

struct RuleSource {
  Place place;
  std::string id;
  std::string title;
  Severity severity = Severity::Notice;
  Basis basis = Basis::Observation;
  ClauseSource clause;
  std::string explanation;
  std::string remedy;
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
  std::vector<WarningSource> warnings;
  std::vector<RuleSource> rules;
  std::vector<std::string> header_fields;
};

}  // namespace siptriage::compiler
