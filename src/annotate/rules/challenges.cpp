// 401 and 407: is there a challenge that a client can answer (RFC 3261 22)?

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/values.h"

#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"

namespace siptriage::detail {
namespace {

std::string parameter_or(const sip::AuthValue& challenge, std::string_view name,
                         std::string_view otherwise) {
  return std::string(
      sip::find_auth_parameter(challenge.parameters, name).value_or(otherwise));
}

// nonce=\"abc\": where a value begins, a backslash escapes nothing.
bool has_escaped_quote(std::string_view parameters) {
  return parameters.find("=\\\"") != std::string_view::npos;
}

// What keeps clients from answering it; empty: nothing.
std::string flaw_of(const std::optional<sip::AuthValue>& challenge) {
  if (!challenge) return "the challenge cannot be read";
  if (equals_ignore_case(challenge->scheme, "Basic")) {
    return "Basic authentication is not allowed";
  }
  if (!equals_ignore_case(challenge->scheme, "Digest")) return {};
  const auto realm = sip::find_auth_parameter(challenge->parameters, "realm");
  const auto nonce = sip::find_auth_parameter(challenge->parameters, "nonce");
  if (realm && nonce) return {};
  return has_escaped_quote(challenge->parameters)
             ? "the parameters of the challenge cannot be read: quotes are "
               "escaped where they begin or end a value"
             : fmt::format("the challenge has no {}",
                           realm ? "nonce" : "realm");
}

// In whichever of the two fields.
bool has_sound_challenge(const sip::Message& response) {
  return std::ranges::any_of(
      response.header_fields(), [](const sip::HeaderField& field) {
        return (field.id == sip::HeaderId::WwwAuthenticate ||
                field.id == sip::HeaderId::ProxyAuthenticate) &&
               flaw_of(sip::parse_auth(field.value)).empty();
      });
}

std::string describe_challenge(const sip::AuthValue& challenge) {
  if (!equals_ignore_case(challenge.scheme, "Digest")) {
    return fmt::format("scheme {}", challenge.scheme);
  }
  const bool is_stale =
      equals_ignore_case(parameter_or(challenge, "stale", "false"), "true");
  return fmt::format("realm \"{}\", algorithm {}{}",
                     parameter_or(challenge, "realm", ""),
                     parameter_or(challenge, "algorithm", "MD5 (the default)"),
                     is_stale ? "; stale: the nonce had expired, the "
                                "credentials were right"
                              : "");
}

// Next to a challenge that can be answered, a flaw stops nobody.
void complain(const Exchange& exchange, Judge& judge, std::string_view rule,
              sip::HeaderId header, Verdict verdict, std::string detail) {
  if (has_sound_challenge(exchange.response)) {
    judge.note(rule, header, DutyLevel::Must, verdict,
               detail + "; another challenge can be answered");
  } else {
    judge.fail(rule, header, DutyLevel::Must, verdict, std::move(detail));
  }
}

void check_challenges(const Exchange& exchange, Judge& judge,
                      sip::HeaderId header, std::string_view rule) {
  if (!exchange.response.has(header)) {
    // A proxy gathers the challenges of others in a 401 too (22.3).
    const bool may_be_gathered = header == sip::HeaderId::WwwAuthenticate;
    if (may_be_gathered) {
      complain(exchange, judge, rule, header, Verdict::Missing,
               not_present(sip::to_string(header)));
    } else {
      judge.fail(rule, header, DutyLevel::Must, Verdict::Missing,
                 not_present(sip::to_string(header)));
    }
    return;
  }
  for (const sip::HeaderField& field : exchange.response.header_fields()) {
    if (field.id != header) continue;
    const std::optional<sip::AuthValue> challenge =
        sip::parse_auth(field.value);
    std::string flaw = flaw_of(challenge);
    if (flaw.empty()) {
      judge.pass(rule, header, DutyLevel::Must, describe_challenge(*challenge));
    } else {
      complain(exchange, judge, "auth-challenge-incomplete", header,
               Verdict::Malformed, std::move(flaw));
    }
  }
}

void check_www_authenticate(const Exchange& exchange, Judge& judge) {
  check_challenges(exchange, judge, sip::HeaderId::WwwAuthenticate,
                   "401-without-www-authenticate");
}

void check_proxy_authenticate(const Exchange& exchange, Judge& judge) {
  check_challenges(exchange, judge, sip::HeaderId::ProxyAuthenticate,
                   "407-without-proxy-authenticate");
}

// Words of its own that speak of nothing that has to do with credentials:
// "Too many registered contacts".
bool names_other_reason(std::string_view phrase) {
  constexpr std::string_view kWords[] = {
      "auth",  "credential", "password", "secret", "login", "user",
      "wrong", "mismatch",   "account",  "digest", "denied"};
  return phrase.find(' ') != std::string_view::npos &&
         std::ranges::none_of(kWords, [phrase](std::string_view word) {
           return holds_ignore_case(phrase, word);
         });
}

// Whom a 403 blames is clear only of requests that came without credentials.
void check_refused_credentials(const Exchange& exchange, Judge& judge) {
  if (exchange.request == nullptr || !judge.is_at_origin() ||
      names_other_reason(exchange.response.reason_phrase)) {
    return;
  }
  for (const sip::HeaderId header :
       {sip::HeaderId::Authorization, sip::HeaderId::ProxyAuthorization}) {
    const std::string_view value = exchange.request->value_of(header);
    if (value.empty()) continue;
    const std::optional<sip::AuthValue> credentials = sip::parse_auth(value);
    if (!credentials) continue;
    judge.tell("403-after-credentials", header,
               fmt::format("the credentials of user \"{}\" for realm \"{}\" "
                           "did not help",
                           parameter_or(*credentials, "username", ""),
                           parameter_or(*credentials, "realm", "")),
               Certainty::Likely);
    return;
  }
}

constexpr auto kWwwAuthenticate =
    ids("401-without-www-authenticate", "auth-challenge-incomplete");
constexpr auto kProxyAuthenticate =
    ids("407-without-proxy-authenticate", "auth-challenge-incomplete");

constexpr auto kRefusedCredentials = ids("403-after-credentials");

constexpr auto k401 = codes(401);
constexpr auto k403 = codes(403);
constexpr auto k407 = codes(407);

// A 401 may carry Proxy-Authenticate too and a 407 WWW-Authenticate (22.3);
// each code has its own duty only.

}  // namespace

const RuleSet& challenge_rules() {
  static constexpr ResponseRule kResponses[] = {
      {check_www_authenticate, kWwwAuthenticate, k401},
      {check_proxy_authenticate, kProxyAuthenticate, k407},
      {check_refused_credentials, kRefusedCredentials, k403},
  };
  static constexpr RuleSet kRules{.responses = kResponses};
  return kRules;
}

}  // namespace siptriage::detail
