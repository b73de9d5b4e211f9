#pragma once
// RecordHeap: records that parts bring and that are put in one place at the end
// only: there are many, and parts are merged many times.
//
//     heap.add(record);
//     heap.take(std::move(of_later_part));
//     std::vector<Record> all = heap.take_all();

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace siptriage::detail {

template <typename Record>
class RecordHeap {
 public:
  void add(const Record& record) {
    if (pieces_.empty() || pieces_.back().size() == kPiece) {
      pieces_.emplace_back().reserve(kPiece);
    }
    pieces_.back().push_back(record);
    ++size_;
  }
  // Those of `other` come last. Of many parts, each would bring a piece that
  // is nearly empty: those are copied.
  void take(RecordHeap&& other) {
    for (std::vector<Record>& piece : other.pieces_) {
      if (piece.size() < kPiece / 2) {
        for (const Record& record : piece) add(record);
      } else {
        size_ += piece.size();
        pieces_.push_back(std::move(piece));
      }
    }
    other.pieces_.clear();
    other.size_ = 0;
  }
  [[nodiscard]] std::size_t size() const { return size_; }
  template <typename Use>
  void for_each(Use use) {
    for (std::vector<Record>& piece : pieces_) {
      for (Record& record : piece) use(record);
    }
  }
  // All of them, as they came. The heap is empty then.
  template <typename Records = std::vector<Record>>
  [[nodiscard]] Records take_all() {
    Records all;
    if constexpr (requires { all.reserve(size_); }) all.reserve(size_);
    size_ = 0;
    for (std::vector<Record>& piece : pieces_) {
      all.insert(all.end(), piece.begin(), piece.end());
      piece = std::vector<Record>();  // gives its memory back
    }
    pieces_.clear();
    return all;
  }
  // The first `most` by `order`, wherever they were added. How many there were
  // besides.
  template <typename Order>
  std::size_t keep_first(std::size_t most, Order order) {
    if (size_ <= most) return 0;
    std::vector<Record> all = take_all();
    std::ranges::sort(all, {}, order);
    for (std::size_t i = 0; i < most; ++i) add(all[i]);
    return all.size() - most;
  }

 private:
  // Never grown by copying, never much larger than what it holds.
  static constexpr std::size_t kPiece =
      (std::size_t{32} << 10) / sizeof(Record);

  std::vector<std::vector<Record>> pieces_;
  std::size_t size_ = 0;
};

}  // namespace siptriage::detail
