#pragma once
// A reader that goes away.

#include <cstddef>
#include <string_view>

#include "siptriage/output/sink.h"

namespace siptriage::testing {

// Refuses after `pieces` writes.
class RefusingSink final : public Sink {
 public:
  explicit RefusingSink(std::size_t pieces) : left_(pieces) {}
  bool write(std::string_view octets) override {
    ++calls_;
    if (left_ == 0) return false;
    --left_;
    octets_ += octets.size();
    return true;
  }
  [[nodiscard]] std::size_t calls() const { return calls_; }

 private:
  std::size_t left_;
  std::size_t calls_ = 0;
  std::size_t octets_ = 0;
};

}  // namespace siptriage::testing
