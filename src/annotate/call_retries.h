#pragma once
// CallRetries: who was told to try again otherwise, and did so in a new
// Call-ID. Grown conversation by conversation, in parts that are merged.
//
// A call that ended with such a response, and has no further attempt in it, is
// held against the calls that begin shortly after it: of the same kind, INVITE
// or REGISTER, from the same address and, over UDP, port, with the same From
// and To URI. The same holds for a subscription that a NOTIFY ended, and others
// to the same event package.

#include <cstdint>
#include <utility>
#include <vector>

#include "siptriage/annotate/triage.h"
#include "siptriage/base/endpoint.h"
#include "siptriage/base/frame_id.h"
#include "siptriage/base/limits.h"
#include "siptriage/base/timestamp.h"
#include "siptriage/sip/method.h"

#include "annotate/record_heap.h"

namespace siptriage::detail {

// Why a notifier ended a subscription that should not be begun anew at once
// (RFC 6665 4.1.3).
enum class NotifierEnd : std::uint8_t {
  None,
  Probation,
  GiveUp,
  Rejected,
  NoResource
};

// One of each, as it was found.
struct CallRetry {
  std::uint64_t call_order = 0;  // of the call that was refused
  CallId call;                   // the same, once calls have numbers
  bool is_call = false;
  std::uint16_t status = 0;
  sip::Method method = sip::Method::Unknown;
  Endpoint client;
  Endpoint server;
  FrameId response_frame;
  std::uint32_t retry_after = 0;  // seconds, 503 and NOTIFY only; 0: none
  NotifierEnd notifier_end = NotifierEnd::None;
  // The first call after it that is of the same look.
  Duration waited{};
  FrameId retry_frame;
  std::uint16_t retry_status = 0;  // 0: none seen
  bool retry_to_same_server = false;
};

class CallRetries {
 public:
  explicit CallRetries(const Limits& limits)
      : max_calls_(limits[LimitId::LegCalls]) {}

  void add(const ConversationView& view);
  // The order of merging does not matter.
  void merge(CallRetries&& other);
  // In the order of the calls that were refused.
  [[nodiscard]] std::vector<CallRetry> finish(LimitCounts& reached) &&;

 private:
  // A call as one that another may be tried again in. There is one of each
  // call.
  struct Begun {
    std::uint64_t key = 0;
    std::int64_t sent = 0;  // nanoseconds since 1970
    FrameId frame;
    std::uint32_t server = 0;  // hash of its address
    std::uint16_t status = 0;
  };
  static_assert(sizeof(Begun) == 32);

  // A call as one that may have been tried again.
  struct Refused {
    std::uint64_t key = 0;
    std::int64_t ended = 0;  // nanoseconds since 1970
    std::uint64_t order = 0;
    Endpoint client;
    Endpoint server;
    FrameId response_frame;
    std::uint32_t retry_after = 0;
    std::uint16_t status = 0;
    sip::Method method = sip::Method::Unknown;
    bool is_call = false;
    NotifierEnd notifier_end = NotifierEnd::None;
  };

  void add_subscription(const ConversationView& view, const Call& call);
  void add_refused(const ConversationView& view, const Call& call,
                   std::uint64_t key);
  void drop_past_limit();
  // Few of them, as a rule; sorted for find_retry().
  [[nodiscard]] std::vector<Begun> wanted_of(RecordHeap<Begun>& begun);
  [[nodiscard]] static const Begun* find_retry(const std::vector<Begun>& begun,
                                               const Refused& refused);
  [[nodiscard]] static CallRetry tell(const Refused& refused,
                                      const Begun& next);

  std::uint64_t max_calls_;
  std::uint64_t left_out_ = 0;
  RecordHeap<Begun> calls_;
  RecordHeap<Begun> others_;
  RecordHeap<Refused> refused_;
};

}  // namespace siptriage::detail
