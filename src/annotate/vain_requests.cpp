#include "annotate/vain_requests.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "annotate/failure_groups.h"
#include "annotate/leg_user.h"
#include "correlate/text_hash.h"

namespace siptriage::detail {
namespace {

using sip::HeaderId;

enum class End : std::uint8_t { Unknown, Met, Refused, Failed };

End end_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::Challenged:
    case Outcome::ClientFailure:
    case Outcome::GlobalFailure:
      return End::Refused;
    case Outcome::ServerFailure:
    case Outcome::TimedOut:
    case Outcome::NoFinalResponse:
      return End::Failed;
    case Outcome::StartNotSeen:
      return End::Unknown;
    default:
      return End::Met;
  }
}

std::uint64_t count_guesses(const Trace& trace, const Call& call,
                            sip::Message& request) {
  if (!call.challenged && call.final_status != 403) return 0;
  std::uint64_t guesses = 0;
  for (TransactionId id = call.first_transaction; id.valid();
       id = trace.transaction(id).next_in_call) {
    const Transaction& transaction = trace.transaction(id);
    const std::uint16_t status = transaction.final_status;
    const bool is_of_caller = transaction.client.address == call.caller.address;
    if (is_of_caller && (status == 401 || status == 403 || status == 407) &&
        transaction.request.valid() &&
        trace.parse(transaction.request, request) &&
        (request.has(HeaderId::Authorization) ||
         request.has(HeaderId::ProxyAuthorization))) {
      ++guesses;
    }
  }
  return guesses;
}

// One that came to nothing.
void count_in_vain(const ConversationView& view, const Call& call, End end,
                   std::uint64_t guesses, VainTally& tally) {
  ++tally.all;
  ++(end == End::Refused ? tally.refused : tally.failed);
  tally.guesses += guesses;
  correlate::TextHash user;
  user.add_exact(user_of(call.to_uri));
  tally.users.add(user.wide_value());
  tally.extend(call.first_time, call.first_time);
  tally.frames.add({order_of(view, call), call.first_frame});
}

std::vector<VainRequests::Peer> list_of(const PeerTable<VainTally>& table) {
  std::vector<VainRequests::Peer> peers;
  for (const auto& [address, tally] : table.peers()) {
    peers.push_back({address, tally});
  }
  std::sort(peers.begin(), peers.end(),
            [](const VainRequests::Peer& a, const VainRequests::Peer& b) {
              return std::tuple(b.tally.in_vain(), a.address) <
                     std::tuple(a.tally.in_vain(), b.address);
            });
  return peers;
}

}  // namespace

void DistinctTexts::add(std::uint64_t hash) {
  const auto place = std::lower_bound(hashes_.begin(), hashes_.end(), hash);
  if (place != hashes_.end() && *place == hash) return;
  hashes_.insert(place, hash);
  if (hashes_.size() > kMost) hashes_.pop_back();
}

void DistinctTexts::merge(const DistinctTexts& other) {
  for (const std::uint64_t hash : other.hashes_) add(hash);
}

void VainTally::add(const VainTally& other) {
  all += other.all;
  refused += other.refused;
  failed += other.failed;
  guesses += other.guesses;
  users.merge(other.users);
  if (other.first_time) extend(*other.first_time, *other.last_time);
  frames.merge(other.frames);
}

void VainTally::extend(Timestamp first, Timestamp last) {
  first_time = first_time ? std::min(*first_time, first) : first;
  last_time = last_time ? std::max(*last_time, last) : last;
}

Duration VainTally::span() const {
  return first_time && last_time ? elapsed(*first_time, *last_time)
                                 : Duration::zero();
}

double VainTally::a_second() const {
  const double seconds = milliseconds_of(span()) / 1000;
  return in_vain() < 2 || seconds <= 0
             ? 0
             : static_cast<double>(in_vain() - 1) / seconds;
}

void VainRequests::add(const ConversationView& view) {
  std::uint32_t index = 0;
  for (const Call& call : view.analysis.trace.calls()) {
    if (!view.means(CallId(index++))) continue;
    const End end = end_of(call.outcome);
    if (end == End::Unknown) continue;
    if (end == End::Met) {
      ++senders_.of(call.caller.address).all;
      if (call.kind == CallKind::Registration) {
        ++registrars_.of(call.callee.address).all;
      }
      continue;
    }
    const std::uint64_t guesses =
        end == End::Refused ? count_guesses(view.analysis.trace, call, request_)
                            : 0;
    count_in_vain(view, call, end, guesses, senders_.of(call.caller.address));
    if (call.kind == CallKind::Registration) {
      count_in_vain(view, call, end, guesses,
                    registrars_.of(call.callee.address));
    }
  }
}

void VainRequests::merge(VainRequests&& other) {
  senders_.merge(std::move(other.senders_));
  registrars_.merge(std::move(other.registrars_));
}

void VainRequests::finish(LimitCounts& reached) {
  senders_.drop_past_limit();
  registrars_.drop_past_limit();
  reached.add(LimitId::VainPeers,
              senders_.others().all + registrars_.others().all);
}

std::vector<VainRequests::Peer> VainRequests::senders() const {
  return list_of(senders_);
}

std::vector<VainRequests::Peer> VainRequests::registrars() const {
  return list_of(registrars_);
}

std::optional<std::uint64_t> VainRequests::order_of(FrameId frame) const {
  for (const PeerTable<VainTally>* table : {&senders_, &registrars_}) {
    for (const auto& [address, tally] : table->peers()) {
      if (tally.frames.begins_with(frame)) return tally.frames.first_order();
    }
  }
  return std::nullopt;
}

}  // namespace siptriage::detail
