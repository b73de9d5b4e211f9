#pragma once
/// Timeline: several captures as one sequence of frames, ordered by time.
///
///     Timeline timeline(std::move(readers));
///     while (std::size_t count = timeline.next_batch(batch)) ...
///
/// One capture is passed through in its own order (as every other tool shows
/// it). Several are merged: the reader whose next frame is oldest goes first,
/// the earlier file on a tie; frames of one file never overtake each other. A
/// frame without a timestamp goes with the one before it.

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "siptriage/capture/capture_reader.h"

namespace siptriage {

class Timeline {
 public:
  explicit Timeline(std::vector<CaptureReader> readers);
  Timeline(Timeline&&) noexcept;
  Timeline& operator=(Timeline&&) noexcept;
  ~Timeline();

  /// Fills the front of `frames` and says how many; 0 at the end.
  /// Transient frames stay valid until the next call.
  [[nodiscard]] std::size_t next_batch(std::span<Frame> frames);

  /// As CaptureReader::populate_ahead, for the first reader that has something
  /// to do.
  bool populate_ahead();

  /// As CaptureReader::unpack_ahead, in the same way.
  bool unpack_ahead();

  /// The first CaptureReader::failure there is.
  [[nodiscard]] std::optional<Error> failure() const;

  /// As CaptureReader::octets, in the order of the readers.
  [[nodiscard]] std::vector<std::string_view> octets() const;

  /// One row a file, in the order of the readers.
  [[nodiscard]] std::vector<FileCoverage> coverage() const;

  /// As CaptureReader::has_shrunk, in the order of the readers.
  [[nodiscard]] std::vector<bool> have_shrunk() const;

 private:
  struct Lane;
  struct Later;
  std::size_t merge(std::span<Frame> frames);
  void queue(Lane* lane);

  std::vector<std::unique_ptr<Lane>> lanes_;  // in the order of the readers
  std::vector<Lane*> empty_;                  // to be refilled
  std::vector<Lane*> queue_;                  // a heap, the oldest in front
};

}  // namespace siptriage
