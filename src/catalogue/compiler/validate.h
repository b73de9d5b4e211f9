#pragma once
/// What no single entry can tell of itself: duplicates, links between entries,
/// and the promises that all entries of a kind keep.

#include "catalogue/compiler/problem.h"
#include "catalogue/compiler/source.h"

namespace siptriage::compiler {

/// Expects `source` as read_catalogue() leaves it. Numbers that are 0 and
/// texts that are empty have been told of before and are passed over.
void validate(const CatalogueSource& source, Problems& problems);

/// Header fields, comparisons, timers, metrics and questions; part of
/// validate().
void check_reference(const CatalogueSource& source, Problems& problems);

/// The same text under two entries or twice in one; part of validate().
void check_texts_differ(const CatalogueSource& source, Problems& problems);

}  // namespace siptriage::compiler
