#pragma once
/// A file without a name in TMPDIR: gone with its last descriptor, however the
/// program ends.

#include <string>

#include "siptriage/base/result.h"

#include "capture/file_descriptor.h"

namespace siptriage::detail {

struct TemporaryFile {
  FileDescriptor file;
  std::string directory;  // for what is said when it is full
};

/// `name` is that of the capture to be decompressed into it, for errors.
/// Errors: Io.
[[nodiscard]] Result<TemporaryFile> make_temporary_file(
    const std::string& name);

}  // namespace siptriage::detail
