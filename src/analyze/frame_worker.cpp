#include "analyze/frame_worker.h"

#include <utility>

#include "siptriage/net/foreign.h"
#include "siptriage/sip/parse.h"

#include "analyze/coverage_counts.h"
#include "analyze/datagram_messages.h"

namespace siptriage::detail {

FrameWorker::FrameWorker(const Limits& limits, const CaptureFilter* filter,
                         const Conversations& conversations)
    : conversations_(&conversations),
      coverage_(std::make_unique<Coverage>()),
      decoder_(limits, *coverage_),
      message_(std::make_unique<sip::Message>(limits)) {
  decoder_.set_filter(filter);
}

void FrameWorker::take(std::span<const Frame> frames, std::uint64_t first,
                       FrameShare& share) {
  share.arrivals.clear();
  share.left_over.clear();
  for (std::size_t i = 0; i < frames.size(); ++i) {
    const Frame& frame = frames[i];
    count_frame(*coverage_, frame);
    switch (decoder_.decode(frame)) {
      case DatagramDecoder::Decoded::Datagram:
        if (take_datagram(first + i, share)) break;
        share.left_over.push_back(static_cast<std::uint32_t>(i));
        break;
      case DatagramDecoder::Decoded::Counted:
        break;
      case DatagramDecoder::Decoded::NeedsStage:
        share.left_over.push_back(static_cast<std::uint32_t>(i));
        break;
    }
  }
  sort_by_table(share);
}

bool FrameWorker::take_datagram(std::uint64_t number, FrameShare& share) {
  const std::string_view octets = decoder_.octets();
  if (sip::may_start_like_sip(octets)) {
    decoder_.describe(payload_);
    const bool cut = octets.size() < payload_.original_length_octets;
    const bool is_kept = payload_.transient && sip::starts_like_sip(octets);
    std::uint64_t nth = 0;
    if (for_each_message(is_kept && keeps_ ? store_.keep(octets) : octets, cut,
                         *message_, coverage_->limits_reached,
                         [&](const sip::Skim& message) {
                           take_message(message, message_order(number, nth++),
                                        is_kept, share);
                         })) {
      ++coverage_->frames_with_sip;
      return true;
    }
  }
  switch (classify_foreign_datagram(octets)) {
    case ForeignKind::Rtp:
      ++coverage_->of(SkipReason::Rtp);
      return true;
    case ForeignKind::Dtls:  // whose flows are told, in order
    case ForeignKind::KeepAlive:
      return false;
    default:
      ++coverage_->of(SkipReason::OtherUdp);
      return true;
  }
}

void FrameWorker::take_message(const sip::Skim& message, std::uint64_t order,
                               bool is_kept, FrameShare& share) {
  ++coverage_->sip_messages;
  ++coverage_->sip_over_udp;
  share.arrivals.push_back(make_arrival(
      message,
      {payload_.frame, payload_.timestamp, payload_.source,
       payload_.destination, payload_.transport, payload_.identity},
      order, is_kept));
}

void FrameWorker::sort_by_table(FrameShare& share) const {
  const std::size_t tables = conversations_->tables.size();
  std::array<std::uint32_t, kMaxConversationTables> next{};
  for (const Arrival& arrival : share.arrivals) {
    ++next[conversations_->table_of(arrival.key)];
  }
  std::uint32_t begin = 0;
  for (std::size_t table = 0; table < tables; ++table) {
    share.table_begin[table] = begin;
    begin += std::exchange(next[table], begin);
  }
  share.table_begin[tables] = begin;
  share.by_table.resize(share.arrivals.size());
  for (std::uint32_t i = 0; i < share.arrivals.size(); ++i) {
    share.by_table[next[conversations_->table_of(share.arrivals[i].key)]++] = i;
  }
}

}  // namespace siptriage::detail
