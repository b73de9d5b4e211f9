#pragma once
/// Analysis: a Trace with what is to be said about it. What every report is
/// written from.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "siptriage/annotate/diagnosis.h"
#include "siptriage/annotate/judging_options.h"
#include "siptriage/annotate/leg_hints.h"
#include "siptriage/annotate/policy.h"
#include "siptriage/base/coverage.h"
#include "siptriage/catalogue/entry.h"
#include "siptriage/correlate/network_events.h"
#include "siptriage/correlate/trace.h"
#include "siptriage/sip/passport.h"

namespace siptriage {

/// What a header check came to.
enum class Verdict : std::uint8_t {
  Ok,           // present, sound, and of use
  Missing,      // not present at this capture point
  Malformed,    // present, but cannot be read
  Contradicts,  // present, but at odds with the request
};
[[nodiscard]] std::string_view to_string(Verdict verdict);

/// One header field duty of a final response, judged on its transaction.
struct HeaderCheck {
  const RuleEntry* rule = nullptr;
  std::string_view header;  // registered name
  DutyLevel level = DutyLevel::May;
  Verdict verdict = Verdict::Ok;
  Clause clause;
  /// One sentence with the facts: "Min-SE: 90; the request asked for 60".
  std::string detail;
};

/// A cause that the response itself gives: Reason, Warning or a vendor's own.
struct DecodedCause {
  std::string_view header;    // "Reason", "Warning", "ms-diagnostics", ...
  std::string_view protocol;  // "Q.850", "SIP", "Microsoft"; empty for Warning
  std::optional<std::uint32_t> code;
  std::string text;          // as the message says, octets as received
  std::string_view meaning;  // from the catalogue; empty if unknown
  /// Of a Q.850 cause: what RFC 3398 7.2.4.1 gives for it; 0: nothing.
  std::uint16_t mapped_status = 0;
};

/// One line for people: "Q.850 cause 17, User busy". Octets from the wire are
/// as received.
[[nodiscard]] std::string to_string(const DecodedCause& cause);

/// The causes that a message other than an annotated response gives, such as
/// the Reason of a BYE or CANCEL.
struct MessageCauses {
  MessageId message;
  std::vector<DecodedCause> causes;
};

/// An Identity header field (RFC 8224 4), its token decoded. Nothing of it was
/// verified: the signer's certificate is not in a capture.
struct DecodedIdentity {
  std::string info;  // URI of the certificate; empty: none
  std::string alg;   // this and ppt as parameters of the header field
  std::string ppt;
  sip::Passport passport;
};
inline constexpr std::size_t kMaxMessageIdentities = 8;

/// One line for people: "shaken PASSporT, attestation B, from 12155551212 to
/// 12155551213, issued 2015-09-25T19:12:25Z, not verified".
[[nodiscard]] std::string to_string(const DecodedIdentity& identity);

/// The Identity header fields of one request.
struct MessageIdentities {
  MessageId message;
  std::vector<DecodedIdentity> identities;
};

/// Whether the client then did what a final response calls for.
enum class FollowUpVerdict : std::uint8_t {
  Obeyed,
  Ignored,
  NotSeen,  // no attempt that tells is in the capture
};
/// "obeyed", "ignored", "not-seen".
[[nodiscard]] std::string_view to_string(FollowUpVerdict verdict);

/// What the client did after a final response that calls for a change: the
/// closed loop.
struct FollowUp {
  FollowUpVerdict verdict = FollowUpVerdict::NotSeen;
  /// With the facts, without a full stop: "the next INVITE asks for 60 s, less
  /// than the 90 s of Min-SE". Octets from the wire are as received.
  std::string detail;
  /// The next attempt; invalid: none of that client is in this call.
  TransactionId next;
  const RuleEntry* rule = nullptr;  // that was broken; set where Ignored
};

/// What is to be said about one final response. The response is
/// transaction.final_response.
struct Annotation {
  TransactionId transaction;
  MessageId response;
  std::uint16_t code = 0;
  std::string_view phrase;               // as received
  const ResponseEntry* entry = nullptr;  // nullptr: not in the catalogue ...
  const ClassEntry* response_class = nullptr;  // ... then this explains it
  std::string_view said_by;  // Server or User-Agent as received
  std::vector<HeaderCheck> header_checks;
  std::vector<DecodedCause> causes;
  std::optional<std::uint32_t> retry_after_seconds;
  std::optional<Timestamp> try_again_at;  // response time + Retry-After
  /// Nothing where the response calls for no change that can be judged.
  std::optional<FollowUp> follow_up;
};

/// A header field that proves a finding.
struct Evidence {
  FrameId frame;
  std::string_view header;
  std::string value;  // octets as received, cut at kMaxEvidenceOctets
};
inline constexpr std::size_t kMaxEvidenceOctets = 256;

/// Something to tell the reader, with its proof.
struct Finding {
  const RuleEntry* rule = nullptr;
  Severity severity = Severity::Notice;
  Certainty certainty = Certainty::Certain;
  /// What happened here, one sentence; octets from the wire as received.
  std::string message;
  CallId call;                // invalid: about the capture
  TransactionId transaction;  // may be invalid
  std::vector<FrameId> frames;
  std::vector<Evidence> evidence;
  /// How many more the rule found in this call, which rule-findings left out.
  std::uint32_t repeats = 0;
};

/// A call of a failure group, by which it can be found.
struct FailureExample {
  CallId call;
  FrameId first_frame;
};

/// Failures with the same cause: code, who said it, the cause it gave, and the
/// header checks it failed.
struct FailureGroup {
  Outcome outcome = Outcome::ClientFailure;
  CallKind kind = CallKind::Call;
  bool within_call = false;  // a request inside a dialog failed, not the call
  std::uint16_t code = 0;    // 0: no final response seen
  std::string method;        // of the decisive transaction
  std::string phrase;        // the most frequent, as received
  std::string said_by;       // Server or User-Agent, as received
  /// Of who made the response, at the last hop where the capture shows it; of
  /// the destination when there was none; kVariousAddresses past
  /// failure-groups.
  std::string said_by_address;
  std::string cause;         // its first decoded cause, for people
  std::string failed_rules;  // the ids of the header checks it failed
  std::uint64_t count = 0;
  /// The first kMaxExamples calls, in capture order.
  std::vector<FailureExample> examples;
  /// The transaction whose annotation speaks for the group: of the first
  /// example, at this place among the transactions of that call.
  std::uint32_t transaction_place = kNoTransaction;

