#pragma once
// FrameWorker: what one thread does with its share of a batch of frames: it
// takes the SIP messages out of those that can be understood alone, and sorts
// them by the table that their conversation is in.

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "siptriage/base/coverage.h"
#include "siptriage/base/octet_store.h"
#include "siptriage/capture/capture_filter.h"
#include "siptriage/capture/frame.h"
#include "siptriage/correlate/conversations.h"
#include "siptriage/net/datagram_decoder.h"
#include "siptriage/net/payload.h"
#include "siptriage/sip/message.h"
#include "siptriage/sip/skim.h"

#include "analyze/arrival.h"

namespace siptriage::detail {

// What came of some frames that follow each other.
struct FrameShare {
  std::vector<Arrival> arrivals;  // in the order of the capture
  // Indices of those frames that only the NetStage understands.
  std::vector<std::uint32_t> left_over;
  // Indices into arrivals, table by table, in order.
  std::vector<std::uint32_t> by_table;
  std::array<std::uint32_t, kMaxConversationTables + 1> table_begin{};

  [[nodiscard]] std::span<const std::uint32_t> of_table(
      std::size_t table) const {
    return std::span(by_table).subspan(
        table_begin[table], table_begin[table + 1] - table_begin[table]);
  }
};

class FrameWorker {
 public:
  // `filter` may be null; it and `conversations` must outlive the worker.
  FrameWorker(const Limits& limits, const CaptureFilter* filter,
              const Conversations& conversations);

  // `first` is the index of the first frame among all of the capture.
  void take(std::span<const Frame> frames, std::uint64_t first,
            FrameShare& share);

  // As MessageIntake::stop_keeping.
  void stop_keeping() { keeps_ = false; }

  // Counts only: how many frames and messages there were, and why not more.
  [[nodiscard]] const Coverage& coverage() const { return *coverage_; }
  // Messages whose frames went away.
  [[nodiscard]] OctetStore& store() { return store_; }

 private:
  // False for a datagram that is left over.
  [[nodiscard]] bool take_datagram(std::uint64_t number, FrameShare& share);
  void take_message(const sip::Skim& message, std::uint64_t order, bool is_kept,
                    FrameShare& share);
  void sort_by_table(FrameShare& share) const;

  const Conversations* conversations_;
  std::unique_ptr<Coverage> coverage_;  // where the decoder counts
  DatagramDecoder decoder_;
  OctetStore store_;
  std::unique_ptr<sip::Message> message_;  // large, so made once
  Payload payload_;
  bool keeps_ = true;
};

}  // namespace siptriage::detail
