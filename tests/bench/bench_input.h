#pragma once
// BenchInput: what the benchmarks of single stages are fed with: captures of
// tests/bench/make_capture, made once and held in memory, and what the stages
// before make of them.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "siptriage/base/coverage.h"
#include "siptriage/base/octet_store.h"
#include "siptriage/capture/frame.h"
#include "siptriage/correlate/correlator.h"
#include "siptriage/correlate/trace.h"
#include "siptriage/net/payload.h"
#include "siptriage/output/sink.h"

namespace siptriage::bench {

// Of one kind, in the size that the benchmarks use: some 50,000 messages, or
// 100,000 packets of media-heavy. Ends the program if it cannot be made.
[[nodiscard]] const std::string& capture_of(std::string_view kind);

// Lifetime: as long as `capture`.
[[nodiscard]] std::vector<Frame> frames_of(std::string_view capture);

// What net makes of the frames, and the octets it put together.
struct Payloads {
  std::vector<Payload> all;
  OctetStore store;
  Coverage coverage;

  [[nodiscard]] std::int64_t octets() const;
};
// Lifetime: as long as `capture`.
[[nodiscard]] Payloads payloads_of(std::string_view capture);

[[nodiscard]] Observation observation_of(const Payload& payload);

// The trace of a capture of UDP. Lifetime: as long as `payloads`.
[[nodiscard]] Trace trace_of(const Payloads& payloads);

// Counts and forgets.
class CountingSink final : public Sink {
 public:
  bool write(std::string_view octets) override {
    octets_ += static_cast<std::int64_t>(octets.size());
    return true;
  }
  [[nodiscard]] std::int64_t octets() const { return octets_; }

 private:
  std::int64_t octets_ = 0;
};

}  // namespace siptriage::bench
