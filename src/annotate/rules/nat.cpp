// Network address translation and gateways that rewrite SIP: addresses that do
// not fit the packets they came in, and responses that cannot find their way.

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/name_addr.h"
#include "siptriage/sip/sdp.h"
#include "siptriage/sip/uri.h"

#include "annotate/nat_addresses.h"
#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"

namespace siptriage::detail {
namespace {

using sip::HeaderId;

// "Via (192.168.1.5) and Contact (192.168.1.5)".
std::string join_places(const std::vector<std::string>& places) {
  std::string text;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (i != 0) text += i + 1 == places.size() ? " and " : ", ";
    text += places[i];
  }
  return text;
}

bool begins_something(sip::Method method) {
  return method == sip::Method::Invite || method == sip::Method::Register ||
         method == sip::Method::Subscribe || method == sip::Method::Options ||
         method == sip::Method::Message || method == sip::Method::Publish;
}

bool is_loopback_host(std::string_view host) {
  const std::optional<IpAddress> address = parse_ip_address(host);
  return address && is_loopback(*address);
}

// The first request of a call, from the internet, with addresses that the
// internet has no way to.
void judge_private_addresses(const Scene& scene, CallId id,
                             Findings& findings) {
  const Call& call = scene.trace.call(id);
  if (!call.first_transaction.valid() || !is_public(call.caller.address)) {
    return;
  }
  const Transaction& transaction = scene.transaction(call.first_transaction);
  if (!transaction.request.valid()) return;
  const MessageRecord& record = scene.message(transaction.request);
  if (record.source != call.caller || transaction.in_dialog ||
      !begins_something(transaction.method)) {
    return;
  }
  const Reading request(scene, transaction.request);
  if (!request) return;
  std::vector<std::string> places;
  std::vector<HeaderId> headers;
  const auto take = [&](HeaderId header, std::string_view host) {
    if (!is_private_host(host)) return;
    places.push_back(fmt::format("{} ({})", sip::to_string(header), host));
    headers.push_back(header);
  };
  const auto take_first = [&](HeaderId header) {
    if (!may_name_private_host(request->value_of(header))) return;
    take(header, first_host(*request, header));
  };
  // Programs that do not know their address write that of their own host.
  if (request->has_topmost_via &&
      !is_loopback_host(request->topmost_via.sent_by_host)) {
    take(HeaderId::Via, request->topmost_via.sent_by_host);
  }
  // Behind a proxy that stays on the route, Contact is for that proxy to reach.
  if (request->has(HeaderId::RecordRoute)) {
    take_first(HeaderId::RecordRoute);
  } else if (!request->has_several(HeaderId::Via)) {
    take_first(HeaderId::Contact);
  }
  if (places.empty()) return;
  Finding finding = make_finding(
      "private-address-from-public", scene.trace, call.first_transaction,
      fmt::format("{} came from {}, but names private addresses: {}",
                  transaction.method_name, to_string(record.source),
                  join_places(places)));
  for (const HeaderId header : headers) {
    add_evidence(finding, record.frame, *request, header);
  }
  findings.push_back(std::move(finding));
}

// From the internet, or into it.
bool crosses_internet(const MessageRecord& record) {
  return is_public(record.source.address) ||
         (is_private(record.source.address) &&
          is_public(record.destination.address));
}

// The private address where a session description wants media; empty: none.
std::string_view private_media_address(const sip::Message& message) {
  const std::string_view body =
      sip::find_sdp(message.value_of(HeaderId::ContentType), message.body);
  if (!may_have_private_connection(body)) return {};
  // Candidates are tried out: what c= says is of no weight (RFC 8839).
  if (body.find("a=candidate:") != std::string_view::npos) return {};
  const std::optional<sip::Sdp> sdp = sip::parse_sdp(body);
  if (!sdp) return {};
  for (const sip::SdpMedia& media : sdp->media) {
    if (media.port != 0 && is_private_host(media.connection)) {
      return media.connection;
    }
  }
  return {};
}

// Offer and answer of the INVITE that decided the call.
void judge_media_addresses(const Scene& scene, CallId id, Findings& findings) {
  const Call& call = scene.trace.call(id);
  if (call.kind != CallKind::Call || !call.decisive.valid()) return;
  const Transaction& transaction = scene.transaction(call.decisive);
  if (transaction.method != sip::Method::Invite) return;
  for (const MessageId each :
       {transaction.request, transaction.final_response}) {
    if (!each.valid()) continue;
    const MessageRecord& record = scene.message(each);
    if (!record.has_sdp || !crosses_internet(record)) continue;
    const Reading message(scene, each);
    if (!message) continue;
    const std::string_view address = private_media_address(*message);
    if (address.empty()) continue;
    Finding finding = make_finding(
        "private-media-address", scene.trace, call.decisive,
        fmt::format("the session description in the {} from {} to {} wants "
                    "media at {}, a private address",
                    record.is_request() ? std::string(record.method_name)
                                        : std::to_string(record.status),
                    to_string(record.source), to_string(record.destination),
                    address));
    finding.certainty = Certainty::Possible;
    finding.frames = {record.frame};
    findings.push_back(std::move(finding));
    return;
  }
}

// A 2xx that goes on being sent, with a Contact that its receiver has no way
// to: the ACK goes there (RFC 3261 13.2.2.4).
void judge_lost_ack(const Scene& scene, TransactionId id, Findings& findings) {
  const Transaction& transaction = scene.transaction(id);
  if (transaction.method != sip::Method::Invite ||
      transaction.final_status / 100 != 2 || transaction.ack.valid() ||
      transaction.response_retransmissions == 0) {
    return;
  }
  const MessageRecord& record = scene.message(transaction.final_response);
  if (!is_public(record.source.address)) return;
  const Reading response(scene, transaction.final_response);
  if (!response || response->has(HeaderId::RecordRoute)) return;
  const std::string_view contact = first_host(*response, HeaderId::Contact);
  if (!is_private_host(contact)) return;
  Finding finding = make_finding(
      "ack-to-private-contact", scene.trace, id,
      fmt::format("{} from {} has the private address {} in Contact, where the "
                  "ACK has to go; it was repeated {} times, and no ACK is in "
                  "this capture",
                  transaction.final_status, to_string(record.source), contact,
                  transaction.response_retransmissions));
  finding.certainty = Certainty::Likely;
  add_evidence(finding, record.frame, *response, HeaderId::Contact);
  findings.push_back(std::move(finding));
}

// What became of the topmost Via between a request, as it left this capture
// point, and its response.
class ViaJudge {
 public:
  ViaJudge(const Exchange& exchange, Judge& judge)
      : exchange_(exchange),
        judge_(judge),
        sent_(exchange.request->topmost_via),
        returned_(exchange.response.topmost_via),
        client_(exchange.transaction.client),
        host_(address_of(sent_.sent_by_host)) {}

