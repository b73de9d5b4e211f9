// Any octets as a capture, through the whole pipeline: no crash, and every
// message counted once.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "siptriage/analyze.h"
#include "siptriage/report/report.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const auto analysis = siptriage::analyze_memory(
      std::string_view(reinterpret_cast<const char*>(data), size));
  if (!analysis) return 0;
  if (analysis->trace.messages().size() != analysis->coverage.sip_messages) {
    std::abort();
  }
  siptriage::StringSink sink;
  if (!write_text(*analysis, {}, sink) || !write_json(*analysis, sink)) {
    std::abort();
  }
  return 0;
}
