#pragma once
// The sentence of a diagnosis: a text of data/diagnoses.toml with the facts of
// this case.

#include <optional>
#include <string>
#include <string_view>

#include "siptriage/catalogue/entry.h"

#include "annotate/diagnosis_case.h"

namespace siptriage::detail {

// A cause that a message of an answered call gives for its end.
struct GivenEnd {
  MessageId message;
  const DecodedCause* cause = nullptr;
};

// Fills the summary of `diagnosis`. `lead` may be null.
void word(const DiagnosisEntry& entry, const DiagnosisCase& failed,
          const Finding* lead, Diagnosis& diagnosis);

// For an answered call that was not sound.
void word(const DiagnosisEntry& entry, const Analysis& analysis,
          std::string_view fact, Diagnosis& diagnosis);

// Puts another fact in the place of that of a sentence.
void replace_fact(Diagnosis& diagnosis, std::string_view fact);

// What a finding says of its case, without saying again what it is about, and
// what it comes down to.
[[nodiscard]] std::string fact_of(const Analysis& analysis,
                                  const Finding& finding);
[[nodiscard]] std::string fact_of(const Trace& trace, const GivenEnd& end);

}  // namespace siptriage::detail
