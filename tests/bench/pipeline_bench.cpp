// The cost of a message, stage by stage, over a capture made in memory: calls
// of seven messages, interleaved, as tests/tools builds them.
//
//     cmake --preset bench && cmake --build --preset bench
//     build/bench/tests/siptriage_bench

#include <string>
#include <string_view>

#include <benchmark/benchmark.h>

#include "siptriage/analyze.h"
#include "siptriage/sip/parse.h"

#include "tools/build_capture.h"

namespace siptriage {
namespace {

constexpr int kCalls = 2000;

std::string message(const std::string& start_line, int call,
                    const std::string& cseq, const std::string& to_tag) {
  const std::string id = std::to_string(call);
  return start_line + "\nVia: SIP/2.0/UDP ${alice};branch=z9hG4bK" + id +
         cseq.substr(0, 1) +
         ";rport\nMax-Forwards: 70\nFrom: \"Alice\" <sip:alice" + id +
         "@example.com>;tag=a" + id + "\nTo: <sip:bob" + id + "@example.com>" +
         to_tag + "\nCall-ID: " + id + "-bench@192.0.2.10\nCSeq: " + cseq +
         "\nContact: <sip:alice@192.0.2.10>\nUser-Agent: Bench/1.0\n"
         "Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, PRACK\n"
         "Supported: replaces, timer, 100rel\nContent-Length: auto\n\n";
}

// One call as events of a flow script.
std::string call_script(int call) {
  const std::string uri =
      " sip:bob" + std::to_string(call) + "@example.com SIP/2.0";
  const std::string tag = ";tag=b" + std::to_string(call);
  const std::string out = "+0.0001 alice -> bob udp\n";
  const std::string back = "+0.0001 bob -> alice udp\n";
  std::string script;
  script += "@" + out + message("INVITE" + uri, call, "1 INVITE", "");
  script += "@" + back + message("SIP/2.0 100 Trying", call, "1 INVITE", "");
  script += "@" + back + message("SIP/2.0 180 Ringing", call, "1 INVITE", tag);
  script += "@" + back + message("SIP/2.0 200 OK", call, "1 INVITE", tag);
  script += "@" + out + message("ACK" + uri, call, "1 ACK", tag);
  script += "@" + out + message("BYE" + uri, call, "2 BYE", tag);
  script += "@" + back + message("SIP/2.0 200 OK", call, "2 BYE", tag);
  return script;
}

const std::string& capture() {
  static const std::string octets = [] {
    std::string script =
        "capture pcap\nlink ethernet\nstart 2026-03-02T09:15:00Z\n"
        "host alice 192.0.2.10:5060\nhost bob 192.0.2.1:5060\n\n";
    for (int call = 0; call < kCalls; ++call) script += call_script(call);
    auto built = testing::build_capture(script);
    return built ? *built : std::string();
  }();
  return octets;
}

void parse(benchmark::State& state) {
  std::string octets;
  for (const char c :
       message("INVITE sip:bob@example.com SIP/2.0", 1, "1 INVITE", "")) {
    if (c == '\n') octets += '\r';
    octets += c;
  }
  sip::Message parsed;
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        sip::parse_message(octets, sip::Framing::Datagram, parsed));
  }
  state.SetItemsProcessed(state.iterations());
  state.SetBytesProcessed(state.iterations() *
                          static_cast<std::int64_t>(octets.size()));
}
BENCHMARK(parse)->Name("sip/parse_message");

void analyze_all(benchmark::State& state) {
  const std::string& octets = capture();
  std::uint64_t messages = 0;
  for (auto _ : state) {
    const Result<Analysis> analysis = analyze_memory(octets);
    if (!analysis || analysis->coverage.sip_messages == 0) {
      state.SkipWithError("the capture was not read");
      return;
    }
    messages += analysis->coverage.sip_messages;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(messages));
  state.SetBytesProcessed(state.iterations() *
                          static_cast<std::int64_t>(octets.size()));
}
BENCHMARK(analyze_all)->Name("analyze")->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace siptriage

BENCHMARK_MAIN();
