// What a 3xx to 6xx has to carry, as far as it does not name what would be
// accepted (capabilities.cpp has those).

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/name_addr.h"
#include "siptriage/sip/values.h"

#include "annotate/passed_on.h"
#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"
#include "annotate/uri_likeness.h"

namespace siptriage::detail {
namespace {

using sip::HeaderId;

// Codes that have to say more in one header field, whatever the request was.
struct Duty {
  std::uint16_t code;
  HeaderId header;
  DutyLevel level;
  std::string_view rule;
  std::string_view words;  // before the values
};
constexpr std::array<Duty, 3> kDuties = {{
    {424, HeaderId::GeolocationError, DutyLevel::Must,
     "424-without-geolocation-error", "Geolocation-Error gives code "},
    {425, HeaderId::AlertMsgError, DutyLevel::Must,
     "425-without-alertmsg-error", "AlertMsg-Error gives code "},
    {470, HeaderId::PermissionMissing, DutyLevel::Should,
     "470-without-permission-missing", "no consent from "},
}};

void check_duty(const Exchange& exchange, Judge& judge) {
  for (const Duty& duty : kDuties) {
    if (duty.code != exchange.transaction.final_status) continue;
    if (exchange.response.has(duty.header)) {
      judge.pass(duty.rule, duty.header, duty.level,
                 fmt::format("{}{}", duty.words,
                             join(list_of(exchange.response, duty.header))));
    } else {
      judge.fail(duty.rule, duty.header, duty.level, Verdict::Missing,
                 not_present(sip::to_string(duty.header)));
    }
  }
}

// RFC 3329 2.3.2: a 421 that asks for sec-agree offers the mechanisms.
void check_security_offer(const Exchange& exchange, Judge& judge) {
  if (!lists(exchange.response, HeaderId::Require, "sec-agree")) {
    return;
  }
  if (exchange.response.has(HeaderId::SecurityServer)) {
    judge.pass("421-without-security-server", HeaderId::SecurityServer,
               DutyLevel::Must,
               fmt::format("offered: {}",
                           join(bare_list_of(exchange.response,
                                             HeaderId::SecurityServer))));
    return;
  }
  judge.fail("421-without-security-server", HeaderId::SecurityServer,
             DutyLevel::Must, Verdict::Missing,
             "Require lists sec-agree, and " + not_present("Security-Server"));
}

// RFC 8688 3.1: due unless the caller is thought to misuse it.
void check_redress(const Exchange& exchange, Judge& judge) {
  if (exchange.response.has(HeaderId::CallInfo)) {
    judge.pass("608-without-call-info", HeaderId::CallInfo, DutyLevel::Must,
               fmt::format("contact: {}", join(list_of(exchange.response,
                                                       HeaderId::CallInfo))));
    return;
  }
  judge.fail("608-without-call-info", HeaderId::CallInfo, DutyLevel::Must,
             Verdict::Missing, not_present("Call-Info"));
}

void check_alternative(const Exchange& exchange, Judge& judge) {
  if (!exchange.response.body.empty()) return;
  judge.fail("380-without-body", HeaderId::ContentType, DutyLevel::Should,
             Verdict::Missing,
             "the response has no body to describe the alternative");
}

void check_failed_precondition(const Exchange& exchange, Judge& judge) {
  if (exchange.response_record.has_sdp) return;
  judge.fail("580-without-sdp", HeaderId::ContentType, DutyLevel::Should,
             Verdict::Missing,
             "no session description that marks the failed precondition is "
             "present at this capture point");
}

// RFC 3261 8.3; with all parameters, so that another transport is another
// target.
void check_redirect_target(const Exchange& exchange, Judge& judge) {
  if (exchange.request == nullptr) return;
  const std::string_view sent_to = exchange.request->request_uri;
  const std::string wanted = spelled_alike(sent_to);
  for (const std::string_view contact :
       list_of(exchange.response, HeaderId::Contact)) {
    const std::optional<sip::NameAddr> address = sip::parse_name_addr(contact);
    if (!address || spelled_alike(address->uri) != wanted) continue;
    judge.fail("redirect-to-same-uri", HeaderId::Contact, DutyLevel::Must,
               Verdict::Contradicts,
               address->uri == sent_to
                   ? fmt::format("Contact is {}, the very Request-URI",
                                 address->uri.substr(0, kMaxEvidenceOctets))
                   : fmt::format("Contact is {}, the Request-URI {} in another "
                                 "spelling",
                                 address->uri.substr(0, kMaxEvidenceOctets),
                                 sent_to.substr(0, kMaxEvidenceOctets)));
    return;
  }
}

void check_global_failure(const Exchange& exchange, Judge& judge) {
  if (exchange.transaction.method != sip::Method::Register) return;
  if (!judge.is_at_origin()) return;
  judge.tell("6xx-to-register", HeaderId::CSeq,
             "a registrar must not answer with a 6xx");
}

void check_late_408(const Exchange& exchange, Judge& judge) {
  const sip::Method method = exchange.transaction.method;
  if (method == sip::Method::Invite || method == sip::Method::Unknown) return;
  if (!judge.is_at_origin()) return;
  judge.tell("408-to-non-invite", HeaderId::CSeq,
             "a client that waits for so long has given up by itself");
}

void check_not_implemented(const Exchange& exchange, Judge& judge) {
  for (const std::string_view name :
       list_of(exchange.response, HeaderId::Allow)) {
    if (name != exchange.transaction.method_name) continue;
    judge.fail("501-allow-lists-method", HeaderId::Allow, DutyLevel::Must,
               Verdict::Contradicts,
               fmt::format("Allow lists {}, the very method that is said to be "
                           "unknown",
                           name));
    return;
  }
}

// --- A request that overlaps an earlier one (RFC 3261 14, RFC 3311 5.2) ------

constexpr std::uint32_t kMostOverlapSeconds = 10;
constexpr int kTimerB = 64;  // times T1

// The last INVITE and the last UPDATE of each side of a dialog; more sides
// than these (forks) are not followed.
struct LastRequest {
  std::string_view from_tag;
  sip::Method method = sip::Method::Unknown;
  TransactionId transaction;
};
class LastRequests {
 public:
  // The one before, and remembers this one.
  TransactionId exchange(std::string_view tag, sip::Method method,
                         TransactionId id) {
    for (std::size_t i = 0; i < count_; ++i) {
      if (last_[i].from_tag == tag && last_[i].method == method) {
        return std::exchange(last_[i].transaction, id);
      }
    }
    if (count_ < last_.size()) last_[count_++] = {tag, method, id};
    return {};
  }
  [[nodiscard]] TransactionId find(std::string_view tag,
                                   sip::Method method) const {
    for (std::size_t i = 0; i < count_; ++i) {
      if (last_[i].from_tag == tag && last_[i].method == method) {
        return last_[i].transaction;
      }
    }
    return {};
  }

