#pragma once
// What the catalogue says of a failure, and the small phrases that several
// writers share. Texts from the wire come back as received, never escaped.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "siptriage/annotate/triage.h"

namespace siptriage::report {

// The reference for one failure: of its code, of the class of a code that no
// table knows (RFC 3261 8.1.3.2), or of the rule for no response at all.
struct Reference {
  std::string title;            // "486 Busy Here", "No final response"
  std::string_view registered;  // the registered phrase, may be empty
  std::string_view plain;       // one sentence, may be empty
  std::string explanation;
  std::string_view tip;
  std::span<const std::string_view> steps;
  FaultSide side = FaultSide::None;
  RetryKind retry = RetryKind::None;
  std::string_view retry_advice;
  std::string_view note;  // of codes that are no longer, or never were
};
// Not sent again whatever answers it: a CANCEL, and a BYE unless it was
// challenged.
[[nodiscard]] bool is_sent_once(std::string_view method, std::uint16_t code);
// `code` 0: no final response. `phrase` as received names an unknown code;
// `method` is that of the request, which may have stood inside a dialog: a BYE
// and a CANCEL are not sent again.
[[nodiscard]] Reference reference_of(std::uint16_t code,
                                     std::string_view phrase,
                                     std::string_view method, bool in_dialog);

// "call", "registration", "OPTIONS exchange".
[[nodiscard]] std::string_view noun_of(CallKind kind, bool plural);
// "answered and ended".
[[nodiscard]] std::string_view words_of(Outcome outcome);
// "rtp": "RTP or RTCP media".
[[nodiscard]] std::string_view words_of(SkipReason reason);
// "the caller's side"; empty when there is no telling.
[[nodiscard]] std::string_view words_of(FaultSide side);
// The same, and "the capture does not tell".
[[nodiscard]] std::string_view words_of(Side side);

// sip:alice@example.com as alice@example.com; in short as alice.
// Lifetime: as `uri`.
[[nodiscard]] std::string_view person_in(std::string_view uri, bool in_short);

// The same without its parameters: alice@example.com:5070.
[[nodiscard]] std::string_view party_in(std::string_view uri);

// "used", "unused", "expired".
[[nodiscard]] std::string_view state_of(const SuppressionUse& use);
// By all suppressions together.
[[nodiscard]] std::uint64_t hidden_findings(const Triage& triage);

// 12,345.
[[nodiscard]] std::string with_separators(std::uint64_t value);

// What a report ends with that would be longer.
[[nodiscard]] std::string cut_line(std::uint64_t octets);
// "1 call", "12,345 calls".
[[nodiscard]] std::string count_of(std::uint64_t value,
                                   std::string_view singular,
                                   std::string_view plural);

}  // namespace siptriage::report
