// The cost of reading one SIP message that lies in memory, by what is asked of
// it. Over one INVITE, and over calls of which no two are alike (what a
// processor cannot learn by heart costs more).

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

#include <benchmark/benchmark.h>

#include "siptriage/sip/parse.h"

#include "unit/sip/realistic_messages.h"

namespace siptriage::sip {
namespace {

constexpr unsigned kCalls = 64;

const std::vector<std::string>& invite_alone() {
  static const std::vector<std::string> messages = {one_invite()};
  return messages;
}

const std::vector<std::string>& call_mix() {
  static const std::vector<std::string> messages = realistic_messages(kCalls);
  return messages;
}

using Corpus = const std::vector<std::string>& (*)();

// Reports ns and octets a message: one iteration reads the whole corpus.
template <typename Read>
void read_each(benchmark::State& state, Corpus corpus, Read read) {
  const std::vector<std::string>& messages = corpus();
  for (auto _ : state) {
    for (const std::string& octets : messages) read(octets);
  }
  const std::size_t octets = std::accumulate(
      messages.begin(), messages.end(), std::size_t{0},
      [](std::size_t sum, const std::string& m) { return sum + m.size(); });
  const auto rounds = static_cast<double>(state.iterations());
  const auto count = static_cast<double>(messages.size());
  state.SetBytesProcessed(state.iterations() *
                          static_cast<std::int64_t>(octets));
  state.counters["octets"] = static_cast<double>(octets) / count;
  state.counters["per_message"] =
      benchmark::Counter(rounds * count, benchmark::Counter::kIsRate |
                                             benchmark::Counter::kInvert);
}

void parse(benchmark::State& state, Corpus corpus) {
  Message message;
  read_each(state, corpus, [&message](std::string_view octets) {
    benchmark::DoNotOptimize(parse_message(octets, Framing::Datagram, message));
  });
}
BENCHMARK_CAPTURE(parse, invite, invite_alone)->Name("sip/parse/invite");
BENCHMARK_CAPTURE(parse, calls, call_mix)->Name("sip/parse/calls");

void index(benchmark::State& state, Corpus corpus) {
  Message message;
  read_each(state, corpus, [&message](std::string_view octets) {
    benchmark::DoNotOptimize(index_message(octets, Framing::Datagram, message));
  });
}
BENCHMARK_CAPTURE(index, invite, invite_alone)->Name("sip/index/invite");
BENCHMARK_CAPTURE(index, calls, call_mix)->Name("sip/index/calls");

// What every datagram of a capture is asked first.
void recognise(benchmark::State& state, Corpus corpus) {
  read_each(state, corpus, [](std::string_view octets) {
    benchmark::DoNotOptimize(starts_like_sip(octets));
  });
}
BENCHMARK_CAPTURE(recognise, calls, call_mix)->Name("sip/recognise/calls");

// RTP as it lies in a capture: version 2, payload types and sequence numbers
// of all sorts.
const std::vector<std::string>& media() {
  static const std::vector<std::string> packets = [] {
    std::vector<std::string> made;
    for (unsigned i = 0; i < 512; ++i) {
      std::string packet(172, '\xd5');
      packet[0] = '\x80';
      packet[1] = static_cast<char>(i % 3 == 0 ? 0x65 : 0x08);
      packet[2] = static_cast<char>(i >> 8);
      packet[3] = static_cast<char>(i & 0xff);
      made.push_back(packet);
    }
    return made;
  }();
  return packets;
}
BENCHMARK_CAPTURE(recognise, media, media)->Name("sip/recognise/media");

}  // namespace
}  // namespace siptriage::sip
