#pragma once
/// BindingReader: the Contacts of a REGISTER, or of a 2xx to one, each with the
/// seconds that its binding is to be, or is, there (RFC 3261 10.2.1.1, 10.3).
///
///     BindingReader reader(response);
///     for (Binding binding; reader.next(binding);) use(binding.seconds);
///
/// Contacts that cannot be read are left out. "*" is one with
/// `contact.wildcard`.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "siptriage/base/lifetime.h"
#include "siptriage/sip/message.h"
#include "siptriage/sip/name_addr.h"

namespace siptriage {

/// Lifetime: views into the message.
struct Binding {
  sip::NameAddr contact;
  bool has_expires = false;  // a parameter of its own
  std::optional<std::uint32_t> seconds;
};

/// What the expires parameter of `contact` says, else Expires of `message`.
[[nodiscard]] std::optional<std::uint32_t> seconds_of(
    const sip::NameAddr& contact, const sip::Message& message);

/// Lifetime: `message` must outlive it.
class BindingReader {
 public:
  explicit BindingReader(const sip::Message& message SIPTRIAGE_LIFETIMEBOUND)
      : message_(message) {}

  /// False: there are no more.
  [[nodiscard]] bool next(Binding& binding);

 private:
  const sip::Message& message_;
  std::size_t next_field_ = 0;
  std::string_view rest_;  // of the Contact before that
};

}  // namespace siptriage
