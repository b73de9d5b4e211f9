#pragma once
/// From a sound source to the C++ that defines catalogue/tables.h.

#include <string>

#include "catalogue/compiler/source.h"

namespace siptriage::compiler {

/// The whole .cpp: static arrays and the accessors of the tables, each sorted
/// by its key. The same source gives the same octets. Only for a `source`
/// without problems.
[[nodiscard]] std::string emit_tables(CatalogueSource source);

}  // namespace siptriage::compiler
