#include "catalogue/compiler/read_clause.h"

#include <cstddef>
#include <cstdint>
#include <vector>

#include "catalogue/compiler/limits.h"

namespace siptriage::compiler {

ClauseSource read_clause(TableReader& table, std::uint16_t min_rfc) {
  ClauseSource clause;
  clause.rfc = table.number("rfc", min_rfc, kMaxRfc);
  clause.section = table.section("section", clause.rfc != 0);
  return clause;
}

std::vector<ClauseSource> read_references(TableReader& table) {
  std::vector<ClauseSource> references;
  table.tables("references", Presence::Required,
               [&](TableReader& reference, std::size_t) {
                 references.push_back(read_clause(reference, 1));
                 reference.refuse_other_keys();
               });
  return references;
}

}  // namespace siptriage::compiler
