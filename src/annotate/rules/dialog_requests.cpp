// Requests inside a dialog that do not name it as they have to: without the
// tag of the other side, or to another target (RFC 3261 12.2.1.1).

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/name_addr.h"
#include "siptriage/sip/parameters.h"
#include "siptriage/sip/uri.h"

#include "annotate/dialog_methods.h"
#include "annotate/passed_on.h"
#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"
#include "annotate/uri_likeness.h"

namespace siptriage::detail {
namespace {

using sip::HeaderId;
using sip::Method;

// --- The tag of the other side -----------------------------------------------

// What a server answers that takes it for the beginning of something.
bool is_of_no_dialog(std::uint16_t status) {
  constexpr std::uint16_t kCodes[] = {400, 403, 481};
  return std::ranges::find(kCodes, status) != std::end(kCodes);
}

// That of the dialog that has `tag` on the near side; empty: none is known.
std::string_view other_tag(const Trace& trace, const Call& call,
                           std::string_view tag) {
  for (DialogId id = call.first_dialog; id.valid();
       id = trace.dialog(id).next_in_call) {
    const Dialog& dialog = trace.dialog(id);
    if (equals_ignore_case(dialog.caller_tag, tag)) return dialog.callee_tag;
    if (equals_ignore_case(dialog.callee_tag, tag)) return dialog.caller_tag;
  }
  return {};
}

void judge_missing_to_tag(const Scene& scene, TransactionId id,
                          Findings& findings) {
  const Trace& trace = scene.trace;
  const Transaction& transaction = scene.transaction(id);
  if (!needs_dialog(transaction.method) || !transaction.request.valid() ||
      !is_of_no_dialog(transaction.final_status) ||
      has_hop_before(trace, transaction)) {
    return;
  }
  const MessageRecord& record = scene.message(transaction.request);
  const Reading request(scene, transaction.request);
  if (!record.to_tag.empty() || !request || !request->has(HeaderId::To) ||
      holds_ignore_case(request->value_of(HeaderId::To), "tag")) {
    return;
  }
  const Call& call = trace.call(transaction.call);
  const std::string_view far = other_tag(trace, call, record.from_tag);
  // Peers of RFC 2543 have no tags.
  if (far.empty() && call.final_status / 100 == 2) return;
  Finding finding = make_finding(
      "in-dialog-request-without-to-tag", trace, id,
      fmt::format("{}: To has no tag, without which it belongs to no call{}",
                  transaction.method_name,
                  far.empty()
                      ? std::string()
                      : fmt::format("; that of the other side is {}",
                                    far.substr(0, kMaxEvidenceOctets))));
  add_evidence(finding, record.frame, *request, HeaderId::To);
  findings.push_back(std::move(finding));
}

// --- The remote target -------------------------------------------------------

// Messages of the other side that are looked at.
constexpr std::size_t kMaxLookedAt = 64;

// What may come of a request that did not find the other side.
bool may_be_lost(std::uint16_t status) {
  constexpr std::uint16_t kCodes[] = {403, 404, 410, 416, 480,
                                      482, 483, 484, 485, 604};
  return std::ranges::find(kCodes, status) != std::end(kCodes);
}

std::string_view uri_of(std::string_view value) {
  const auto address = sip::parse_name_addr(value);
  return address ? address->uri : std::string_view();
}

// What the other side of a dialog said before: where it can be reached, and
// the route there.
struct OtherSide {
  std::vector<std::string> contacts;
  std::vector<std::string> routes;
  FrameId frame;  // of the newest Contact

