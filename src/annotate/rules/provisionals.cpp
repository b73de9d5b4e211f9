// What a 1xx has to carry: reliable ones (RFC 3262), 199 (RFC 6228), and the
// Timestamp of a 100 (RFC 3261 8.2.6.1).

#include <string>
#include <utility>

#include <fmt/format.h>

#include "annotate/passed_on.h"
#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"

namespace siptriage::detail {
namespace {

using sip::HeaderId;

constexpr std::string_view kReliable = "100rel";

// A finding about one provisional response.
void report(const Scene& scene, MessageId id, const sip::Message& response,
            std::string_view rule, HeaderId header, std::string_view detail,
            Findings& findings) {
  const MessageRecord& record = scene.message(id);
  const Transaction& transaction = scene.transaction(record.transaction);
  if (is_forwarded(scene.trace, transaction)) return;
  Finding finding = make_finding(
      rule, scene.trace, record.transaction,
      fmt::format("{} {} to {}: {}", record.status, response.reason_phrase,
                  record.method_name, detail));
  finding.frames.clear();
  if (transaction.request.valid()) {
    finding.frames.push_back(scene.message(transaction.request).frame);
  }
  finding.frames.push_back(record.frame);
  add_evidence(finding, record.frame, response, header);
  findings.push_back(std::move(finding));
}

void judge_reliable(const Scene& scene, MessageId id,
                    const sip::Message& response, Findings& findings) {
  const MessageRecord& record = scene.message(id);
  if (!record.is_provisional() || !record.transaction.valid()) return;
  const bool has_rseq = response.has(HeaderId::RSeq);
  const bool requires_prack = lists(response, HeaderId::Require, kReliable);
  if (!has_rseq && !requires_prack) return;
  const auto tell = [&](std::string_view rule, HeaderId header,
                        std::string_view detail) {
    report(scene, id, response, rule, header, detail, findings);
  };
  if (record.status == 100) {
    return tell("reliable-100", HeaderId::RSeq,
                "it is marked as reliable, which a 100 never is");
  }
  if (has_rseq != requires_prack) {
    return tell("reliable-provisional-incomplete",
                has_rseq ? HeaderId::RSeq : HeaderId::Require,
                has_rseq ? "it has RSeq, and no Require with 100rel is present "
                           "at this capture point"
                         : "it has Require: 100rel, and RSeq is not present at "
                           "this capture point");
  }
  const Reading request(scene, scene.transaction(record.transaction).request);
  if (request && !lists(*request, HeaderId::Supported, kReliable) &&
      !lists(*request, HeaderId::Require, kReliable)) {
    tell("reliable-provisional-not-supported", HeaderId::Require,
         "it has to be answered with PRACK, but the request seen here lists "
         "100rel neither in Supported nor in Require");
  }
  if (!response.has(HeaderId::Contact) && !record.to_tag.empty() && request &&
      scene.message(scene.transaction(record.transaction).request)
          .to_tag.empty()) {
    tell("reliable-provisional-without-contact", HeaderId::Contact,
         "it has to be answered with PRACK, and " + not_present("Contact"));
  }
}

void judge_early_end(const Scene& scene, MessageId id,
                     const sip::Message& response, Findings& findings) {
  const MessageRecord& record = scene.message(id);
  if (record.status != 199 || !record.transaction.valid()) return;
  const Reading request(scene, scene.transaction(record.transaction).request);
  std::string detail;
  if (record.to_tag.empty()) {
    detail = "To has no tag, so it ends no early dialog";
  } else if (!response.has(HeaderId::Reason)) {
    detail = not_present("Reason");
  } else if (request && !lists(*request, HeaderId::Supported, "199")) {
    detail = "the request seen here does not list 199 in Supported";
  }
  if (detail.empty()) return;
  report(scene, id, response, "199-not-as-agreed", HeaderId::Reason, detail,
         findings);
}

// Round trips are measured by it, so every 100 is looked at.
void judge_timestamp(const Scene& scene, MessageId id,
                     const sip::Message& request, Findings& findings) {
  const MessageRecord& record = scene.message(id);
  if (!request.is_request() || !record.transaction.valid()) return;
  for (MessageId next = record.next_in_transaction; next.valid();
       next = scene.message(next).next_in_transaction) {
    const MessageRecord& answer = scene.message(next);
    if (answer.status != 100 || answer.repetition != Repetition::None) continue;
    const Reading response(scene, next);
    if (!response || response->has(HeaderId::Timestamp)) continue;
    Finding finding =
        make_finding("100-without-timestamp", scene.trace, record.transaction,
                     fmt::format("100 to {}: {}, although the request has it",
                                 record.method_name, not_present("Timestamp")));
    finding.frames = {record.frame, answer.frame};
    add_evidence(finding, record.frame, request, HeaderId::Timestamp);
    findings.push_back(std::move(finding));
    return;
  }
}

constexpr auto kReliableIds =
    ids("reliable-100", "reliable-provisional-incomplete",
        "reliable-provisional-not-supported",
        "reliable-provisional-without-contact");
constexpr auto kEarlyEnd = ids("199-not-as-agreed");
constexpr auto kTimestamp = ids("100-without-timestamp");

constexpr HeaderId kReliableFields[] = {HeaderId::RSeq, HeaderId::Require};
constexpr HeaderId kTimestampFields[] = {HeaderId::Timestamp};

}  // namespace

const RuleSet& provisional_rules() {
  static constexpr MessageRule kMessages[] = {
      {judge_reliable, kReliableIds, kReliableFields},
      {judge_early_end, kEarlyEnd, {}},
      {judge_timestamp, kTimestamp, kTimestampFields},
  };
  static constexpr RuleSet kRules{.messages = kMessages};
  return kRules;
}

}  // namespace siptriage::detail
