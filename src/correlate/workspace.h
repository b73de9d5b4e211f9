#pragma once
/// Workspace: the tables of the Trace to be, and beside each record what only
/// the correlator needs to know of it.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "siptriage/base/limits.h"
#include "siptriage/correlate/correlator.h"
#include "siptriage/correlate/model.h"

namespace siptriage::correlate {

/// Distinct messages of a transaction (its originals) form one list, newest
/// first; all appearances of one original form another.
struct MessageScratch {
  MessageId previous_original;
  MessageId newest_appearance;    // of an original
  MessageId previous_appearance;  // of a repetition
  std::uint32_t rseq = 0;
};

// Realms of one message that are looked at.
inline constexpr std::size_t kMaxRealms = 2;

struct RealmHashes {
  std::array<std::uint32_t, kMaxRealms> hashes{};  // 0: none
  bool has_more = false;

  [[nodiscard]] bool holds(std::uint32_t hash) const {
    return hash != 0 && (has_more || hash == hashes[0] || hash == hashes[1]);
  }
  [[nodiscard]] bool shares_with(const RealmHashes& other) const {
    return has_more || holds(other.hashes[0]) || holds(other.hashes[1]);
  }
};

struct TransactionScratch {
  std::string_view sent_by_host;  // of the topmost Via
  std::string_view request_uri;
  std::string_view matching_name;
  std::string_view from_tag;  // of the first message
  TransactionId next_same_hash;
  TransactionId previous;  // of the call, or of the address pair; newest first
  MessageId newest_original;
  std::uint32_t rack_cseq_number = 0;  // PRACK: the CSeq number in RAck
  RealmHashes credentials;             // of the request
  RealmHashes challenges;              // of the final response
  std::uint16_t sent_by_port = 0;
  sip::Method matching_method = sip::Method::Unknown;  // see Incoming
  bool has_cookie = false;
  bool has_credentials = false;  // of the request
  bool is_stale = false;    // the nonce of the request, says the final response
  bool identified = false;  // its header fields tell what belongs to it
};

struct DialogScratch {
  DialogId next_same_hash;
  std::uint32_t cseq_number = 0;  // of the request that created it
};

struct CallScratch {
  CallId next_same_hash;
  TransactionId newest_transaction;
  std::string_view branch_before_start;  // of the hop that start came from
  TransactionId start;     // the first initiating request, at its first hop
  DialogId first_unended;  // no open dialog stands before it
  std::uint32_t open_dialogs = 0;
  std::uint32_t dialogs = 0;
  std::uint32_t highest_cseq = 0;  // of initiating requests
  Timestamp latest_time{};
  bool answered = false;  // a 2xx to an INVITE outside a dialog
  bool failed = false;    // the newest INVITE got a 4xx, 5xx or 6xx
  bool bye_seen = false;
};

struct Workspace {
  CorrelateOptions options;
  Limits limits;
  LimitCounts reached;
  std::vector<MessageRecord> messages;
  std::vector<Transaction> transactions;
  std::vector<Dialog> dialogs;
  std::vector<Call> calls;
  std::vector<MessageScratch> message_scratch;
  std::vector<TransactionScratch> transaction_scratch;
  std::vector<DialogScratch> dialog_scratch;
  std::vector<CallScratch> call_scratch;

  // Used again by what looks at one call at a time.
  std::vector<std::pair<std::uint32_t, TransactionId>> invites;
  std::vector<std::pair<Endpoint, Endpoint>> hops;
  std::vector<std::uint32_t> cseq_numbers;

  /// Forgets all records; their memory is used again.
  void clear();

  [[nodiscard]] MessageRecord& at(MessageId id) { return messages[id.index()]; }
  [[nodiscard]] const MessageRecord& at(MessageId id) const {
    return messages[id.index()];
  }
  [[nodiscard]] Transaction& at(TransactionId id) {
    return transactions[id.index()];
  }
  [[nodiscard]] const Transaction& at(TransactionId id) const {
    return transactions[id.index()];
  }
  [[nodiscard]] Dialog& at(DialogId id) { return dialogs[id.index()]; }
  [[nodiscard]] const Dialog& at(DialogId id) const {
    return dialogs[id.index()];
  }
  [[nodiscard]] Call& at(CallId id) { return calls[id.index()]; }
  [[nodiscard]] const Call& at(CallId id) const { return calls[id.index()]; }

  [[nodiscard]] MessageScratch& scratch(MessageId id) {
    return message_scratch[id.index()];
  }
  [[nodiscard]] const MessageScratch& scratch(MessageId id) const {
    return message_scratch[id.index()];
  }
  [[nodiscard]] TransactionScratch& scratch(TransactionId id) {
    return transaction_scratch[id.index()];
  }
  [[nodiscard]] const TransactionScratch& scratch(TransactionId id) const {
    return transaction_scratch[id.index()];
  }
  [[nodiscard]] DialogScratch& scratch(DialogId id) {
    return dialog_scratch[id.index()];
  }
  [[nodiscard]] const DialogScratch& scratch(DialogId id) const {
    return dialog_scratch[id.index()];
  }
  [[nodiscard]] CallScratch& scratch(CallId id) {
    return call_scratch[id.index()];
  }
  [[nodiscard]] const CallScratch& scratch(CallId id) const {
    return call_scratch[id.index()];
  }

  /// For a search that ends after so many steps of the limit: counts those
  /// that end before there is nothing left to look at.
  [[nodiscard]] bool may_search_on(std::uint64_t steps, LimitId limit) {
    if (steps < limits[limit]) return true;
    reached.add(limit);
    return false;
  }

  /// 64*T1.
  [[nodiscard]] Duration transaction_timeout() const;
};

/// True when `message` crossed the hop of `transaction`, in the direction that
/// its kind (request or response) goes.
[[nodiscard]] bool crossed_hop_of(const MessageRecord& message,
                                  const Transaction& transaction);

/// True when both appearances went from the same to the same endpoint.
[[nodiscard]] bool same_hop(const MessageRecord& a, const MessageRecord& b);

}  // namespace siptriage::correlate
