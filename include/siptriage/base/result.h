#pragma once
/// Result: what a function returns that may be unable to work at all.
///
///     Result<CaptureReader> reader = CaptureReader::open(path, options);
///     if (!reader) report(reader.error().message);
///
/// Odd input is not an Error: it is data, and told by an AnomalyKind
/// (base/anomaly.h). Errors are for no file, no capture, no memory, bad usage.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <tl/expected.hpp>

namespace siptriage {

enum class ErrorCode : std::uint8_t {
  NotFound,
  PermissionDenied,
  NotAFile,        // a directory, a socket
  Empty,           // no octets at all
  NotACapture,     // no capture format we know
  Unsupported,     // a capture format or version we name but cannot read
  Damaged,         // nothing readable before the damage
  BadCompression,  // gzip, zstd or lz4 that does not decompress
  BadFilter,       // --filter or --where expression that does not compile
  BadConfiguration,
  LimitReached,  // a named limit forbids going on
  Io,            // the system said no
  NoMemory,      // the system has no memory left for us
  Interrupted,   // asked to stop (base/stop_flag.h)
};

/// The stable name of `code`, such as "not-a-capture".
[[nodiscard]] std::string_view to_string(ErrorCode code);

/// Why something could not be done: `message` names the thing and the next
/// step and is ready to be shown; `offset_octets` is where in the input, 0
/// when that has no meaning.
struct Error {
  ErrorCode code = ErrorCode::Io;
  std::uint64_t offset_octets = 0;
  std::string message;
};

template <typename T>
using Result = tl::expected<T, Error>;

/// Shorthand for `return fail(ErrorCode::NotFound, "no such file: x");`
[[nodiscard]] inline tl::unexpected<Error> fail(
    ErrorCode code, std::string message, std::uint64_t offset_octets = 0) {
  return tl::unexpected<Error>(Error{code, offset_octets, std::move(message)});
}

}  // namespace siptriage
