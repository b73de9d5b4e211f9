// Who the first request of a call is from: programs that scan networks name
// themselves (data/scanners.toml).

#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "siptriage/catalogue/catalogue.h"

#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"

namespace siptriage::detail {
namespace {

using sip::HeaderId;

void judge_user_agent(const Scene& scene, CallId id, Findings& findings) {
  const TransactionId first = scene.trace.call(id).first_transaction;
  if (!first.valid()) return;
  const Transaction& transaction = scene.transaction(first);
  const Reading request(scene, transaction.request);
  if (!request) return;
  const std::string_view agent = request->value_of(HeaderId::UserAgent);
  const ScannerEntry* scanner = find_scanner(agent);
  if (scanner == nullptr) return;
  const MessageRecord& record = scene.message(transaction.request);
  Finding finding = make_finding(
      "scanner-user-agent", scene.trace, first,
      fmt::format("{} from {} has User-Agent \"{}\": {}",
                  transaction.method_name, to_string(record.source),
                  agent.substr(0, kMaxEvidenceOctets), scanner->meaning));
  finding.certainty = Certainty::Likely;
  add_evidence(finding, record.frame, *request, HeaderId::UserAgent);
  findings.push_back(std::move(finding));
}

constexpr auto kUserAgent = ids("scanner-user-agent");

}  // namespace

const RuleSet& scanner_rules() {
  static constexpr CallRule kCalls[] = {
      {judge_user_agent, kUserAgent},
  };
  static constexpr RuleSet kRules{.calls = kCalls};
  return kRules;
}

}  // namespace siptriage::detail
