#include "annotate/undelivered.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"

#include "annotate/crossings.h"

namespace siptriage::detail {
namespace {

// Events looked at for one transaction: those of its way after its request.
constexpr std::size_t kMaxEvents = 256;
// Routers ask for a host that does not answer for some seconds (RFC 4861 10:
// three times a second apart), and fragments wait up to a minute for the rest
// (RFC 1122 3.3.2).
constexpr Duration kSoonest = std::chrono::milliseconds(-5);
constexpr Duration kLatest = std::chrono::seconds(5);
constexpr Duration kLatestReassembly = std::chrono::seconds(65);

enum class Match { No, ByWay, Surely };

// `copy` is one that the event may be about, going by way and time.
Match match_packet(const NetworkEvent& event, const MessageRecord& copy) {
  if (!event.branch.empty() && !copy.branch.empty()) {
    return equals_ignore_case(event.branch, copy.branch) &&
                   (event.call_id.empty() || event.call_id == copy.call_id)
               ? Match::Surely
               : Match::No;
  }
  if (!event.call_id.empty() && event.call_id != copy.call_id) {
    return Match::No;
  }
  if (event.identity.has_ip_identification &&
      copy.identity.has_ip_identification && copy.transport == Transport::Udp) {
    return event.identity.ip_identification == copy.identity.ip_identification
               ? Match::Surely
               : Match::No;
  }
  return Match::ByWay;
}

bool is_in_time(const NetworkEvent& event, const MessageRecord& copy) {
  const Duration after = elapsed(copy.timestamp, event.timestamp);
  return after >= kSoonest &&
         after <= (event.error.kind == NetworkErrorKind::ReassemblyTimedOut
                       ? kLatestReassembly
                       : kLatest);
}

// The last of `copies` that the event is about: by time, unless the packet
// itself is named.
Undelivered match_copies(const NetworkEvent& event, const Crossings& copies) {
  Undelivered found;
  for (const MessageRecord* copy : copies) {
    if (!is_in_time(event, *copy)) continue;
    const Match match = match_packet(event, *copy);
    if (match == Match::No) continue;
    found = {&event, copy,
             match == Match::Surely ? Certainty::Certain : Certainty::Likely};
  }
  return found;
}

Undelivered find_icmp_error(const Scene& scene, const Crossings& copies) {
  if (copies.empty()) return {};
  const MessageRecord& first = *copies.front();
  std::size_t searched = 0;
  for (const NetworkEvent& event : scene.network_events.between(
           first.transport, first.source, first.destination,
           first.timestamp + kSoonest)) {
    if (++searched > kMaxEvents) break;
    if (!is_icmp(event.error.kind)) continue;
    const Undelivered found = match_copies(event, copies);
    if (found) return found;
  }
  return {};
}

// A reset, whoever sent it, and an ICMP error about the connection.
Undelivered find_connection_error(const Scene& scene,
                                  const MessageRecord& request) {
  const NetworkEvents& events = scene.network_events;
  Undelivered found;
  for (const bool back : {false, true}) {
    const std::span<const NetworkEvent> later = events.between(
        Transport::Tcp, back ? request.destination : request.source,
        back ? request.source : request.destination, request.timestamp);
    if (later.empty()) continue;
    const NetworkEvent& event = later.front();
    if (event.error.kind == NetworkErrorKind::ConnectionRefused) continue;
    if (!found || event.timestamp < found.event->timestamp) {
      found = {&event, &request, Certainty::Certain};
    }
  }
  return found;
}

// Whether another copy would have come by now, had the client gone on: each
// comes after twice the time of the one before (RFC 3261 17.1.1.2).
bool was_given_up(const Trace& trace, const Transaction& request) {
  const Crossings copies = copies_of_request(trace, request);
  return !copies.empty() &&
         elapsed(copies.back()->timestamp, trace.capture_end()) >
             2 * (span_of(copies) + trace.t1());
}

std::string_view what_was_said(NetworkErrorKind kind) {
  switch (kind) {
    case NetworkErrorKind::PortUnreachable:
      return "reported that port unreachable (ICMP)";
    case NetworkErrorKind::HostUnreachable:
      return "reported the host unreachable (ICMP)";
    case NetworkErrorKind::NetworkUnreachable:
      return "reported the network unreachable (ICMP)";
    case NetworkErrorKind::OtherUnreachable:
      return "reported the destination unreachable (ICMP)";
    case NetworkErrorKind::Prohibited:
      return "reported that this traffic is prohibited (ICMP)";
    case NetworkErrorKind::PacketTooBig:
      return "reported the packet too big to be passed on (ICMP)";
    case NetworkErrorKind::HopLimitExceeded:
      return "reported that the packet was passed on too often (ICMP)";
    case NetworkErrorKind::ReassemblyTimedOut:
      return "reported that fragments of it never came (ICMP)";
    case NetworkErrorKind::ConnectionReset:
      return "reset the TCP connection";
    case NetworkErrorKind::ConnectionRefused:
      return "refused the TCP connection";
  }
  return "";
}

}  // namespace

Undelivered find_undelivered_request(const Scene& scene,
                                     const Transaction& of) {
  if (scene.network_events.empty() || of.final_status != 0 ||
      !of.request.valid() || of.ack.valid()) {
    return {};
  }
  if (of.transport == Transport::Tcp) {
    return find_connection_error(scene, scene.message(of.request));
  }
  // A copy that got no further after the server had spoken is nobody's loss.
  if (of.provisional_count != 0) return {};
  return find_icmp_error(scene, copies_of_request(scene.trace, of));
}

Undelivered find_undelivered_response(const Scene& scene,
                                      const Transaction& of) {
  if (scene.network_events.empty() || of.transport != Transport::Udp) return {};
  const MessageRecord* response = of.final_response.valid()
                                      ? &scene.message(of.final_response)
                                      : first_response(scene.trace, of);
  if (response == nullptr) return {};
  return find_icmp_error(scene, {response});
}

void end_undelivered_calls(const Scene& scene, Trace& trace) {
  if (scene.network_events.empty()) return;
  for (std::uint32_t i = 0; i < trace.calls().size(); ++i) {
    const Call& call = trace.call(CallId(i));
    if (call.outcome != Outcome::NoFinalResponse || !call.decisive.valid()) {
      continue;
    }
    const Transaction& decisive = trace.transaction(call.decisive);
    if (find_undelivered_request(scene, decisive) &&
        was_given_up(trace, decisive)) {
      trace.set_outcome(CallId(i), Outcome::TimedOut);
    }
  }
}

std::string cause_of(const Undelivered& undelivered) {
  const NetworkError& error = undelivered.event->error;
  return fmt::format("{} {}", to_string(error.reporter),
                     what_was_said(error.kind));
}

std::string describe(const Undelivered& undelivered) {
  return fmt::format("{} {} after it", cause_of(undelivered),
                     to_human(elapsed(undelivered.message->timestamp,
                                      undelivered.event->timestamp)));
}

}  // namespace siptriage::detail
