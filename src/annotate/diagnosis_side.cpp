#include "annotate/diagnosis_side.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string_view>

#include "siptriage/base/ascii.h"
#include "siptriage/catalogue/catalogue.h"

#include "annotate/dialog_methods.h"
#include "annotate/exchange.h"
#include "annotate/passed_on.h"

namespace siptriage::detail {
namespace {

constexpr std::uint16_t kRequestTimeout = 408;
constexpr std::uint16_t kTemporarilyUnavailable = 480;
constexpr std::uint16_t kNoSuchDialog = 481;
constexpr std::uint16_t kProxyAuthenticationRequired = 407;
constexpr std::string_view kMadeByProxy = "malformed-by-proxy";

// Whether who was called sent it, and forgot the tag of the caller.
bool comes_from_callee(const Trace& trace, const Transaction& transaction,
                       std::string_view from_tag) {
  if (!needs_dialog(transaction.method)) return false;
  const DialogId first = trace.call(transaction.call).first_dialog;
  return first.valid() && trace.dialog(first).callee_tag == from_tag;
}

// Seen from who sent the first request of the call. Outside of a dialog there
// is no other way, whatever tag a further attempt has.
bool is_towards_callee(const Trace& trace, const Transaction& transaction) {
  const std::string_view from_tag =
      trace.message(transaction.first_message).from_tag;
  if (!transaction.in_dialog) {
    return !comes_from_callee(trace, transaction, from_tag);
  }
  if (transaction.dialog.valid()) {
    return from_tag == trace.dialog(transaction.dialog).caller_tag;
  }
  const Call& call = trace.call(transaction.call);
  return from_tag == trace.message(call.first_message).from_tag;
}

// Exchanges with a server rather than between people.
bool is_with_server(CallKind kind) {
  return kind == CallKind::Registration || kind == CallKind::Subscription ||
         kind == CallKind::Publication || kind == CallKind::Options;
}

Side far_side(CallKind kind) {
  return is_with_server(kind) ? Side::Server : Side::Callee;
}

Side requester_side(const Trace& trace, const Transaction& transaction) {
  return is_towards_callee(trace, transaction)
             ? Side::Caller
             : far_side(trace.call(transaction.call).kind);
}

// A proxy makes a 407; a 408 with another To tag than that of who rang; and
// what it answers although it had passed the request on.
bool is_made_by_proxy(const Trace& trace, const Transaction& transaction) {
  if (transaction.final_status == kProxyAuthenticationRequired) return true;
  if (is_passed_on(trace, transaction)) return true;
  return transaction.final_status == kRequestTimeout &&
         transaction.first_provisional.valid() &&
         !trace.message(transaction.first_provisional).to_tag.empty() &&
         trace.message(transaction.first_provisional).to_tag !=
             trace.message(transaction.final_response).to_tag;
}

Side answerer_side(const Trace& trace, const Transaction& transaction) {
  if (transaction.final_response.valid() &&
      is_made_by_proxy(trace, transaction)) {
    return Side::Proxy;
  }
  // A redirect server, wherever it stands (RFC 3261 8.3).
  if (transaction.final_status / 100 == 3) return Side::Server;
  return is_towards_callee(trace, transaction)
             ? far_side(trace.call(transaction.call).kind)
             : Side::Caller;
}

// The one whose message stands first in the proof; of what proxies add to it,
// one of those.
Side sender_side(const Trace& trace, const Transaction& transaction,
                 const Finding& finding) {
  if (finding.rule->id == kMadeByProxy) return Side::Proxy;
  const FrameId frame = !finding.evidence.empty()
                            ? finding.evidence.front().frame
                        : finding.frames.empty() ? FrameId()
                                                 : finding.frames.front();
  if (transaction.request.valid() &&
      trace.message(transaction.request).frame == frame) {
    return requester_side(trace, transaction);
  }
  if (transaction.final_response.valid() &&
      trace.message(transaction.final_response).frame == frame) {
    return answerer_side(trace, transaction);
  }
  return Side::Unknown;
}

Side blamed_side(const Trace& trace, const Transaction& transaction,
                 const Finding& finding) {
  switch (finding.rule->blame) {
    case Blame::Client:
      return requester_side(trace, transaction);
    case Blame::Server:
      return answerer_side(trace, transaction);
    case Blame::Sender:
      return sender_side(trace, transaction, finding);
    case Blame::Network:
      return Side::Network;
    case Blame::None:
      return Side::None;
    case Blame::Unknown:
      break;
  }
  return Side::Unknown;
}

// Where the request went round is nothing that such a code tells.
bool is_about_hops(std::uint16_t status) {
  return status == 482 || status == 483;
}

// 480 is also what proxies send that find no way on, and tell of that in a
// warning of their own or in words.
bool tells_of_no_way(const Annotation& annotation) {
  constexpr std::uint32_t kRemarks[] = {392, 399};
  constexpr std::string_view kWords[] = {"dns",     "route",  "routing",
                                         "gateway", "resolv", "trunk"};
  const auto has_word = [&](std::string_view text) {
    return std::ranges::any_of(kWords, [text](std::string_view word) {
      return holds_ignore_case(text, word);
    });
  };
  return has_word(annotation.phrase) ||
         std::ranges::any_of(annotation.causes, [&](const auto& cause) {
           return has_word(cause.text) ||
                  (cause.protocol.empty() && cause.code &&
                   std::ranges::find(kRemarks, *cause.code) !=
                       std::end(kRemarks));
         });
}

// Whose side the response is usually on, in this direction.
Side usual_side(const Analysis& analysis, TransactionId id) {
  const Trace& trace = analysis.trace;
  const Transaction& transaction = trace.transaction(id);
  if (is_about_hops(transaction.final_status)) return Side::Unknown;
  const Annotation* annotation = analysis.annotation_of(id);
  if (transaction.final_status == kTemporarilyUnavailable &&
      annotation != nullptr && tells_of_no_way(*annotation)) {
    return Side::Proxy;
  }
  // Nobody had subscribed to it (RFC 6665 4.1.3).
  if (transaction.final_status == kNoSuchDialog && !transaction.in_dialog &&
      transaction.method == sip::Method::Notify) {
    return requester_side(trace, transaction);
  }
  // Where a request goes inside a dialog is said by Contact and the route set,
  // which any element on the way may have spoilt (RFC 3261 12.1, 12.2.1.1).
  if (transaction.final_status == 404 && transaction.in_dialog) {
    return Side::Unknown;
  }
  // Who rang was reached: a timer of the way ended it.
  if (transaction.final_status == kRequestTimeout &&
      trace.call(transaction.call).outcome == Outcome::NoAnswer) {
    return is_towards_callee(trace, transaction) ? Side::Callee : Side::Caller;
  }
  const ResponseEntry* entry = find_response(transaction.final_status);
  const FaultSide side = entry != nullptr
                             ? entry->side
                             : response_class_of(transaction.final_status).side;
  switch (side) {
    case FaultSide::Caller:
      return requester_side(trace, transaction);
    case FaultSide::Callee:
      return is_towards_callee(trace, transaction)
                 ? far_side(trace.call(transaction.call).kind)
                 : Side::Caller;
    case FaultSide::Network:
      return Side::Network;
    case FaultSide::Server:
      return is_made_by_proxy(trace, transaction) ? Side::Proxy : Side::Server;
    case FaultSide::None:
      break;
  }
  return Side::Unknown;
}

const Transaction& transaction_of(const Finding& finding,
                                  const Transaction& otherwise,
                                  const Trace& trace) {
  return finding.transaction.valid() ? trace.transaction(finding.transaction)
                                     : otherwise;
}

}  // namespace

Side side_of(const DiagnosisCase& failed, const Finding* lead) {
  const Trace& trace = failed.trace();
  if (lead != nullptr && lead->rule->overrules_code) return Side::Unknown;
  if (lead != nullptr && lead->rule->blame != Blame::Unknown) {
    return blamed_side(trace, transaction_of(*lead, failed.made_by(), trace),
                       *lead);
  }
  if (failed.is_silence() || goes_on_in_ipsec(failed)) return Side::Unknown;
  // Asking for what is not offered is no fault.
  if (!failed.feature.empty()) {
    return far_side(trace.call(failed.made_by().call).kind);
  }
  if (is_network_block(failed)) return Side::Network;
  if (failed.behind.valid() &&
      trace.transaction(failed.behind).final_response.valid()) {
    return usual_side(failed.analysis, failed.behind);
  }
  return usual_side(failed.analysis, failed.origin);
}

Side side_of(const Analysis& analysis, const Finding& finding) {
  const Trace& trace = analysis.trace;
  const Call& call = trace.call(finding.call);
  if (!finding.transaction.valid() && !call.decisive.valid()) {
    return Side::Unknown;
  }
  return blamed_side(
      trace,
      trace.transaction(finding.transaction.valid() ? finding.transaction
                                                    : call.decisive),
      finding);
}

}  // namespace siptriage::detail
