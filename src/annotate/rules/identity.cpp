// Identity (STIR/SHAKEN): is it what RFC 8224 wants, does it fit the request,
// and what stood in it when a request was refused for it? Signatures are never
// verified here.

#include <string>
#include <vector>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"

#include "annotate/identities.h"
#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"
#include "annotate/sights.h"

namespace siptriage::detail {
namespace {

using sip::HeaderId;

constexpr std::uint16_t kStaleDate = 403;
constexpr std::uint16_t kUseIdentity = 428;

Certainty certainty_of(std::string_view rule) {
  // The clock of the capture may be wrong, and numbers may have been
  // translated by whoever knows both forms.
  if (rule == "identity-not-fresh") return Certainty::Possible;
  return rule == "identity-orig-differs" || rule == "identity-dest-differs"
             ? Certainty::Likely
             : Certainty::Certain;
}

// RFC 4474, which RFC 8224 replaced, has a quoted string and a second header
// field for the certificate.
bool is_old_form(const sip::Message& message) {
  return message.value_of(HeaderId::Identity).starts_with('"') ||
         message.has(HeaderId::IdentityInfo);
}

std::vector<IdentityFault> examine(const sip::Message& request,
                                   const std::vector<DecodedIdentity>& decoded,
                                   Timestamp seen) {
  if (decoded.empty()) {
    if (is_old_form(request)) return {};
    return {{"identity-unreadable", "the value of Identity cannot be read"}};
  }
  return faults_of(request, decoded, seen);
}

// At the first hop alone, and not inside dialogs, where To and From may have
// changed places (RFC 4916).
void judge_identity(const Scene& scene, MessageId id,
                    const sip::Message& message, Findings& findings) {
  const MessageRecord& record = scene.message(id);
  if (!message.is_request() || !message.to_tag.empty() ||
      !record.transaction.valid() ||
      !is_first_hop(scene.trace, record.transaction)) {
    return;
  }
  const std::vector<DecodedIdentity> decoded = decode_identities(message);
  for (const IdentityFault& fault :
       examine(message, decoded, record.timestamp)) {
    Finding finding =
        make_finding(fault.rule, scene.trace, record.transaction,
                     fmt::format("{}: {}", record.method_name, fault.text));
    finding.certainty = certainty_of(fault.rule);
    add_evidence(finding, record.frame, message, HeaderId::Identity);
    findings.push_back(std::move(finding));
  }
}

bool is_about_identity(const Transaction& transaction,
                       const sip::Message& response) {
  switch (transaction.final_status) {
    case kUseIdentity:
    case 436:
    case 437:
    case 438:
      return true;
    default:
      return equals_ignore_case(trim(response.reason_phrase), "Stale Date");
  }
}

// "2 Identity header fields: ...; ...".
std::string describe(const std::vector<DecodedIdentity>& decoded) {
  std::string text =
      decoded.size() == 1
          ? std::string("one Identity")
          : fmt::format("{} Identity header fields", decoded.size());
  const char* separator = ": ";
  for (const DecodedIdentity& identity : decoded) {
    text += separator + to_string(identity);
    if (!identity.info.empty()) text += ", certificate at " + identity.info;
    separator = "; ";
  }
  return text;
}

void judge_refusal(const Scene& scene, TransactionId id, Findings& findings) {
  const Transaction& transaction = scene.transaction(id);
  if (transaction.final_status != kStaleDate &&
      (transaction.final_status < kUseIdentity ||
       transaction.final_status > 438)) {
    return;
  }
  const Reading response(scene, transaction.final_response);
  const Reading request(scene, transaction.request);
  if (!response || !request || !is_about_identity(transaction, *response) ||
      !is_made_here(scene.trace, transaction)) {
    return;
  }
  const std::string refusal =
      fmt::format("{} {} to {}: ", transaction.final_status,
                  response->reason_phrase, transaction.method_name);
  if (!request->has(HeaderId::Identity)) {
    if (transaction.final_status != kUseIdentity) return;
    findings.push_back(make_finding("identity-required", scene.trace, id,
                                    refusal + not_present("Identity")));
    return;
  }
  const std::vector<DecodedIdentity> decoded = decode_identities(*request);
  if (decoded.empty()) return;
  std::string text = refusal + "the request has " + describe(decoded);
  for (const IdentityFault& fault : faults_of(
           *request, decoded, scene.message(transaction.request).timestamp)) {
    text += "; " + fault.text;
  }
  Finding finding =
      make_finding("identity-refused", scene.trace, id, std::move(text));
  finding.certainty = Certainty::Likely;
  add_evidence(finding, scene.message(transaction.request).frame, *request,
               HeaderId::Identity);
  findings.push_back(std::move(finding));
}

constexpr auto kIdentity =
    ids("identity-unreadable", "identity-without-info", "identity-ppt-differs",
        "identity-info-differs", "identity-algorithm",
        "identity-claims-missing", "identity-iat-differs-from-date",
        "identity-not-fresh", "identity-orig-differs", "identity-dest-differs");
constexpr auto kRefusal = ids("identity-required", "identity-refused");

constexpr HeaderId kIdentityNeeds[] = {HeaderId::Identity};

}  // namespace

const RuleSet& identity_rules() {
  static constexpr TransactionRule kTransactions[] = {
      {judge_refusal, kRefusal}};
  static constexpr MessageRule kMessages[] = {
      {judge_identity, kIdentity, kIdentityNeeds}};
  static constexpr RuleSet kRules{.transactions = kTransactions,
                                  .messages = kMessages};
  return kRules;
}

}  // namespace siptriage::detail
