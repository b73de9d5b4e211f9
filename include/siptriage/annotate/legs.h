#pragma once
/// Legs: which calls of a capture are one call to the people in it. A
/// back-to-back user agent (a PBX, an SBC) answers one and makes another, with
/// a Call-ID of its own.
///
///     if (const Leg* leg = triage.legs.find(call))
///       print(to_string(leg->reason), leg->score, leg->upstream);
///     if (const RelayedFailure* relayed = triage.legs.relayed_by(call))
///       print("born in call ", relayed->born_in);
///
/// A link is told where the messages name it, or where addresses, numbers and
/// times leave one possibility; else there is none. Only calls whose first
/// INVITE is in the capture are looked at.

#include <cstdint>
#include <string_view>
#include <vector>

#include "siptriage/base/endpoint.h"
#include "siptriage/base/frame_id.h"
#include "siptriage/base/timestamp.h"
#include "siptriage/correlate/model.h"

namespace siptriage {

/// Why two calls are taken for legs of one.
enum class LegReason : std::uint8_t {
  None,            // the first leg of its group
  SessionId,       // the same Session-ID (RFC 7989, RFC 7329)
  NamedCallId,     // X-Call-ID or the like names the Call-ID of the other
  SameHeader,      // X-Call-ID or the like has the same value
  ChargingVector,  // the same icid-value (RFC 7315 4.6)
  CallIdAffix,     // its Call-ID is that of the other with "_b2b-1" or the like
  Score,           // addresses, numbers, times
};
/// "", "session-id", "named-call-id", "same-header", "charging-vector",
/// "call-id-affix", "score".
[[nodiscard]] std::string_view to_string(LegReason reason);

/// How sure a link by Score is: points for what agrees, at most 100. From
/// kLeastLegScore on, and only where no other call comes near, it is told.
inline constexpr std::uint8_t kLeastLegScore = 75;

/// One call that is a leg.
struct Leg {
  CallId call;
  CallId upstream;  // the call it was made for; invalid: the first leg
  std::uint32_t group = 0;
  LegReason reason = LegReason::None;
  std::uint8_t score = 0;  // 100 where the messages name it
};

/// A failure that one call passed on from another one, which it had been made
/// into.
struct RelayedFailure {
  CallId call;                    // the relaying call
  CallId downstream;              // its leg whose failure ended it
  CallId born_in;                 // the leg at the end of the chain
  std::uint16_t status = 0;       // of the call
  std::uint16_t born_status = 0;  // of the leg it was born in; 0: no response
  /// Of who answered the call: the back-to-back user agent.
  IpAddress relayed_by;
  /// Of who failed the leg that the failure was born in.
  IpAddress born_at;
  Duration later{};    // from the failure of `born_in` to that of `call`
  FrameId frame;       // the final response of the call
  FrameId born_frame;  // that of `born_in`, or its INVITE where there is none
};

/// The id of the rule that tells of it.
[[nodiscard]] std::string_view rule_of(const RelayedFailure& relayed);

struct Legs {
  std::vector<Leg> legs;                // by call
  std::vector<RelayedFailure> relayed;  // by call
  std::uint32_t group_count = 0;        // numbered by their first calls

  /// nullptr: a call that has no other legs.
  [[nodiscard]] const Leg* find(CallId call) const;
  /// nullptr: it did not fail, or by itself.
  [[nodiscard]] const RelayedFailure* relayed_by(CallId call) const;
  /// The calls of each group, ascending.
  [[nodiscard]] std::vector<std::vector<CallId>> groups() const;
};

}  // namespace siptriage
