// capture/walk: a capture in memory to frames.

#include <array>
#include <string>

#include <benchmark/benchmark.h>

#include "siptriage/capture/capture_reader.h"

#include "bench/bench_input.h"

namespace siptriage::bench {
namespace {

void walk(benchmark::State& state, const char* kind) {
  const std::string& capture = capture_of(kind);
  std::array<Frame, kFrameBatch> batch;
  std::int64_t frames = 0;
  for (auto _ : state) {
    Result<CaptureReader> reader =
        CaptureReader::from_memory("memory", capture);
    while (const std::size_t count = reader->next_batch(batch)) {
      benchmark::DoNotOptimize(batch.data());
      frames += static_cast<std::int64_t>(count);
    }
  }
  state.SetItemsProcessed(frames);
  state.SetBytesProcessed(state.iterations() *
                          static_cast<std::int64_t>(capture.size()));
}
BENCHMARK_CAPTURE(walk, sip, "sip-heavy")->Name("capture/walk/sip-heavy");
BENCHMARK_CAPTURE(walk, media, "media-heavy")->Name("capture/walk/media-heavy");

}  // namespace
}  // namespace siptriage::bench
