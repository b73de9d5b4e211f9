#include "explain/overview.h"

#include <fmt/format.h>

#include "siptriage/catalogue/catalogue.h"

namespace siptriage::explain {
namespace {

constexpr Example kExamples[] = {
    {"siptriage explain 486", "a code; also 486 503, or BusyHere"},
    {"siptriage explain 480 486", "two codes and the difference"},
    {"siptriage explain 4xx", "a class and its codes"},
    {"siptriage explain codec", "words, in whatever has them"},
    {"siptriage explain header Min-SE", "also q850 17, warning 305, timer B"},
    {"siptriage explain metric SER", "also rule 405-without-allow"},
    {"siptriage explain timers", "all of a kind; also headers, rules, ..."},
    {"siptriage explain faq", "questions; faq ID answers one"},
    {"siptriage explain filter", "the language of --where"},
    {"siptriage explain --side callee", "codes by --side, --class, --method"},
    {"siptriage explain --header Allow", "or --header; --list is all of them"},
};

}  // namespace

std::span<const Example> examples() { return kExamples; }

std::string contents() {
  return fmt::format(
      "{} response codes, {} comparisons, {} header fields, {} Q.850 causes, "
      "{} Warning codes, {} timers, {} metrics, {} rules, {} questions.",
      all_responses().size(), all_comparisons().size(),
      all_header_fields().size(), all_q850_causes().size(),
      all_warnings().size(), all_timers().size(), all_metrics().size(),
      all_rules().size(), all_questions().size());
}

}  // namespace siptriage::explain
