// Any octets as the value of each small structured header field. What is held:
// parts lie in the value, numbers in their range; written and parsed again, a
// value is the same; unfolding once is enough.

#include <optional>
#include <string>
#include <string_view>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/identity.h"
#include "siptriage/sip/parse.h"
#include "siptriage/sip/passport.h"
#include "siptriage/sip/values.h"

#include "fuzz/fuzz.h"

namespace siptriage::fuzz {
namespace {

using namespace sip;  // NOLINT(google-build-using-namespace)

void check_cseq(std::string_view value) {
  const std::optional<CSeqValue> cseq = parse_cseq(value);
  if (!cseq) return;
  require_in(value, {cseq->method});
  require(cseq->number < std::uint32_t{1} << 31, "CSeq is below 2**31");
  const std::string text =
      std::to_string(cseq->number) + ' ' + std::string(cseq->method);
  const std::optional<CSeqValue> again = parse_cseq(text);
  require(
      again && again->number == cseq->number && again->method == cseq->method,
      "CSeq, written again");
}

void check_delta_seconds(std::string_view value) {
  const std::optional<std::uint32_t> seconds = parse_delta_seconds(value);
  require(!seconds || parse_delta_seconds(std::to_string(*seconds)) == seconds,
          "delta-seconds, written again");
}

void check_retry_after(std::string_view value) {
  const std::optional<RetryAfterValue> found = parse_retry_after(value);
  if (!found) return;
  require_in(value, {found->comment});
  std::string text = std::to_string(found->delay_seconds) + " (" +
                     std::string(found->comment) + ')';
  if (found->duration_seconds) {
    text += ";duration=" + std::to_string(*found->duration_seconds);
  }
  const std::optional<RetryAfterValue> again = parse_retry_after(text);
  require(again && again->delay_seconds == found->delay_seconds &&
              again->comment == found->comment &&
              again->duration_seconds == found->duration_seconds,
          "Retry-After, written again");
}

void check_session_timer(std::string_view value) {
  const std::optional<SessionTimerValue> timer = parse_session_timer(value);
  if (!timer) return;
  require(timer->refresher.empty() || timer->refresher == "uac" ||
              timer->refresher == "uas",
          "a refresher is one of two");
  std::string text = std::to_string(timer->seconds);
  if (!timer->refresher.empty()) {
    text.append(";refresher=").append(timer->refresher);
  }
  const std::optional<SessionTimerValue> again = parse_session_timer(text);
  require(again && again->seconds == timer->seconds &&
              again->refresher == timer->refresher,
          "Session-Expires, written again");
}

void check_warning(std::string_view value) {
  const std::optional<WarningValue> warning = parse_warning(value);
  if (!warning) return;
  require_in(value, {warning->agent, warning->text});
  require(warning->code <= 999, "a warning code has three digits");
  std::string text = std::to_string(1000 + warning->code).substr(1);
  text.append(" ").append(warning->agent).append(" \"");
  text.append(warning->text).append("\"");
  const std::optional<WarningValue> again = parse_warning(text);
  require(again && again->code == warning->code &&
              again->agent == warning->agent && again->text == warning->text,
          "Warning, written again");
}

void check_reason(std::string_view value) {
  const std::optional<ReasonValue> reason = parse_reason(value);
  if (!reason) return;
  require_in(value, {reason->protocol, reason->text});
  std::string text(reason->protocol);
  if (reason->cause) text += ";cause=" + std::to_string(*reason->cause);
  const std::optional<ReasonValue> again = parse_reason(text);
  require(again && again->protocol == reason->protocol &&
              again->cause == reason->cause && again->text.empty(),
          "Reason, written again");
}

void check_auth(std::string_view value) {
  const std::optional<AuthValue> auth = parse_auth(value);
  if (!auth) return;
  require_in(value, {auth->scheme, auth->parameters});
  for (const std::string_view name : {"realm", "nonce", "algorithm", "stale"}) {
    const auto found = find_auth_parameter(auth->parameters, name);
    if (found) require_in(auth->parameters, {*found});
  }
  const std::string text =
      std::string(auth->scheme) + ' ' + std::string(auth->parameters);
  const std::optional<AuthValue> again = parse_auth(text);
  require(again && again->scheme == auth->scheme &&
              again->parameters == auth->parameters,
          "a challenge, written again");
}

void check_passport(std::string_view token) {
  const Passport passport = decode_passport(token);
  require(passport.dest.size() <= kMaxPassportList &&
              passport.others.size() <= kMaxPassportList,
          "lists of a PASSporT are bounded");
  require(passport.form == PassportForm::Full ||
              (!passport.orig && !passport.iat && passport.alg.empty()),
          "a compact form says nothing");
}

void check_identity(std::string_view value) {
  check_passport(value);
  const auto canonical = canonical_identity(value);
  require(!canonical || may_be_same(*canonical, *canonical),
          "everybody is the same as himself");
  const std::optional<IdentityValue> identity = parse_identity(value);
  if (!identity) return;
  require_in(value,
             {identity->token, identity->info, identity->alg, identity->ppt});
  check_passport(identity->token);
}

void check_others(std::string_view value) {
  require(!parse_sip_date(value) || is_sip_date(value),
          "a time is that of a SIP-date");
  require(!is_sip_date(value) || trim(value).size() == 29,
          "a SIP-date has 29 octets");
  const std::string_view type = media_type(value);
  require_in(value, {type});
  require(type.empty() || media_type(type) == type,
          "a media type is its own media type");
  require(find_header_id(value) == HeaderId::Unknown || value.size() == 1 ||
              equals_ignore_case(to_string(find_header_id(value)), value),
          "a header field is found by its own name");
  require(find_method(value) == Method::Unknown ||
              to_string(find_method(value)) == value,
          "a method is found by its own name");
}

void check_all(std::string_view value) {
  check_cseq(value);
  check_delta_seconds(value);
  check_retry_after(value);
  check_session_timer(value);
  check_warning(value);
  check_reason(value);
  check_auth(value);
  check_identity(value);
  check_others(value);
}

}  // namespace

void run(std::string_view input) {
  check_all(input);
  std::string buffer;
  const std::string_view unfolded = unfold(input, buffer);
  require(lies_in(unfolded, input) || lies_in(unfolded, buffer),
          "an unfolded value is the value or the buffer");
  check_all(unfolded);
  std::string again;
  require(unfold(unfolded, again) == unfolded, "unfolding once is enough");
}

}  // namespace siptriage::fuzz
