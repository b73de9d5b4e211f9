#pragma once
/// Decompresses a whole input into a temporary file without a name, so that
/// it can be mapped like any other capture.

#include <cstdint>
#include <string>

#include "siptriage/base/result.h"

#include "capture/file_descriptor.h"
#include "capture/format.h"
#include "capture/input_stream.h"
#include "capture/temporary_file.h"

namespace siptriage::detail {

struct Decompressed {
  FileDescriptor file;
  std::uint64_t octets = 0;
  /// Why there may have been more, "" when all came out; and where in the
  /// compressed input that was.
  std::string damage;
  std::uint64_t damage_offset_octets = 0;
};

/// Takes all of `input` into `room`, but no more than `max_octets` out of it,
/// and no more than came until it was to stop. `name` is for errors.
/// Errors: Io (no room for it), NoMemory, BadCompression (nothing came out).
[[nodiscard]] Result<Decompressed> decompress(InputStream& input, Format format,
                                              TemporaryFile room,
                                              const std::string& name,
                                              std::uint64_t max_octets);

}  // namespace siptriage::detail
