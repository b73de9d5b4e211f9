#pragma once
/// Decompresses a whole input into a temporary file without a name, so that
/// it can be mapped like any other capture.

#include <cstdint>
#include <string>

#include "siptriage/base/result.h"

#include "capture/file_descriptor.h"
#include "capture/format.h"
#include "capture/input_stream.h"

namespace siptriage::detail {

struct Decompressed {
  FileDescriptor file;
  std::uint64_t octets = 0;
  /// Why there may have been more, "" when all came out; and where in the
  /// compressed input that was.
  std::string damage;
  std::uint64_t damage_offset_octets = 0;
};

/// Takes all of `input`, but no more than `max_octets` out of it. The
/// directory is TMPDIR, or what the system uses; `name` is for errors.
/// Errors: Io (no room for it), BadCompression (nothing came out).
[[nodiscard]] Result<Decompressed> decompress(InputStream& input, Format format,
                                              const std::string& name,
                                              std::uint64_t max_octets);

}  // namespace siptriage::detail
