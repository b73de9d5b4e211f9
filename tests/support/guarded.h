#pragma once
// GuardedOctets: copies of octets that end where a page ends, or begin where
// one begins, beside a page that may not be touched: whoever reads an octet too
// far ends the program, whatever it was built with.
//
//     GuardedOctets guarded(text.size());
//     parse(guarded.ending(text));      // the last copy is gone with the next
//     parse(guarded.beginning(text));

#include <cstddef>
#include <string_view>

namespace siptriage::testing {

class GuardedOctets {
 public:
  explicit GuardedOctets(std::size_t most_octets);
  ~GuardedOctets();
  GuardedOctets(const GuardedOctets&) = delete;
  GuardedOctets& operator=(const GuardedOctets&) = delete;

  // A copy of `octets` with the guard behind it, or before it.
  [[nodiscard]] std::string_view ending(std::string_view octets);
  [[nodiscard]] std::string_view beginning(std::string_view octets);

 private:
  std::size_t page_octets_;
  std::size_t usable_octets_;  // whole pages, between two guards
  char* mapped_ = nullptr;
};

}  // namespace siptriage::testing
