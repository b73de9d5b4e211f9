// report: what it costs to write the triage report, and the whole analysis as
// JSON, for which each conversation is read again. Items are messages, octets
// those written.

#include <cstdint>

#include <benchmark/benchmark.h>

#include "siptriage/analyze.h"
#include "siptriage/report/report.h"

#include "bench/bench_input.h"

namespace siptriage::bench {
namespace {

template <typename Write>
void write_report(benchmark::State& state, Write write) {
  Workers workers(1);
  const Result<Triage> triage = triage_memory(capture_of("sip-heavy"), workers);
  if (!triage) return state.SkipWithError("the capture was not read");
  CountingSink sink;
  for (auto _ : state) {
    benchmark::DoNotOptimize(write(*triage, workers, sink));
  }
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(triage->message_count));
  state.SetBytesProcessed(sink.octets());
}

void write_text_report(benchmark::State& state) {
  write_report(state, [](const Triage& triage, Workers&, Sink& sink) {
    return write_text(triage, {}, sink);
  });
}
BENCHMARK(write_text_report)
    ->Name("report/text/sip-heavy")
    ->Unit(benchmark::kMillisecond);

void write_json_report(benchmark::State& state) {
  write_report(state, write_json);
}
BENCHMARK(write_json_report)
    ->Name("report/json/sip-heavy")
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace siptriage::bench
