#pragma once
// LadderBuilder: the messages of some calls, put in one order, as a Ladder.

#include <cstddef>
#include <cstdint>
#include <map>
#include <string_view>
#include <tuple>
#include <vector>

#include "siptriage/annotate/triage.h"
#include "siptriage/sip/message.h"

#include "report/ladder.h"
#include "report/ladder_lanes.h"

namespace siptriage::report {

class LadderBuilder {
 public:
  // Lifetime: all must outlive the builder.
  LadderBuilder(const Triage& triage, CallReader& reader,
                const LadderOptions& options);

  // The next leg, in capture order.
  void add(CallId call);
  [[nodiscard]] Ladder finish();

 private:
  struct Draft {
    std::uint64_t order = 0;
    LadderArrow arrow;
  };
  struct DraftNote {
    LadderNote note;
    std::size_t draft = kNowhere;  // the arrow it is about
    std::size_t place = kNowhere;  // the same once all have their order
  };
  // A message of a leg on its way: as what it was first seen.
  using Crossing = std::tuple<MessageId, Endpoint, Endpoint>;
  // What a finding knows of a message.
  using Place = std::tuple<FrameId, TransactionId>;
  static constexpr std::size_t kNowhere = ~std::size_t{0};

  void add_leg(const CallView& view, CallId call);
  void add_message(const CallView& view, MessageId id, std::uint64_t order);
  void repeat(const MessageRecord& record, std::size_t draft);
  void add_notes(const CallView& view, CallId call);
  [[nodiscard]] std::size_t draft_of(const Finding& finding) const;
  [[nodiscard]] const NetworkEvent* find_event(const Finding& finding,
                                               const CallView& view) const;
  std::size_t add_event(const NetworkEvent& event);
  void put_in_order();
  void draw_arrows();
  void number_notes();
  void add_diagnosis();

  const Triage& triage_;
  CallReader& reader_;
  const LadderOptions& options_;
  LaneTable lanes_;
  Ladder ladder_;
  std::vector<CallId> calls_;
  std::vector<Draft> drafts_;
  std::vector<std::size_t> sequence_;  // of drafts
  std::vector<DraftNote> notes_;
  sip::Message parsed_;

  // Of the leg that is read.
  std::size_t drafts_of_leg_ = 0;
  std::map<Crossing, std::size_t> crossings_;
  std::map<Place, std::size_t> places_;
  std::map<FrameId, std::size_t> events_;
};

}  // namespace siptriage::report
