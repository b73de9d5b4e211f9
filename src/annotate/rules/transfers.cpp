// Transfers: REFER (RFC 3515), what NOTIFY reports of it, and Replaces
// (RFC 3891).

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"
#include "siptriage/catalogue/catalogue.h"
#include "siptriage/sip/name_addr.h"
#include "siptriage/sip/parameters.h"
#include "siptriage/sip/product.h"
#include "siptriage/sip/values.h"

#include "annotate/one_hop.h"
#include "annotate/passed_on.h"
#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"
#include "annotate/rules/tolerances.h"
#include "annotate/sequel.h"

namespace siptriage::detail {
namespace {

using sip::HeaderId;
using sip::Method;

// REFERs of one call that NOTIFYs are looked up among, the newest first.
constexpr std::size_t kMaxOpenRefers = 8;
constexpr std::string_view kSipVersion = "SIP/2.0 ";
constexpr std::size_t kCodeDigits = 3;
constexpr std::uint16_t kCallDoesNotExist = 481;

// "603 Declined" of the body's status line (RFC 3515 2.4.5).
struct ReportedStatus {
  std::uint16_t code = 0;
  std::string_view phrase;
};
std::optional<ReportedStatus> reported_status(const sip::Message& notify) {
  std::string_view body = notify.body;
  if (!starts_with_ignore_case(body, kSipVersion)) return std::nullopt;
  body.remove_prefix(kSipVersion.size());
  const auto code = parse_unsigned(body.substr(0, kCodeDigits));
  if (!code || *code < 100 || *code > 699) return std::nullopt;
  body.remove_prefix(kCodeDigits);
  return ReportedStatus{static_cast<std::uint16_t>(*code),
                        trim(body.substr(0, body.find('\n')))};
}

// "486 Busy Here"; the phrase of the reference where the body has none.
std::string named(const ReportedStatus& status) {
  const ResponseEntry* entry = find_response(status.code);
  std::string_view phrase = status.phrase;
  if (phrase.empty() && entry != nullptr) phrase = entry->phrase;
  return phrase.empty() ? std::to_string(status.code)
                        : fmt::format("{} {}", status.code, phrase);
}

// "486 Busy Here: what it means", from the reference.
std::string explained(const ReportedStatus& status) {
  const ResponseEntry* entry = find_response(status.code);
  std::string text = named(status);
  if (entry != nullptr) text += fmt::format(": {}", entry->plain);
  while (text.ends_with('.')) text.pop_back();
  return text;
}

// "; what it means", where the reference has it for REFER; of others it is
// about calls.
std::string meaning_for_refer(std::uint16_t status) {
  const ResponseEntry* entry = find_response(status);
  if (entry == nullptr) return {};
  const auto* advice = find_advice(*entry, "REFER");
  if (advice == nullptr && status / 100 == 6) return {};
  std::string text(advice != nullptr ? advice->plain : entry->plain);
  while (text.ends_with('.')) text.pop_back();
  if (text.starts_with("The ") || text.starts_with("A ")) {
    text.front() = to_lower(text.front());
  }
  return text.empty() ? text : "; " + text;
}

bool is_refer_event(const sip::Message& notify) {
  const std::string_view event = notify.value_of(HeaderId::Event);
  return equals_ignore_case(trim(event.substr(0, event.find(';'))), "refer");
}

bool ends_report(const sip::Message& notify) {
  const std::string_view state = notify.value_of(HeaderId::SubscriptionState);
  return equals_ignore_case(trim(state.substr(0, state.find(';'))),
                            "terminated");
}

// One REFER and what became of it.
struct Refer {
  TransactionId id;
  std::string_view target;
  bool without_subscription = false;
  bool notified = false;
  bool decided = false;
  bool says_nothing = false;  // of a status
  // The NOTIFY that ended the subscription with a provisional status.
  TransactionId left_by = {};
  ReportedStatus left_with = {};
};

class TransferWatch {
 public:
  TransferWatch(const Scene& scene, const Call& call, Findings& findings)
      : scene_(scene), call_(call), findings_(findings) {}

  void judge() {
    OneHop hop(scene_.trace, call_);
    for (TransactionId id = call_.first_transaction; id.valid();
         id = scene_.transaction(id).next_in_call) {
      switch (scene_.transaction(id).method) {
        case Method::Refer:
          if (hop.takes(id)) refer(id);
          break;
        case Method::Notify:
          // Seen at whatever hop, it was sent.
          notify(id);
          break;
        case Method::Bye:
          if (!ended_) ended_ = time_of(id);
          break;
        default:
          break;
      }
    }
    judge_silence();
  }

 private:
  [[nodiscard]] Timestamp time_of(TransactionId id) const {
    const Transaction& transaction = scene_.transaction(id);
    return scene_.message(transaction.first_message).timestamp;
  }

