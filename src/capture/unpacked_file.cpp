#include "capture/unpacked_file.h"

#include <limits>
#include <sys/mman.h>
#include <utility>

namespace siptriage::detail {
namespace {

// Unpacked at once.
constexpr std::size_t kStepOctets = std::size_t{1} << 20;

}  // namespace

// Address space costs nothing: what lies past the end of the file is there only
// once the file has grown so far. SHARED, so that what is written to the file
// can be seen.
std::unique_ptr<UnpackedFile> UnpackedFile::map(
    std::unique_ptr<Decompression>& decompression, const Limits& limits,
    OctetStore& store) {
  const std::uint64_t most = limits[LimitId::UnpackedOctets];
  if (most > std::numeric_limits<std::size_t>::max() / 2) return nullptr;
  const auto octets = static_cast<std::size_t>(most);
  void* const place = ::mmap(nullptr, octets, PROT_READ, MAP_SHARED,
                             decompression->file().number(), 0);
  if (place == MAP_FAILED) return nullptr;
  ::madvise(place, octets, MADV_SEQUENTIAL);
  const std::string_view mapped(static_cast<const char*>(place), octets);
  store.adopt(mapped, [place, octets] { ::munmap(place, octets); });
  return std::unique_ptr<UnpackedFile>(
      new UnpackedFile(std::move(decompression), mapped));
}

UnpackedFile::UnpackedFile(std::unique_ptr<Decompression> decompression,
                           std::string_view mapped)
    : decompression_(std::move(decompression)),
      mapped_(mapped),
      there_(static_cast<std::size_t>(decompression_->octets())) {}

bool UnpackedFile::unpack_more() {
  const std::scoped_lock lock(unpacking_);
  return unpack();
}

bool UnpackedFile::unpack_ahead() {
  const std::size_t ahead = there_.load(std::memory_order_relaxed) -
                            walked_.load(std::memory_order_relaxed);
  if (ahead >= kAheadOctets) return false;
  const std::unique_lock lock(unpacking_, std::try_to_lock);
  return lock.owns_lock() && unpack();
}

bool UnpackedFile::unpack() {
  if (decompression_->has_ended()) return false;
  decompression_->advance_to(decompression_->octets() + kStepOctets);
  there_.store(static_cast<std::size_t>(decompression_->octets()),
               std::memory_order_release);
  return true;
}

}  // namespace siptriage::detail
