#pragma once
/// Clauses as data/ writes them: rfc and section of the table itself, or an
/// array of such tables under "references".

#include <cstdint>
#include <vector>

#include "catalogue/compiler/source.h"
#include "catalogue/compiler/table_reader.h"

namespace siptriage::compiler {

/// `min_rfc` 0: the entry may stand on no RFC.
ClauseSource read_clause(TableReader& table, std::uint16_t min_rfc);

std::vector<ClauseSource> read_references(TableReader& table);

}  // namespace siptriage::compiler
