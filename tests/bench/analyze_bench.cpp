// analyze: the whole way from a capture in memory to an Analysis, taking it
// down again included. Items are messages, octets those of the capture.
//
//     cmake --preset bench && cmake --build --preset bench
//     build/bench/tests/bench/siptriage_bench --benchmark_filter=analyze

#include <benchmark/benchmark.h>

#include "siptriage/analyze.h"

#include "bench/bench_input.h"

namespace siptriage::bench {
namespace {

void analyze_capture(benchmark::State& state, const char* kind) {
  const std::string& capture = capture_of(kind);
  std::uint64_t messages = 0;
  for (auto _ : state) {
    const Result<Analysis> analysis = analyze_memory(capture);
    if (!analysis || analysis->coverage.sip_messages == 0) {
      state.SkipWithError("the capture was not read");
      return;
    }
    messages += analysis->coverage.sip_messages;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(messages));
  state.SetBytesProcessed(state.iterations() *
                          static_cast<std::int64_t>(capture.size()));
}
BENCHMARK_CAPTURE(analyze_capture, sip, "sip-heavy")
    ->Name("analyze/sip-heavy")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(analyze_capture, media, "media-heavy")
    ->Name("analyze/media-heavy")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(analyze_capture, tcp, "tcp")
    ->Name("analyze/tcp")
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace siptriage::bench
