#include "catalogue/compiler/validate.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <fmt/format.h>

#include "siptriage/catalogue/entry.h"

#include "catalogue/compiler/check_parts.h"
#include "catalogue/compiler/limits.h"
#include "catalogue/compiler/text_check.h"

namespace siptriage::compiler {

namespace {

constexpr std::uint16_t kClassCount = 6;
/// An unknown 1xx is handled as 183, any other xyz as x00 (RFC 3261 8.1.3.2).
constexpr std::uint16_t kUnknownProvisional = 183;

/// The methods of the registry.
constexpr std::string_view kMethods[] = {
    "ACK",     "BYE",   "CANCEL",  "INFO",  "INVITE",   "MESSAGE",   "NOTIFY",
    "OPTIONS", "PRACK", "PUBLISH", "REFER", "REGISTER", "SUBSCRIBE", "UPDATE"};

void check_method_names(const ResponseSource& entry, Problems& problems) {
  for (std::size_t i = 0; i < entry.methods.size(); ++i) {
    const std::string& method = entry.methods[i];
    if (std::ranges::find(kMethods, method) == std::end(kMethods)) {
      problems.add(entry.place,
                   fmt::format("methods: \"{}\" is not registered", method));
    }
    const auto end = entry.methods.begin() + static_cast<std::ptrdiff_t>(i);
    if (std::find(entry.methods.begin(), end, method) != end) {
      problems.add(entry.place, fmt::format("methods: {} given twice", method));
    }
  }
}

void check_status(const ResponseSource& entry, Problems& problems) {
  const bool current = entry.status == CodeStatus::Current;
  if (current && !entry.replaced_by.empty()) {
    problems.add(entry.place, "replaced_by: a current code has none");
  }
  if (!current && entry.replaced_by.empty()) {
    problems.add(entry.place, "replaced_by: needed unless status is current");
  }
}

void check_steps(const ResponseSource& entry, Problems& problems) {
  if (entry.status != CodeStatus::Current) return;
  if (entry.code < kFirstFailureCode) return;
  if (entry.steps.size() >= kMinFailureSteps) return;
  problems.add(entry.place, fmt::format("steps: {} given, a failure needs {}",
                                        entry.steps.size(), kMinFailureSteps));
}

/// What a failure may come from, and what of the request explains it.
void check_causes(const ResponseSource& entry, Problems& problems) {
  if (entry.causes.size() > kMaxCauses) {
    problems.add(entry.place,
                 fmt::format("causes: {} given, at most {} allowed",
                             entry.causes.size(), kMaxCauses));
  }
  if (entry.code < kFirstFailureCode) return;
  if (entry.causes.empty()) {
    problems.add(entry.place, "causes: a failure needs one");
  }
  if (entry.look_in_request.empty()) {
    problems.add(entry.place, "look_in_request: a failure needs one");
  }
}

void check_references(const ResponseSource& entry, Problems& problems) {
  if (entry.status == CodeStatus::Unregistered) return;
  if (!entry.references.empty()) return;
  problems.add(entry.place, "references: a registered code has one");
}

void check_see_also(const ResponseSource& entry, const CodeSet& known,
                    Problems& problems) {
  CodeSet seen;
  for (const std::uint16_t code : entry.see_also) {
    if (code == 0) continue;
    if (code == entry.code) {
      problems.add(entry.place, "see_also: names the entry itself");
    } else if (!known.contains(code)) {
      problems.add(entry.place, fmt::format("see_also: unknown code {}", code));
    } else if (!seen.insert(code).second) {
      problems.add(entry.place, fmt::format("see_also: {} given twice", code));
    }
  }
}

void check_headers(const ResponseSource& entry, const CatalogueSource& source,
                   Problems& problems) {
  std::set<std::tuple<std::string, std::string, std::string>> seen;
  for (const DutySource& duty : entry.headers) {
    check_header_name(duty.place, "headers", duty.header, source, problems);
    if (!seen.emplace(duty.header, duty.where, duty.condition).second) {
      problems.add(duty.place,
                   fmt::format("headers: {} in the {} is given twice for the "
                               "same condition",
                               duty.header, duty.where));
    }
  }
}

void check_responses(const CatalogueSource& source, Problems& problems) {
  const CodeSet known = codes_of(source.responses, &ResponseSource::code);
  for (const ResponseSource& entry : source.responses) {
    check_status(entry, problems);
    check_steps(entry, problems);
    check_method_names(entry, problems);
    check_causes(entry, problems);
    if (source.complete) check_see_also(entry, known, problems);
    check_headers(entry, source, problems);
    check_references(entry, problems);
  }
}

void check_classes(const CatalogueSource& source, Problems& problems) {
  for (const ClassSource& entry : source.classes) {
    const std::uint16_t number = entry.response_class;
    if (number == 0 || entry.treat_as == 0) continue;
    const int expected = number == 1 ? kUnknownProvisional : number * 100;
    if (entry.treat_as != expected) {
      problems.add(entry.place, fmt::format("treat_as: must be {}", expected));
    }
  }
  if (!source.complete) return;
  const CodeSet known = codes_of(source.classes, &ClassSource::response_class);
  for (std::uint16_t number = 1; number <= kClassCount; ++number) {
    if (known.contains(number)) continue;
    problems.add({source.classes.empty() ? "classes.toml"
                                         : source.classes.front().place.file,
                  0,
                  {}},
                 fmt::format("class {} is missing", number));
  }
}

/// The mappings of RFC 3398 lead from and to what the catalogue knows.
void check_q850(const CatalogueSource& source, Problems& problems) {
  if (!source.complete) return;
  const CodeSet codes = codes_of(source.responses, &ResponseSource::code);
  const CodeSet causes = codes_of(source.causes, &CauseSource::cause);
  for (const CauseSource& entry : source.causes) {
    if (entry.status == 0 || codes.contains(entry.status)) continue;
    problems.add(entry.place,
                 fmt::format("status: unknown code {}", entry.status));
  }
  for (const StatusCauseSource& entry : source.status_causes) {
    if (entry.status != 0 && !codes.contains(entry.status)) {
      problems.add(entry.place, "status: unknown code");
    }
    if (entry.cause != 0 && !causes.contains(entry.cause)) {
      problems.add(entry.place,
                   fmt::format("cause: unknown cause {}", entry.cause));
    }
  }
}

/// A contradiction is between what the catalogue knows, and not one that RFC
/// 3398 itself maps to each other.
void check_contradictions(const CatalogueSource& source, Problems& problems) {
  if (!source.complete) return;
  const CodeSet codes = codes_of(source.responses, &ResponseSource::code);
  const CodeSet causes = codes_of(source.causes, &CauseSource::cause);
  const auto lists = [](const std::vector<std::uint16_t>& all,
                        std::uint16_t one) {
    return std::ranges::find(all, one) != all.end();
  };
  for (const ContradictionSource& entry : source.contradictions) {
    for (const std::uint16_t status : entry.statuses) {
      if (codes.contains(status)) continue;
      problems.add(entry.place,
                   fmt::format("statuses: unknown code {}", status));
    }
    for (const std::uint16_t cause : entry.causes) {
      if (causes.contains(cause)) continue;
      problems.add(entry.place, fmt::format("causes: unknown cause {}", cause));
    }
    for (const CauseSource& cause : source.causes) {
      if (!lists(entry.causes, cause.cause) ||
          !lists(entry.statuses, cause.status)) {
        continue;
      }
      problems.add(entry.place,
                   fmt::format("statuses: {} is what RFC 3398 gives for {}",
                               cause.status, cause.cause));
    }
    for (const StatusCauseSource& row : source.status_causes) {
      if (!lists(entry.causes, row.cause) ||
          !lists(entry.statuses, row.status)) {
        continue;
      }
      problems.add(entry.place,
                   fmt::format("causes: {} is what RFC 3398 gives for {}",
                               row.cause, row.status));
    }
  }
}

void check_cause_ranges(const CatalogueSource& source, Problems& problems) {
  for (const CauseRangeSource& entry : source.cause_ranges) {
    if (entry.to < entry.from) {
      problems.add(entry.place, "to: is below from");
    }
    const bool known = std::ranges::any_of(
        source.cause_headers, [&entry](const CauseHeaderSource& header) {
          return header.product == entry.product;
        });
    if (!known) problems.add(entry.place, "product: has no header field");
  }
}

/// Other rules, and none that supersedes this one in turn: both would go.
void check_supersedes(const RuleSource& entry, const CatalogueSource& source,
                      Problems& problems) {
  for (const std::string& id : entry.supersedes) {
    const auto other = std::ranges::find(source.rules, id, &RuleSource::id);
    if (id == entry.id) {
      problems.add(entry.place, "supersedes: names the rule itself");
    } else if (other == source.rules.end()) {
      problems.add(entry.place, fmt::format("supersedes: unknown rule {}", id));
    } else if (std::ranges::find(other->supersedes, entry.id) !=
               other->supersedes.end()) {
      problems.add(entry.place,
                   fmt::format("supersedes: {} supersedes this rule", id));
    }
    if (std::ranges::count(entry.supersedes, id) > 1) {
      problems.add(entry.place, fmt::format("supersedes: {} given twice", id));
    }
  }
}

void check_rules(const CatalogueSource& source, Problems& problems) {
  for (const RuleSource& entry : source.rules) {
    if (!entry.id.empty() && !is_rule_id(entry.id)) {
      problems.add(entry.place,
                   "id: must be lower-case words joined by hyphens");
    }
    const bool normative =
        entry.basis == Basis::Must || entry.basis == Basis::Should;
    if (normative && entry.clause.rfc == 0) {
      problems.add(entry.place, "rfc: a must or should needs its RFC");
    }
    if (entry.clause.rfc == 0 && !entry.clause.section.empty()) {
      problems.add(entry.place, "section: stands without an RFC");
    }
    if (source.complete) check_supersedes(entry, source, problems);
  }
}

}  // namespace

void validate(const CatalogueSource& source, Problems& problems) {
  check_unique(source.responses, &ResponseSource::code, problems);
  check_unique(source.classes, &ClassSource::response_class, problems);
  check_unique(source.causes, &CauseSource::cause, problems);
  check_unique(source.status_causes, &StatusCauseSource::status, problems);
  check_unique(source.warnings, &WarningSource::code, problems);
  check_unique(source.scanners, &ScannerSource::name, problems);
  check_unique(source.word_lists, &WordListSource::id, problems);
  check_unique(source.rules, &RuleSource::id, problems);
  check_unique(source.diagnoses, &DiagnosisSource::id, problems);
  check_responses(source, problems);
  check_classes(source, problems);
  check_q850(source, problems);
  check_contradictions(source, problems);
  check_cause_ranges(source, problems);
  check_rules(source, problems);
  check_reference(source, problems);
  check_texts_differ(source, problems);
}

}  // namespace siptriage::compiler
