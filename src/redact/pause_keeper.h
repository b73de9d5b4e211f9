#pragma once
// PauseKeeper: which of the frames that are left out must be written empty, so
// that no pause of the capture becomes longer, nor its time shorter: whether
// something was not sent, or is not in the capture, is judged by that.
//
//   keeper.write(time);                    // a frame that is written anyway
//   if (keeper.leave_out(time)) ...        // this one stands for a stretch
//
// A frame that is left out is written if the one before it, or the one behind
// it, is kLongest away.

#include <chrono>
#include <optional>

#include "siptriage/base/timestamp.h"

namespace siptriage::detail {

template <typename Item>
class PauseKeeper {
 public:
  static constexpr Duration kLongest = std::chrono::seconds(1);

  // Calls `emit(item)` with what has to be written before a frame of that time.
  template <typename Emit>
  void pass(Timestamp time, Emit emit) {
    if (is_waiting_ && elapsed(waiting_time_, time) >= kLongest) flush(emit);
  }
  void note_written(Timestamp time) {
    is_waiting_ = false;
    if (!last_ || time > *last_) last_ = time;
  }
  // True: write it. Else it may be that it is given to a later `emit`.
  [[nodiscard]] bool leave_out(Timestamp time, const Item& item) {
    if (!last_ || elapsed(*last_, time) >= kLongest) {
      note_written(time);
      return true;
    }
    if (time > *last_ && (!is_waiting_ || time >= waiting_time_)) {
      is_waiting_ = true;
      waiting_ = item;
      waiting_time_ = time;
    }
    return false;
  }
  // At the end of the capture, too.
  template <typename Emit>
  void flush(Emit emit) {
    if (!is_waiting_) return;
    const Item item = waiting_;
    note_written(waiting_time_);
    emit(item);
  }

 private:
  std::optional<Timestamp> last_;
  bool is_waiting_ = false;
  Item waiting_{};
  Timestamp waiting_time_{};
};

}  // namespace siptriage::detail
