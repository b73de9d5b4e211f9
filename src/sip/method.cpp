#include "siptriage/sip/method.h"

#include <array>
#include <cstddef>

namespace siptriage::sip {
namespace {

constexpr std::size_t kMethodCount = static_cast<std::size_t>(Method::Count);

// In the order of Method.
constexpr std::array<std::string_view, kMethodCount> kNames = {
    "UNKNOWN", "ACK",     "BYE",      "CANCEL",    "INFO",
    "INVITE",  "MESSAGE", "NOTIFY",   "OPTIONS",   "PRACK",
    "PUBLISH", "REFER",   "REGISTER", "SUBSCRIBE", "UPDATE",
};
static_assert(kNames.back() == "UPDATE", "one name a Method");

}  // namespace

std::string_view to_string(Method method) {
  const auto index = static_cast<std::size_t>(method);
  return index < kMethodCount ? kNames[index] : kNames[0];
}

Method find_method(std::string_view name) {
  for (std::size_t i = 1; i < kMethodCount; ++i) {
    if (name == kNames[i]) return static_cast<Method>(i);
  }
  return Method::Unknown;
}

}  // namespace siptriage::sip
