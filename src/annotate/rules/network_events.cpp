// What the network said of messages that were not delivered: ICMP errors, TCP
// resets and refusals.

#include <chrono>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "annotate/passed_on.h"
#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"
#include "annotate/undelivered.h"

namespace siptriage::detail {
namespace {

// Refusals looked at between a request and its response.
constexpr std::size_t kMaxRefusals = 64;
// A proxy that cannot connect says so at once.
constexpr Duration kSoonAfterRefusal = std::chrono::milliseconds(500);

std::string_view rule_for(NetworkErrorKind kind) {
  switch (kind) {
    case NetworkErrorKind::PortUnreachable:
      return "icmp-port-unreachable";
    case NetworkErrorKind::HostUnreachable:
    case NetworkErrorKind::NetworkUnreachable:
    case NetworkErrorKind::OtherUnreachable:
      return "icmp-destination-unreachable";
    case NetworkErrorKind::Prohibited:
      return "icmp-prohibited";
    case NetworkErrorKind::PacketTooBig:
      return "icmp-packet-too-big";
    case NetworkErrorKind::HopLimitExceeded:
      return "icmp-hop-limit-exceeded";
    case NetworkErrorKind::ReassemblyTimedOut:
      return "icmp-fragments-lost";
    case NetworkErrorKind::ConnectionReset:
    case NetworkErrorKind::ConnectionRefused:
      return "tcp-reset-before-response";
  }
  return "";
}

std::string size_of(const Undelivered& undelivered) {
  const NetworkEvent& event = *undelivered.event;
  const bool matters = event.error.kind == NetworkErrorKind::PacketTooBig ||
                       event.error.kind == NetworkErrorKind::ReassemblyTimedOut;
  if (!matters) return {};
  std::string text =
      fmt::format("; it has {} octets", undelivered.message->octets.size());
  if (event.error.mtu != 0) {
    text += fmt::format(", the link carries packets of {}", event.error.mtu);
  }
  return text;
}

Finding make_undelivered_finding(const Scene& scene, TransactionId id,
                                 std::string_view rule,
                                 const Undelivered& undelivered,
                                 std::string message) {
  Finding finding = make_finding(rule, scene.trace, id, std::move(message));
  finding.certainty = undelivered.certainty;
  finding.frames = {undelivered.message->frame, undelivered.event->frame};
  return finding;
}

bool went_well(const Call& call) {
  return call.outcome == Outcome::AnsweredEnded ||
         call.outcome == Outcome::AnsweredEndNotSeen ||
         call.outcome == Outcome::Succeeded;
}

void judge_request(const Scene& scene, TransactionId id, Findings& findings) {
  const Transaction& transaction = scene.transaction(id);
  // A connection may end behind an ACK: nothing answers it (RFC 3261 17.1.1.3).
  if (transaction.method == sip::Method::Ack &&
      transaction.transport != Transport::Udp) {
    return;
  }
  const Undelivered undelivered = find_undelivered_request(scene, transaction);
  if (!undelivered) return;
  Finding finding = make_undelivered_finding(
      scene, id, rule_for(undelivered.event->error.kind), undelivered,
      fmt::format("{} to {} {}: {}{}", transaction.method_name,
                  to_string(transaction.server),
                  transaction.transport == Transport::Udp
                      ? "did not arrive"
                      : "got no final response",
                  describe(undelivered), size_of(undelivered)));
  // What went another way meanwhile did not fail (RFC 3263 4.3).
  if (!transaction.in_dialog && went_well(scene.trace.call(transaction.call))) {
    finding.severity = Severity::Warning;
  }
  findings.push_back(std::move(finding));
}

// Did the response get there all the same? Copies that come when the client
// has closed its socket are nobody's loss.
bool is_known_to_have_arrived(const Transaction& transaction) {
  return transaction.ack.valid();
}

void judge_response(const Scene& scene, TransactionId id, Findings& findings) {
  const Transaction& transaction = scene.transaction(id);
  if (is_known_to_have_arrived(transaction)) return;
  const Undelivered undelivered = find_undelivered_response(scene, transaction);
  if (!undelivered) return;
  findings.push_back(make_undelivered_finding(
      scene, id, "icmp-response-undelivered", undelivered,
      fmt::format("{} to {}, sent to {}, did not arrive: {}{}",
                  undelivered.message->status, transaction.method_name,
                  to_string(undelivered.message->destination),
                  describe(undelivered), size_of(undelivered))));
}

// What a server says that could not reach the next hop (RFC 3261 16.9).
bool may_tell_of_refusal(std::uint16_t status) {
  return status / 100 == 5 || status == 408 || status == 477 || status == 480;
}

void judge_refusal(const Scene& scene, TransactionId id, Findings& findings) {
  const Transaction& transaction = scene.transaction(id);
  if (!transaction.request.valid() ||
      !may_tell_of_refusal(transaction.final_status) ||
      &origin_of_response(scene.trace, transaction) != &transaction) {
    return;
  }
  const MessageRecord& request = scene.message(transaction.request);
  const MessageRecord& response = scene.message(transaction.final_response);
  const NetworkEvent* refusal = nullptr;
  std::size_t searched = 0;
  for (const NetworkEvent& event : scene.network_events.refused_to(
           transaction.server.address, request.timestamp)) {
    if (event.timestamp > response.timestamp) break;
    if (++searched > kMaxRefusals) return;
    // With several destinations nobody knows which was for this request.
    if (refusal != nullptr && refusal->destination != event.destination) return;
    refusal = &event;
  }
  if (refusal == nullptr) return;
  const Duration after = elapsed(refusal->timestamp, response.timestamp);
  if (after > kSoonAfterRefusal) return;
  Finding finding = make_finding(
      "tcp-connection-refused", scene.trace, id,
      fmt::format("{} answered {} to {} {} after {} had refused its TCP "
                  "connection",
                  to_string(transaction.server), transaction.final_status,
                  transaction.method_name, to_human(after),
                  to_string(refusal->destination)));
  finding.certainty = Certainty::Likely;
  finding.frames = {request.frame, refusal->frame, response.frame};
  findings.push_back(std::move(finding));
}

// Most captures hold nothing of the kind.
void judge_events(const Scene& scene, TransactionId id, Findings& findings) {
  if (scene.network_events.empty()) return;
  judge_request(scene, id, findings);
  judge_response(scene, id, findings);
  judge_refusal(scene, id, findings);
}

constexpr auto kEvents =
    ids("icmp-port-unreachable", "icmp-destination-unreachable",
        "icmp-prohibited", "icmp-packet-too-big", "icmp-hop-limit-exceeded",
        "icmp-fragments-lost", "tcp-reset-before-response",
        "icmp-response-undelivered", "tcp-connection-refused");

}  // namespace

const RuleSet& network_event_rules() {
  static constexpr TransactionRule kTransactions[] = {{judge_events, kEvents}};
  static constexpr RuleSet kRules{.transactions = kTransactions};
  return kRules;
}

}  // namespace siptriage::detail
