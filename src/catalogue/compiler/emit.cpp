#include "catalogue/compiler/emit.h"

#include <algorithm>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"

#include "catalogue/words.h"

namespace siptriage::compiler {

namespace {

constexpr std::string_view kOpening =
    "// Written by compile_catalogue from data/*.toml; changes here are lost.\n"
    "#include \"catalogue/tables.h\"\n"
    "\n"
    "#include <cstdint>\n"
    "#include <span>\n"
    "#include <string_view>\n"
    "\n"
    "#include \"siptriage/catalogue/entry.h\"\n"
    "\n"
    "namespace siptriage::detail {\n"
    "\n"
    "namespace {\n"
    "\n"
    "using namespace std::string_view_literals;\n";

/// A literal that carries its length: nothing is counted at compile time.
/// Texts are printable ASCII (text_check.h).
std::string quote(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"sv";
}

/// "after-change" as AfterChange, "MUST" as Must.
std::string enumerator(std::string_view word) {
  std::string name;
  bool at_start = true;
  for (const char c : word) {
    if (c == '-') {
      at_start = true;
      continue;
    }
    const char lower = to_lower(c);
    name += at_start ? static_cast<char>(lower - 'a' + 'A') : lower;
    at_start = false;
  }
  return name;
}

template <typename Enum>
std::string name_of(std::string_view type, Enum value) {
  return fmt::format("{}::{}", type, enumerator(detail::word_of(value)));
}

std::string clause(const ClauseSource& clause) {
  return fmt::format("{{{}, {}}}", clause.rfc, quote(clause.section));
}

std::string duty(const DutySource& duty) {
  return fmt::format("{{{}, {}, {}, {}, {}, {}}}", quote(duty.header),
                     quote(duty.where), name_of("DutyLevel", duty.level),
                     quote(duty.condition), clause(duty.clause),
                     quote(duty.meaning));
}

class Writer {
 public:
  template <typename... Args>
  void write(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(text_), format,
                   std::forward<Args>(args)...);
  }

  /// Defines array `name` with one element a line and returns its name, or
  /// "{}" if there is none: an empty span.
  template <typename Element, typename ToText>
  std::string array(std::string_view type, std::string name,
                    const std::vector<Element>& elements, ToText to_text) {
    if (elements.empty()) return "{}";
    write("\nconstexpr {} {}[] = {{\n", type, name);
    for (const Element& element : elements)
      write("    {},\n", to_text(element));
    write("}};\n");
    return name;
  }

  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

/// The rows of a table as text: what they refer to has been written before.
std::vector<std::string> write_response_parts(
    const std::vector<ResponseSource>& entries, Writer& out) {
  std::vector<std::string> rows;
  for (const ResponseSource& entry : entries) {
    const auto named = [&](std::string_view part) {
      return fmt::format("k{}{}", part, entry.code);
    };
    const std::string steps =
        out.array("std::string_view", named("Steps"), entry.steps, quote);
    const std::string aliases =
        out.array("std::string_view", named("Aliases"), entry.aliases, quote);
    const std::string see_also =
        out.array("std::uint16_t", named("SeeAlso"), entry.see_also,
                  [](std::uint16_t code) { return fmt::to_string(code); });
    const std::string references =
        out.array("Clause", named("References"), entry.references, clause);
    const std::string headers =
        out.array("HeaderDuty", named("Headers"), entry.headers, duty);
    rows.push_back(fmt::format(
        "{{{}, {},\n     {},\n     {},\n     {},\n     {},\n     {}, {}, {}, "
        "{},\n     {}, {},\n     {}, {}, {}, {}}}",
        entry.code, quote(entry.phrase), name_of("CodeStatus", entry.status),
        quote(entry.plain), quote(entry.explanation), quote(entry.tip), steps,
        name_of("FaultSide", entry.side), name_of("RetryKind", entry.retry),
        quote(entry.retry_advice), entry.normal, quote(entry.replaced_by),
        aliases, see_also, references, headers));
  }
  return rows;
}

std::vector<std::string> write_class_parts(
    const std::vector<ClassSource>& entries, Writer& out) {
  std::vector<std::string> rows;
  for (const ClassSource& entry : entries) {
    const std::string look_first = out.array(
        "std::string_view", fmt::format("kLookFirst{}", entry.response_class),
        entry.look_first, quote);
    rows.push_back(fmt::format(
        "{{{}, {}, {},\n     {},\n     {},\n     {}, {}, {}}}",
        entry.response_class, quote(entry.name), quote(entry.meaning),
        quote(entry.explanation), quote(entry.tip), look_first, entry.treat_as,
        name_of("FaultSide", entry.side)));
  }
  return rows;
}

std::string cause_row(const CauseSource& entry) {
  return fmt::format("{{{}, {}, {}, {}}}", entry.cause, quote(entry.name),
                     quote(entry.meaning), entry.status);
}

std::string status_cause_row(const StatusCauseSource& entry) {
  return fmt::format("{{{}, {}}}", entry.status, entry.cause);
}

std::string warning_row(const WarningSource& entry) {
  return fmt::format("{{{}, {}, {}, {}}}", entry.code, quote(entry.text),
                     quote(entry.meaning), clause(entry.clause));
}

std::string rule_row(const RuleSource& entry) {
  return fmt::format("{{{}, {},\n     {}, {}, {},\n     {},\n     {}}}",
                     quote(entry.id), quote(entry.title),
                     name_of("Severity", entry.severity),
                     name_of("Basis", entry.basis), clause(entry.clause),
                     quote(entry.explanation), quote(entry.remedy));
}

void sort_by_key(CatalogueSource& source) {
  std::ranges::sort(source.responses, {}, &ResponseSource::code);
  std::ranges::sort(source.classes, {}, &ClassSource::response_class);
  std::ranges::sort(source.causes, {}, &CauseSource::cause);
  std::ranges::sort(source.status_causes, {}, &StatusCauseSource::status);
  std::ranges::sort(source.warnings, {}, &WarningSource::code);
  std::ranges::sort(source.rules, {}, &RuleSource::id);
}

}  // namespace

std::string emit_tables(CatalogueSource source) {
  sort_by_key(source);
  const auto as_is = [](const std::string& row) { return row; };
  Writer out;
  out.write("{}", kOpening);
  const auto responses = write_response_parts(source.responses, out);
  const auto classes = write_class_parts(source.classes, out);

  struct Table {
    std::string_view entry;
    std::string_view accessor;
    std::string array;
  };
  const Table tables[] = {
      {"ResponseEntry", "response_table",
       out.array("ResponseEntry", "kResponses", responses, as_is)},
      {"ClassEntry", "class_table",
       out.array("ClassEntry", "kClasses", classes, as_is)},
      {"Q850Entry", "q850_table",
       out.array("Q850Entry", "kCauses", source.causes, cause_row)},
      {"StatusCause", "status_cause_table",
       out.array("StatusCause", "kStatusCauses", source.status_causes,
                 status_cause_row)},
      {"WarningEntry", "warning_table",
       out.array("WarningEntry", "kWarnings", source.warnings, warning_row)},
      {"RuleEntry", "rule_table",
       out.array("RuleEntry", "kRules", source.rules, rule_row)},
  };
  out.write("\n}}  // namespace\n");
  for (const auto& [entry, accessor, array] : tables) {
    out.write("\nstd::span<const {}> {}() {{ return {}; }}\n", entry, accessor,
              array);
  }
  out.write("\n}}  // namespace siptriage::detail\n");
  return out.take();
}

}  // namespace siptriage::compiler
