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
inline constexpr std::size_t kMaxWordLine = 100;
inline constexpr std::size_t kMaxWordLines = 100;
inline constexpr std::size_t kMaxTitle = 80;
inline constexpr std::size_t kMaxRuleId = 60;
inline constexpr std::size_t kMaxRemedy = 300;
inline constexpr std::size_t kMaxMeans = 90;
inline constexpr std::size_t kMaxDiagnosis = 120;
inline constexpr std::size_t kMaxCauseText = 180;
inline constexpr std::size_t kMaxLook = 180;
inline constexpr std::size_t kMaxMethod = 20;
inline constexpr std::size_t kMaxElsewhere = 300;
inline constexpr std::size_t kMaxDifference = 400;
inline constexpr std::size_t kMaxTell = 140;
inline constexpr std::size_t kMaxHeaderPlain = 120;
inline constexpr std::size_t kMaxFoundIn = 140;
inline constexpr std::size_t kMaxExample = 100;
inline constexpr std::size_t kMaxReading = 200;
inline constexpr std::size_t kMaxDocument = 60;
inline constexpr std::size_t kMaxTimerName = 40;
inline constexpr std::size_t kMaxTimerValue = 120;
inline constexpr std::size_t kMaxAppliesTo = 120;
inline constexpr std::size_t kMaxPurpose = 220;
inline constexpr std::size_t kMaxAtExpiry = 180;
inline constexpr std::size_t kMaxViolation = 320;
inline constexpr std::size_t kMaxFormula = 200;
inline constexpr std::size_t kMaxMetricMeaning = 260;
inline constexpr std::size_t kMaxGood = 220;
inline constexpr std::size_t kMaxInput = 120;
inline constexpr std::size_t kMaxCaveat = 260;
inline constexpr std::size_t kMaxCounted = 600;
inline constexpr std::size_t kMaxCauseClass = 60;
inline constexpr std::size_t kMaxShortTip = 220;
inline constexpr std::size_t kMaxVendor = 200;
inline constexpr std::size_t kMaxQuestion = 100;
inline constexpr std::size_t kMaxAnswer = 600;
inline constexpr std::size_t kMaxWord = 40;

inline constexpr std::size_t kMaxSteps = 8;
inline constexpr std::size_t kMaxSeeAlso = 8;
inline constexpr std::size_t kMaxAliases = 8;
inline constexpr std::size_t kMaxSuperseded = 4;
inline constexpr std::size_t kMaxExplainedCodes = 12;
inline constexpr std::size_t kMaxHeaderFields = 500;
inline constexpr std::size_t kMaxCauses = 4;
inline constexpr std::size_t kMaxLooks = 4;
inline constexpr std::size_t kMaxMethods = 14;  // as many as are registered
inline constexpr std::size_t kMinCompared = 2;
inline constexpr std::size_t kMaxCompared = 4;
inline constexpr std::size_t kMaxContradicting = 12;  // causes, or statuses
inline constexpr std::size_t kMaxReadings = 5;
inline constexpr std::size_t kMaxInputs = 6;
inline constexpr std::size_t kMaxQuestionLinks = 8;
inline constexpr std::size_t kMaxWords = 12;

/// What a reader of a failure may expect to be told.
inline constexpr std::size_t kMinFailureSteps = 3;

inline constexpr std::uint16_t kMinCode = 100;
inline constexpr std::uint16_t kMaxCode = 699;
inline constexpr std::uint16_t kFirstFailureCode = 300;
inline constexpr std::uint16_t kMaxCause = 127;  // seven bits in Q.850
inline constexpr std::uint16_t kMinWarning = 300;
inline constexpr std::uint16_t kMaxWarning = 399;
inline constexpr std::uint16_t kMaxProductCause = 65535;
inline constexpr std::uint16_t kMaxRfc = 65535;

}  // namespace siptriage::compiler
