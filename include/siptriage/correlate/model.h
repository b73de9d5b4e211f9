#pragma once
/// The records of a Trace: messages, transactions, dialogs, calls. Plain data;
/// views point into the octets that the Trace owns.

#include <cstdint>
#include <optional>
#include <string_view>

#include "siptriage/base/anomaly.h"
#include "siptriage/base/endpoint.h"
#include "siptriage/base/frame_id.h"
#include "siptriage/base/packet_identity.h"
#include "siptriage/base/strong_id.h"
#include "siptriage/base/timestamp.h"
#include "siptriage/sip/method.h"

namespace siptriage {

using MessageId = StrongId<struct MessageTag>;
using TransactionId = StrongId<struct TransactionTag>;
using DialogId = StrongId<struct DialogTag>;
using CallId = StrongId<struct CallTag>;

/// How an appearance of a message relates to those before it.
enum class Repetition : std::uint8_t {
  None,            // seen for the first time
  Retransmission,  // sent again by the same hop (RFC 3261 17)
  Duplicate,       // the same packet, seen twice by the capture
  OtherPoint,      // the same message, seen between other addresses
};
/// "none", "retransmission", "duplicate", "other-point".
[[nodiscard]] std::string_view to_string(Repetition repetition);

/// Successful (RFC 3261 7.2).
[[nodiscard]] constexpr bool is_2xx(std::uint16_t status) {
  return status >= 200 && status < 300;
}

/// One appearance of a SIP message in the capture.
struct MessageRecord {
  std::string_view octets;  // the whole message; parse_message() reads it
  std::string_view call_id;
  std::string_view from_tag;
  std::string_view to_tag;
  std::string_view branch;       // of the topmost Via
  std::string_view method_name;  // of a response: the CSeq's method
  Timestamp timestamp{};
  Endpoint source;
  Endpoint destination;
  FrameId frame;  // the frame that completed the message
  PacketIdentity identity;
  AnomalySet anomalies;
  std::uint32_t cseq_number = 0;
  std::uint32_t body_octets = 0;
  TransactionId transaction;
  CallId call;
  DialogId dialog;  // the one its two tags name, if that is known
  MessageId next_in_transaction;
  MessageId original;        // of a repetition: the first appearance
  std::uint16_t status = 0;  // 0: a request
  sip::Method method = sip::Method::Unknown;
  Transport transport = Transport::Udp;
  Repetition repetition = Repetition::None;
  bool has_sdp = false;

