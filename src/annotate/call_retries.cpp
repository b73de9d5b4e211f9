#include "annotate/call_retries.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <memory>
#include <string_view>
#include <tuple>
#include <utility>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/message.h"
#include "siptriage/sip/parameters.h"
#include "siptriage/sip/values.h"

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

// Of publications there may be one for each event package.
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

// The NOTIFY that ended the only dialog of the call; invalid: there is none.
MessageId end_by_notifier(const Trace& trace, const Call& call) {
  if (!call.first_dialog.valid() || call.first_dialog != call.last_dialog) {
    return {};
  }
  const MessageId by = trace.dialog(call.first_dialog).terminated_by;
  return by.valid() && trace.message(by).is_request() &&
                 trace.message(by).method == sip::Method::Notify
             ? by
             : MessageId();
}

NotifierEnd notifier_end_of(std::string_view reason) {
  struct Named {
    std::string_view reason;
    NotifierEnd end;
  };
  static constexpr Named kNamed[] = {{"probation", NotifierEnd::Probation},
                                     {"giveup", NotifierEnd::GiveUp},
                                     {"rejected", NotifierEnd::Rejected},
                                     {"noresource", NotifierEnd::NoResource}};
  for (const Named& named : kNamed) {
    if (equals_ignore_case(named.reason, reason)) return named.end;
  }
  return NotifierEnd::None;
}

}  // namespace

void CallRetries::add(const ConversationView& view) {
  std::uint32_t index = 0;
  for (const Call& call : view.analysis.trace.calls()) {
    if (!view.means(CallId(index++))) continue;
    if (call.kind == CallKind::Subscription) add_subscription(view, call);
    if (!may_be_tried_again(call)) continue;
    const std::uint64_t key = key_of(view.analysis.trace, call);
    auto& begun = call.kind == CallKind::Call ? calls_ : others_;
    begun.add({key, nanoseconds_of(call.first_time), call.first_frame,
               hash_of_host(call.callee), call.final_status});
    if (std::ranges::find(kCallForAnother, call.final_status) !=
        std::end(kCallForAnother)) {
      add_refused(view, call, key);
    }
  }
  if (std::max(calls_.size(), others_.size()) > 2 * max_calls_) {
    drop_past_limit();
  }
}

void CallRetries::add_subscription(const ConversationView& view,
                                   const Call& call) {
  const Trace& trace = view.analysis.trace;
  if (call.outcome == Outcome::StartNotSeen || !call.decisive.valid()) return;
  const Transaction& decisive = trace.transaction(call.decisive);
  const auto message = std::make_unique<sip::Message>();  // large
  if (decisive.method != sip::Method::Subscribe || !decisive.request.valid() ||
      !trace.parse(decisive.request, *message)) {
    return;
  }
  const std::string_view event = message->value_of(sip::HeaderId::Event);
  correlate::TextHash hash;
  hash.add(key_of(trace, call));
  hash.add_exact(trim(event.substr(0, event.find(';'))));
  const std::uint64_t key = hash.wide_value();
  others_.add({key, nanoseconds_of(call.first_time), call.first_frame,
               hash_of_host(call.callee), call.final_status});
  const MessageId end = end_by_notifier(trace, call);
  if (!end.valid() || !trace.parse(end, *message)) return;
  const std::string_view state =
      message->value_of(sip::HeaderId::SubscriptionState);
  const std::string_view parameters =
      state.substr(std::min(state.find(';'), state.size()));
  const auto retry_after = sip::find_parameter(parameters, "retry-after");
  Refused refused{
      .key = key,
      .ended = nanoseconds_of(trace.message(end).timestamp),
      .order = order_of(view, call),
      .client = decisive.client,
      .server = decisive.server,
      .response_frame = trace.message(end).frame,
      .retry_after =
          sip::parse_delta_seconds(retry_after.value_or("")).value_or(0),
      .method = sip::Method::Subscribe,
      .notifier_end = notifier_end_of(
          sip::find_parameter(parameters, "reason").value_or("")),
  };
  if (refused.notifier_end != NotifierEnd::None) refused_.add(refused);
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
  refused_.add({
      .key = key,
      .ended = nanoseconds_of(response.timestamp),
      .order = order_of(view, call),
      .client = decisive.client,
      .server = decisive.server,
      .response_frame = response.frame,
      .retry_after = decisive.final_status == kUnavailable
                         ? annotation->retry_after_seconds.value_or(0)
                         : 0,
      .status = decisive.final_status,
      .method = decisive.method,
      .is_call = call.kind == CallKind::Call,
  });
}

