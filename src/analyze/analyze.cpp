#include "siptriage/analyze.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>

#include "siptriage/capture/timeline.h"

#include "analyze/coverage_counts.h"
#include "analyze/message_intake.h"
#include "analyze/pipeline.h"
#include "analyze/progress.h"

namespace siptriage {
namespace {

// All in memory at once: capture -> net -> sip -> correlate, then annotate.
Analysis run(std::vector<CaptureReader> readers, OctetStore store,
             CaptureFilter* filter, const AnalyzeOptions& options) {
  Coverage coverage;
  std::vector<detail::Arrival> arrivals;
  detail::MessageIntake intake(store, coverage, arrivals);
  NetStage net(options.net, coverage);
  net.set_filter(filter);
  Timeline timeline(std::move(readers));
  Correlator correlator(options.correlate);
  detail::ProgressTeller progress(options);

  std::array<Frame, kFrameBatch> batch;
  std::vector<Payload> payloads;
  sip::Message message;
  sip::ValueMemory memory;
  const auto correlate = [&] {
    for (const Payload& payload : payloads) intake.take(payload);
    for (const detail::Arrival& arrival : arrivals) {
      memory.forget();  // what follows is of another call
      parse_appearance(arrival.appearance, message, memory);
      correlator.add(arrival.appearance.seen, message);
    }
    payloads.clear();
    arrivals.clear();
  };
  while (const std::size_t count = timeline.next_batch(batch)) {
    for (std::size_t i = 0; i < count; ++i) {
      detail::count_frame(coverage, batch[i]);
    }
    net.process(std::span<const Frame>(batch.data(), count), payloads);
    correlate();
    progress.tell(coverage.frames);
  }
  net.finish(payloads);
  correlate();
  intake.finish();
  detail::note_files(coverage, timeline.coverage());
  const Timestamp end = coverage.last_time;
  return annotate(correlator.finish(std::move(store), end),
                  std::move(coverage));
}

Result<std::unique_ptr<CaptureFilter>> compile_filter(
    const std::string& expression) {
  if (expression.empty()) return std::unique_ptr<CaptureFilter>();
  Result<CaptureFilter> filter = CaptureFilter::compile(expression);
  if (!filter) return tl::unexpected<Error>(std::move(filter.error()));
  return std::make_unique<CaptureFilter>(std::move(*filter));
}

// What an analysis begins with.
struct Input {
  std::vector<CaptureReader> readers;
  OctetStore store;
  std::unique_ptr<CaptureFilter> filter;
};

Result<Input> open_files(const std::vector<std::string>& paths,
                         const AnalyzeOptions& options) {
  Input input;
  auto filter = compile_filter(options.filter);
  if (!filter) return tl::unexpected<Error>(std::move(filter.error()));
  input.filter = std::move(*filter);
  for (const std::string& path : paths) {
    const auto index = static_cast<std::uint32_t>(input.readers.size());
    Result<CaptureReader> reader =
        CaptureReader::open(path, options.capture, input.store, index);
    if (!reader) return tl::unexpected<Error>(std::move(reader.error()));
    input.readers.push_back(std::move(*reader));
  }
  return input;
}

Result<Input> open_memory(std::string_view octets,
                          const AnalyzeOptions& options) {
  Input input;
  auto filter = compile_filter(options.filter);
  if (!filter) return tl::unexpected<Error>(std::move(filter.error()));
  input.filter = std::move(*filter);
  Result<CaptureReader> reader = CaptureReader::from_memory("memory", octets);
  if (!reader) return tl::unexpected<Error>(std::move(reader.error()));
  input.readers.push_back(std::move(*reader));
  return input;
}

Result<Analysis> analyze_input(Result<Input> input,
                               const AnalyzeOptions& options) {
  if (!input) return tl::unexpected<Error>(std::move(input.error()));
  return run(std::move(input->readers), std::move(input->store),
             input->filter.get(), options);
}

Result<Triage> triage_input(Result<Input> input, Workers& workers,
                            const AnalyzeOptions& options) {
  if (!input) return tl::unexpected<Error>(std::move(input.error()));
  return detail::Pipeline(Timeline(std::move(input->readers)),
                          std::move(input->store), input->filter.get(), options,
                          workers)
      .run();
}

}  // namespace

Result<Triage> triage(const std::vector<std::string>& paths, Workers& workers,
                      const AnalyzeOptions& options) {
  return triage_input(open_files(paths, options), workers, options);
}

Result<Triage> triage_memory(std::string_view octets, Workers& workers,
                             const AnalyzeOptions& options) {
  return triage_input(open_memory(octets, options), workers, options);
}

Result<Analysis> analyze(const std::vector<std::string>& paths,
                         const AnalyzeOptions& options) {
  return analyze_input(open_files(paths, options), options);
}

Result<Analysis> analyze_memory(std::string_view octets,
                                const AnalyzeOptions& options) {
  return analyze_input(open_memory(octets, options), options);
}

}  // namespace siptriage
