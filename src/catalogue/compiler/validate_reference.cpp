// The checks of what only `siptriage explain` needs.

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"

#include "catalogue/compiler/check_parts.h"
#include "catalogue/compiler/limits.h"
#include "catalogue/compiler/text_check.h"
#include "catalogue/compiler/validate.h"

namespace siptriage::compiler {

namespace {

void check_compared_codes(const ComparisonSource& entry, const CodeSet& known,
                          Problems& problems) {
  if (entry.codes.size() < kMinCompared) {
    problems.add(entry.place, "codes: a comparison needs two");
  }
  const auto not_after = [](std::uint16_t a, std::uint16_t b) {
    return a >= b;
  };
  if (std::ranges::adjacent_find(entry.codes, not_after) != entry.codes.end()) {
    problems.add(entry.place, "codes: must be in ascending order");
  }
  for (const std::uint16_t code : entry.codes) {
    if (code == 0 || known.contains(code)) continue;
    problems.add(entry.place, fmt::format("codes: unknown code {}", code));
  }
}

void check_comparisons(const CatalogueSource& source, Problems& problems) {
  check_unique(source.comparisons, &ComparisonSource::codes, problems);
  const CodeSet known = codes_of(source.responses, &ResponseSource::code);
  for (const ComparisonSource& entry : source.comparisons) {
    if (source.complete) check_compared_codes(entry, known, problems);
    if (!std::ranges::equal(entry.codes, entry.tell, {}, {},
                            &CodeTellSource::code)) {
      problems.add(entry.place,
                   "tell: must have one element for each of codes, in order");
    }
    if (entry.references.empty()) {
      problems.add(entry.place, "references: a comparison has one");
    }
  }
}

/// Header field names and compact forms are compared without regard to letter
/// case (RFC 3261 7.3.1): no two may be the same.
void check_header_names_differ(const CatalogueSource& source,
                               Problems& problems) {
  std::map<std::string, std::string> first;
  const auto add = [&](const HeaderFieldSource& entry, std::string_view key,
                       const std::string& name) {
    if (name.empty()) return;
    const auto [found, added] = first.emplace(to_lower_copy(name), entry.name);
    if (added) return;
    problems.add(entry.place, fmt::format("{}: \"{}\" is also {}", key, name,
                                          found->second));
  };
  for (const HeaderFieldSource& entry : source.header_fields) {
    add(entry, "name", entry.name);
    add(entry, "compact", entry.compact);
  }
}

void check_header_fields(const CatalogueSource& source, Problems& problems) {
  check_header_names_differ(source, problems);
  for (const HeaderFieldSource& entry : source.header_fields) {
    if (!entry.example.starts_with(entry.name + ": ")) {
      problems.add(entry.place, "example: must begin with the name and \": \"");
    }
    if ((entry.clause.rfc == 0) == entry.document.empty()) {
      problems.add(entry.place,
                   "document: needed where rfc is 0, and only there");
    }
    if (entry.clause.rfc == 0 && !entry.clause.section.empty()) {
      problems.add(entry.place, "section: stands without an RFC");
    }
  }
}

void check_questions(const CatalogueSource& source, Problems& problems) {
  check_unique(source.questions, &QuestionSource::id, problems);
  const CodeSet known = codes_of(source.responses, &ResponseSource::code);
  for (const QuestionSource& entry : source.questions) {
    if (!entry.id.empty() && !is_rule_id(entry.id)) {
      problems.add(entry.place,
                   "id: must be lower-case words joined by hyphens");
    }
    if (!entry.question.empty() && !entry.question.ends_with('?')) {
      problems.add(entry.place, "question: must end with a question mark");
    }
    for (const std::uint16_t code : entry.codes) {
      if (!source.complete || code == 0 || known.contains(code)) continue;
      problems.add(entry.place, fmt::format("codes: unknown code {}", code));
    }
    for (const std::string& header : entry.headers) {
      check_header_name(entry.place, "headers", header, source, problems);
    }
  }
}

}  // namespace

void check_header_name(const Place& place, std::string_view key,
                       std::string_view name, const CatalogueSource& source,
                       Problems& problems) {
  if (name.empty() || !source.complete) return;
  const auto found = std::ranges::find_if(
      source.header_fields, [&](const HeaderFieldSource& entry) {
        return equals_ignore_case(entry.name, name);
      });
  if (found == source.header_fields.end()) {
    problems.add(place, fmt::format("{}: \"{}\" is not registered", key, name));
  } else if (found->name != name) {
    problems.add(place, fmt::format("{}: \"{}\" is registered as \"{}\"", key,
                                    name, found->name));
  }
}

void check_reference(const CatalogueSource& source, Problems& problems) {
  check_comparisons(source, problems);
  check_header_fields(source, problems);
  check_unique(source.timers, &TimerSource::name, problems);
  check_unique(source.metrics, &MetricSource::id, problems);
  check_questions(source, problems);
}

}  // namespace siptriage::compiler
