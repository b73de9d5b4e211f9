#include "correlate/repetition.h"

#include <algorithm>

#include "siptriage/base/ascii.h"

namespace siptriage::correlate {
namespace {

/// Do both tell the same, wherever they were captured? CSeq and branch are
/// those of the transaction they share.
bool is_same_message(const MessageRecord& a, std::uint32_t a_rseq,
                     const MessageRecord& b, std::uint32_t b_rseq) {
  if (a.status != b.status || !equals_ignore_case(a.to_tag, b.to_tag))
    return false;
  return a.is_request() ? a.method_name == b.method_name : a_rseq == b_rseq;
}

/// Provisional responses of one status may follow each other and still tell
/// something new each (RFC 3261 13.3.1.1): only the same octets are a repeat.
/// A final response or a request is one whatever its Timestamp says.
bool may_differ_in_octets(const MessageRecord& message) {
  return !message.is_provisional();
}

/// How `later` relates to the appearances of one original so far.
struct Sighting {
  bool same_packet = false;
  bool seen_at_this_hop = false;
};

Sighting look_for(Workspace& work, MessageId original,
                  const MessageRecord& later) {
  Sighting sighting;
  MessageId id = work.scratch(original).newest_appearance;
  for (std::uint64_t i = 0;
       id.valid() && work.may_search_on(i, LimitId::RepetitionCopies); ++i) {
    const MessageRecord& earlier = work.at(id);
    if (same_hop(earlier, later)) sighting.seen_at_this_hop = true;
    if (is_same_packet(earlier, later, work.options)) {
      sighting.same_packet = true;
      break;
    }
    id = work.scratch(id).previous_appearance;
  }
  return sighting;
}

}  // namespace

bool is_same_packet(const MessageRecord& earlier, const MessageRecord& later,
                    const CorrelateOptions& options) {
  // Copies of TCP segments were dropped when the stream was put together, and
  // what shares a frame was in one packet from the start.
  if (later.transport != Transport::Udp || earlier.frame == later.frame ||
      !same_hop(earlier, later) || earlier.octets != later.octets)
    return false;
  const PacketIdentity& a = earlier.identity;
  const PacketIdentity& b = later.identity;
  Duration window = options.duplicate_window;
  if (a.has_ip_identification && b.has_ip_identification) {
    if (a.ip_identification != b.ip_identification) return false;
    // Some stacks never change it; what comes T1 later was sent again.
    window = std::max(window, options.t1 / 2);
  }
  const Duration apart = elapsed(earlier.timestamp, later.timestamp);
  return apart <= window && apart >= -window;
}

RepetitionVerdict judge_repetition(Workspace& work, TransactionId transaction,
                                   const Incoming& in) {
  const MessageRecord& later = in.record;
  // Bare responses that nothing identifies may be anything: only a copy of
  // the same packet is told from a new one.
  const bool identified = work.scratch(transaction).identified ||
                          work.at(transaction).request.valid();
  MessageId elsewhere;
  MessageId id = work.scratch(transaction).newest_original;
  for (std::uint64_t i = 0;
       id.valid() && work.may_search_on(i, LimitId::RepetitionOriginals);
       ++i, id = work.scratch(id).previous_original) {
    const MessageRecord& original = work.at(id);
    if (!is_same_message(original, work.scratch(id).rseq, later, in.rseq))
      continue;
    const Sighting sighting = look_for(work, id, later);
    if (sighting.same_packet) return {Repetition::Duplicate, id};
    if (!identified) continue;
    const bool same_octets = original.octets == later.octets;
    if (same_hop(original, later)) {
      if (same_octets || may_differ_in_octets(later))
        return {Repetition::Retransmission, id};
    } else if (same_octets || may_differ_in_octets(later)) {
      return {Repetition::OtherPoint, id};
    } else if (!sighting.seen_at_this_hop) {
      // Changed on the way: pairs up with the oldest not yet seen here.
      elsewhere = id;
    }
  }
  if (elsewhere.valid()) return {Repetition::OtherPoint, elsewhere};
  return {};
}

void record_repetition(Workspace& work, TransactionId transaction,
                       const Incoming& in, const RepetitionVerdict& verdict) {
  MessageRecord& record = work.at(in.id);
  MessageScratch& scratch = work.scratch(in.id);
  scratch.rseq = in.rseq;
  record.repetition = verdict.repetition;
  if (verdict.repetition == Repetition::None) {
    scratch.newest_appearance = in.id;
    MessageId& newest = work.scratch(transaction).newest_original;
    scratch.previous_original = newest;
    newest = in.id;
    return;
  }
  record.original = verdict.original;
  MessageScratch& original = work.scratch(verdict.original);
  scratch.previous_appearance = original.newest_appearance;
  original.newest_appearance = in.id;
}

}  // namespace siptriage::correlate
