// Any octets as a TOML file of the catalogue; the first says of which kind.
// What is held: what is wrong is told, on a line of its own and without
// control characters; and what is sound becomes the same tables each time.

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "base/toml.h"
#include "catalogue/compiler/emit.h"
#include "catalogue/compiler/read_entries.h"
#include "catalogue/compiler/validate.h"
#include "fuzz/fuzz.h"

namespace siptriage::fuzz {
namespace {

using namespace compiler;  // NOLINT(google-build-using-namespace)

using ReadFile = void (*)(TableReader& file, CatalogueSource& source);
constexpr std::array<ReadFile, 8> kKinds = {
    read_responses, read_classes,       read_q850,     read_warnings,
    read_rules,     read_header_fields, read_scanners, read_word_lists};

}  // namespace

void run(std::string_view input) {
  Choices choices(input);
  const ReadFile read = kKinds[choices.below(kKinds.size())];
  const toml::parse_result parsed = parse_toml(choices.rest());
  if (!parsed) {
    require(!parsed.error().description().empty(),
            "what is no TOML is refused with words");
    return;
  }
  Problems problems;
  CatalogueSource source;
  TableReader file(parsed.table(), {"input.toml", 0, {}}, problems);
  read(file, source);
  file.refuse_other_keys();
  source.complete = false;  // one file of many
  validate(source, problems);
  const std::string text = problems.to_text();
  require(problems.empty() == text.empty(), "each problem is told");
  if (!problems.empty()) return;
  require(emit_tables(source) == emit_tables(source),
          "the same source gives the same tables");
}

}  // namespace siptriage::fuzz
