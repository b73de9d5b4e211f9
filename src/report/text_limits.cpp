// Limits that were reached, and how to raise them.

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "siptriage/base/limit_text.h"

#include "report/describe.h"
#include "report/text_parts.h"

namespace siptriage::report {
namespace {

bool is_told(const LimitSpec& spec, const Coverage& coverage) {
  return !spec.is_routine && coverage.limits_reached.of(spec.id) != 0;
}

}  // namespace

bool tells_limits(const Coverage& coverage) {
  return std::any_of(
      limit_specs().begin(), limit_specs().end(),
      [&](const LimitSpec& spec) { return is_told(spec, coverage); });
}

void write_limits(const Coverage& coverage, Layout& layout) {
  for (const LimitSpec& spec : limit_specs()) {
    if (!is_told(spec, coverage)) continue;
    const std::uint64_t count = coverage.limits_reached.of(spec.id);
    layout.field(2, "Limit",
                 fmt::format("{} ({} {}) was reached: {}; {}", spec.name,
                             with_separators(coverage.limits[spec.id]),
                             spec.unit, count_of(count, spec.one, spec.many),
                             how_to_raise(spec.id, coverage.limits)),
                 Style::Caution);
  }
}

}  // namespace siptriage::report