  [[nodiscard]] bool is_request() const { return status == 0; }
  [[nodiscard]] bool is_provisional() const {
    return status >= 100 && status < 200;
  }
  [[nodiscard]] bool is_final() const { return status >= 200; }
};

/// What the capture shows of a transaction (RFC 3261 17); an end that is not in
/// the capture may well have happened.
enum class TransactionState : std::uint8_t {
  Trying,       // request seen, no response
  Proceeding,   // a provisional response seen
  Completed,    // a final response seen
  ResponseOnly  // responses seen, the request not
};
[[nodiscard]] std::string_view to_string(TransactionState state);

/// One transaction at one hop, matched as in RFC 3261 17.1.3 and 17.2.3. An ACK
/// to a non-2xx belongs to its INVITE transaction; an ACK to a 2xx is a
/// transaction of its own, without response (13.2.2.4). CANCEL is its own
/// transaction (9.1).
///
/// A response that crossed this hop with the right CSeq and From tag belongs to
/// it even where its topmost Via names another transaction, or none: then
/// MessageRecord::branch differs from Transaction::branch.
struct Transaction {
  CallId call;
  DialogId dialog;          // the dialog it happened in, if any
  MessageId first_message;  // list through next_in_transaction
  MessageId last_message;
  MessageId request;            // first appearance of the request
  MessageId first_provisional;  // first 101 to 199
  MessageId final_response;     // the first 2xx, else the first final one
  MessageId ack;                // INVITE: the ACK of the final response, of
                                // this hop where that was seen
  TransactionId cancelled_by;   // INVITE: the CANCEL that names it
  TransactionId related;        // CANCEL, ACK, PRACK: what it belongs to
  TransactionId next_in_call;
  std::uint32_t place_in_call = 0;  // among the transactions of its call
  std::string_view branch;
  std::string_view method_name;
  Endpoint client;  // who sent the request (UAC side of the hop)
  Endpoint server;
  std::uint32_t cseq_number = 0;
  std::uint32_t request_retransmissions = 0;
  std::uint32_t response_retransmissions = 0;
  std::uint16_t final_status = 0;  // 0: none seen
  std::uint16_t provisional_count = 0;
  sip::Method method = sip::Method::Unknown;
  Transport transport = Transport::Udp;
  TransactionState observed_state = TransactionState::Trying;
  bool in_dialog = false;  // the request carried a To tag
  /// The capture goes on for longer than the timers of RFC 3261 17 wait, and
  /// no final response was seen: 64*T1, or Timer C after a provisional
  /// response to an INVITE. Never set where an ACK tells of a response, nor of
  /// an INVITE that what followed in its dialog proves answered.
  bool timed_out = false;
};

enum class DialogState : std::uint8_t { Early, Confirmed, Terminated };
[[nodiscard]] std::string_view to_string(DialogState state);

/// One dialog (RFC 3261 12): Call-ID and two tags, seen from outside. Each
/// fork of an INVITE has its own.
struct Dialog {
  CallId call;
  DialogId next_in_call;
  std::string_view caller_tag;  // From tag of the request that created it
  std::string_view callee_tag;
  MessageId created_by;    // the response (or NOTIFY) that created it
  MessageId confirmed_by;  // the 2xx
  /// The BYE request (whatever answers it, 15.1.1), final failure, or
  /// terminating NOTIFY.
  MessageId terminated_by;
  TransactionId transaction;  // the one that created it
  DialogState observed_state = DialogState::Early;
  sip::Method method = sip::Method::Invite;  // INVITE, SUBSCRIBE or REFER usage
};

/// What kind of exchange one Call-ID carried.
enum class CallKind : std::uint8_t {
  Call,          // INVITE
  Registration,  // REGISTER
  Subscription,  // SUBSCRIBE and its NOTIFYs
  Publication,   // PUBLISH
  Options,       // OPTIONS
  Message,       // MESSAGE
  Other,         // anything else, or responses that name no method
};
[[nodiscard]] std::string_view to_string(CallKind kind);

/// How it ended, as far as the capture shows.
enum class Outcome : std::uint8_t {
  AnsweredEnded,       // 2xx, then BYE; final_status is 0 where the 2xx is not
                       // in the capture and its ACK, or a BYE or re-INVITE that
                       // succeeded, proves it
  AnsweredEndNotSeen,  // 2xx, no BYE in the capture
  Succeeded,           // anything but a call: 2xx
  Cancelled,           // CANCEL by the caller, no 2xx
  Busy,                // 486, 600
  NoAnswer,            // rang (180, or 183 for 3 s), then 408, 480 or 487
                       // without CANCEL
  Declined,            // 603, 607
  Redirected,          // 3xx, and nothing followed that answered
  Challenged,          // 401 or 407, and the client gave up
  ClientFailure,       // any other 4xx, 408 and 480 without ringing too
  ServerFailure,       // 5xx
  GlobalFailure,       // any other 6xx
  TimedOut,            // 64*T1 passed without a final response; or the network
                       // reported it as not delivered, and the client gave up
  NoFinalResponse,     // the capture ends before what decides
  StartNotSeen,        // the first request is not in the capture
  Count,
};
/// Stable names for reports: "answered-ended", "busy", "timed-out", ...
[[nodiscard]] std::string_view to_string(Outcome outcome);
/// True for what a support engineer would look into: everything but answered,
/// succeeded, cancelled, redirected, start-not-seen and no-final-response.
[[nodiscard]] bool is_failure(Outcome outcome);

/// True for what people do with a call that reached them: busy, no answer,
/// declined. All of it is_failure(), and nothing of it broken.
[[nodiscard]] bool is_not_answered(CallKind kind, Outcome outcome);

enum class CallSide : std::uint8_t { None, Caller, Callee };
/// "", "caller", "callee".
[[nodiscard]] std::string_view to_string(CallSide side);

/// All exchanges of one Call-ID, until the Call-ID is used anew; of REGISTERs,
/// those for one address-of-record.
struct Call {
  std::string_view call_id;
  std::string_view from_uri;
  std::string_view to_uri;
  std::string_view request_uri;
  TransactionId first_transaction;  // list through next_in_call
  TransactionId last_transaction;
  DialogId first_dialog;
  DialogId last_dialog;
  TransactionId decisive;  // whose final response made the outcome
  MessageId first_message;
  MessageId last_message;
  FrameId first_frame;
  FrameId last_frame;
  Timestamp first_time{};
  Timestamp last_time{};
  Endpoint caller;  // who sent the first request
  Endpoint callee;
  std::optional<Duration> post_dial_delay;  // INVITE to first 101-199 or 2xx
  std::optional<Duration> ring_time;        // first 180 to final response
  std::optional<Duration> talk_time;        // 2xx to BYE
  std::uint32_t message_count = 0;
  std::uint32_t retransmissions = 0;
  std::uint32_t duplicates = 0;
  std::uint16_t final_status = 0;
  /// Distinct pairs of endpoints that its decisive request crossed; 0 if the
  /// start was not seen.
  std::uint16_t hops = 0;
  std::uint16_t forks = 0;  // dialogs created by one INVITE
  CallKind kind = CallKind::Other;
  Outcome outcome = Outcome::StartNotSeen;
  CallSide hung_up_by = CallSide::None;
  bool challenged = false;  // a 401 or 407 was met on the way
};

}  // namespace siptriage
