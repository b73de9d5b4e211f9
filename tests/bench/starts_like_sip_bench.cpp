// sip/starts_like_sip: the question asked of every datagram.

#include <benchmark/benchmark.h>

#include "siptriage/sip/parse.h"

#include "bench/bench_input.h"

namespace siptriage::bench {
namespace {

void starts_like_sip(benchmark::State& state, const char* kind) {
  const Payloads payloads = payloads_of(capture_of(kind));
  for (auto _ : state) {
    std::size_t found = 0;
    for (const Payload& payload : payloads.all) {
      if (sip::starts_like_sip(payload.octets)) ++found;
    }
    benchmark::DoNotOptimize(found);
  }
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(payloads.all.size()));
  state.SetBytesProcessed(state.iterations() * payloads.octets());
}
BENCHMARK_CAPTURE(starts_like_sip, sip, "sip-heavy")
    ->Name("sip/starts_like_sip/sip-heavy");
BENCHMARK_CAPTURE(starts_like_sip, media, "media-heavy")
    ->Name("sip/starts_like_sip/media-heavy");

}  // namespace
}  // namespace siptriage::bench
