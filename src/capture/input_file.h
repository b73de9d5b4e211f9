#pragma once
/// Opens inputs and brings regular files into memory.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "siptriage/base/octet_store.h"
#include "siptriage/base/result.h"
#include "siptriage/base/stop_flag.h"

#include "capture/file_descriptor.h"
#include "capture/temporary_file.h"

namespace siptriage::detail {

/// What is behind a CaptureInput.
struct InputFile {
  FileDescriptor file;
  std::string name;          // the path, or "standard input"
  bool is_regular = false;   // can be mapped: its octets stay where they are
  std::uint64_t octets = 0;  // of a regular file
  /// To decompress into; none where the magic number says that it is not
  /// compressed.
  std::optional<Result<TemporaryFile>> room;
};

/// `path` "-" is standard input.
/// Errors: NotFound, PermissionDenied, NotAFile, Io.
[[nodiscard]] Result<InputFile> open_input(const std::string& path);

struct LoadedFile {
  std::string_view octets;
  bool is_mapped = false;
};

/// Maps the first `octets` of `file`, or reads them where that is not wanted
/// or not possible. `name` is for errors.
/// Lifetime: the octets are valid while `store` lives. Reading may find fewer
/// octets than the file had when it was opened, or be asked to `stop` (may be
/// null).
/// Errors: Io, NoMemory.
[[nodiscard]] Result<LoadedFile> load_file(const FileDescriptor& file,
                                           std::uint64_t octets, bool map,
                                           const std::string& name,
                                           OctetStore& store,
                                           const StopFlag* stop);

/// What the file holds now; `otherwise` if the system does not say.
[[nodiscard]] std::uint64_t file_octets(const FileDescriptor& file,
                                        std::uint64_t otherwise);

}  // namespace siptriage::detail
