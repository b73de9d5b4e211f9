#pragma once
/// CaptureGaps: what a capture may lack, by its own account: packets that it
/// lost or cut, and times in which it holds no frame at all.
///
///     CapturePauses pauses;
///     pauses.note_frame(time);             // in the order of the capture
///     pauses.longest_within(from, to);
///
/// Whether anything was sent meanwhile nothing tells: a pause may be silence on
/// the wire just as well.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "siptriage/base/timestamp.h"

namespace siptriage {

/// The times without frames, of all captures that are read as one.
class CapturePauses {
 public:
  /// Shorter ones are not kept.
  static constexpr Duration kLeast = std::chrono::seconds(4);
  /// Past so many, the shortest are forgotten.
  static constexpr std::size_t kMost = 4096;

  /// Frames that are older than one before them end no pause.
  void note_frame(Timestamp time) {
    if (!last_) {
      last_ = time;
      return;
    }
    if (time <= *last_) return;
    if (elapsed(*last_, time) >= least_) add({*last_, time});
    last_ = time;
  }

  /// Times, ascending, at which the capture was running although it may hold no
  /// frame of them: pauses end and begin there. After all frames.
  void note_running(const std::vector<Timestamp>& times);

  /// How long one pause covers of the time between; zero: no pause does.
  [[nodiscard]] Duration longest_within(Timestamp from, Timestamp to) const;

 private:
  struct Pause {
    Timestamp begin;
    Timestamp end;
  };
  void add(const Pause& pause);
  void split(const std::vector<Timestamp>& times);

  std::optional<Timestamp> last_;
  Duration least_ = kLeast;
  std::vector<Pause> pauses_;  // ascending
};

struct CaptureGaps {
  std::uint64_t recorded_drops = 0;
  /// Packets that are in the capture without their end, or without the segments
  /// before them.
  std::uint64_t cut_packets = 0;
  CapturePauses pauses;
};

}  // namespace siptriage
