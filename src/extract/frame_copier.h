#pragma once
// FrameCopier: writes those frames of a capture that are in a set.
//
//   FrameCopier copier(coverage, wanted, frames, application, sink);
//   for each frame of the timeline: copier.take(frame);
//   copier.finish();
//
// What is left out leaves pauses, in which an analysis would take nothing for
// granted. So that they say no more than the capture did, Interface Statistics
// are written where a pause would begin and end that the capture does not have,
// as far as it matters to the calls; and one where the capture ends, with the
// packets that it had lost.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "siptriage/base/coverage.h"
#include "siptriage/capture/capture_writer.h"
#include "siptriage/capture/frame.h"
#include "siptriage/output/sink.h"

#include "extract/frame_set.h"
#include "extract/wanted.h"

namespace siptriage::extract {

class FrameCopier {
 public:
  // All must outlive the copier.
  FrameCopier(const Coverage& coverage, const Wanted& wanted,
              const FrameSet& frames, std::string_view application, Sink& sink);

  // Both false once the sink has refused.
  bool take(const Frame& frame);
  bool finish();

 private:
  // An interface of the capture in the file being written.
  struct Interface {
    bool is_known = false;
    std::uint32_t number = 0;
  };

  [[nodiscard]] std::uint32_t interface_of(const Frame& frame);
  [[nodiscard]] std::vector<std::string> comments_of(FrameId frame) const;
  void copy(const Frame& frame);
  void keep_running(Timestamp time);
  void note_running(Timestamp time, std::uint64_t drops);
  bool flush(std::size_t least);

  const Coverage& coverage_;
  const Wanted& wanted_;
  const FrameSet& frames_;
  Sink& sink_;
  CaptureWriter writer_;
  std::vector<std::vector<Interface>> interfaces_;  // by file
  std::optional<std::uint32_t> last_interface_;
  // Of the capture, and of what was written; ascending.
  std::optional<Timestamp> last_seen_;
  std::optional<Timestamp> last_written_;
  std::string octets_;
};

}  // namespace siptriage::extract
