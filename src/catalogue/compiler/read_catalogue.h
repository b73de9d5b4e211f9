#pragma once
/// From the folder data/ to the source of the catalogue.

#include <filesystem>

#include "catalogue/compiler/problem.h"
#include "catalogue/compiler/source.h"

namespace siptriage::compiler {

/// Reads every *.toml that stands in `folder` itself: responses_*.toml and the
/// one file of each other kind. A file that is missing, is called anything
/// else or is no TOML is a Problem; the others are still read.
[[nodiscard]] CatalogueSource read_catalogue(
    const std::filesystem::path& folder, Problems& problems);

}  // namespace siptriage::compiler