 private:
  std::array<LastRequest, 8> last_;
  std::size_t count_ = 0;
};

bool overlaps(const Transaction& earlier, const Transaction& refused) {
  return earlier.client == refused.client && earlier.server == refused.server &&
         earlier.cseq_number < refused.cseq_number &&
         (!earlier.final_response.valid() ||
          refused.final_response < earlier.final_response);
}

void judge_overlap(const Scene& scene, TransactionId id,
                   const Transaction& earlier, Findings& findings) {
  const Transaction& refused = scene.transaction(id);
  if (&origin_of_response(scene.trace, refused) != &refused) return;
  const Reading response(scene, refused.final_response);
  if (!response) return;
  const auto wait =
      sip::parse_retry_after(response->value_of(HeaderId::RetryAfter));
  if (wait && wait->delay_seconds <= kMostOverlapSeconds) return;
  Finding finding = make_finding(
      "500-overlap-without-retry-after", scene.trace, id,
      fmt::format("500 to {} with CSeq {}, which came before {} with CSeq {} "
                  "was answered: {}",
                  refused.method_name, refused.cseq_number, earlier.method_name,
                  earlier.cseq_number,
                  wait ? fmt::format("Retry-After is {} s, more than 10",
                                     wait->delay_seconds)
                       : not_present("Retry-After")));
  finding.frames.insert(finding.frames.begin(),
                        scene.message(earlier.request).frame);
  add_evidence(finding, scene.message(refused.final_response).frame, *response,
               HeaderId::RetryAfter);
  findings.push_back(std::move(finding));
}

// The ACK to a 2xx is a transaction of its own (RFC 3261 13.2.2.4).
bool is_acknowledged(const Trace& trace, const Transaction& invite) {
  constexpr std::size_t kMaxSearched = 16;
  if (invite.ack.valid()) return true;
  std::size_t searched = 0;
  for (TransactionId id = invite.next_in_call;
       id.valid() && searched < kMaxSearched;
       id = trace.transaction(id).next_in_call, ++searched) {
    const Transaction& ack = trace.transaction(id);
    if (ack.method == sip::Method::Ack &&
        ack.cseq_number == invite.cseq_number &&
        ack.client.address == invite.client.address) {
      return true;
    }
  }
  return false;
}

// Whether `later` went out while `earlier` of the same client had no final
// response. Where none was seen, it may have timed out, or be missing from the
// capture; clocks go back, too.
bool is_open_at(const Trace& trace, const Transaction& earlier,
                const Transaction& later) {
  const MessageRecord& before = trace.message(earlier.request);
  const MessageRecord& request = trace.message(later.request);
  if (earlier.client != later.client || earlier.server != later.server ||
      earlier.cseq_number >= later.cseq_number ||
      (!before.to_tag.empty() && before.to_tag != request.to_tag) ||
      request.timestamp < before.timestamp) {
    return false;
  }
  if (earlier.final_response.valid()) {
    return trace.message(earlier.final_response).timestamp > request.timestamp;
  }
  // Its ACK proves an answer that the capture lacks.
  return !is_acknowledged(trace, earlier) &&
         elapsed(before.timestamp, request.timestamp) < kTimerB * trace.t1();
}

// RFC 3261 14.1: the client waits for the final response.
void judge_early_invite(const Scene& scene, TransactionId id,
                        const Transaction& earlier, Findings& findings) {
  const Trace& trace = scene.trace;
  const Transaction& invite = trace.transaction(id);
  if (!is_open_at(trace, earlier, invite) || has_hop_before(trace, invite)) {
    return;
  }
  const MessageRecord& before = trace.message(earlier.request);
  const Duration after =
      elapsed(before.timestamp, trace.message(invite.request).timestamp);
  Finding finding = make_finding(
      "invite-before-final-response", trace, id,
      fmt::format("INVITE with CSeq {} was sent {} after that with CSeq {}, "
                  "which had no final response yet",
                  invite.cseq_number, to_human(after), earlier.cseq_number));
  if (!earlier.final_response.valid()) finding.certainty = Certainty::Likely;
  finding.frames.insert(finding.frames.begin(), before.frame);
  findings.push_back(std::move(finding));
}

// Whether a session description had come back for that of `invite`. One in an
// unreliable response is taken for an answer as well.
bool has_answer_by(const Trace& trace, const Transaction& invite,
                   Timestamp time) {
  for (MessageId id = invite.first_message; id.valid();
       id = trace.message(id).next_in_transaction) {
    const MessageRecord& message = trace.message(id);
    if (!message.is_request() && message.has_sdp && message.timestamp <= time) {
      return true;
    }
  }
  return false;
}

bool has_open_offer(const Trace& trace, const Transaction& invite,
                    const Transaction& update) {
  const MessageRecord& request = trace.message(update.request);
  return request.has_sdp && trace.message(invite.request).has_sdp &&
         !has_answer_by(trace, invite, request.timestamp);
}

// Whether the sender of `update` had begun to answer `invite` of the other
// side, and so knew of its offer.
bool answers_before(const Trace& trace, const Transaction& invite,
                    const Transaction& update) {
  const Timestamp time = trace.message(update.request).timestamp;
  return invite.client.address == update.server.address &&
         invite.server.address == update.client.address &&
         invite.first_provisional.valid() &&
         trace.message(invite.first_provisional).to_tag ==
             trace.message(update.request).from_tag &&
         trace.message(invite.first_provisional).timestamp < time &&
         invite.final_response.valid() &&
         trace.message(invite.final_response).timestamp > time;
}

// RFC 3311 5.1 and 5.2: no offer while another is open, and one UPDATE after
// the other.
void judge_early_update(const Scene& scene, TransactionId id,
                        const Transaction& earlier, Findings& findings) {
  const Trace& trace = scene.trace;
  const Transaction& update = trace.transaction(id);
  const bool is_refused =
      update.final_status == 491 || update.final_status == 500;
  const bool is_other_way = earlier.client.address != update.client.address;
  if (!is_refused || has_hop_before(trace, update) ||
      (is_other_way ? !answers_before(trace, earlier, update)
                    : !is_open_at(trace, earlier, update))) {
    return;
  }
  const bool is_invite = earlier.method == sip::Method::Invite;
  if (is_invite && !has_open_offer(trace, earlier, update)) return;
  const MessageRecord& before = trace.message(earlier.request);
  const Duration after =
      elapsed(before.timestamp, trace.message(update.request).timestamp);
  Finding finding = make_finding(
      "update-before-answer", trace, id,
      fmt::format("UPDATE with CSeq {} was sent {} after {} with CSeq {}, {}",
                  update.cseq_number, to_human(after),
                  is_other_way ? "an INVITE of the other side"
                  : is_invite  ? "the INVITE"
                               : "that",
                  earlier.cseq_number,
                  is_invite ? "and brings an offer, although that of the "
                              "INVITE had no answer yet"
                            : "which had no final response yet"));
  if (!earlier.final_response.valid()) finding.certainty = Certainty::Likely;
  finding.frames.insert(finding.frames.begin(), before.frame);
  findings.push_back(std::move(finding));
}

void judge_update(const Scene& scene, TransactionId id,
                  const LastRequests& last, TransactionId before,
                  Findings& findings) {
  const Trace& trace = scene.trace;
  const Transaction& update = trace.transaction(id);
  const MessageRecord& request = trace.message(update.request);
  const std::size_t found = findings.size();
  for (const TransactionId earlier :
       {before, last.find(request.from_tag, sip::Method::Invite),
        last.find(request.to_tag, sip::Method::Invite)}) {
    if (!earlier.valid() || findings.size() != found) continue;
    judge_early_update(scene, id, trace.transaction(earlier), findings);
  }
}

void judge_overlaps(const Scene& scene, CallId id, Findings& findings) {
  const Trace& trace = scene.trace;
  LastRequests last;
  for (TransactionId t = trace.call(id).first_transaction; t.valid();
       t = trace.transaction(t).next_in_call) {
    const Transaction& transaction = trace.transaction(t);
    if (!transaction.request.valid() ||
        (transaction.method != sip::Method::Invite &&
         transaction.method != sip::Method::Update)) {
      continue;
    }
    const std::string_view tag = trace.message(transaction.request).from_tag;
    const TransactionId before = last.exchange(tag, transaction.method, t);
    if (!transaction.in_dialog) continue;
    const bool is_update = transaction.method == sip::Method::Update;
    if (is_update) judge_update(scene, t, last, before, findings);
    if (before.valid() && !is_update) {
      judge_early_invite(scene, t, trace.transaction(before), findings);
    }
    if (transaction.final_status != 500) continue;
    const TransactionId invite = last.find(tag, sip::Method::Invite);
    if (before.valid() && overlaps(trace.transaction(before), transaction)) {
      judge_overlap(scene, t, trace.transaction(before), findings);
    } else if (is_update && invite.valid() &&
               overlaps(trace.transaction(invite), transaction) &&
               has_open_offer(trace, trace.transaction(invite), transaction)) {
      judge_overlap(scene, t, trace.transaction(invite), findings);
    }
  }
}

constexpr auto kDutyIds =
    ids("424-without-geolocation-error", "425-without-alertmsg-error",
        "470-without-permission-missing");
constexpr auto kSecurityOffer = ids("421-without-security-server");
constexpr auto kRedress = ids("608-without-call-info");
constexpr auto kAlternative = ids("380-without-body");
constexpr auto kPrecondition = ids("580-without-sdp");
constexpr auto kRedirectTarget = ids("redirect-to-same-uri");
constexpr auto kGlobalFailure = ids("6xx-to-register");
constexpr auto kLate408 = ids("408-to-non-invite");
constexpr auto kNotImplemented = ids("501-allow-lists-method");
constexpr auto kOverlap =
    ids("500-overlap-without-retry-after", "invite-before-final-response",
        "update-before-answer");

constexpr auto kDutyCodes = codes(424, 425, 470);
constexpr auto k421 = codes(421);
constexpr auto k608 = codes(608);
constexpr auto k380 = codes(380);
constexpr auto k580 = codes(580);
constexpr auto kMoved = codes(301, 302);
constexpr auto k6xx = codes(600, 603, 604, 606, 607, 608);
constexpr auto k408 = codes(408);
constexpr auto k501 = codes(501);

}  // namespace

const RuleSet& refusal_rules() {
  static constexpr ResponseRule kResponses[] = {
      {check_duty, kDutyIds, kDutyCodes},
      {check_security_offer, kSecurityOffer, k421},
      {check_redress, kRedress, k608},
      {check_alternative, kAlternative, k380},
      {check_failed_precondition, kPrecondition, k580},
      {check_redirect_target, kRedirectTarget, kMoved},
      {check_global_failure, kGlobalFailure, k6xx},
      {check_late_408, kLate408, k408},
      {check_not_implemented, kNotImplemented, k501},
  };
  static constexpr CallRule kCalls[] = {
      {judge_overlaps, kOverlap},
  };
  static constexpr RuleSet kRules{.responses = kResponses, .calls = kCalls};
  return kRules;
}

}  // namespace siptriage::detail
