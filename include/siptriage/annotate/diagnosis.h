#pragma once
/// Diagnosis: of one thing that failed, the sentence for the ticket: who did
/// what to whom, with which code or silence, the fact that decides, and what
/// that means; whose side it is on, and the frames that prove it.
///
///     for (const Diagnosis& diagnosis : analysis.diagnoses)
///       print(diagnosis.summary, to_string(diagnosis.side));
///
/// What failed: a call or another exchange whose outcome is_failure(), a
/// request inside a dialog that nothing later made good, an answered call that
/// was not sound, a redirection that could not be followed, and a request whose
/// fate ICMP or TCP tell before the capture ends. What people do (busy, no
/// answer, declined) is told as a notice. Challenges that were answered,
/// redirections that were followed, and attempts that a later one made good are
/// no failures.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "siptriage/base/frame_id.h"
#include "siptriage/catalogue/entry.h"
#include "siptriage/correlate/model.h"

namespace siptriage {

/// How sure a statement is, given what the capture shows.
enum class Certainty : std::uint8_t { Certain, Likely, Possible };
[[nodiscard]] std::string_view to_string(Certainty certainty);

/// Whose side a failure is on.
enum class Side : std::uint8_t {
  Caller,   // who sent the first request: also who registers or subscribes
  Callee,   // whom it was for
  Proxy,    // an element between them that answered by itself
  Server,   // a registrar, a presence server, or what answers in its place
  Network,  // what lies between two of them
  Unknown,  // the capture does not tell
  None,     // nobody is at fault
};
/// "caller", "callee", "proxy", "server", "network", "unknown", "none".
[[nodiscard]] std::string_view to_string(Side side);

struct Diagnosis {
  CallId call;
  TransactionId transaction;  // that failed; of an answered call, its INVITE
  std::string_view method;    // of the transaction
  /// One sentence; octets from the wire as received, at most
  /// kMaxSummaryOctets.
  std::string summary;
  std::uint32_t fact_at = 0;  // where in it the fact begins; 0: it has none
  Side side = Side::Unknown;
  Severity severity = Severity::Error;
  Certainty certainty = Certainty::Likely;
  /// The call is not among those that failed: it was answered or redirected, or
  /// the capture ends before its answer, and yet something is wrong with it.
  bool beside_failures = false;
  std::vector<FrameId> frames;  // in capture order
  /// What it rests on, the decisive one first.
  std::vector<const RuleEntry*> rules;
};
inline constexpr std::size_t kMaxSummaryOctets = 320;

}  // namespace siptriage
