#pragma once
/// UnpackedFile: what a compressed capture unpacks to, mapped before all of it
/// is there. One thread walks through what has come out, while any others bring
/// in more:
///
///     |===========================|=================|- - - - - - - - - - -
///      octets(), walked            kAheadOctets      not unpacked yet
///
/// The octets stay where they are.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string_view>

#include "siptriage/base/limits.h"
#include "siptriage/base/octet_store.h"

#include "capture/decompress.h"

namespace siptriage::detail {

class UnpackedFile {
 public:
  /// How far ahead of the walk others unpack: more than a batch of frames
  /// holds as a rule, since none is unpacked between two batches.
  static constexpr std::size_t kAheadOctets = std::size_t{32} << 20;

  /// Takes `decompression` over, of which the front has come out. Null, and
  /// nothing was taken, where the system cannot map as much as `limits` allow
  /// to come out.
  /// Lifetime: octets() are valid while `store` lives.
  [[nodiscard]] static std::unique_ptr<UnpackedFile> map(
      std::unique_ptr<Decompression>& decompression, const Limits& limits,
      OctetStore& store);

  /// All that has come out so far, in a mapping of `mapped()`.
  [[nodiscard]] std::string_view octets() const {
    return mapped_.substr(0, there_.load(std::memory_order_acquire));
  }
  [[nodiscard]] std::string_view mapped() const { return mapped_; }

  /// Unpacks some more than there is; false when nothing more will come. Waits
  /// for whoever is at it.
  bool unpack_more();
  /// The same for others than the walking thread; false when there is nothing
  /// to do just now, also because somebody is at it.
  bool unpack_ahead();
  /// The walk has come to `place`.
  void note_walked(const char* place) {
    walked_.store(static_cast<std::size_t>(place - mapped_.data()),
                  std::memory_order_relaxed);
  }

  /// For who has seen unpack_more() give false.
  [[nodiscard]] const Decompression& ended() const { return *decompression_; }

 private:
  UnpackedFile(std::unique_ptr<Decompression> decompression,
               std::string_view mapped);
  bool unpack();

  std::unique_ptr<Decompression> decompression_;
  std::string_view mapped_;
  std::mutex unpacking_;
  std::atomic<std::size_t> there_;
  std::atomic<std::size_t> walked_{0};
};

}  // namespace siptriage::detail
