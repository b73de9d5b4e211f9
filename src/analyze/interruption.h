#pragma once
// Interruption: what becomes of an analysis that was asked to stop.

#include "siptriage/analyze.h"
#include "siptriage/base/result.h"

namespace siptriage::detail {

class Interruption {
 public:
  // `options` must outlive it.
  explicit Interruption(const AnalyzeOptions& options) : options_(options) {}

  // True when no more frames shall be read.
  [[nodiscard]] bool ends_reading() const {
    return stop_requested(options_.capture.stop);
  }
  // True when all shall end, whatever was read.
  [[nodiscard]] bool ends_all() const {
    return ends_reading() && !options_.keep_interrupted;
  }
  [[nodiscard]] static tl::unexpected<Error> error() {
    return fail(ErrorCode::Interrupted, "interrupted; nothing was reported");
  }

 private:
  const AnalyzeOptions& options_;
};

}  // namespace siptriage::detail