void CallRetries::merge(CallRetries&& other) {
  calls_.take(std::move(other.calls_));
  others_.take(std::move(other.others_));
  refused_.take(std::move(other.refused_));
  left_out_ += other.left_out_;
  if (std::max(calls_.size(), others_.size()) > 2 * max_calls_) {
    drop_past_limit();
  }
}

void CallRetries::drop_past_limit() {
  const auto began = [](const Begun& each) {
    return std::pair(each.sent, each.frame);
  };
  // Who seeks legs counts the calls.
  calls_.keep_first(max_calls_, began);
  left_out_ += others_.keep_first(max_calls_, began);
  refused_.keep_first(max_calls_, &Refused::order);
}

const CallRetries::Begun* CallRetries::find_retry(
    const std::vector<Begun>& begun, const Refused& refused) {
  const auto found = std::ranges::upper_bound(
      begun, std::pair(refused.key, refused.ended), {},
      [](const Begun& each) { return std::pair(each.key, each.sent); });
  return found != begun.end() && found->key == refused.key ? &*found : nullptr;
}

std::vector<CallRetries::Begun> CallRetries::wanted_of(
    RecordHeap<Begun>& begun) {
  std::vector<std::uint64_t> keys;
  keys.reserve(refused_.size());
  refused_.for_each(
      [&keys](const Refused& refused) { keys.push_back(refused.key); });
  std::ranges::sort(keys);
  std::vector<Begun> wanted;
  begun.for_each([&](const Begun& each) {
    if (std::ranges::binary_search(keys, each.key)) wanted.push_back(each);
  });
  std::ranges::sort(wanted, {}, [](const Begun& each) {
    return std::tuple(each.key, each.sent, each.frame);
  });
  return wanted;
}

CallRetry CallRetries::tell(const Refused& refused, const Begun& next) {
  CallRetry retry;
  retry.call_order = refused.order;
  retry.is_call = refused.is_call;
  retry.status = refused.status;
  retry.method = refused.method;
  retry.client = refused.client;
  retry.server = refused.server;
  retry.response_frame = refused.response_frame;
  retry.retry_after = refused.retry_after;
  retry.notifier_end = refused.notifier_end;
  retry.waited = elapsed(timestamp_from_nanoseconds(refused.ended),
                         timestamp_from_nanoseconds(next.sent));
  retry.retry_frame = next.frame;
  retry.retry_status = next.status;
  retry.retry_to_same_server = next.server == hash_of_host(refused.server);
  return retry;
}

std::vector<CallRetry> CallRetries::finish(LimitCounts& reached) && {
  drop_past_limit();
  reached.add(LimitId::LegCalls, left_out_);
  const std::vector<Begun> calls = wanted_of(calls_);
  const std::vector<Begun> others = wanted_of(others_);
  calls_ = {};
  others_ = {};
  std::vector<CallRetry> found;
  refused_.for_each([&](const Refused& refused) {
    const Begun* next = find_retry(refused.is_call ? calls : others, refused);
    if (next == nullptr) return;
    const CallRetry retry = tell(refused, *next);
    const Duration soon =
        std::max<Duration>(kSoon, seconds(refused.retry_after));
    if (retry.waited <= soon) found.push_back(retry);
  });
  refused_ = {};
  std::ranges::sort(found, {}, &CallRetry::call_order);
  return found;
}

}  // namespace siptriage::detail
