// sip/parse_message: octets to Message.

#include <benchmark/benchmark.h>

#include "siptriage/sip/parse.h"

#include "bench/bench_input.h"

namespace siptriage::bench {
namespace {

void parse_message(benchmark::State& state, const char* kind) {
  const Payloads payloads = payloads_of(capture_of(kind));
  sip::Message message;
  for (auto _ : state) {
    for (const Payload& payload : payloads.all) {
      benchmark::DoNotOptimize(
          sip::parse_message(payload.octets, sip::Framing::Datagram, message));
    }
  }
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(payloads.all.size()));
  state.SetBytesProcessed(state.iterations() * payloads.octets());
}
BENCHMARK_CAPTURE(parse_message, sip, "sip-heavy")
    ->Name("sip/parse_message/sip-heavy");

}  // namespace
}  // namespace siptriage::bench
