// After 3xx: was a Contact tried, and do the redirects come to an end
// (RFC 3261 8.1.3.4)?

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "siptriage/sip/name_addr.h"
#include "siptriage/sip/uri.h"

#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"
#include "annotate/uri_likeness.h"

namespace siptriage::detail {
namespace {

using sip::HeaderId;

constexpr std::uint16_t kUseProxy = 305;
// Contacts of one response looked at.
constexpr std::size_t kMaxTargets = 32;

std::vector<std::string_view> targets_of(const sip::Message& response) {
  std::vector<std::string_view> targets;
  for (const std::string_view contact : list_of(response, HeaderId::Contact)) {
    const auto address = sip::parse_name_addr(contact);
    if (!address || address->wildcard) continue;
    targets.push_back(address->uri);
    if (targets.size() == kMaxTargets) break;
  }
  return targets;
}

bool names_targets(const Sequel& sequel) {
  return !targets_of(sequel.response).empty();
}

bool names_host_of(std::string_view route, std::string_view target) {
  const auto address = sip::parse_name_addr(route);
  if (!address) return false;
  const auto a = sip::parse_uri(address->uri);
  const auto b = sip::parse_uri(target);
  return a && b && a->host == b->host;
}

// 305: by way of the proxy that Contact names; a Route, or another server.
bool goes_by_proxy(const Sequel& sequel, std::string_view target) {
  return sequel.next->server != sequel.answered.server ||
         names_host_of(sequel.retry->value_of(HeaderId::Route), target);
}

void judge_target(const Sequel& sequel, SequelJudge& judge) {
  const auto targets = targets_of(sequel.response);
  const std::string_view tried = sequel.retry->request_uri;
  for (const std::string_view target : targets) {
    const bool is_tried = same_target(tried, target) ||
                          (sequel.answered.final_status == kUseProxy &&
                           goes_by_proxy(sequel, target));
    if (!is_tried) continue;
    judge.obeyed(fmt::format("{} tries {}", next_request(sequel), target));
    return;
  }
  if (!same_target(tried, sequel.request.request_uri) ||
      sequel.next->server != sequel.answered.server) {
    judge.undecided(fmt::format("{} goes to {}, which no Contact names",
                                next_request(sequel), tried));
    return;
  }
  judge.ignored("redirect-not-followed", HeaderId::Contact, HeaderId::Unknown,
                fmt::format("{} goes to {} again, not to {}",
                            next_request(sequel), tried, join(targets)));
}

// The Request-URIs that one client tried, in order.
class TargetSet {
 public:
  // Without header parameters, which become header fields (19.1.5).
  void add(std::string_view uri) { tried_.insert(spelled_alike(uri)); }
  [[nodiscard]] bool has(std::string_view uri) const {
    return tried_.contains(spelled_alike(uri));
  }

 private:
  std::set<std::string> tried_;
};

bool is_redirect(const Transaction& transaction) {
  return transaction.final_status / 100 == 3 && transaction.request.valid();
}

TransactionId find_redirect(const Trace& trace, const Call& call) {
  TransactionId id = call.first_transaction;
  while (id.valid() && !is_redirect(trace.transaction(id))) {
    id = trace.transaction(id).next_in_call;
  }
  return id;
}

void judge_loop(const Scene& scene, CallId id, Findings& findings) {
  const Trace& trace = scene.trace;
  const TransactionId first = find_redirect(trace, trace.call(id));
  if (!first.valid()) return;
  const Endpoint client = trace.transaction(first).client;
  TargetSet tried;
  for (TransactionId t = first; t.valid();
       t = trace.transaction(t).next_in_call) {
    const Transaction& transaction = trace.transaction(t);
    if (transaction.client != client || !transaction.request.valid() ||
        transaction.method != trace.transaction(first).method) {
      continue;
    }
    const Reading request(scene, transaction.request);
    if (!request) continue;
    tried.add(request->request_uri);
    if (!is_redirect(transaction)) continue;
    const Reading response(scene, transaction.final_response);
    if (!response) continue;
    const auto targets = targets_of(*response);
    // To where the request itself went is another rule's.
    if (targets.empty() ||
        spelled_alike(targets.front()) == spelled_alike(request->request_uri) ||
        !std::ranges::all_of(targets,
                             [&](auto target) { return tried.has(target); })) {
      continue;
    }
    Finding finding = make_finding(
        "redirect-loop", trace, t,
        fmt::format("{} to {} sends the client to {}, where it has been",
                    transaction.final_status, transaction.method_name,
                    join(targets)));
    add_evidence(finding, trace.message(transaction.final_response).frame,
                 *response, HeaderId::Contact);
    findings.push_back(std::move(finding));
    return;
  }
}

constexpr auto kTarget = ids("redirect-not-followed");
constexpr auto kLoop = ids("redirect-loop");
constexpr auto kRedirects = codes(300, 301, 302, 305);

}  // namespace

const RuleSet& redirect_rules() {
  static constexpr SequelRule kSequels[] = {
      {names_targets, judge_target, kTarget, kRedirects},
  };
  static constexpr CallRule kCalls[] = {
      {judge_loop, kLoop},
  };
  static constexpr RuleSet kRules{.sequels = kSequels, .calls = kCalls};
  return kRules;
}

}  // namespace siptriage::detail