  void take(FrameId seen_in, const sip::Message& message) {
    const std::string_view contact =
        uri_of(message.value_of(HeaderId::Contact));
    if (contact.empty()) return;
    contacts.emplace_back(contact);
    frame = seen_in;
    for (const auto route : list_of(message, HeaderId::RecordRoute)) {
      routes.emplace_back(uri_of(route));
    }
  }
  [[nodiscard]] static bool has(const std::vector<std::string>& uris,
                                std::string_view uri) {
    return std::ranges::any_of(
        uris, [uri](const auto& each) { return same_target(each, uri); });
  }
};

// Those that set the remote target, and responses to them (12.2.1.2).
bool tells_target(const MessageRecord& message) {
  return (message.is_request() ||
          (message.status > 100 && message.status < 300)) &&
         (message.method == Method::Invite ||
          message.method == Method::Update ||
          message.method == Method::Subscribe ||
          message.method == Method::Notify || message.method == Method::Refer);
}

OtherSide other_side_of(const Scene& scene, const Transaction& transaction) {
  OtherSide other;
  const MessageRecord& request = scene.message(transaction.request);
  std::size_t looked_at = 0;
  for (TransactionId id = scene.trace.call(transaction.call).first_transaction;
       id.valid(); id = scene.transaction(id).next_in_call) {
    for (MessageId each = scene.transaction(id).first_message; each.valid();
         each = scene.message(each).next_in_transaction) {
      const MessageRecord& message = scene.message(each);
      const std::string_view sender =
          message.is_request() ? message.from_tag : message.to_tag;
      if (message.timestamp > request.timestamp ||
          message.repetition != Repetition::None || !tells_target(message) ||
          !equals_ignore_case(sender, request.to_tag) ||
          message.destination.address != transaction.client.address) {
        continue;
      }
      if (++looked_at > kMaxLookedAt) return {};
      const Reading parsed(scene, each);
      if (parsed) other.take(message.frame, *parsed);
    }
  }
  return other;
}

// A strict router has the Request-URI for itself.
bool is_loose(std::string_view route) {
  const auto uri = sip::parse_uri(route);
  return uri && sip::find_parameter(uri->parameters, "lr").has_value();
}

bool is_routed_strictly(const sip::Message& request, const OtherSide& other) {
  return !std::ranges::all_of(other.routes, is_loose) ||
         !std::ranges::all_of(
             list_of(request, HeaderId::Route),
             [](std::string_view route) { return is_loose(uri_of(route)); });
}

void judge_remote_target(const Scene& scene, TransactionId id,
                         Findings& findings) {
  const Trace& trace = scene.trace;
  const Transaction& transaction = scene.transaction(id);
  if (!transaction.in_dialog || !transaction.request.valid() ||
      !may_be_lost(transaction.final_status) ||
      transaction.method == Method::Ack ||
      transaction.method == Method::Cancel ||
      has_hop_before(trace, transaction)) {
    return;
  }
  const Reading request(scene, transaction.request);
  if (!request || list_of(*request, HeaderId::Via).size() != 1) return;
  const std::string_view target = request->request_uri;
  const OtherSide other = other_side_of(scene, transaction);
  if (other.contacts.empty() || OtherSide::has(other.contacts, target) ||
      is_routed_strictly(*request, other)) {
    return;
  }
  Finding finding = make_finding(
      "remote-target-not-used", trace, id,
      fmt::format("{}: its Request-URI is {}{}; the other side is at {}, which "
                  "its Contact says",
                  transaction.method_name, target.substr(0, kMaxEvidenceOctets),
                  OtherSide::has(other.routes, target)
                      ? ", a Record-Route of the call"
                      : "",
                  other.contacts.back().substr(0, kMaxEvidenceOctets)));
  finding.certainty = Certainty::Likely;
  finding.frames.insert(finding.frames.begin(), other.frame);
  findings.push_back(std::move(finding));
}

constexpr auto kMissingToTag = ids("in-dialog-request-without-to-tag");
constexpr auto kRemoteTarget = ids("remote-target-not-used");

}  // namespace

const RuleSet& dialog_request_rules() {
  static constexpr TransactionRule kTransactions[] = {
      {judge_missing_to_tag, kMissingToTag},
      {judge_remote_target, kRemoteTarget},
  };
  static constexpr RuleSet kRules{.transactions = kTransactions};
  return kRules;
}

}  // namespace siptriage::detail
