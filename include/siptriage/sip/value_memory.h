#pragma once
/// ValueMemory: values that were found sound, because the messages of one call
/// repeat them to the letter: From and To in each of them, Via in each response
/// to a request.
///
///     ValueMemory memory;
///     for (std::string_view octets : messages_of_one_call)
///       parse_message(octets, Framing::Datagram, message, memory);
///
/// What is parsed with it is the same as without.
/// Lifetime: octets given to parse_message() must live until forget().

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "siptriage/sip/via.h"

namespace siptriage::sip {

class ValueMemory {
 public:
  void forget() {
    from_.forget();
    to_.forget();
    contact_.forget();
    via_.forget();
  }

  /// The last few values of one header field, each with what was found in it.
  template <typename Found>
  class Values {
   public:
    struct Known {
      std::string_view value;
      Found found;
    };

    void forget() { count_ = next_ = 0; }
    /// nullptr for a value that is not known.
    [[nodiscard]] const Known* find(std::string_view value) const {
      for (std::size_t i = 0; i < count_; ++i) {
        if (known_[i].value == value) return &known_[i];
      }
      return nullptr;
    }
    void remember(std::string_view value, const Found& found) {
      known_[next_] = {value, found};
      if (count_ <= next_) count_ = next_ + 1;
      next_ = (next_ + 1) % known_.size();
    }

   private:
    // Caller and callee, with a tag and without, are four of one name.
    std::array<Known, 4> known_;
    std::size_t count_ = 0;
    std::size_t next_ = 0;
  };

  /// Where in a value its tag stands.
  struct Tag {
    std::uint32_t offset = 0;
    std::uint32_t octets = 0;
  };

  [[nodiscard]] Values<Tag>& from() { return from_; }
  [[nodiscard]] Values<Tag>& to() { return to_; }
  [[nodiscard]] Values<Tag>& contact() { return contact_; }
  [[nodiscard]] Values<Via>& via() { return via_; }

 private:
  Values<Tag> from_;
  Values<Tag> to_;
  Values<Tag> contact_;
  Values<Via> via_;
};

}  // namespace siptriage::sip
