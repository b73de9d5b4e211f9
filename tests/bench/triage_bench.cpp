// triage: the whole way from a capture in memory to a Triage, taking it down
// again included, on one thread and on two. Items are messages, octets those of
// the capture.
//
//     cmake --preset bench && cmake --build --preset bench
//     build/bench/tests/bench/siptriage_bench --benchmark_filter=triage

#include <benchmark/benchmark.h>

#include "siptriage/analyze.h"

#include "bench/bench_input.h"

namespace siptriage::bench {
namespace {

void triage_capture(benchmark::State& state, const char* kind) {
  Workers workers(static_cast<unsigned>(state.range(0)));
  const std::string& capture = capture_of(kind);
  std::uint64_t messages = 0;
  for (auto _ : state) {
    const Result<Triage> done = triage_memory(capture, workers);
    if (!done || done->coverage.sip_messages == 0) {
      state.SkipWithError("the capture was not read");
      return;
    }
    messages += done->coverage.sip_messages;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(messages));
  state.SetBytesProcessed(state.iterations() *
                          static_cast<std::int64_t>(capture.size()));
}
BENCHMARK_CAPTURE(triage_capture, sip, "sip-heavy")
    ->Name("triage/sip-heavy")
    ->Arg(1)
    ->Arg(2)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(triage_capture, media, "media-heavy")
    ->Name("triage/media-heavy")
    ->Arg(1)
    ->Arg(2)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(triage_capture, tcp, "tcp")
    ->Name("triage/tcp")
    ->Arg(1)
    ->Arg(2)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace siptriage::bench
