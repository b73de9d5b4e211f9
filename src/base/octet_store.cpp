#include "siptriage/base/octet_store.h"

#include <cstring>
#include <utility>

namespace siptriage {
namespace {

constexpr std::size_t kChunkOctets = std::size_t{256} << 10;
// From here on octets get a chunk of their own: no chunk is left behind more
// than a quarter empty.
constexpr std::size_t kOwnChunkOctets = kChunkOctets / 4;

}  // namespace

OctetStore::OctetStore(OctetStore&& other) noexcept
    : chunks_(std::exchange(other.chunks_, {})),
      adopted_(std::exchange(other.adopted_, {})),
      free_(std::exchange(other.free_, nullptr)),
      free_octets_(std::exchange(other.free_octets_, 0)),
      kept_octets_(std::exchange(other.kept_octets_, 0)) {}

OctetStore& OctetStore::operator=(OctetStore&& other) noexcept {
  if (this == &other) return *this;
  release_adopted();
  chunks_ = std::exchange(other.chunks_, {});
  adopted_ = std::exchange(other.adopted_, {});
  free_ = std::exchange(other.free_, nullptr);
  free_octets_ = std::exchange(other.free_octets_, 0);
  kept_octets_ = std::exchange(other.kept_octets_, 0);
  return *this;
}

OctetStore::~OctetStore() { release_adopted(); }

std::string_view OctetStore::keep(std::string_view octets) {
  if (octets.empty()) return {};
  char* place = nullptr;
  if (octets.size() >= kOwnChunkOctets) {
    chunks_.push_back(std::make_unique_for_overwrite<char[]>(octets.size()));
    place = chunks_.back().get();
  } else {
    if (free_octets_ < octets.size()) {
      chunks_.push_back(std::make_unique_for_overwrite<char[]>(kChunkOctets));
      free_ = chunks_.back().get();
      free_octets_ = kChunkOctets;
    }
    place = free_;
    free_ += octets.size();
    free_octets_ -= octets.size();
  }
  std::memcpy(place, octets.data(), octets.size());
  kept_octets_ += octets.size();
  return {place, octets.size()};
}

void OctetStore::adopt(std::string_view octets, std::function<void()> release) {
  adopted_.push_back({octets, std::move(release)});
}

void OctetStore::release_adopted() noexcept {
  for (const Adopted& adopted : adopted_) {
    if (adopted.release) adopted.release();
  }
  adopted_.clear();
}

}  // namespace siptriage
