#pragma once
/// The kinds of catalogue entries: constexpr tables compiled from data/*.toml.
/// All views are to static octets, valid for the whole run.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace siptriage {

enum class Severity : std::uint8_t { Error, Warning, Notice };
/// What a rule stands on: a MUST, a SHOULD, experience between products, or
/// nothing but what was seen.
enum class Basis : std::uint8_t { Must, Should, Interop, Observation };
/// On whose side what a rule finds lies, by the roles in the transaction.
enum class Blame : std::uint8_t {
  Client,  // who sent the request
  Server,  // who answered it
  Sender,  // of the message
  Network,
  Unknown,
  None,  // nobody is at fault
};
enum class DutyLevel : std::uint8_t { Must, Should, May };
/// Whose side a response is usually on.
enum class FaultSide : std::uint8_t { None, Caller, Callee, Network, Server };
enum class RetryKind : std::uint8_t {
  None,
  AsIs,
  AfterChange,
  AfterDelay,
  Elsewhere,
  WithCredentials,
};
enum class CodeStatus : std::uint8_t {
  Current,
  Deprecated,
  Reserved,
  Unregistered,
};

/// Stable lower-case names; DutyLevel as "MUST", "SHOULD", "MAY".
[[nodiscard]] std::string_view to_string(Severity severity);
[[nodiscard]] std::string_view to_string(Basis basis);
[[nodiscard]] std::string_view to_string(Blame blame);
[[nodiscard]] std::string_view to_string(DutyLevel level);
[[nodiscard]] std::string_view to_string(FaultSide side);
[[nodiscard]] std::string_view to_string(RetryKind kind);
[[nodiscard]] std::string_view to_string(CodeStatus status);

/// A clause: "RFC 3261" "21.4.24". rfc 0: none.
struct Clause {
  std::uint16_t rfc = 0;
  std::string_view section;  // may be empty
};

/// "RFC 4028 6"; empty for no clause.
[[nodiscard]] std::string to_string(const Clause& clause);

/// A header field that a response must, should or may carry.
struct HeaderDuty {
  std::string_view header;
  std::string_view where;  // "response", "request", "retry"
  DutyLevel level;
  std::string_view condition;  // empty: unconditional
  Clause clause;
  std::string_view meaning;
};

/// What is often behind a response, and on whose side.
struct LikelyCause {
  FaultSide side;
  std::string_view text;
};

/// What a response code comes to for some methods, where that is another matter
/// than the entry tells: nobody dialled a SUBSCRIBE.
struct MethodAdvice {
  std::span<const std::string_view> methods;
  std::string_view plain;
  std::string_view tip;
  std::string_view retry_advice;
};

/// A response code (RFC 3261 21 and the registry).
struct ResponseEntry {
  std::uint16_t code;
  std::string_view phrase;  // as registered
  CodeStatus status;
  std::string_view plain;  // one plain sentence
  std::string_view explanation;
  std::string_view tip;
  std::span<const std::string_view> steps;
  FaultSide side;
  RetryKind retry;
  std::string_view retry_advice;
  /// The same of a request inside a dialog; empty: no other than elsewhere.
  RetryKind dialog_retry;
  std::string_view dialog_retry_advice;
  bool normal;                   // can be part of a healthy flow
  std::string_view replaced_by;  // empty for current codes
  std::span<const std::string_view> aliases;
  std::span<const std::uint16_t> see_also;
  std::span<const Clause> references;  // the defining one first
  std::span<const HeaderDuty> headers;
  std::span<const LikelyCause> causes;  // the likeliest first
  /// What to read in the request that was answered.
  std::span<const std::string_view> look_in_request;
  /// The requests that it is met for; empty: any.
  std::span<const std::string_view> methods;
  std::string_view elsewhere;  // what is often told of it and wrong; or empty
  std::span<const MethodAdvice> for_methods;
};

/// A class of response codes, also the fallback for codes that no registry
/// knows (RFC 3261 8.1.3.2).
struct ClassEntry {
  std::uint16_t response_class;  // 1 to 6
  std::string_view name;
  std::string_view meaning;
  std::string_view explanation;
  std::string_view tip;
  std::span<const std::string_view> look_first;
  std::uint16_t treat_as;  // 183, or x00
  FaultSide side;
};

/// A Q.850 cause value.
struct Q850Entry {
  std::uint16_t cause;
  std::string_view name;
  std::string_view meaning;      // plain words
  std::uint16_t status;          // RFC 3398 mapping to SIP; 0: none
  std::string_view cause_class;  // "normal event"
  std::string_view tip;          // may be empty
  std::string_view vendor;       // what products make of it; may be empty
};

