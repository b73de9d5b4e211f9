#pragma once
/// ChunkedVector: a vector that grows without moving what it holds, so that
/// growing costs no copy and never doubles the memory.
///
///     ChunkedVector<Record> records;
///     records.push_back(record);
///     records[0].count = 1;

#include <cstddef>
#include <memory>
#include <type_traits>
#include <vector>

namespace siptriage {

template <typename Element>
class ChunkedVector {
  static_assert(std::is_trivially_destructible_v<Element>);

 public:
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }

  [[nodiscard]] Element& operator[](std::size_t index) {
    return chunks_[index / kChunk][index % kChunk];
  }
  [[nodiscard]] const Element& operator[](std::size_t index) const {
    return chunks_[index / kChunk][index % kChunk];
  }

  /// Lifetime: the reference is valid while the vector lives.
  Element& push_back(const Element& element) {
    if (size_ == chunks_.size() * kChunk) {
      // Not zeroed: what is not used yet takes no memory.
      chunks_.push_back(std::make_unique_for_overwrite<Element[]>(kChunk));
    }
    Element& place = (*this)[size_++];
    place = element;
    return place;
  }

 private:
  // A power of 2, and some 32 KiB.
  static constexpr std::size_t kChunk = [] {
    std::size_t chunk = 1;
    while (chunk * 2 * sizeof(Element) <= std::size_t{32} << 10) chunk *= 2;
    return chunk;
  }();

  std::vector<std::unique_ptr<Element[]>> chunks_;
  std::size_t size_ = 0;
};

}  // namespace siptriage