  static constexpr std::uint32_t kNoTransaction = 0xFFFFFFFF;
};
inline constexpr std::size_t kMaxExamples = 5;
inline constexpr std::string_view kVariousAddresses = "various addresses";

/// How much of an Analysis is made: each has what the later ones have.
enum class AnalysisExtent : std::uint8_t {
  Whole,
  Annotations,  // no findings, and no diagnoses
  Trace,
};

struct Analysis {
  Trace trace;
  Coverage coverage;
  /// ICMP errors and TCP resets, of a whole capture; sorted.
  NetworkEvents network_events;
  /// In the order of their response in the capture.
  std::vector<Annotation> annotations;
  /// Of the other messages that give one, in capture order.
  std::vector<MessageCauses> causes;
  /// Of the requests that have one, in capture order.
  std::vector<MessageIdentities> identities;
  /// By severity, then first frame, then rule id.
  std::vector<Finding> findings;
  /// By which findings were weighed and hidden; nullptr: none.
  SharedPolicy policy;
  /// In the order of Policy::suppressions.
  std::vector<SuppressionUse> suppressions;
  /// Of each thing that failed, in capture order.
  std::vector<Diagnosis> diagnoses;
  /// Worst and most frequent first: calls, then other exchanges; ten times as
  /// many before a worse outcome; busy, no answer and declined last.
  std::vector<FailureGroup> failures;
  /// How many calls of each outcome; index is Outcome.
  std::array<std::uint64_t, static_cast<std::size_t>(Outcome::Count)>
      outcomes{};

  /// Where a finding says more than rules about all messages together would
  /// (RuleEntry::supersedes): the frame, and the id of such a rule; sorted.
  std::vector<std::pair<FrameId, std::string_view>> told_better;
  [[nodiscard]] bool is_told_better(FrameId frame, std::string_view rule) const;

  /// What was lost while the trace was made and judged; of a whole capture,
  /// the coverage has it too.
  LimitCounts limits_reached;

  /// What a TriageBuilder tells the legs of one call by.
  detail::LegHints leg_hints;

  /// nullptr when the transaction has no final response.
  [[nodiscard]] const Annotation* annotation_of(TransactionId id) const;

  /// Index into annotations for each transaction; kNoAnnotation: none.
  std::vector<std::uint32_t> annotation_index;
  static constexpr std::uint32_t kNoAnnotation = 0xFFFFFFFF;
};

/// The ids of all rules that the code knows, sorted.
[[nodiscard]] std::vector<std::string_view> known_rule_ids();

/// Judges `trace` by all rules, within the limits that `coverage` names. Moves
/// all into the result. `events` are sorted.
[[nodiscard]] Analysis annotate(Trace trace, Coverage coverage,
                                const JudgingOptions& options = {},
                                NetworkEvents events = NetworkEvents());

}  // namespace siptriage
