#pragma once
/// How long the texts of data/ may be, in characters, and how many of a kind
/// an entry may have: what a terminal and a ticket have room for.

#include <cstddef>
#include <cstdint>

namespace siptriage::compiler {

inline constexpr std::size_t kMaxPhrase = 60;
inline constexpr std::size_t kMaxPlain = 90;
inline constexpr std::size_t kMaxExplanation = 700;
inline constexpr std::size_t kMaxTip = 300;
inline constexpr std::size_t kMaxStep = 220;
inline constexpr std::size_t kMaxRetryAdvice = 220;
inline constexpr std::size_t kMaxReplacedBy = 160;
inline constexpr std::size_t kMaxCondition = 120;
inline constexpr std::size_t kMaxDutyMeaning = 160;
inline constexpr std::size_t kMaxSection = 20;
inline constexpr std::size_t kMaxHeaderName = 40;
inline constexpr std::size_t kMaxName = 90;
inline constexpr std::size_t kMaxMeaning = 160;
inline constexpr std::size_t kMaxTitle = 80;
inline constexpr std::size_t kMaxRuleId = 60;
inline constexpr std::size_t kMaxRemedy = 300;

inline constexpr std::size_t kMaxSteps = 8;
inline constexpr std::size_t kMaxSeeAlso = 8;
inline constexpr std::size_t kMaxAliases = 8;
inline constexpr std::size_t kMaxHeaderFields = 500;

/// What a reader of a failure may expect to be told.
inline constexpr std::size_t kMinFailureSteps = 3;

inline constexpr std::uint16_t kMinCode = 100;
inline constexpr std::uint16_t kMaxCode = 699;
inline constexpr std::uint16_t kFirstFailureCode = 300;
inline constexpr std::uint16_t kMaxCause = 127;  // seven bits in Q.850
inline constexpr std::uint16_t kMinWarning = 300;
inline constexpr std::uint16_t kMaxWarning = 399;
inline constexpr std::uint16_t kMaxRfc = 65535;

}  // namespace siptriage::compiler