/// Causes and statuses that do not tell of the same trouble: where a response
/// has one of each, it is the cause that says what happened.
struct ContradictionEntry {
  std::span<const std::uint16_t> causes;    // Q.850, ascending
  std::span<const std::uint16_t> statuses;  // ascending
  std::string_view reading;  // what the cause tells, a sentence's end
};

/// A header field in which a product says why a request failed.
struct CauseHeaderEntry {
  std::string_view name;
  std::string_view product;
};

/// What numbers of a product's own come from.
struct CauseRangeEntry {
  std::string_view product;
  std::uint16_t from;
  std::uint16_t to;  // both ends belong to it
  std::string_view meaning;
};

/// A Warning code (RFC 3261 20.43 and the registry).
struct WarningEntry {
  std::uint16_t code;
  std::string_view text;  // as registered
  std::string_view meaning;
  Clause clause;
  std::string_view tip;
};

/// How a scanning program calls itself in User-Agent.
struct ScannerEntry {
  std::string_view name;     // what the value begins with
  std::string_view meaning;  // which program it is
};

/// Words that name nobody, and so stay in a redacted capture.
struct WordListEntry {
  std::string_view id;
  std::string_view words;  // in lower case, apart by one space each
};

/// A rule: what a Finding or a HeaderCheck says in general.
struct RuleEntry {
  std::string_view id;
  std::string_view title;
  Severity severity;
  Basis basis;
  Blame blame;
  /// What it finds can by itself be why a request failed, or could not be
  /// mended by trying again.
  bool explains_failure;
  Clause clause;
  std::string_view explanation;
  std::string_view remedy;
  std::string_view subject;  // of rules_SUBJECT.toml: "capture"
  /// Why an answered call broke off, or was of no use.
  bool ends_call = false;
  /// Of what it explains: why no answer came, or none was heard, rather than
  /// why somebody refused.
  bool explains_silence = false;
  /// No more than the failure itself, such as silence: a diagnosis prefers any
  /// other rule that explains it.
  bool is_outcome = false;
  /// What it finds does not fit what the code means: a diagnosis goes by it
  /// rather than by that, and blames nobody.
  bool overrules_code = false;
  /// The codes it can be the reason of; empty: any.
  std::span<const std::uint16_t> explains_codes = {};
  /// What it comes down to, for the end of a sentence; may be empty.
  std::string_view means = {};
  /// Rules that say less of the same: where this one finds something, theirs
  /// about the same messages is left out.
  std::span<const std::string_view> supersedes = {};
};

/// How the sentence of a diagnosis is built, for one kind of failure.
struct DiagnosisEntry {
  std::string_view id;  // "refused", "silent-inside"
  Severity severity;
  /// With places to fill in: "{answerer} refused {method} ...".
  std::string_view text;
};

/// How one recognises that `code` is the right one of a comparison.
struct CodeTell {
  std::uint16_t code;
  std::string_view text;
};

/// Codes that are taken for each other, and the difference.
struct ComparisonEntry {
  std::span<const std::uint16_t> codes;  // ascending
  std::string_view difference;
  std::span<const CodeTell> tell;  // one a code, in their order
  std::span<const Clause> references;
};

/// A header field of the registry.
struct HeaderFieldEntry {
  std::string_view name;     // as registered
  std::string_view compact;  // RFC 3261 7.3.3; empty: none
  std::string_view plain;
  std::string_view found_in;                  // in which requests and responses
  std::string_view example;                   // a whole header field
  std::span<const std::string_view> reading;  // may be empty
  Clause clause;
  std::string_view document;  // "3GPP TS 24.229" where no RFC defines it
  CodeStatus status;
};

/// A timer of RFC 3261 Annex A or of an extension.
struct TimerEntry {
  std::string_view name;  // "B", "T1", "Session timer"
  std::string_view value;
  std::string_view applies_to;
  std::string_view purpose;
  std::string_view at_expiry;
  std::string_view violation;  // what it looks like in a trace
  std::span<const std::string_view> steps;
  Clause clause;
};

/// A metric of RFC 6076, or its name in telephony.
struct MetricEntry {
  std::string_view id;  // "SER"
  std::string_view name;
  std::string_view formula;
  std::string_view meaning;
  std::string_view good;  // how to read the number
  std::span<const std::string_view> inputs;
  std::string_view counted;  // how it is counted here
  std::string_view caveat;
  Clause clause;
};

/// A question that people ask, and its answer.
struct QuestionEntry {
  std::string_view id;  // "retry-after-503"
  std::string_view question;
  std::string_view answer;
  std::span<const std::uint16_t> codes;
  std::span<const std::string_view> headers;
  std::span<const std::string_view> words;  // that a search finds it by, too
};

}  // namespace siptriage