  void refer(TransactionId id) {
    const Transaction& transaction = scene_.transaction(id);
    const Reading request(scene_, transaction.request);
    if (!request) return;
    const auto target =
        sip::parse_name_addr(request->value_of(HeaderId::ReferTo));
    Refer refer{id, target ? target->uri : std::string_view(), false};
    const std::uint16_t status = transaction.final_status;
    forget_refusal(transaction, refer.target);
    if (status >= 300 && status != 401 && status != 407) {
      refused_ = {id, refer.target, findings_.size()};
      tell_refused(refer, status);
    }
    if (status / 100 != 2) return;
    const Reading response(scene_, transaction.final_response);
    refer.without_subscription =
        response &&
        equals_ignore_case(response->value_of(HeaderId::ReferSub).substr(0, 5),
                           "false");
    refers_.push_back(refer);
  }

  // What was refused once, and then fared otherwise when it was tried again, is
  // told of the last attempt alone.
  void forget_refusal(const Transaction& again, std::string_view target) {
    const std::optional<Refused> refused =
        std::exchange(refused_, std::nullopt);
    if (!refused || refused->target != target || again.final_status == 0) {
      return;
    }
    const Transaction& before = scene_.transaction(refused->id);
    if (before.client != again.client ||
        before.final_status == again.final_status) {
      return;
    }
    findings_.erase(findings_.begin() +
                    static_cast<std::ptrdiff_t>(refused->finding));
  }

  // By the id of Event, the CSeq number of the REFER (RFC 3515 2.4.6).
  Refer* find_refer(const sip::Message& notify) {
    const std::string_view event = notify.value_of(HeaderId::Event);
    const std::size_t end = std::min(event.find(';'), event.size());
    const auto id = sip::find_parameter(event.substr(end), "id");
    const auto cseq = id ? parse_unsigned(*id) : std::nullopt;
    if (!cseq) return refers_.empty() ? nullptr : &refers_.back();
    for (std::size_t i = 0; i < refers_.size() && i < kMaxOpenRefers; ++i) {
      Refer& refer = refers_[refers_.size() - 1 - i];
      if (scene_.transaction(refer.id).cseq_number == *cseq) return &refer;
    }
    return nullptr;
  }

  void notify(TransactionId id) {
    const Reading request(scene_, scene_.transaction(id).request);
    if (!request || !is_refer_event(*request)) return;
    Refer* refer = find_refer(*request);
    if (refer == nullptr) return;
    refer->notified = true;
    const auto status = reported_status(*request);
    if (!status) return tell_no_status(*refer, id, *request);
    if (refer->decided) return;
    if (status->code < 200) {
      if (!refer->left_by.valid() && !ended_ && ends_report(*request)) {
        refer->left_by = id;
        refer->left_with = *status;
      }
      return;
    }
    refer->decided = true;
    const std::string after =
        seconds_text(elapsed(time_of(refer->id), time_of(id)));
    if (status->code >= 300) {
      add("transfer-failed", *refer, id,
          fmt::format("NOTIFY reports, {} after the REFER, {}{}", after,
                      explained(*status), doubt_of_arrival(*refer, id)));
    } else {
      add("transfer-succeeded", *refer, id,
          fmt::format("it succeeded: {}, {} after the REFER{}", named(*status),
                      after, doubt_of_arrival(*refer, id)));
    }
  }

  // Whether a hop between, which had sent the REFER on, answered the NOTIFY by
  // itself.
  [[nodiscard]] bool is_kept_back(const Refer& refer,
                                  const Transaction& notify) const {
    const Transaction& asked = scene_.transaction(refer.id);
    return notify.final_status / 100 == 2 &&
           notify.server.address == asked.server.address &&
           notify.client.address != asked.client.address &&
           notify.server.address != asked.client.address &&
           is_forwarded(scene_.trace, asked) &&
           !is_forwarded(scene_.trace, notify);
  }

  // Whether the transferor got the NOTIFY, where its answer gives a doubt.
  [[nodiscard]] std::string doubt_of_arrival(const Refer& refer,
                                             TransactionId notify) const {
    const Transaction& transaction = scene_.transaction(notify);
    const std::uint16_t status = transaction.final_status;
    if (transaction.timed_out) return "; but that NOTIFY was not answered";
    if (status >= 300 && status != 401 && status != 407) {
      return fmt::format("; but that NOTIFY was answered {}", status);
    }
    const Reading response(scene_, transaction.final_response);
    if (!response) return "";
    if (is_kept_back(refer, transaction)) {
      return fmt::format(
          "; but {} answered that NOTIFY, and did not send it on "
          "to {} in this capture",
          to_string(transaction.server.address),
          to_string(scene_.transaction(refer.id).client.address));
    }
    if (!sip::copies_request(*response)) return "";
    return fmt::format(
        "; but the {} to that NOTIFY is the request sent back, so a hop may "
        "have kept the report to itself",
        status);
  }

