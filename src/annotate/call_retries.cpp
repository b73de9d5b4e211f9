#include "annotate/call_retries.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <tuple>
#include <utility>

#include "annotate/failure_groups.h"
#include "correlate/text_hash.h"

namespace siptriage::detail {
namespace {

using std::chrono::seconds;

// As long as a transaction lives: who does as told does so at once, or asks
// somebody first.
constexpr Duration kSoon = seconds(32);
constexpr std::uint16_t kUnavailable = 503;
// The responses that call for another request (RFC 3261 8.1.3.4, 8.1.3.5, 10.3,
// 21.4.16; RFC 4028 7.3), and what asks to wait.
constexpr std::uint16_t kCallForAnother[] = {300, 301, 302, 305,         401,
                                             407, 413, 415, 416,         420,
                                             421, 422, 423, kUnavailable};

// Of subscriptions and publications there may be one for each event package.
bool may_be_tried_again(const Call& call) {
  const bool is_of_kind =
      call.kind == CallKind::Call || call.kind == CallKind::Registration;
  return is_of_kind && call.outcome != Outcome::StartNotSeen &&
         call.decisive.valid();
}

// Behind one NAT there may be several of a user's devices: over UDP, each
// sends from a port of its own.
std::uint64_t key_of(const Trace& trace, const Call& call) {
  const bool is_udp =
      trace.transaction(call.decisive).transport == Transport::Udp;
  correlate::TextHash hash;
  hash.add(static_cast<std::uint64_t>(call.kind));
  hash.add(is_udp ? hash_of(call.caller) : hash_of(call.caller.address));
  hash.add_exact(call.from_uri);
  hash.add(call.from_uri.size());
  hash.add_exact(call.to_uri);
  return hash.wide_value();
}

std::uint32_t hash_of_host(const Endpoint& endpoint) {
  const std::uint64_t hash = hash_of(endpoint.address);
  return static_cast<std::uint32_t>(hash ^ hash >> 32);
}

// Those that began first, wherever they were added.
template <typename Records, typename Order>
std::uint64_t keep_first(Records& records, std::uint64_t most, Order order) {
  if (records.size() <= most) return 0;
  std::ranges::sort(records, {}, order);
  const std::uint64_t left_out = records.size() - most;
  records.resize(most);
  return left_out;
}

}  // namespace

void CallRetries::add(const ConversationView& view) {
  std::uint32_t index = 0;
  for (const Call& call : view.analysis.trace.calls()) {
    if (!view.means(CallId(index++)) || !may_be_tried_again(call)) continue;
    const std::uint64_t key = key_of(view.analysis.trace, call);
    auto& begun = call.kind == CallKind::Call ? calls_ : others_;
    begun.add({key, nanoseconds_of(call.first_time), order_of(view, call),
               call.first_frame, hash_of_host(call.callee), call.final_status});
    if (std::ranges::find(kCallForAnother, call.final_status) !=
        std::end(kCallForAnother)) {
      add_refused(view, call, key);
    }
  }
  if (std::max(calls_.size(), others_.size()) > 2 * max_calls_) {
    drop_past_limit();
  }
}

void CallRetries::add_refused(const ConversationView& view, const Call& call,
                              std::uint64_t key) {
  const Trace& trace = view.analysis.trace;
  const Transaction& decisive = trace.transaction(call.decisive);
  const Annotation* annotation = view.analysis.annotation_of(call.decisive);
  // Nothing the response calls for was seen in the call itself.
  if (annotation == nullptr || !annotation->follow_up ||
      annotation->follow_up->next.valid() || decisive.in_dialog) {
    return;
  }
  const MessageRecord& response = trace.message(decisive.final_response);
  CallRetry told;
  told.call_order = order_of(view, call);
  told.is_call = call.kind == CallKind::Call;
  told.status = decisive.final_status;
  told.method = decisive.method;
  told.client = decisive.client;
  told.server = decisive.server;
  told.response_frame = response.frame;
  if (told.status == kUnavailable) {
    told.retry_after = annotation->retry_after_seconds.value_or(0);
  }
  refused_.push_back({key, nanoseconds_of(response.timestamp), told});
}

void CallRetries::merge(CallRetries&& other) {
  calls_.take(std::move(other.calls_));
  others_.take(std::move(other.others_));
  refused_.insert(refused_.end(), other.refused_.begin(), other.refused_.end());
  left_out_ += other.left_out_;
  if (std::max(calls_.size(), others_.size()) > 2 * max_calls_) {
    drop_past_limit();
  }
}

std::uint64_t CallRetries::keep_first_of(RecordHeap<Begun>& begun,
                                         std::uint64_t most) {
  if (begun.size() <= most) return 0;
  std::vector<Begun> all = begun.take_all();
  const std::uint64_t left_out = keep_first(all, most, &Begun::order);
  for (const Begun& each : all) begun.add(each);
  return left_out;
}

void CallRetries::drop_past_limit() {
  // Who seeks legs counts the calls.
  static_cast<void>(keep_first_of(calls_, max_calls_));
  left_out_ += keep_first_of(others_, max_calls_);
  keep_first(refused_, max_calls_,
             [](const Refused& each) { return each.told.call_order; });
}

const CallRetries::Begun* CallRetries::find_retry(
    const std::vector<Begun>& begun, const Refused& refused) {
  const auto found = std::ranges::upper_bound(
      begun, std::pair(refused.key, refused.ended), {},
      [](const Begun& each) { return std::pair(each.key, each.sent); });
  return found != begun.end() && found->key == refused.key ? &*found : nullptr;
}

std::vector<CallRetries::Begun> CallRetries::wanted_of(
    RecordHeap<Begun>& begun) const {
  std::vector<std::uint64_t> keys;
  keys.reserve(refused_.size());
  for (const Refused& refused : refused_) keys.push_back(refused.key);
  std::ranges::sort(keys);
  std::vector<Begun> wanted;
  begun.for_each([&](const Begun& each) {
    if (std::ranges::binary_search(keys, each.key)) wanted.push_back(each);
  });
  std::ranges::sort(wanted, {}, [](const Begun& each) {
    return std::tuple(each.key, each.sent, each.order);
  });
  return wanted;
}

std::vector<CallRetry> CallRetries::finish(LimitCounts& reached) {
  drop_past_limit();
  reached.add(LimitId::LegCalls, left_out_);
  const std::vector<Begun> calls = wanted_of(calls_);
  const std::vector<Begun> others = wanted_of(others_);
  std::vector<CallRetry> found;
  for (const Refused& refused : refused_) {
    const Begun* next =
        find_retry(refused.told.is_call ? calls : others, refused);
    if (next == nullptr) continue;
    CallRetry retry = refused.told;
    retry.waited = elapsed(timestamp_from_nanoseconds(refused.ended),
                           timestamp_from_nanoseconds(next->sent));
    if (retry.waited > std::max<Duration>(kSoon, seconds(retry.retry_after))) {
      continue;
    }
    retry.retry_frame = next->frame;
    retry.retry_status = next->status;
    retry.retry_to_same_server = next->server == hash_of_host(retry.server);
    found.push_back(retry);
  }
  std::ranges::sort(found, {}, &CallRetry::call_order);
  return found;
}

}  // namespace siptriage::detail
