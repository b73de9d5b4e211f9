#pragma once
// A bundle as files in a folder: its manifest is the output, and the other
// files go along with it.

#include <string>
#include <vector>

#include "siptriage/base/result.h"
#include "siptriage/capture/capture_input.h"

#include "cli/output_file.h"

namespace siptriage::cli {

// One that is there, or a name that ends with a slash.
[[nodiscard]] bool names_folder(const std::string& path);

// Makes the folder if it is not there. `names`: of the files, in their order,
// without the manifest. Errors: BadConfiguration, where the folder has files
// and no manifest of ours, or holds one of the captures; those of
// OutputFile::open().
[[nodiscard]] Result<OutputFile> open_bundle_folder(
    const std::string& path, const std::vector<std::string>& names,
    const std::vector<CaptureInput>& captures);

}  // namespace siptriage::cli