  // Once, at whatever hops it is seen.
  void tell_no_status(Refer& refer, TransactionId id,
                      const sip::Message& notify) {
    if (refer.says_nothing) return;
    refer.says_nothing = true;
    const std::string_view type =
        sip::media_type(notify.value_of(HeaderId::ContentType));
    add("refer-notify-without-status", refer, id,
        notify.body.empty()
            ? std::string("NOTIFY has no body")
            : fmt::format("the body of NOTIFY ({}) begins with no status line",
                          type));
  }

  // Whether somebody waited long enough: a BYE ends the subscription where it
  // shares the dialog, and many send it at once.
  void judge_silence() {
    const Timestamp end = ended_.value_or(scene_.trace.capture_end());
    for (const Refer& refer : refers_) {
      if (refer.left_by.valid() && !refer.decided) tell_open_end(refer);
      if (refer.notified || refer.without_subscription ||
          elapsed(time_of(refer.id), end) <= kTimerN * scene_.trace.t1()) {
        continue;
      }
      add("refer-without-notify", refer, refer.id,
          fmt::format("REFER was answered {}, and no NOTIFY about it is in "
                      "this capture",
                      scene_.transaction(refer.id).final_status));
      findings_.back().certainty = Certainty::Likely;
    }
  }

  void tell_refused(const Refer& refer, std::uint16_t status) {
    const Transaction& transaction = scene_.transaction(refer.id);
    const Reading response(scene_, transaction.final_response);
    const std::string_view phrase =
        response ? response->reason_phrase : std::string_view();
    findings_.push_back(make_finding(
        "transfer-failed", scene_.trace, refer.id,
        fmt::format("{} to REFER: the transfer{}{} was refused{}",
                    named({status, phrase}), refer.target.empty() ? "" : " to ",
                    refer.target, meaning_for_refer(status))));
  }

  // RFC 3515 2.4.5: the last one reports a final status.
  void tell_open_end(const Refer& refer) {
    add("transfer-outcome-not-told", refer, refer.left_by,
        fmt::format(
            "the last NOTIFY reports, {} after the REFER, {}, and ends "
            "the subscription: nobody is told whether the new call was "
            "answered",
            seconds_text(elapsed(time_of(refer.id), time_of(refer.left_by))),
            named(refer.left_with)));
  }

  void add(std::string_view rule, const Refer& refer, TransactionId at,
           const std::string& text) {
    Finding finding = make_finding(
        rule, scene_.trace, refer.id,
        refer.target.empty()
            ? text
            : fmt::format("transfer to {}: {}", refer.target, text));
    if (at != refer.id) {
      finding.frames.push_back(
          scene_.message(scene_.transaction(at).request).frame);
    }
    findings_.push_back(std::move(finding));
  }

  const Scene& scene_;
  const Call& call_;
  Findings& findings_;
  struct Refused {
    TransactionId id;
    std::string_view target;
    std::size_t finding = 0;  // its place
  };

  std::vector<Refer> refers_;       // that were accepted
  std::optional<Refused> refused_;  // the newest, if it was not
  std::optional<Timestamp> ended_;
};

void watch_transfers(const Scene& scene, CallId id, Findings& findings) {
  const Call& call = scene.trace.call(id);
  if (call.kind == CallKind::Registration) return;
  TransactionId refer = call.first_transaction;
  while (refer.valid() && scene.transaction(refer).method != Method::Refer) {
    refer = scene.transaction(refer).next_in_call;
  }
  if (refer.valid()) TransferWatch(scene, call, findings).judge();
}

void judge_replaces(const Scene& scene, TransactionId id, Findings& findings) {
  const Transaction& transaction = scene.transaction(id);
  if (transaction.method != Method::Invite ||
      transaction.final_status != kCallDoesNotExist) {
    return;
  }
  const Reading request(scene, transaction.request);
  if (!request || !request->has(HeaderId::Replaces) ||
      request->has_several(HeaderId::Via)) {
    return;
  }
  Finding finding = make_finding(
      "replaces-not-matched", scene.trace, id,
      fmt::format(
          "INVITE was to replace the dialog {}, and the callee knows "
          "none such (any more)",
          request->value_of(HeaderId::Replaces).substr(0, kMaxEvidenceOctets)));
  add_evidence(finding, scene.message(transaction.request).frame, *request,
               HeaderId::Replaces);
  findings.push_back(std::move(finding));
}

constexpr auto kTransfers =
    ids("transfer-failed", "transfer-succeeded", "refer-without-notify",
        "refer-notify-without-status", "transfer-outcome-not-told");
constexpr auto kReplaces = ids("replaces-not-matched");

}  // namespace

const RuleSet& transfer_rules() {
  static constexpr TransactionRule kTransactions[] = {
      {judge_replaces, kReplaces},
  };
  static constexpr CallRule kCalls[] = {
      {watch_transfers, kTransfers},
  };
  static constexpr RuleSet kRules{.transactions = kTransactions,
                                  .calls = kCalls};
  return kRules;
}

}  // namespace siptriage::detail
