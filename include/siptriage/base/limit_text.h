#pragma once
/// Limits as people write and read them.
///
///     Limits limits;
///     std::string wrong = set_limit("tcp-connections=1k", limits);
///     if (!wrong.empty()) complain(wrong);

#include <cstdint>
#include <string>
#include <string_view>

#include "siptriage/base/limits.h"

namespace siptriage {

/// Sets what "NAME=VALUE" says. A value is a number, perhaps with a suffix: k,
/// M or G (of octets 1024, its square and cube, of all else 1000, ...), or s
/// for seconds. Empty, or what is wrong: an unknown name, and the one that is
/// most like it; a value that is none, or out of range.
[[nodiscard]] std::string set_limit(std::string_view text, Limits& limits);

/// A value of that limit, as set_limit() reads it: "64k", "4096", "30".
[[nodiscard]] std::string to_text(const LimitSpec& spec, std::uint64_t value);

/// "--limit tcp-connections=128k raises it", or that it can be no higher.
[[nodiscard]] std::string how_to_raise(LimitId id, const Limits& limits);

}  // namespace siptriage
