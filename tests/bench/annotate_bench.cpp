// annotate: a trace to findings, by all rules. Items are messages.

#include <memory>
#include <utility>

#include <benchmark/benchmark.h>

#include "siptriage/annotate/analysis.h"

#include "bench/bench_input.h"

namespace siptriage::bench {
namespace {

void annotate_trace(benchmark::State& state, const char* kind) {
  const Payloads payloads = payloads_of(capture_of(kind));
  for (auto _ : state) {
    state.PauseTiming();
    Trace trace = trace_of(payloads);
    Coverage coverage = payloads.coverage;
    state.ResumeTiming();
    auto analysis = std::make_unique<Analysis>(
        annotate(std::move(trace), std::move(coverage)));
    benchmark::DoNotOptimize(analysis.get());
    // Taking it all down is no part of the stage.
    state.PauseTiming();
    analysis.reset();
    state.ResumeTiming();
  }
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(payloads.all.size()));
  state.SetBytesProcessed(state.iterations() * payloads.octets());
}
BENCHMARK_CAPTURE(annotate_trace, sip, "sip-heavy")
    ->Name("annotate/sip-heavy")
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace siptriage::bench
