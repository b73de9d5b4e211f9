#include "siptriage/analyze.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>

#include "siptriage/capture/timeline.h"

#include "analyze/admission.h"
#include "analyze/coverage_counts.h"
#include "analyze/interruption.h"
#include "analyze/message_intake.h"
#include "analyze/pipeline.h"
#include "analyze/progress.h"

namespace siptriage {
namespace {

// All in memory at once: capture -> net -> sip -> correlate, then annotate.
Result<Analysis> run(std::vector<CaptureReader> readers, OctetStore store,
                     const CaptureFilter* filter,
                     const AnalyzeOptions& options) {
  const detail::Interruption interruption(options);
  Coverage coverage;
  std::vector<detail::Arrival> arrivals;
  NetworkEvents events(options.limits);
  coverage.limits = options.limits;
  detail::MessageIntake intake(store, coverage, arrivals, events,
                               options.limits);
  detail::Admission admission(options.limits, coverage.limits_reached);
  NetStage net(options.limits, coverage, options.net);
  net.set_filter(filter);
  Timeline timeline(std::move(readers));
  Correlator correlator(options.correlate, options.limits);
  detail::ProgressTeller progress(options);

  std::array<Frame, kFrameBatch> batch;
  std::vector<Payload> payloads;
  sip::Message message(options.limits);
  sip::ValueMemory memory;
  const auto correlate = [&] {
    for (const Payload& payload : payloads) intake.take(payload);
    for (const detail::Arrival& arrival : arrivals) {
      if (!admission.admit(arrival, [](std::uint64_t) { return false; })) {
        if (admission.is_exhausted()) intake.stop_keeping();
        continue;
      }
      memory.forget();  // what follows is of another call
      parse_appearance(arrival.appearance, message, memory);
      correlator.add(arrival.appearance.seen, message);
    }
    payloads.clear();
    arrivals.clear();
  };
  for (;;) {
    // What waits for input ends with no frames when it is to stop.
    const std::size_t count =
        interruption.ends_reading() ? 0 : timeline.next_batch(batch);
    if (count == 0) break;
    for (std::size_t i = 0; i < count; ++i) {
      detail::count_frame(coverage, batch[i]);
    }
    detail::note_pauses(coverage, {batch.data(), count});
    net.process(std::span<const Frame>(batch.data(), count), payloads);
    correlate();
    progress.tell(coverage.frames);
  }
  coverage.interrupted = interruption.ends_reading();
  progress.tell_end(coverage.frames);
  if (interruption.ends_all()) return detail::Interruption::error();
  if (std::optional<Error> failure = timeline.failure()) {
    return tl::unexpected<Error>(std::move(*failure));
  }
  net.finish(payloads);
  correlate();
  intake.finish();
  detail::note_files(coverage, timeline.coverage());
  detail::note_shrunk_files(coverage, timeline.have_shrunk());
  const Timestamp end = coverage.capture_end();
  events.sort();
  return annotate(correlator.finish(std::move(store), end), std::move(coverage),
                  {options.policy, options.legs}, std::move(events));
}

// Captures of which the first octets are known.
struct Readers {
  std::vector<CaptureReader> readers;
  OctetStore store;  // of their octets
  std::optional<CaptureFilter> filter;

  [[nodiscard]] const CaptureFilter* filter_or_null() const {
    return filter ? &*filter : nullptr;
  }
};

Result<std::optional<CaptureFilter>> compile_filter(
    const std::string& expression) {
  if (expression.empty()) return std::nullopt;
  Result<CaptureFilter> filter = CaptureFilter::compile(expression);
  if (!filter) return tl::unexpected<Error>(std::move(filter.error()));
  return std::optional<CaptureFilter>(std::move(*filter));
}

Result<Readers> read_files(Inputs inputs, const AnalyzeOptions& options) {
  Readers opened;
  opened.filter = std::move(inputs.filter);
  for (CaptureInput& input : inputs.captures) {
    const auto index = static_cast<std::uint32_t>(opened.readers.size());
    Result<CaptureReader> reader = CaptureReader::open(
        std::move(input), options.capture, opened.store, index, options.limits);
    if (!reader) return tl::unexpected<Error>(std::move(reader.error()));
    opened.readers.push_back(std::move(*reader));
  }
  return opened;
}

Result<Readers> read_memory(std::string_view octets,
                            const AnalyzeOptions& options) {
  Readers opened;
  auto filter = compile_filter(options.filter);
  if (!filter) return tl::unexpected<Error>(std::move(filter.error()));
  opened.filter = std::move(*filter);
  Result<CaptureReader> reader =
      CaptureReader::from_memory("memory", octets, 0, options.limits);
  if (!reader) return tl::unexpected<Error>(std::move(reader.error()));
  opened.readers.push_back(std::move(*reader));
  return opened;
}

Result<Analysis> analyze_readers(Result<Readers> opened,
                                 const AnalyzeOptions& options) {
  if (!opened) return tl::unexpected<Error>(std::move(opened.error()));
  return run(std::move(opened->readers), std::move(opened->store),
             opened->filter_or_null(), options);
}

Result<Triage> triage_readers(Result<Readers> opened, Workers& workers,
                              const AnalyzeOptions& options) {
  if (!opened) return tl::unexpected<Error>(std::move(opened.error()));
  return detail::Pipeline(Timeline(std::move(opened->readers)),
                          std::move(opened->store), opened->filter_or_null(),
                          options, workers)
      .run();
}

}  // namespace

Result<Inputs> open_inputs(const std::vector<std::string>& paths,
                           const AnalyzeOptions& options) {
  Inputs inputs;
  auto filter = compile_filter(options.filter);
  if (!filter) return tl::unexpected<Error>(std::move(filter.error()));
  inputs.filter = std::move(*filter);
  for (const std::string& path : paths) {
    Result<CaptureInput> input = CaptureInput::open(path);
    if (!input) return tl::unexpected<Error>(std::move(input.error()));
    inputs.captures.push_back(std::move(*input));
  }
  return inputs;
}

Result<Triage> triage(Inputs inputs, Workers& workers,
                      const AnalyzeOptions& options) {
  return triage_readers(read_files(std::move(inputs), options), workers,
                        options);
}

Result<Triage> triage(const std::vector<std::string>& paths, Workers& workers,
                      const AnalyzeOptions& options) {
  Result<Inputs> inputs = open_inputs(paths, options);
  if (!inputs) return tl::unexpected<Error>(std::move(inputs.error()));
  return triage(std::move(*inputs), workers, options);
}

Result<Triage> triage_memory(std::string_view octets, Workers& workers,
                             const AnalyzeOptions& options) {
  return triage_readers(read_memory(octets, options), workers, options);
}

Result<Analysis> analyze(Inputs inputs, const AnalyzeOptions& options) {
  return analyze_readers(read_files(std::move(inputs), options), options);
}

Result<Analysis> analyze(const std::vector<std::string>& paths,
                         const AnalyzeOptions& options) {
  Result<Inputs> inputs = open_inputs(paths, options);
  if (!inputs) return tl::unexpected<Error>(std::move(inputs.error()));
  return analyze(std::move(*inputs), options);
}

Result<Analysis> analyze_memory(std::string_view octets,
                                const AnalyzeOptions& options) {
  return analyze_readers(read_memory(octets, options), options);
}

}  // namespace siptriage
