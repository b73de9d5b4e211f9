// correlate/add: messages to transactions, dialogs and calls, without parsing
// them and without the outcomes that finish() decides.

#include <algorithm>
#include <chrono>
#include <vector>

#include <benchmark/benchmark.h>

#include "siptriage/correlate/correlator.h"
#include "siptriage/sip/parse.h"

#include "bench/bench_input.h"

namespace siptriage::bench {
namespace {

// Messages parsed at once before the clock runs; few enough to stay in cache,
// since a Message is large.
constexpr std::size_t kBatch = 32;

void add(benchmark::State& state, const char* kind) {
  using Clock = std::chrono::steady_clock;
  const Payloads payloads = payloads_of(capture_of(kind));
  std::vector<sip::Message> messages(kBatch);
  for (auto _ : state) {
    Correlator correlator;
    Clock::duration spent{};
    for (std::size_t at = 0; at < payloads.all.size(); at += kBatch) {
      const std::size_t count = std::min(kBatch, payloads.all.size() - at);
      for (std::size_t i = 0; i < count; ++i) {
        (void)sip::parse_message(payloads.all[at + i].octets,
                                 sip::Framing::Datagram, messages[i]);
      }
      const Clock::time_point start = Clock::now();
      for (std::size_t i = 0; i < count; ++i) {
        correlator.add(observation_of(payloads.all[at + i]), messages[i]);
      }
      spent += Clock::now() - start;
    }
    state.SetIterationTime(std::chrono::duration<double>(spent).count());
  }
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(payloads.all.size()));
  state.SetBytesProcessed(state.iterations() * payloads.octets());
}
BENCHMARK_CAPTURE(add, sip, "sip-heavy")
    ->Name("correlate/add/sip-heavy")
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(add, same, "same-hash")
    ->Name("correlate/add/same-hash")
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace siptriage::bench
