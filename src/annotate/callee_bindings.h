#pragma once
// CalleeBindings: what the registrations in the same capture say of a callee
// who was not found or not reached. Grown conversation by conversation, in
// parts that are merged.
//
// A refusal is held against the bindings of the user that the Request-URI names
// at the host that refused, as that host had granted them (RFC 3261 10.3).

#include <cstdint>
#include <span>
#include <vector>

#include "siptriage/annotate/triage.h"
#include "siptriage/base/frame_id.h"
#include "siptriage/base/limits.h"
#include "siptriage/base/timestamp.h"
#include "siptriage/sip/method.h"

#include "annotate/record_heap.h"

namespace siptriage::detail {

// How the bindings of such a callee were when the request came.
struct CalleeBinding {
  enum class State : std::uint8_t { Alive, Expired, Removed };

  std::uint64_t call_order = 0;  // of the call that was refused
  CallId call;                   // the same, once calls have numbers
  std::uint16_t status = 0;
  sip::Method method = sip::Method::Unknown;
  FrameId response_frame;
  State state = State::Alive;
  FrameId register_frame;     // the 2xx that granted or removed it
  std::uint32_t granted = 0;  // seconds
  // From that 2xx; since it ended, where it did.
  Duration ago{};
};

class CalleeBindings {
 public:
  explicit CalleeBindings(const Limits& limits)
      : max_records_(limits[LimitId::LegCalls]) {}

  void add(const ConversationView& view);
  // The order of merging does not matter.
  void merge(CalleeBindings&& other);
  // In the order of the calls that were refused.
  [[nodiscard]] std::vector<CalleeBinding> finish(LimitCounts& reached) &&;

 private:
  // One Contact of a 2xx to REGISTER.
  struct Bound {
    std::uint64_t key = 0;   // user and registrar
    std::int64_t since = 0;  // nanoseconds since 1970
    FrameId frame;
    std::uint32_t contact = 0;  // hash; kAllContacts: each there is
    std::uint32_t seconds = 0;  // 0: removed
  };
  static_assert(sizeof(Bound) == 32);

  struct Refused {
    std::uint64_t key = 0;
    std::int64_t sent = 0;  // nanoseconds since 1970
    std::uint64_t order = 0;
    FrameId response_frame;
    std::uint16_t status = 0;
    sip::Method method = sip::Method::Unknown;
  };

  static constexpr std::uint32_t kAllContacts = 0;

  void add_bindings(const Trace& trace, const Transaction& registration);
  void add_refused(const ConversationView& view, const Call& call);
  void drop_past_limit();
  // Of one user at one registrar, by time: none is later than the refusal.
  [[nodiscard]] static CalleeBinding tell(std::span<const Bound> bound,
                                          const Refused& refused);

  std::uint64_t max_records_;
  std::uint64_t left_out_ = 0;  // bindings
  RecordHeap<Bound> bound_;
  RecordHeap<Refused> refused_;
};

}  // namespace siptriage::detail
