#include "support/guarded.h"

#include <cstring>
#include <stdexcept>
#include <sys/mman.h>
#include <unistd.h>

namespace siptriage::testing {

GuardedOctets::GuardedOctets(std::size_t most_octets)
    : page_octets_(static_cast<std::size_t>(sysconf(_SC_PAGESIZE))),
      usable_octets_((most_octets / page_octets_ + 1) * page_octets_) {
  void* const mapped = mmap(nullptr, usable_octets_ + 2 * page_octets_,
                            PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapped == MAP_FAILED) throw std::runtime_error("mmap");
  mapped_ = static_cast<char*>(mapped);
  if (mprotect(mapped_ + page_octets_, usable_octets_,
               PROT_READ | PROT_WRITE) != 0) {
    throw std::runtime_error("mprotect");
  }
}

GuardedOctets::~GuardedOctets() {
  munmap(mapped_, usable_octets_ + 2 * page_octets_);
}

std::string_view GuardedOctets::ending(std::string_view octets) {
  if (octets.size() > usable_octets_) throw std::runtime_error("too many");
  char* const at = mapped_ + page_octets_ + usable_octets_ - octets.size();
  if (!octets.empty()) std::memcpy(at, octets.data(), octets.size());
  return {at, octets.size()};
}

std::string_view GuardedOctets::beginning(std::string_view octets) {
  if (octets.size() > usable_octets_) throw std::runtime_error("too many");
  char* const at = mapped_ + page_octets_;
  if (!octets.empty()) std::memcpy(at, octets.data(), octets.size());
  return {at, octets.size()};
}

}  // namespace siptriage::testing
