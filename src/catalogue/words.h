#pragma once
/// The stable words of the catalogue's enumerations, one table for both ways:
/// to_string() reads it here, the compiler of data/ reads it back.

#include <cstddef>
#include <string_view>

#include "siptriage/catalogue/entry.h"

namespace siptriage::detail {

/// Words<Enum>::kAll holds the word of each enumerator, in their order.
template <typename Enum>
struct Words;

template <>
struct Words<Severity> {
  static constexpr std::string_view kAll[] = {"error", "warning", "notice"};
};

template <>
struct Words<Basis> {
  static constexpr std::string_view kAll[] = {"must", "should", "interop",
                                              "observation"};
};

template <>
struct Words<Blame> {
  static constexpr std::string_view kAll[] = {"client",  "server",  "sender",
                                              "network", "unknown", "none"};
};

template <>
struct Words<DutyLevel> {
  static constexpr std::string_view kAll[] = {"MUST", "SHOULD", "MAY"};
};

template <>
struct Words<FaultSide> {
  static constexpr std::string_view kAll[] = {"none", "caller", "callee",
                                              "network", "server"};
};

template <>
struct Words<RetryKind> {
  static constexpr std::string_view kAll[] = {
      "none",        "as-is",     "after-change",
      "after-delay", "elsewhere", "with-credentials"};
};

template <>
struct Words<CodeStatus> {
  static constexpr std::string_view kAll[] = {"current", "deprecated",
                                              "reserved", "unregistered"};
};

template <typename Enum>
[[nodiscard]] constexpr std::string_view word_of(Enum value) {
  return Words<Enum>::kAll[static_cast<std::size_t>(value)];
}

}  // namespace siptriage::detail
