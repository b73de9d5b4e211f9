#pragma once
/// Decompresses a whole input into a temporary file without a name, so that
/// it can be mapped like any other capture.

#include <cstdint>
#include <optional>
#include <string>

#include "siptriage/base/limits.h"
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
  /// The limit that made it end, if one did.
  std::optional<LimitId> reached;
};

/// Takes all of `input` into `room`, as long as no more comes out of it than
/// unpacked-octets, unpack-ratio and unpack-ratio-from allow, and no more than
/// came until it was to stop. `name` is for errors.
/// Errors: Io (no room for it), NoMemory, BadCompression (nothing came out).
[[nodiscard]] Result<Decompressed> decompress(InputStream& input, Format format,
                                              TemporaryFile room,
                                              const std::string& name,
                                              const Limits& limits);

}  // namespace siptriage::detail
