// Any octets as a capture, through the whole pipeline: no crash, every message
// counted once, and the same reports whether it is done in parts or as a whole.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

#include "siptriage/analyze.h"
#include "siptriage/report/report.h"

namespace {

std::string report(const siptriage::Triage& triage,
                   siptriage::Workers& workers) {
  siptriage::StringSink sink;
  if (!write_text(triage, {}, sink) || !write_json(triage, workers, sink)) {
    std::abort();
  }
  return sink.text();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const std::string_view octets(reinterpret_cast<const char*>(data), size);
  auto analysis = siptriage::analyze_memory(octets);
  if (!analysis) return 0;
  if (analysis->trace.messages().size() != analysis->coverage.sip_messages) {
    std::abort();
  }
  static siptriage::Workers workers(1);
  const auto triage = siptriage::triage_memory(octets, workers);
  if (!triage ||
      report(*triage, workers) !=
          report(siptriage::summarize(std::move(*analysis)), workers)) {
    std::abort();
  }
  return 0;
}
