#include "cli/limit_list.h"

#include <string_view>

#include <fmt/format.h>

#include "siptriage/base/limit_text.h"

#include "output/wrap.h"

namespace siptriage::cli {
namespace {

constexpr std::size_t kColumns = 80;
constexpr std::size_t kIndent = 4;

void append_wrapped(std::string& list, std::string_view text) {
  for (const std::string& line :
       output::wrap_text(text, kColumns - kIndent, "...")) {
    list += fmt::format("{:{}}{}\n", "", kIndent, line);
  }
}

}  // namespace

std::string list_limits() {
  std::string list =
      "What hostile or huge input can reach, and what happens then. The "
      "report\n"
      "says which were reached, under COVERAGE. --limit NAME=VALUE sets one.\n";
  for (const LimitSpec& spec : limit_specs()) {
    list += fmt::format("\n{}: {} {} ({} to {})\n", spec.name,
                        to_text(spec, spec.otherwise), spec.unit,
                        to_text(spec, spec.least), to_text(spec, spec.most));
    append_wrapped(list, fmt::format("Bounds {}.", spec.meaning));
    append_wrapped(list, fmt::format("Then {}.", spec.reached));
  }
  return list;
}

}  // namespace siptriage::cli
