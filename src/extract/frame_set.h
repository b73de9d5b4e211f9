#pragma once
// FrameSet: some frames of a capture, a bit each.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "siptriage/base/frame_id.h"

namespace siptriage::extract {

class FrameSet {
 public:
  void add(FrameId id) {
    if (id.number == 0) return;
    if (files_.size() <= id.file) files_.resize(std::size_t{id.file} + 1);
    std::vector<bool>& frames = files_[id.file];
    if (frames.size() <= id.number) frames.resize(std::size_t{id.number} + 1);
    if (!frames[id.number]) ++size_;
    frames[id.number] = true;
  }
  void add(const std::vector<FrameId>& ids) {
    for (const FrameId id : ids) add(id);
  }

  [[nodiscard]] bool has(FrameId id) const {
    return id.file < files_.size() && id.number < files_[id.file].size() &&
           files_[id.file][id.number];
  }
  [[nodiscard]] std::uint64_t size() const { return size_; }

 private:
  std::vector<std::vector<bool>> files_;  // by number of the frame
  std::uint64_t size_ = 0;
};

}  // namespace siptriage::extract
