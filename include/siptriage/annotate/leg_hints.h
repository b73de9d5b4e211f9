#pragma once
/// LegHints: what is kept of calls to find the legs among them; of no use to
/// others than TriageBuilder.

#include <cstdint>
#include <vector>

#include "siptriage/annotate/legs.h"
#include "siptriage/base/endpoint.h"
#include "siptriage/base/frame_id.h"
#include "siptriage/correlate/model.h"

namespace siptriage::detail {

/// Hash of an address, and a port.
struct LegPlace {
  std::uint32_t address = 0;
  std::uint16_t port = 0;

  friend bool operator==(const LegPlace&, const LegPlace&) = default;
};

/// A user of a URI, made comparable: hashes, 0 for none.
struct LegUser {
  std::uint32_t tail = 0;   // of the last digits of a number, or the name
  std::uint32_t whole = 0;  // of all of it

  friend bool operator==(const LegUser&, const LegUser&) = default;
};

/// One call. Times are nanoseconds since 1970, 0 for none.
struct LegHint {
  std::uint64_t order = 0;  // as CallBrief::order
  std::uint64_t call_id_hash = 0;
  std::int64_t sent = 0;      // its first INVITE, at the first hop
  std::int64_t received = 0;  // the decisive one, at the last hop
  std::int64_t ended = 0;     // its final response, at the first hop
  std::int64_t refused = 0;   // and where it comes from
  LegPlace sent_from;
  LegPlace received_at;
  LegUser requested;               // of the Request-URI
  LegUser called;                  // of To
  LegUser calling;                 // of From
  std::uint32_t session_hash = 0;  // of the o= line of its offer; 0: none
  std::uint16_t status = 0;
  Outcome outcome = Outcome::StartNotSeen;
};

/// What a message says of the other leg.
struct LegKey {
  LegReason reason = LegReason::None;
  std::uint64_t hash = 0;
  std::uint64_t order = 0;  // of the call
};

/// Of calls that failed.
struct LegFailure {
  std::uint64_t order = 0;         // of the call
  IpAddress server;                // at the last hop
  FrameId frame;                   // of its final response, else of its INVITE
  std::uint32_t failure_kind = 0;  // as FindingBrief::call_failure
};

struct LegHints {
  std::vector<LegHint> calls;
  std::vector<LegKey> keys;
  std::vector<LegFailure> failures;

  void clear() {
    calls.clear();
    keys.clear();
    failures.clear();
  }
};

}  // namespace siptriage::detail
