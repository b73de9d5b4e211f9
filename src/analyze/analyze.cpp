#include "siptriage/analyze.h"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "siptriage/capture/timeline.h"

#include "analyze/message_intake.h"

namespace siptriage {
namespace {

// Frames between two calls of AnalyzeOptions::progress.
constexpr std::uint64_t kProgressInterval = 1 << 16;

void note_times(Coverage& coverage, const Frame& frame) {
  if (!frame.has_timestamp) return;
  if (!coverage.timestamps_present) {
    coverage.timestamps_present = true;
    coverage.first_time = coverage.last_time = frame.timestamp;
    return;
  }
  coverage.first_time = std::min(coverage.first_time, frame.timestamp);
  coverage.last_time = std::max(coverage.last_time, frame.timestamp);
}

void note_files(Coverage& coverage, std::vector<FileCoverage> files) {
  coverage.files = std::move(files);
  for (const FileCoverage& file : coverage.files) {
    for (const InterfaceCoverage& interface : file.interfaces) {
      coverage.recorded_drops += interface.recorded_drops;
    }
  }
}

// capture -> net -> sip -> correlate, then annotate.
Analysis run(std::vector<CaptureReader> readers, OctetStore store,
             CaptureFilter* filter, const AnalyzeOptions& options) {
  Coverage coverage;
  Correlator correlator(options.correlate);
  detail::MessageIntake intake(store, coverage, correlator);
  NetStage net(options.net, store, coverage);
  net.set_filter(filter);
  Timeline timeline(std::move(readers));

  std::array<Frame, kFrameBatch> batch;
  std::vector<Payload> payloads;
  std::uint64_t next_progress = kProgressInterval;
  while (const std::size_t count = timeline.next_batch(batch)) {
    for (std::size_t i = 0; i < count; ++i) {
      note_times(coverage, batch[i]);
      coverage.octets += batch[i].octets.size();
    }
    coverage.frames += count;
    payloads.clear();
    net.process(std::span<const Frame>(batch.data(), count), payloads);
    for (const Payload& payload : payloads) intake.take(payload);
    if (coverage.frames >= next_progress && options.progress) {
      next_progress += kProgressInterval;
      options.progress(coverage.frames);
    }
  }
  payloads.clear();
  net.finish(payloads);
  for (const Payload& payload : payloads) intake.take(payload);
  intake.finish();
  note_files(coverage, timeline.coverage());
  const Timestamp end = coverage.last_time;
  return annotate(std::move(correlator).finish(std::move(store), end),
                  std::move(coverage));
}

Result<std::unique_ptr<CaptureFilter>> compile_filter(
    const std::string& expression) {
  if (expression.empty()) return std::unique_ptr<CaptureFilter>();
  Result<CaptureFilter> filter = CaptureFilter::compile(expression);
  if (!filter) return tl::unexpected<Error>(std::move(filter.error()));
  return std::make_unique<CaptureFilter>(std::move(*filter));
}

}  // namespace

Result<Analysis> analyze(const std::vector<std::string>& paths,
                         const AnalyzeOptions& options) {
  auto filter = compile_filter(options.filter);
  if (!filter) return tl::unexpected<Error>(std::move(filter.error()));
  OctetStore store;
  std::vector<CaptureReader> readers;
  for (const std::string& path : paths) {
    const auto index = static_cast<std::uint32_t>(readers.size());
    Result<CaptureReader> reader =
        CaptureReader::open(path, options.capture, store, index);
    if (!reader) return tl::unexpected<Error>(std::move(reader.error()));
    readers.push_back(std::move(*reader));
  }
  return run(std::move(readers), std::move(store), filter->get(), options);
}

Result<Analysis> analyze_memory(std::string_view octets,
                                const AnalyzeOptions& options) {
  auto filter = compile_filter(options.filter);
  if (!filter) return tl::unexpected<Error>(std::move(filter.error()));
  Result<CaptureReader> reader = CaptureReader::from_memory("memory", octets);
  if (!reader) return tl::unexpected<Error>(std::move(reader.error()));
  std::vector<CaptureReader> readers;
  readers.push_back(std::move(*reader));
  return run(std::move(readers), OctetStore(), filter->get(), options);
}

}  // namespace siptriage
