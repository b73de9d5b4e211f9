#include "correlate/relations.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "siptriage/base/ascii.h"

#include "correlate/limits.h"

namespace siptriage::correlate {
namespace {

using sip::Method;

/// The INVITE transactions of one call by CSeq number, in order.
class InviteIndex {
 public:
  InviteIndex(Workspace& work, CallId call)
      : work_(work), entries_(work.invites) {
    entries_.clear();
    for (TransactionId id = work.at(call).first_transaction; id.valid();
         id = work.at(id).next_in_call)
      if (work.at(id).method == Method::Invite)
        entries_.emplace_back(work.at(id).cseq_number, id);
    std::sort(entries_.begin(), entries_.end());
  }

  /// Calls `visit` with each INVITE of that CSeq number, as far as
  /// related-invites allows.
  template <typename Visit>
  void for_each(std::uint32_t cseq_number, Visit visit) const {
    auto it = std::lower_bound(entries_.begin(), entries_.end(),
                               std::pair(cseq_number, TransactionId(0)));
    for (std::uint64_t i = 0;
         it != entries_.end() && it->first == cseq_number &&
         work_.may_search_on(i, LimitId::RelatedInvites);
         ++i, ++it)
      visit(it->second);
  }

 private:
  Workspace& work_;
  std::vector<std::pair<std::uint32_t, TransactionId>>& entries_;
};

std::string_view from_tag_of(const Workspace& work,
                             const Transaction& transaction) {
  return work.at(transaction.first_message).from_tag;
}

int hop_likeness(const Transaction& a, const Transaction& b) {
  return (a.client == b.client ? 4 : 0) + (a.server == b.server ? 2 : 0);
}

/// The INVITE of that CSeq number and From tag (both sides may use the same
/// number) that `score` likes best; negative scores are refused.
template <typename Score>
TransactionId find_invite(const Workspace& work, const InviteIndex& invites,
                          const Transaction& follower,
                          std::uint32_t cseq_number, Score score) {
  TransactionId best;
  int best_score = -1;
  invites.for_each(cseq_number, [&](TransactionId id) {
    const Transaction& invite = work.at(id);
    if (!equals_ignore_case(from_tag_of(work, invite),
                            from_tag_of(work, follower)))
      return;
    const int value = score(invite);
    if (value <= best_score) return;
    best = id;
    best_score = value;
  });
  return best;
}

/// A CANCEL repeats the branch of what it cancels (RFC 3261 9.1); a stack that
/// does not is believed when it cancels its own INVITE.
void relate_cancel(Workspace& work, const InviteIndex& invites,
                   TransactionId id) {
  Transaction& cancel = work.at(id);
  const TransactionId invite = find_invite(
      work, invites, cancel, cancel.cseq_number, [&](const Transaction& other) {
        const bool same_branch =
            !cancel.branch.empty() &&
            equals_ignore_case(other.branch, cancel.branch);
        if (!same_branch && other.client != cancel.client) return -1;
        return (same_branch ? 8 : 0) + hop_likeness(cancel, other);
      });
  cancel.related = invite;
  if (invite.valid() && !work.at(invite).cancelled_by.valid())
    work.at(invite).cancelled_by = id;
}

/// The ACK to a 2xx has a branch of its own and may go another way than the
/// INVITE (RFC 3261 13.2.2.4).
void relate_ack(Workspace& work, const InviteIndex& invites, TransactionId id) {
  Transaction& ack = work.at(id);
  ack.related = find_invite(
      work, invites, ack, ack.cseq_number, [&](const Transaction& other) {
        return (is_2xx(other.final_status) ? 8 : 0) + hop_likeness(ack, other);
      });
}

/// RAck names the INVITE by its CSeq number (RFC 3262 7.2).
void relate_prack(Workspace& work, const InviteIndex& invites,
                  TransactionId id) {
  Transaction& prack = work.at(id);
  const std::uint32_t cseq_number = work.scratch(id).rack_cseq_number;
  if (cseq_number == 0) return;
  prack.related = find_invite(
      work, invites, prack, cseq_number,
      [&](const Transaction& other) { return hop_likeness(prack, other); });
}

bool acknowledges(const MessageRecord& ack, const MessageRecord& response) {
  return ack.to_tag.empty() || response.to_tag.empty() ||
         equals_ignore_case(ack.to_tag, response.to_tag);
}

bool is_of_hop(const MessageRecord& ack, const Transaction& invite) {
  return ack.source.address == invite.client.address &&
         ack.destination == invite.server;
}

/// An ACK to a 2xx serves the INVITE at every hop that the 2xx crossed; where
/// one was seen at that very hop, it is that one. Where no final response was
/// captured, it tells of one on its own hop.
void acknowledge_invites(Workspace& work, const InviteIndex& invites,
                         TransactionId id) {
  const Transaction& ack = work.at(id);
  if (!ack.request.valid()) return;
  const MessageRecord& message = work.at(ack.request);
  invites.for_each(ack.cseq_number, [&](TransactionId invite_id) {
    Transaction& invite = work.at(invite_id);
    if (invite.final_status >= 300 ||
        !equals_ignore_case(from_tag_of(work, invite), message.from_tag))
      return;
    if (invite.ack.valid() &&
        (is_of_hop(work.at(invite.ack), invite) || !is_of_hop(message, invite)))
      return;
    const bool serves =
        invite.final_response.valid()
            ? acknowledges(message, work.at(invite.final_response))
            : invite.client == ack.client && invite.server == ack.server;
    if (serves) invite.ack = ack.request;
  });
}

/// Where no header field relates them, an ACK belongs to the INVITE before it
/// between the same hosts.
void relate_by_order(Workspace& work, TransactionId id, TransactionId before) {
  if (!before.valid()) return;
  Transaction& ack = work.at(id);
  Transaction& invite = work.at(before);
  if (invite.server != ack.server ||
      invite.client.address != ack.client.address)
    return;
  ack.related = before;
  if (!invite.ack.valid()) invite.ack = ack.request;
}

/// When the waiting for a final response began anew.
Timestamp waiting_since(const Workspace& work, const Transaction& transaction,
                        Duration& patience) {
  const MessageRecord& request = work.at(transaction.request);
  if (transaction.method != Method::Invite) return request.timestamp;
  if (transaction.cancelled_by.valid()) {
    const Transaction& cancel = work.at(transaction.cancelled_by);
    return work.at(cancel.first_message).timestamp;
  }
  if (transaction.provisional_count == 0) return request.timestamp;
  patience = kTimerC;
  Timestamp last = request.timestamp;
  for (MessageId id = transaction.first_message; id.valid();
       id = work.at(id).next_in_transaction)
    if (work.at(id).is_provisional())
      last = std::max(last, work.at(id).timestamp);
  return last;
}

}  // namespace

void relate_transactions(Workspace& work, CallId call) {
  const InviteIndex invites(work, call);
  TransactionId last_invite;
  for (TransactionId id = work.at(call).first_transaction; id.valid();
       id = work.at(id).next_in_call) {
    switch (work.at(id).method) {
      case Method::Invite:
        last_invite = id;
        break;
      case Method::Cancel:
        relate_cancel(work, invites, id);
        break;
      case Method::Ack:
        if (!work.scratch(id).identified) {
          relate_by_order(work, id, last_invite);
          break;
        }
        relate_ack(work, invites, id);
        acknowledge_invites(work, invites, id);
        break;
      case Method::Prack:
        relate_prack(work, invites, id);
        break;
      default:
        break;
    }
  }
}

void judge_timeouts(Workspace& work, CallId call, Timestamp end) {
  for (TransactionId id = work.at(call).first_transaction; id.valid();
       id = work.at(id).next_in_call) {
    Transaction& transaction = work.at(id);
    if (transaction.final_status != 0 || !transaction.request.valid() ||
        transaction.method == Method::Ack || transaction.ack.valid())
      continue;
    Duration patience = work.transaction_timeout();
    const Timestamp since = waiting_since(work, transaction, patience);
    transaction.timed_out = elapsed(since, end) > patience;
  }
}

}  // namespace siptriage::correlate
