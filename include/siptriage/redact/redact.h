#pragma once
/// redact_captures: captures that can be shown to others, and that are judged
/// as the originals are.
///
///     Pseudonyms names(key, keep);
///     Result<CaptureInput> input = CaptureInput::open("trace.pcap");
///     ... no more files ...
///     Result<RedactSummary> done =
///         redact_captures(std::move(inputs), names, {}, write_octets);
///
/// Several captures become one, in the order of time. docs/redact.md says what
/// is replaced, what stays and what is left out.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "siptriage/base/limits.h"
#include "siptriage/base/result.h"
#include "siptriage/capture/capture_input.h"
#include "siptriage/capture/capture_reader.h"
#include "siptriage/redact/capture_redactor.h"
#include "siptriage/redact/pseudonyms.h"

namespace siptriage {

struct RedactOptions {
  CaptureOptions capture;
  Limits limits;
  std::string application = "siptriage";  ///< who wrote the file, says the file
  /// Called now and then with the frames read so far; may be empty.
  std::function<void(std::uint64_t frames)> progress;
};

/// `output` is given the octets of a pcapng file, in pieces, and says whether
/// it takes more. Nothing is written before all was read. Opens no file.
/// Errors: those of CaptureReader::open; Interrupted; LimitReached.
[[nodiscard]] Result<RedactSummary> redact_captures(
    std::vector<CaptureInput> inputs, Pseudonyms& names,
    const RedactOptions& options,
    const std::function<bool(std::string_view octets)>& output);

/// The same for one capture held in memory.
[[nodiscard]] Result<RedactSummary> redact_memory(
    std::string_view octets, Pseudonyms& names, const RedactOptions& options,
    const std::function<bool(std::string_view octets)>& output);

}  // namespace siptriage
