// What several transactions of one call show together: challenge and answer.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/values.h"

#include "annotate/crossings.h"
#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"

namespace siptriage::detail {
namespace {

using sip::HeaderId;

// RFC 3261 22.1: the same credentials must not be tried again and again.
constexpr std::size_t kLoopRounds = 3;

struct Parameters {
  std::string realm;
  std::string nonce;
  bool stale = false;
};

// The first challenge of a 401 or 407, or the credentials of a request.
std::optional<Parameters> auth_of(const sip::Message& message,
                                  HeaderId header) {
  const std::optional<sip::AuthValue> value =
      sip::parse_auth(message.value_of(header));
  if (!value) return std::nullopt;
  const auto get = [&value](std::string_view name) {
    return std::string(sip::find_auth_parameter(value->parameters, name)
                           .value_or(std::string_view()));
  };
  // Of IMS: who has no nonce yet gives his name (RFC 3310 3.2, TS 24.229).
  // Nor is a request to synchronize anew a wrong password (RFC 3310 3.4).
  if (header != HeaderId::WwwAuthenticate &&
      header != HeaderId::ProxyAuthenticate &&
      (get("nonce").empty() || !get("auts").empty())) {
    return std::nullopt;
  }
  return Parameters{get("realm"), get("nonce"),
                    equals_ignore_case(get("stale"), "true")};
}

// One challenge to a request that carried credentials for that very realm.
struct Refusal {
  TransactionId transaction;
  FrameId request_frame;
  FrameId response_frame;
  std::string realm;
  std::string words;  // that speak of the nonce; empty: none do
};

std::string words_about_nonce(std::string_view phrase) {
  return holds_ignore_case(phrase, "nonce") ||
                 holds_ignore_case(phrase, "stale")
             ? std::string(phrase.substr(0, kMaxEvidenceOctets))
             : std::string();
}

std::optional<Refusal> find_refusal(const Scene& scene, TransactionId id) {
  const Trace& trace = scene.trace;
  const Transaction& transaction = trace.transaction(id);
  const bool by_proxy = transaction.final_status == 407;
  if ((transaction.final_status != 401 && !by_proxy) ||
      !transaction.request.valid()) {
    return std::nullopt;
  }
  const Reading request(scene, transaction.request);
  const Reading response(scene, transaction.final_response);
  if (!request || !response) return std::nullopt;
  const auto credentials =
      auth_of(*request, by_proxy ? HeaderId::ProxyAuthorization
                                 : HeaderId::Authorization);
  if (!credentials) return std::nullopt;
  const auto challenge =
      auth_of(*response, by_proxy ? HeaderId::ProxyAuthenticate
                                  : HeaderId::WwwAuthenticate);
  if (!challenge || challenge->stale ||
      challenge->realm != credentials->realm) {
    return std::nullopt;
  }
  return Refusal{id, trace.message(transaction.request).frame,
                 trace.message(transaction.final_response).frame,
                 challenge->realm, words_about_nonce(response->reason_phrase)};
}

std::string_view rule_for(const std::vector<Refusal>& refusals) {
  const bool about_nonce =
      std::ranges::none_of(refusals, &std::string::empty, &Refusal::words);
  if (about_nonce) return "nonce-refused-without-stale";
  return refusals.size() >= kLoopRounds ? "auth-loop"
                                        : "auth-rechallenge-not-stale";
}

Finding to_finding(const Trace& trace, const std::vector<Refusal>& refusals,
                   std::string_view method) {
  Finding finding = make_finding(
      rule_for(refusals), trace, refusals.front().transaction,
      fmt::format("{} with credentials for realm \"{}\" was challenged again "
                  "{}, {}without stale=true",
                  method, refusals.front().realm, times(refusals.size()),
                  refusals.front().words.empty()
                      ? std::string()
                      : fmt::format("with the words \"{}\" but ",
                                    refusals.front().words)));
  finding.frames.clear();
  for (const Refusal& refusal : refusals) {
    finding.frames.push_back(refusal.request_frame);
    finding.frames.push_back(refusal.response_frame);
  }
  finding.certainty = Certainty::Likely;
  return finding;
}

void judge_challenges(const Scene& scene, CallId id, Findings& findings) {
  const Trace& trace = scene.trace;
  const Call& call = trace.call(id);
  if (!call.challenged) return;
  // A nonce of an earlier round may have expired without being called
  // stale; only what the call never got over counts.
  std::vector<Refusal> refusals;
  std::string_view method;
  for (TransactionId t = call.first_transaction; t.valid();
       t = trace.transaction(t).next_in_call) {
    const Transaction& transaction = trace.transaction(t);
    if (transaction.client != call.caller) continue;
    if (transaction.final_status / 100 == 2 &&
        transaction.method_name == method) {
      refusals.clear();
      continue;
    }
    if (std::optional<Refusal> refusal = find_refusal(scene, t)) {
      if (method != transaction.method_name) refusals.clear();
      method = transaction.method_name;
      refusals.push_back(std::move(*refusal));
    }
  }
  if (!refusals.empty()) {
    findings.push_back(to_finding(trace, refusals, method));
  }
}

// --- Refused often, then accepted --------------------------------------------

// So many different digests in a row are no slip of the finger.
constexpr std::size_t kManyTries = 5;

// The credentials of one request.
struct Try {
  TransactionId transaction;
  std::string user;
  std::string realm;
  std::string digest;  // differs with the password, and with the nonce
};

std::optional<Try> try_of(const Scene& scene, TransactionId id) {
  const Reading request(scene, scene.transaction(id).request);
  if (!request) return std::nullopt;
  for (const HeaderId header :
       {HeaderId::Authorization, HeaderId::ProxyAuthorization}) {
    const auto value = sip::parse_auth(request->value_of(header));
    if (!value || !auth_of(*request, header)) continue;
    const auto get = [&value](std::string_view name) {
      return std::string(sip::find_auth_parameter(value->parameters, name)
                             .value_or(std::string_view()));
    };
    return Try{id, get("username"), get("realm"), get("response")};
  }
  return std::nullopt;
}

// A nonce that was too old is no wrong password.
bool is_called_stale(const Scene& scene, const Transaction& transaction) {
  const Reading response(scene, transaction.final_response);
  if (!response) return true;
  return std::ranges::any_of(
      std::array{HeaderId::WwwAuthenticate, HeaderId::ProxyAuthenticate},
      [&](HeaderId header) {
        const auto challenge = auth_of(*response, header);
        return challenge && challenge->stale;
      });
}

void tell_guess(const Scene& scene, const std::vector<Try>& refused,
                const Try& accepted, Findings& findings) {
  const auto time_of = [&scene](const Try& each) {
    return scene.message(scene.transaction(each.transaction).request).timestamp;
  };
  const Transaction& last = scene.transaction(accepted.transaction);
  Finding finding = make_finding(
      "credentials-accepted-after-many", scene.trace, accepted.transaction,
      fmt::format(
          "{} requests from {} with different credentials of user \"{}\" for "
          "realm \"{}\" were refused within {}, and the one after them was "
          "answered {}",
          refused.size(), to_string(last.client.address), accepted.user,
          accepted.realm,
          to_human(elapsed(time_of(refused.front()), time_of(accepted))),
          last.final_status));
  for (const Try& each : refused) {
    finding.frames.insert(
        finding.frames.end() - 2,
        scene.message(scene.transaction(each.transaction).request).frame);
  }
  findings.push_back(std::move(finding));
}

void judge_tries(const Scene& scene, CallId id, Findings& findings) {
  const Call& call = scene.trace.call(id);
  std::vector<Try> refused;
  for (TransactionId t = call.first_transaction; t.valid();
       t = scene.transaction(t).next_in_call) {
    const Transaction& transaction = scene.transaction(t);
    const std::uint16_t status = transaction.final_status;
    const bool is_refused = status == 401 || status == 403 || status == 407;
    if ((!is_refused && status / 100 != 2) || !transaction.request.valid() ||
        transaction.in_dialog ||
        transaction.client.address != call.caller.address) {
      continue;
    }
    if (!is_refused && refused.size() < kManyTries) {
      refused.clear();
      continue;
    }
    std::optional<Try> given = try_of(scene, t);
    if (!given) continue;
    if (!refused.empty() && (given->user != refused.front().user ||
                             given->realm != refused.front().realm)) {
      refused.clear();
    }
    if (!is_refused) {
      if (!refused.empty()) tell_guess(scene, refused, *given, findings);
      refused.clear();
    } else if (!is_called_stale(scene, transaction) &&
               std::ranges::find(refused, given->digest, &Try::digest) ==
                   refused.end()) {
      refused.push_back(*std::move(given));
    }
  }
}

constexpr auto kTries = ids("credentials-accepted-after-many");
constexpr auto kChallenges = ids("auth-rechallenge-not-stale", "auth-loop",
                                 "nonce-refused-without-stale");

}  // namespace

const RuleSet& credential_rules() {
  static constexpr CallRule kCalls[] = {
      {judge_challenges, kChallenges},
      {judge_tries, kTries},
  };
  static constexpr RuleSet kRules{.calls = kCalls};
  return kRules;
}

}  // namespace siptriage::detail
