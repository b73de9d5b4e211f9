#pragma once
// ProgressTeller: calls AnalyzeOptions::progress now and then.

#include <cstdint>

#include "siptriage/analyze.h"

namespace siptriage::detail {

class ProgressTeller {
 public:
  // `options` must outlive the teller.
  explicit ProgressTeller(const AnalyzeOptions& options) : options_(options) {}

  // So many frames have been read so far.
  void tell(std::uint64_t frames) {
    if (!options_.progress || frames < next_) return;
    next_ = frames + kInterval;
    options_.progress(frames);
  }

  // All have been read; nothing to tell of a capture that took no time.
  void tell_end(std::uint64_t frames) const {
    if (options_.progress && next_ != kInterval) options_.progress(frames);
  }

 private:
  static constexpr std::uint64_t kInterval = 1 << 16;  // frames

  const AnalyzeOptions& options_;
  std::uint64_t next_ = kInterval;
};

}  // namespace siptriage::detail
