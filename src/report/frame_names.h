#pragma once
// How frames and moments are written for people.

#include <cstddef>
#include <span>
#include <string>

#include "siptriage/base/coverage.h"
#include "siptriage/base/frame_id.h"
#include "siptriage/base/timestamp.h"

namespace siptriage::report {

// "12"; with several input files "2:12", the second file's frame 12.
class FrameNames {
 public:
  explicit FrameNames(const Coverage& coverage)
      : FrameNames(coverage.files.size()) {}
  explicit FrameNames(std::size_t files) : several_files_(files > 1) {}

  [[nodiscard]] bool several_files() const { return several_files_; }
  [[nodiscard]] std::string name(FrameId frame) const;
  // "12, 15, 18 and 4 more".
  [[nodiscard]] std::string list(std::span<const FrameId> frames,
                                 std::size_t most) const;

 private:
  bool several_files_;
};

// UTC: "2026-03-05", "13:11:09.039".
[[nodiscard]] std::string date_of(Timestamp timestamp);
[[nodiscard]] std::string time_of_day(Timestamp timestamp);
// "2026-03-05 13:11:09.039".
[[nodiscard]] std::string date_and_time(Timestamp timestamp);

}  // namespace siptriage::report
