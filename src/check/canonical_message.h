#pragma once
// A message without what differs each time it is recorded.

#include <string>
#include <string_view>

#include "siptriage/check/snapshot.h"
#include "siptriage/correlate/model.h"
#include "siptriage/sip/message.h"

#include "check/ordinals.h"

namespace siptriage::check {

// Of a name or token from the wire: what a token may hold, "/" besides; other
// octets become "?". Cut at kMaxTokenOctets.
[[nodiscard]] std::string plain_token(std::string_view from_wire);
inline constexpr std::size_t kMaxTokenOctets = 64;
// Names of header fields, and tokens of a list, together; further ones are
// "..." .
inline constexpr std::size_t kMaxTokensOctets = 4096;

// "INVITE", "200 INVITE".
[[nodiscard]] std::string what_of(const MessageRecord& record);

// "200 INVITE 2>1": the same step of two scenarios.
[[nodiscard]] std::string label_of(const ScenarioMessage& message);
// The same for messages that are alike but for their ids. Of one run alone.
[[nodiscard]] std::size_t look_of(const ScenarioMessage& message);

// Everything but `from`, `to` and `frame`. `message` is what `record` parses
// to. `ordinals` are those of the scenario.
[[nodiscard]] ScenarioMessage canonical_message(const MessageRecord& record,
                                                const sip::Message& message,
                                                Ordinals& ordinals);

}  // namespace siptriage::check
