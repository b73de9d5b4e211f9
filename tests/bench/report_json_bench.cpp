// report/json: what it costs to write the whole analysis as JSON, each
// conversation read again. Items are
// messages, octets are those written.

#include <cstdint>
#include <string_view>

#include <benchmark/benchmark.h>

#include "siptriage/analyze.h"
#include "siptriage/report/report.h"

#include "bench/bench_input.h"

namespace siptriage::bench {
namespace {

void write_report(benchmark::State& state, const char* kind) {
  Workers workers(1);
  const Result<Triage> done = triage_memory(capture_of(kind), workers);
  if (!done) return state.SkipWithError("the capture was not read");
  const Triage& triage = *done;
  CountingSink sink;
  for (auto _ : state) {
    benchmark::DoNotOptimize(write_json(triage, workers, sink));
  }
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(triage.message_count));
  state.SetBytesProcessed(sink.octets());
}
BENCHMARK_CAPTURE(write_report, sip, "sip-heavy")
    ->Name("report/json/sip-heavy")
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace siptriage::bench
