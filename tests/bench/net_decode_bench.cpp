// net/decode: frames to payloads; fragments and TCP put together.

#include <algorithm>
#include <span>
#include <vector>

#include <benchmark/benchmark.h>

#include "siptriage/capture/capture_reader.h"
#include "siptriage/net/net_stage.h"

#include "bench/bench_input.h"

namespace siptriage::bench {
namespace {

void decode(benchmark::State& state, const char* kind) {
  const std::string& capture = capture_of(kind);
  const std::vector<Frame> frames = frames_of(capture);
  std::vector<Payload> payloads;
  for (auto _ : state) {
    Coverage coverage;
    NetStage net({}, coverage);
    for (std::size_t at = 0; at < frames.size(); at += kFrameBatch) {
      payloads.clear();
      net.process(std::span(frames).subspan(
                      at, std::min(kFrameBatch, frames.size() - at)),
                  payloads);
      benchmark::DoNotOptimize(payloads.data());
    }
    payloads.clear();
    net.finish(payloads);
  }
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(frames.size()));
  state.SetBytesProcessed(state.iterations() *
                          static_cast<std::int64_t>(capture.size()));
}
BENCHMARK_CAPTURE(decode, sip, "sip-heavy")->Name("net/decode/sip-heavy");
BENCHMARK_CAPTURE(decode, media, "media-heavy")->Name("net/decode/media-heavy");
BENCHMARK_CAPTURE(decode, tcp, "tcp")->Name("net/decode/tcp");
BENCHMARK_CAPTURE(decode, fragments, "fragments")->Name("net/decode/fragments");

}  // namespace
}  // namespace siptriage::bench
