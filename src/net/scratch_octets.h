#pragma once
// ScratchOctets: memory for what is given out and looked at only for a while.
//
//   char* place = scratch.take(size);   // stays until scratch.clear()

#include <algorithm>
#include <cstddef>
#include <memory>
#include <vector>

namespace siptriage::detail {

class ScratchOctets {
 public:
  [[nodiscard]] char* take(std::size_t octets) {
    while (current_ < chunks_.size() &&
           chunks_[current_].octets - used_ < octets) {
      ++current_;
      used_ = 0;
    }
    if (current_ == chunks_.size()) add_chunk(std::max(octets, kChunkOctets));
    char* const place = chunks_[current_].memory.get() + used_;
    used_ += octets;
    return place;
  }

  // Takes everything back, and keeps some of the memory for the next time.
  void clear() {
    if (chunks_.size() > kMostKeptChunks) chunks_.resize(kMostKeptChunks);
    current_ = 0;
    used_ = 0;
  }

 private:
  static constexpr std::size_t kChunkOctets = std::size_t{256} << 10;
  static constexpr std::size_t kMostKeptChunks = 64;

  struct Chunk {
    std::size_t octets = 0;
    std::unique_ptr<char[]> memory;
  };

  void add_chunk(std::size_t octets) {
    chunks_.push_back({octets, std::make_unique_for_overwrite<char[]>(octets)});
  }

  std::vector<Chunk> chunks_;
  std::size_t current_ = 0;
  std::size_t used_ = 0;  // of the current chunk
};

}  // namespace siptriage::detail