  void run() {
    if (!sent_.has_rport && returned_.received.empty() && is_as_sent_by()) {
      return;
    }
    if (judge_missing_parameters()) return;
    judge_translation();
  }

 private:
  // Does the packet come from where Via says?
  bool is_as_sent_by() const {
    return !host_ ||
           (*host_ == client_.address && port_of_sent_by() == client_.port);
  }
  std::uint16_t port_of_sent_by() const {
    return sent_.sent_by_port == 0 ? std::uint16_t{5060} : sent_.sent_by_port;
  }

  bool judge_missing_parameters() {
    if (!host_ || !sent_.maddr.empty()) return false;
    // Within a private network, hosts with several addresses are routed to.
    if (!is_public(*host_) && !is_public(client_.address)) return false;
    const bool other_address = *host_ != client_.address;
    const bool other_port = exchange_.transaction.transport == Transport::Udp &&
                            port_of_sent_by() != client_.port;
    if (sent_.has_rport && sent_.rport.empty() && returned_.rport.empty() &&
        (other_address || other_port)) {
      judge_.fail(
          "rport-not-filled", HeaderId::Via, DutyLevel::Must, Verdict::Missing,
          fmt::format("the request came from {} with {} and rport in Via, and "
                      "the response comes back without a port in rport",
                      to_string(client_), sent_by()));
      return true;
    }
    // Behind a NAT that sent-by knows of, the server sees what it names.
    const bool behind_nat = !is_public(client_.address) && is_public(*host_) &&
                            is_public(exchange_.transaction.server.address);
    if (other_address && !behind_nat && sent_.received.empty() &&
        returned_.received.empty()) {
      judge_.fail(
          "received-not-added", HeaderId::Via, DutyLevel::Must,
          Verdict::Missing,
          fmt::format("the request came from {} with {} in Via, and the "
                      "response comes back without received",
                      to_string(client_.address), sent_by()));
      return true;
    }
    return false;
  }

