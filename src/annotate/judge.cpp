#include "annotate/judge.h"

#include <cassert>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "siptriage/catalogue/catalogue.h"

#include "annotate/passed_on.h"

namespace siptriage::detail {
namespace {

// Header fields of one name shown as evidence of one finding.
constexpr std::size_t kMaxEvidenceFields = 4;

}  // namespace

const RuleEntry& rule_entry(std::string_view id) {
  const RuleEntry* entry = find_rule(id);
  assert(entry != nullptr && "a rule without an entry in data/rules_*.toml");
  return *entry;
}

std::string not_present(std::string_view header) {
  return fmt::format("{} is not present at this capture point", header);
}

void Judge::note(std::string_view rule, sip::HeaderId header, DutyLevel level,
                 Verdict verdict, std::string detail) {
  const RuleEntry& entry = rule_entry(rule);
  annotation_.header_checks.push_back({&entry, sip::to_string(header), level,
                                       verdict, entry.clause,
                                       std::move(detail)});
}

void Judge::pass(std::string_view rule, sip::HeaderId header, DutyLevel level,
                 std::string detail) {
  note(rule, header, level, Verdict::Ok, std::move(detail));
}

std::string describe_response(const Annotation& annotation,
                              std::string_view method) {
  std::string text = std::to_string(annotation.code);
  std::string_view phrase = annotation.phrase;
  if (phrase.empty() && annotation.entry != nullptr) {
    phrase = annotation.entry->phrase;
  }
  if (!phrase.empty()) text += fmt::format(" {}", phrase);
  if (!method.empty()) text += fmt::format(" to {}", method);
  return text;
}

void Judge::tell(std::string_view rule, sip::HeaderId proof,
                 std::string_view detail, Certainty certainty) {
  Finding finding = make_finding(
      rule, exchange_.scene.trace, exchange_.id,
      fmt::format(
          "{}: {}",
          describe_response(annotation_, exchange_.transaction.method_name),
          detail));
  finding.certainty = certainty;
  add_evidence(finding, exchange_.response_record.frame, exchange_.response,
               proof);
  findings_.push_back(std::move(finding));
}

bool Judge::is_at_origin() const {
  return &origin_of_response(exchange_.scene.trace, exchange_.transaction) ==
         &exchange_.transaction;
}

bool Judge::came_with_the_same(sip::HeaderId header) const {
  const Transaction& origin =
      origin_of_response(exchange_.scene.trace, exchange_.transaction);
  if (&origin == &exchange_.transaction) return false;
  const Reading response(exchange_.scene, origin.final_response);
  return response &&
         list_of(*response, header) == list_of(exchange_.response, header);
}

void Judge::fail_with(Certainty certainty, std::string_view rule,
                      sip::HeaderId header, DutyLevel level, Verdict verdict,
                      std::string detail) {
  if (!came_with_the_same(header)) tell(rule, header, detail, certainty);
  note(rule, header, level, verdict, std::move(detail));
}

void Judge::fail(std::string_view rule, sip::HeaderId header, DutyLevel level,
                 Verdict verdict, std::string detail) {
  fail_with(Certainty::Certain, rule, header, level, verdict,
            std::move(detail));
}

void Judge::fail_likely(std::string_view rule, sip::HeaderId header,
                        DutyLevel level, Verdict verdict, std::string detail) {
  fail_with(Certainty::Likely, rule, header, level, verdict, std::move(detail));
}

Finding make_finding(std::string_view rule, const Trace& trace,
                     TransactionId id, std::string message,
                     Certainty certainty) {
  const RuleEntry& entry = rule_entry(rule);
  const Transaction& transaction = trace.transaction(id);
  Finding finding;
  finding.rule = &entry;
  finding.severity = entry.severity;
  finding.certainty = certainty;
  finding.message = std::move(message);
  finding.call = transaction.call;
  finding.transaction = id;
  for (const MessageId message_id :
       {transaction.request, transaction.final_response}) {
    if (message_id.valid()) {
      finding.frames.push_back(trace.message(message_id).frame);
    }
  }
  return finding;
}

void add_evidence(Finding& finding, FrameId frame, const sip::Message& message,
                  sip::HeaderId header) {
  std::size_t added = 0;
  for (const sip::HeaderField& field : message.header_fields()) {
    if (field.id != header || added == kMaxEvidenceFields) continue;
    finding.evidence.push_back(
        {frame, sip::to_string(header),
         std::string(field.value.substr(0, kMaxEvidenceOctets))});
    ++added;
  }
}

}  // namespace siptriage::detail
