#include "siptriage/capture/timeline.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace siptriage {

// One reader and the frames of it that were not handed out yet.
struct Timeline::Lane {
  Lane(CaptureReader source, std::size_t place)
      : reader(std::move(source)), index(place) {}

  // False at the end of the reader.
  bool refill() {
    next = 0;
    count = reader.next_batch(batch);
    if (count != 0) note_time();
    return count != 0;
  }

  [[nodiscard]] const Frame& head() const { return batch[next]; }

  // False when what was read is used up.
  bool advance() {
    if (++next == count) return false;
    note_time();
    return true;
  }

  void note_time() {
    if (head().has_timestamp) time = head().timestamp;
  }

  CaptureReader reader;
  std::size_t index;
  std::array<Frame, kFrameBatch> batch;
  std::size_t next = 0;
  std::size_t count = 0;
  // Of the head, or of the last one before it that has a time.
  Timestamp time =
      timestamp_from_nanoseconds(std::numeric_limits<std::int64_t>::min());
};

// Orders a heap so that the lane to be served first is in front.
struct Timeline::Later {
  bool operator()(const Lane* a, const Lane* b) const {
    return a->time != b->time ? a->time > b->time : a->index > b->index;
  }
};

Timeline::Timeline(std::vector<CaptureReader> readers) {
  lanes_.reserve(readers.size());
  for (CaptureReader& reader : readers) {
    lanes_.push_back(std::make_unique<Lane>(std::move(reader), lanes_.size()));
    empty_.push_back(lanes_.back().get());
  }
}

Timeline::Timeline(Timeline&&) noexcept = default;
Timeline& Timeline::operator=(Timeline&&) noexcept = default;
Timeline::~Timeline() = default;

std::size_t Timeline::next_batch(std::span<Frame> frames) {
  if (frames.empty()) return 0;
  if (lanes_.size() == 1) return lanes_.front()->reader.next_batch(frames);
  return merge(frames);
}

void Timeline::queue(Lane* lane) {
  queue_.push_back(lane);
  std::push_heap(queue_.begin(), queue_.end(), Later{});
}

std::size_t Timeline::merge(std::span<Frame> frames) {
  for (Lane* lane : std::exchange(empty_, {})) {
    if (lane->refill()) queue(lane);
  }
  std::size_t count = 0;
  while (count < frames.size() && !queue_.empty()) {
    std::pop_heap(queue_.begin(), queue_.end(), Later{});
    Lane* const lane = queue_.back();
    queue_.pop_back();
    bool has_more = true;
    // Files that do not overlap in time give long runs: no heap for those.
    do {
      frames[count++] = lane->head();
      has_more = lane->advance();
    } while (has_more && count < frames.size() &&
             (queue_.empty() || Later{}(queue_.front(), lane)));
    if (!has_more && frames[count - 1].transient) {
      // Asking for more would take back what was just handed out.
      empty_.push_back(lane);
      return count;
    }
    if (has_more || lane->refill()) queue(lane);
  }
  return count;
}

bool Timeline::populate_ahead() {
  return std::any_of(lanes_.begin(), lanes_.end(),
                     [](const std::unique_ptr<Lane>& lane) {
                       return lane->reader.populate_ahead();
                     });
}

bool Timeline::unpack_ahead() {
  return std::any_of(lanes_.begin(), lanes_.end(),
                     [](const std::unique_ptr<Lane>& lane) {
                       return lane->reader.unpack_ahead();
                     });
}

std::optional<Error> Timeline::failure() const {
  for (const std::unique_ptr<Lane>& lane : lanes_) {
    if (lane->reader.failure()) return lane->reader.failure();
  }
  return std::nullopt;
}

std::vector<std::string_view> Timeline::octets() const {
  std::vector<std::string_view> octets;
  octets.reserve(lanes_.size());
  for (const std::unique_ptr<Lane>& lane : lanes_) {
    octets.push_back(lane->reader.octets());
  }
  return octets;
}

std::vector<FileCoverage> Timeline::coverage() const {
  std::vector<FileCoverage> files;
  files.reserve(lanes_.size());
  for (const std::unique_ptr<Lane>& lane : lanes_) {
    files.push_back(lane->reader.coverage());
  }
  return files;
}

std::vector<bool> Timeline::have_shrunk() const {
  std::vector<bool> shrunk;
  shrunk.reserve(lanes_.size());
  for (const std::unique_ptr<Lane>& lane : lanes_) {
    shrunk.push_back(lane->reader.has_shrunk());
  }
  return shrunk;
}

}  // namespace siptriage
