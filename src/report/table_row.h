#pragma once
// Row and Cell: what a column of a table is read from, and what it reads.

#include <cstdint>
#include <optional>
#include <string_view>

#include "siptriage/annotate/triage.h"
#include "siptriage/sip/message.h"

namespace siptriage::report {

struct CallRow {
  const CallView& view;
  CallId id;  // in the capture
  std::uint32_t findings = 0;
  const KeepAliveFlow* keep_alives = nullptr;  // from its caller to its callee

  [[nodiscard]] const Call& call() const { return view.call(); }
};

// A transaction by itself: its ids mean nothing any more.
// Lifetime: views the octets of the capture.
struct TransactionRow {
  Transaction transaction;
  CallId call;  // in the capture
  std::string_view call_id;
  std::string_view request;   // octets; empty: not in the capture
  std::string_view response;  // octets of the final one, or empty
  Timestamp time{};           // of its first message
  FrameId frame;
  FrameId last_frame;
  std::optional<Duration> first_response;  // from the request
  std::optional<Duration> duration;        // to the final response
};

// The same of a message.
struct MessageRow {
  MessageRecord record;
  CallId call;  // in the capture
};

// One of them. A message or transaction comes with what its octets say: of a
// transaction, those of its request.
struct Row {
  const CallRow* of_call = nullptr;
  const TransactionRow* of_transaction = nullptr;
  const MessageRow* of_message = nullptr;
  const sip::Message* parsed = nullptr;

  [[nodiscard]] const Call& call() const { return of_call->call(); }
  [[nodiscard]] const Transaction& transaction() const {
    return of_transaction->transaction;
  }
  [[nodiscard]] const MessageRecord& message() const {
    return of_message->record;
  }
};

enum class CellKind : std::uint8_t {
  None,
  Number,
  Flag,
  Word,      // our own; `number` orders it
  Wire,      // octets from the wire
  Uri,       // the same, a URI
  Duration,  // `number` is nanoseconds
  Time,      // the same, since 1970
  Address,
  Frame,
};

// Lifetime: as the octets of the capture.
struct Cell {
  CellKind kind = CellKind::None;
  std::int64_t number = 0;
  std::string_view text;
  std::uint16_t code = 0;  // to be shown beside a word; 0: none
  Endpoint address;
  FrameId frame;
};

// How `a` and `b` of one column are sorted; None is no part of it.
[[nodiscard]] bool is_before(const Cell& a, const Cell& b);

}  // namespace siptriage::report
