#include "siptriage/redact/redact.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "siptriage/base/octet_store.h"
#include "siptriage/capture/timeline.h"

namespace siptriage {
namespace {

using Output = std::function<bool(std::string_view octets)>;

bool is_stopped(const RedactOptions& options) {
  return options.capture.stop != nullptr && options.capture.stop->requested();
}

Result<RedactSummary> redact_readers(std::vector<CaptureReader> readers,
                                     Pseudonyms& names,
                                     const RedactOptions& options,
                                     const Output& output) {
  Timeline timeline(std::move(readers));
  CaptureRedactor redactor(names, options.limits);
  std::array<Frame, kFrameBatch> batch;
  std::uint64_t frames = 0;
  while (!is_stopped(options)) {
    const std::size_t count = timeline.next_batch(batch);
    if (count == 0) break;
    redactor.take({batch.data(), count});
    frames += count;
    if (options.progress) options.progress(frames);
  }
  if (is_stopped(options)) return fail(ErrorCode::Interrupted, "interrupted");
  if (std::optional<Error> failure = timeline.failure()) {
    return tl::unexpected<Error>(std::move(*failure));
  }
  const std::vector<FileCoverage> files = timeline.coverage();
  Result<RedactSummary> done =
      redactor.write(files, options.application, output);
  if (done) {
    std::copy_if(files.begin(), files.end(), std::back_inserter(done->damaged),
                 [](const FileCoverage& file) { return !file.damage.empty(); });
  }
  return done;
}

}  // namespace

Result<RedactSummary> redact_captures(std::vector<CaptureInput> inputs,
                                      Pseudonyms& names,
                                      const RedactOptions& options,
                                      const Output& output) {
  OctetStore store;
  std::vector<CaptureReader> readers;
  for (CaptureInput& input : inputs) {
    const auto index = static_cast<std::uint32_t>(readers.size());
    Result<CaptureReader> reader = CaptureReader::open(
        std::move(input), options.capture, store, index, options.limits);
    if (!reader) return tl::unexpected<Error>(std::move(reader.error()));
    readers.push_back(*std::move(reader));
  }
  return redact_readers(std::move(readers), names, options, output);
}

Result<RedactSummary> redact_memory(std::string_view octets, Pseudonyms& names,
                                    const RedactOptions& options,
                                    const Output& output) {
  Result<CaptureReader> reader =
      CaptureReader::from_memory("memory", octets, 0, options.limits);
  if (!reader) return tl::unexpected<Error>(std::move(reader.error()));
  std::vector<CaptureReader> readers;
  readers.push_back(*std::move(reader));
  return redact_readers(std::move(readers), names, options, output);
}

}  // namespace siptriage
