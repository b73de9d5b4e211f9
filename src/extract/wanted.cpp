#include "extract/wanted.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string_view>

#include "siptriage/base/ascii.h"
#include "siptriage/correlate/network_events.h"
#include "siptriage/sip/sdp.h"

namespace siptriage::extract {
namespace {

// Timer C (RFC 3261 16.6, item 11), the longest that silence is judged by
// while a call is set up, and a little more.
constexpr Duration kSilenceCounts = std::chrono::seconds(200);
// Media and acknowledgements that are still under way.
constexpr Duration kAfterwards = std::chrono::seconds(2);
// As rules look for them (annotate/undelivered.h).
constexpr Duration kEventSoonest = std::chrono::milliseconds(-5);
constexpr Duration kEventLatest = std::chrono::seconds(65);
constexpr std::size_t kMaxEventsSearched = 256;

Timestamp later(Timestamp time, Duration by) {
  const std::int64_t most = std::numeric_limits<std::int64_t>::max();
  return nanoseconds_of(time) > most - by.count()
             ? timestamp_from_nanoseconds(most)
             : time + by;
}

bool may_be_about(const NetworkEvent& event, const MessageRecord& message) {
  if (!event.call_id.empty() && event.call_id != message.call_id) return false;
  if (!event.branch.empty() && !message.branch.empty()) {
    return equals_ignore_case(event.branch, message.branch);
  }
  return !event.identity.has_ip_identification ||
         !message.identity.has_ip_identification ||
         message.transport != Transport::Udp ||
         event.identity.ip_identification == message.identity.ip_identification;
}

// Goes over calls, conversation by conversation.
class Seeker {
 public:
  Seeker(const Triage& triage, const ExtractOptions& options)
      : events_(triage.conversations->network_events()),
        capture_end_(triage.coverage.capture_end()),
        options_(options) {}

  // Those of `places` among the calls of a conversation.
  void take(const ConversationView& view,
            const std::vector<std::uint32_t>& places);
  [[nodiscard]] Wanted finish() &&;

 private:
  void take_call(const Analysis& analysis, CallId id);
  void take_message(const Analysis& analysis, const MessageRecord& message);
  void take_events(const MessageRecord& message);
  void take_resets(const MessageRecord& request);
  void take_media(const Analysis& analysis, const MessageRecord& message);

