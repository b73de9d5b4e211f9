#pragma once
/// Incoming: what add() needs of the message it was given, taken out of the
/// header fields in one pass.

#include <cstdint>
#include <string_view>

#include "siptriage/correlate/correlator.h"
#include "siptriage/correlate/model.h"
#include "siptriage/sip/message.h"

namespace siptriage::correlate {

struct Incoming {
  /// Fills `record`, where the trace keeps it, from both.
  /// Lifetime: every view is one of `message`'s; message and record must
  /// outlive this.
  Incoming(const Observation& observation, const sip::Message& message,
           MessageId id, MessageRecord& record);

  MessageId id;
  const sip::Message& message;
  const MessageRecord& record;
  std::string_view sent_by_host;   // of the topmost Via
  std::string_view matching_name;  // the method that matching goes by
  std::uint32_t rseq = 0;          // 0: none (RFC 3262 7.1: at least 1)
  std::uint32_t rack_cseq_number = 0;
  std::uint16_t sent_by_port = 0;
  sip::Method matching_method = sip::Method::Unknown;
  bool has_cseq = false;
  bool has_cookie = false;         // the branch is unique (RFC 3261 8.1.1.7)
  bool ends_subscription = false;  // Subscription-State: terminated
  bool body_too_deep = false;      // SDP may lie past multipart-depth

  [[nodiscard]] bool is_request() const { return record.is_request(); }
  /// A request that begins something: no To tag, and no method that only ever
  /// follows another request.
  [[nodiscard]] bool is_initiating() const;
};

/// The branch of the hop before: of the second Via. Empty if there is none.
[[nodiscard]] std::string_view branch_of_hop_before(const Incoming& in);

}  // namespace siptriage::correlate