  // The server saw another source than this capture did.
  void judge_translation() {
    if (exchange_.transaction.place_in_call != 0 || !sent_.received.empty() ||
        !sent_.rport.empty()) {
      return;
    }
    const std::optional<IpAddress> received = address_of(returned_.received);
    const std::optional<std::uint64_t> port = parse_unsigned(returned_.rport);
    const bool other_address = received && *received != client_.address;
    // Both sides write the same: it is the capture that has another address.
    if (other_address && received == host_) return;
    if (!other_address && !(port && *port != client_.port)) return;
    std::string seen(returned_.received);
    if (seen.empty()) seen = "the same address";
    if (port) seen += fmt::format(", port {}", *port);
    judge_.fail("translated-on-the-way", HeaderId::Via, DutyLevel::May,
                Verdict::Contradicts,
                fmt::format("the request left {} here, and the server saw it "
                            "come from {}",
                            to_string(client_), seen));
  }

  std::string sent_by() const {
    std::string text(sent_.sent_by_host);
    if (sent_.sent_by_port != 0) text += fmt::format(":{}", sent_.sent_by_port);
    return text;
  }

  const Exchange& exchange_;
  Judge& judge_;
  const sip::Via& sent_;
  const sip::Via& returned_;
  const Endpoint& client_;
  std::optional<IpAddress> host_;  // of sent-by, where that is an address
};

void check_via(const Exchange& exchange, Judge& judge) {
  const sip::Message* request = exchange.request;
  if (request == nullptr || !request->has_topmost_via ||
      !exchange.response.has_topmost_via ||
      request->topmost_via.branch != exchange.response.topmost_via.branch ||
      is_loopback(exchange.transaction.client.address)) {
    return;
  }
  ViaJudge(exchange, judge).run();
}

// The client goes on sending although it was answered, and the answers go to
// another port than it sends from.
void judge_lost_responses(const Scene& scene, TransactionId id,
                          Findings& findings) {
  const Transaction& transaction = scene.transaction(id);
  if (transaction.transport != Transport::Udp ||
      transaction.request_retransmissions == 0 ||
      !transaction.request.valid()) {
    return;
  }
  const MessageRecord* response = nullptr;
  std::size_t repeated = 0;
  std::vector<FrameId> frames = {scene.message(transaction.request).frame};
  for (MessageId each = transaction.first_message; each.valid();
       each = scene.message(each).next_in_transaction) {
    const MessageRecord& record = scene.message(each);
    if (!record.is_request()) {
      if (record.destination == transaction.client) return;
      if (record.destination.address != transaction.client.address) continue;
      if (response == nullptr) response = &record;
    } else if (response != nullptr &&
               record.repetition == Repetition::Retransmission) {
      ++repeated;
      if (frames.size() < 3) {
        if (frames.size() == 1) frames.push_back(response->frame);
        frames.push_back(record.frame);
      }
    }
  }
  if (response == nullptr || repeated == 0) return;
  Finding finding = make_finding(
      "response-to-other-port", scene.trace, id,
      fmt::format("{} came from {}, its responses went to port {}, and the "
                  "client repeated the request {} times after the first of "
                  "them",
                  transaction.method_name, to_string(transaction.client),
                  response->destination.port, repeated));
  finding.certainty = Certainty::Likely;
  finding.frames = std::move(frames);
  findings.push_back(std::move(finding));
}

// An address that stands in the body where it may have replaced a longer one:
// Content-Length, left as it was, tells by how much.
void judge_content_length(const Scene& scene, MessageId id,
                          const sip::Message& message, Findings& findings) {
  if (!message.anomalies.has(AnomalyKind::ContentLengthTooLarge) ||
      message.anomalies.has(AnomalyKind::TruncatedBySnapLength)) {
    return;
  }
  const MessageRecord& record = scene.message(id);
  const std::optional<std::uint64_t> told =
      parse_unsigned(message.value_of(HeaderId::ContentLength));
  if (!told || *told <= message.body.size() || !record.transaction.valid()) {
    return;
  }
  const std::size_t missing = *told - message.body.size();
  const std::optional<Rewrite> rewrite = find_rewrite(message, missing);
  if (!rewrite) return;
  Finding finding = make_finding(
      "content-length-after-rewrite", scene.trace, record.transaction,
      fmt::format("Content-Length is {}, but the body has {} octets: as many "
                  "fewer as {} is shorter than {}{}",
                  *told, message.body.size(), rewrite->shorter, rewrite->longer,
                  rewrite->times == 1
                      ? std::string()
                      : fmt::format(", {} times", rewrite->times)));
  finding.certainty = Certainty::Likely;
  finding.frames = {record.frame};
  add_evidence(finding, record.frame, message, HeaderId::ContentLength);
  add_evidence(finding, record.frame, message, HeaderId::Contact);
  findings.push_back(std::move(finding));
}

// What differs between two sights of one request with the same topmost branch:
// no proxy was between them, for that would have added a Via.
std::vector<std::string> differences(const sip::Message& before,
                                     const sip::Message& after) {
  std::vector<std::string> texts;
  for (const HeaderId header : {HeaderId::Contact, HeaderId::RecordRoute}) {
    if (before.value_of(header) == after.value_of(header)) continue;
    texts.push_back(
        fmt::format("{} from {} to {}", sip::to_string(header),
                    before.value_of(header).substr(0, kMaxEvidenceOctets),
                    after.value_of(header).substr(0, kMaxEvidenceOctets)));
  }
  if (before.has_topmost_via && after.has_topmost_via &&
      before.topmost_via.sent_by_host != after.topmost_via.sent_by_host) {
    texts.push_back(fmt::format("sent-by of Via from {} to {}",
                                before.topmost_via.sent_by_host,
                                after.topmost_via.sent_by_host));
  }
  if (before.body != after.body) texts.emplace_back("the body");
  return texts;
}

void judge_rewriting(const Scene& scene, TransactionId id, Findings& findings) {
  const Transaction& transaction = scene.transaction(id);
  if (!transaction.request.valid()) return;
  const MessageRecord& first = scene.message(transaction.request);
  for (MessageId each = first.next_in_transaction; each.valid();
       each = scene.message(each).next_in_transaction) {
    const MessageRecord& record = scene.message(each);
    if (record.repetition != Repetition::OtherPoint ||
        record.original != transaction.request ||
        record.octets == first.octets) {
      continue;
    }
    const Reading before(scene, transaction.request);
    const Reading after(scene, each);
    if (!before || !after) return;
    const std::vector<std::string> changed = differences(*before, *after);
    if (changed.empty()) return;
    Finding finding = make_finding(
        "rewritten-on-the-way", scene.trace, id,
        fmt::format("{} was changed between {} and {}: {}",
                    transaction.method_name, to_string(first.source),
                    to_string(record.destination), join_places(changed)));
    finding.frames = {first.frame, record.frame};
    add_evidence(finding, first.frame, *before, HeaderId::Contact);
    add_evidence(finding, record.frame, *after, HeaderId::Contact);
    findings.push_back(std::move(finding));
    return;
  }
}

constexpr auto kPrivate = ids("private-address-from-public");
constexpr auto kMedia = ids("private-media-address");
constexpr auto kAck = ids("ack-to-private-contact");
constexpr auto kVia =
    ids("rport-not-filled", "received-not-added", "translated-on-the-way");
constexpr auto kPort = ids("response-to-other-port");
constexpr auto kLength = ids("content-length-after-rewrite");
constexpr auto kRewriting = ids("rewritten-on-the-way");

constexpr HeaderId kNeeds[] = {HeaderId::ContentLength};

}  // namespace

const RuleSet& nat_rules() {
  static constexpr ResponseRule kResponses[] = {{check_via, kVia, {}}};
  static constexpr TransactionRule kTransactions[] = {
      {judge_lost_ack, kAck},
      {judge_lost_responses, kPort},
      {judge_rewriting, kRewriting},
  };
  static constexpr CallRule kCalls[] = {
      {judge_private_addresses, kPrivate},
      {judge_media_addresses, kMedia},
  };
  static constexpr MessageRule kMessages[] = {
      {judge_content_length, kLength, kNeeds}};
  static constexpr RuleSet kRules{.responses = kResponses,
                                  .transactions = kTransactions,
                                  .calls = kCalls,
                                  .messages = kMessages};
  return kRules;
}

}  // namespace siptriage::detail