  const NetworkEvents* events_;
  Timestamp capture_end_;
  const ExtractOptions& options_;
  sip::Message parsed_;  // large, so made once
  Wanted wanted_;
};

void Seeker::take(const ConversationView& view,
                  const std::vector<std::uint32_t>& places) {
  const Trace& trace = view.analysis.trace;
  std::vector<bool> is_chosen(trace.calls().size());
  for (const std::uint32_t place : places) {
    if (place < is_chosen.size()) is_chosen[place] = true;
  }
  for (std::size_t i = 0; i < trace.messages().size(); ++i) {
    const MessageRecord& message = trace.messages()[i];
    if (!message.call.valid() || !is_chosen[message.call.index()]) continue;
    wanted_.messages.push_back(view.orders.empty() ? i : view.orders[i]);
    take_message(view.analysis, message);
  }
  for (std::size_t i = 0; i < is_chosen.size(); ++i) {
    if (!is_chosen[i]) continue;
    take_call(view.analysis, CallId(static_cast<std::uint32_t>(i)));
  }
  for (const Finding& finding : view.analysis.findings) {
    if (!finding.call.valid() || !is_chosen[finding.call.index()]) continue;
    wanted_.frames.insert(wanted_.frames.end(), finding.frames.begin(),
                          finding.frames.end());
    if (options_.comments) add_comments(finding, wanted_.comments);
  }
  for (const Diagnosis& diagnosis : view.analysis.diagnoses) {
    if (!diagnosis.call.valid() || !is_chosen[diagnosis.call.index()]) continue;
    if (options_.comments) {
      add_comments(view.analysis.trace, diagnosis, wanted_.comments);
    }
  }
}

void Seeker::take_call(const Analysis& analysis, CallId id) {
  const Call& call = analysis.trace.call(id);
  wanted_.calls.add(call.first_time, later(call.last_time, kSilenceCounts));
}

void Seeker::take_message(const Analysis& analysis,
                          const MessageRecord& message) {
  if (events_ != nullptr && !events_->empty()) take_events(message);
  if (options_.tcp && message.transport != Transport::Udp) {
    const Call& call = analysis.trace.call(message.call);
    wanted_.connections.add({message.source, message.destination},
                            call.first_time,
                            later(call.last_time, kAfterwards));
  }
  if (options_.media && message.has_sdp) take_media(analysis, message);
}

void Seeker::take_events(const MessageRecord& message) {
  const Timestamp latest = later(message.timestamp, kEventLatest);
  std::size_t searched = 0;
  for (const NetworkEvent& event :
       events_->between(message.transport, message.source, message.destination,
                        message.timestamp + kEventSoonest)) {
    if (++searched > kMaxEventsSearched || event.timestamp > latest) break;
    if (may_be_about(event, message)) wanted_.frames.push_back(event.frame);
  }
  if (message.is_request() && message.transport != Transport::Udp) {
    take_resets(message);
  }
}

// The first of each way: what came after it ended that connection already.
void Seeker::take_resets(const MessageRecord& request) {
  for (const bool back : {false, true}) {
    const std::span<const NetworkEvent> events = events_->between(
        Transport::Tcp, back ? request.destination : request.source,
        back ? request.source : request.destination, request.timestamp);
    if (!events.empty()) wanted_.frames.push_back(events.front().frame);
  }
}

void Seeker::take_media(const Analysis& analysis,
                        const MessageRecord& message) {
  const auto id =
      static_cast<std::uint32_t>(&message - analysis.trace.messages().data());
  if (!analysis.trace.parse(MessageId(id), parsed_)) return;
  const std::optional<sip::Sdp> sdp = sip::parse_sdp(sip::find_sdp(
      parsed_.value_of(sip::HeaderId::ContentType), parsed_.body));
  if (!sdp) return;
  const Call& call = analysis.trace.call(message.call);
  // Where no end was seen, the media may go on for as long as the capture.
  const Timestamp end = call.outcome == Outcome::AnsweredEndNotSeen
                            ? capture_end_
                            : call.last_time;
  for (const sip::SdpMedia& media : sdp->media) {
    const auto address = parse_ip_address(media.connection);
    if (!address || media.port == 0) continue;
    const Timestamp last = later(end, kAfterwards);
    wanted_.media.add({*address, media.port}, message.timestamp, last);
    const auto next = static_cast<std::uint16_t>(media.port + 1U);
    wanted_.media.add({*address, next}, message.timestamp, last);
  }
}

Wanted Seeker::finish() && {
  std::sort(wanted_.messages.begin(), wanted_.messages.end());
  std::stable_sort(wanted_.comments.begin(), wanted_.comments.end(),
                   [](const FrameComment& a, const FrameComment& b) {
                     return a.frame < b.frame;
                   });
  wanted_.calls.settle();
  wanted_.connections.settle();
  wanted_.media.settle();
  return std::move(wanted_);
}

}  // namespace

Wanted find_wanted(const Triage& triage, const std::vector<CallId>& calls,
                   const ExtractOptions& options) {
  std::map<std::uint64_t, std::vector<std::uint32_t>> by_conversation;
  for (const CallId call : calls) {
    const CallBrief& brief = triage.calls[call.index()];
    by_conversation[brief.conversation].push_back(brief.place);
  }
  Seeker seeker(triage, options);
  CallReader reader(triage);
  for (const auto& [conversation, places] : by_conversation) {
    seeker.take(reader.read_conversation(conversation), places);
  }
  return std::move(seeker).finish();
}

}  // namespace siptriage::extract
