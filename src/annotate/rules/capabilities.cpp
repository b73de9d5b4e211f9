// 405, 415, 420, 421, 469, 488, 489, 494: does the refusal name what would be
// accepted, and does that agree with the request?

#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/values.h"

#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"

namespace siptriage::detail {
namespace {

using sip::HeaderId;

// RFC 3329.
constexpr std::string_view kAgreement = "sec-agree";

// The tags of Require and Proxy-Require.
std::vector<std::string_view> required_tags(const sip::Message& request) {
  std::vector<std::string_view> tags = list_of(request, HeaderId::Require);
  for (const std::string_view tag : list_of(request, HeaderId::ProxyRequire)) {
    tags.push_back(tag);
  }
  return tags;
}

// The field of the request that most likely failed (RFC 3261 8.2.3).
HeaderId accept_header_for(const sip::Message* request) {
  if (request == nullptr) return HeaderId::Accept;
  if (request->has(HeaderId::ContentEncoding)) return HeaderId::AcceptEncoding;
  return HeaderId::Accept;
}

std::string_view event_package(const sip::Message& request) {
  const std::string_view event = request.value_of(HeaderId::Event);
  return trim(event.substr(0, event.find(';')));
}

void check_allow(const Exchange& exchange, Judge& judge) {
  if (!exchange.response.has(HeaderId::Allow)) {
    judge.fail("405-without-allow", HeaderId::Allow, DutyLevel::Must,
               Verdict::Missing, not_present("Allow"));
    return;
  }
  const auto allowed = list_of(exchange.response, HeaderId::Allow);
  const std::string_view method = exchange.transaction.method_name;
  // Method names are case-sensitive (RFC 3261 7.1).
  for (const std::string_view name : allowed) {
    if (name != method) continue;
    judge.fail("405-allow-lists-rejected-method", HeaderId::Allow,
               DutyLevel::Must, Verdict::Contradicts,
               fmt::format("Allow lists {}, the very method refused", method));
    return;
  }
  judge.pass("405-without-allow", HeaderId::Allow, DutyLevel::Must,
             allowed.empty()
                 ? std::string("Allow is empty: no method is allowed here")
                 : fmt::format("{} is not among: {}", method, join(allowed)));
}

// What else of the body failed where its type is accepted (RFC 3261 8.2.3);
// Accept: the type itself was refused after all.
HeaderId accept_header_besides_type(const sip::Message& request) {
  if (request.has(HeaderId::ContentEncoding)) return HeaderId::AcceptEncoding;
  if (request.has(HeaderId::ContentLanguage)) return HeaderId::AcceptLanguage;
  return HeaderId::Accept;
}

void check_accepted_type(const Exchange& exchange, Judge& judge,
                         std::string_view sent) {
  const HeaderId other = accept_header_besides_type(*exchange.request);
  if (other == HeaderId::Accept) {
    judge.fail_likely(
        "415-accept-lists-sent-type", HeaderId::Accept, DutyLevel::Must,
        Verdict::Contradicts,
        fmt::format("the request carried {}, which Accept lists", sent));
    return;
  }
  judge.fail("415-without-accept-family", other, DutyLevel::Must,
             Verdict::Missing,
             fmt::format("Accept lists {}, the type sent, so {} would have to "
                         "say what failed, and it is not present at this "
                         "capture point",
                         sent, sip::to_string(other)));
}

std::string allows_only(HeaderId header, std::string_view values) {
  return values.empty()
             ? fmt::format("{} is empty", sip::to_string(header))
             : fmt::format("{} allows {} only", sip::to_string(header), values);
}

void check_accept_family(const Exchange& exchange, Judge& judge) {
  const sip::Message& response = exchange.response;
  bool any = false;
  for (const HeaderId id :
       {HeaderId::Accept, HeaderId::AcceptEncoding, HeaderId::AcceptLanguage}) {
    if (!response.has(id)) continue;
    any = true;
    if (id == HeaderId::Accept) continue;
    judge.pass("415-without-accept-family", id, DutyLevel::Must,
               allows_only(id, join(list_of(response, id))));
  }
  if (!any) {
    const HeaderId header = accept_header_for(exchange.request);
    judge.fail("415-without-accept-family", header, DutyLevel::Must,
               Verdict::Missing, not_present(sip::to_string(header)));
    return;
  }
  if (!response.has(HeaderId::Accept)) return;
  const auto ranges = accepted_list_of(response, HeaderId::Accept);
  const std::string_view content_type =
      exchange.request == nullptr
          ? std::string_view()
          : exchange.request->value_of(HeaderId::ContentType);
  const std::string_view sent = sip::media_type(content_type);
  if (!sent.empty() && accepts_body(response, content_type) &&
      !response.has(HeaderId::AcceptEncoding) &&
      !response.has(HeaderId::AcceptLanguage)) {
    return check_accepted_type(exchange, judge, sent);
  }
  if (contains_ignore_case(ranges, sent) &&
      !accepts_body(response, content_type)) {
    return judge.pass(
        "415-without-accept-family", HeaderId::Accept, DutyLevel::Must,
        fmt::format("the request carried {}; {}", content_type,
                    allows_only(HeaderId::Accept,
                                join(list_of(response, HeaderId::Accept)))));
  }
  judge.pass("415-without-accept-family", HeaderId::Accept, DutyLevel::Must,
             sent.empty()
                 ? allows_only(HeaderId::Accept, join(ranges))
                 : fmt::format("the request carried {}; {}", sent,
                               allows_only(HeaderId::Accept, join(ranges))));
}

void check_unsupported(const Exchange& exchange, Judge& judge) {
  if (!exchange.response.has(HeaderId::Unsupported)) {
    judge.fail("420-without-unsupported", HeaderId::Unsupported,
               DutyLevel::Must, Verdict::Missing, not_present("Unsupported"));
    return;
  }
  const auto refused = list_of(exchange.response, HeaderId::Unsupported);
  if (exchange.request == nullptr) {
    judge.pass("420-without-unsupported", HeaderId::Unsupported,
               DutyLevel::Must,
               fmt::format("not supported: {}", join(refused)));
    return;
  }
  if (refused.empty()) {
    judge.fail("420-without-unsupported", HeaderId::Unsupported,
               DutyLevel::Must, Verdict::Malformed,
               "Unsupported names no option tag");
    return;
  }
  const auto required = required_tags(*exchange.request);
  std::vector<std::string_view> not_required;
  for (const std::string_view tag : refused) {
    if (!contains_ignore_case(required, tag)) not_required.push_back(tag);
  }
  if (!not_required.empty()) {
    judge.fail_likely(
        "420-unsupported-not-required", HeaderId::Unsupported, DutyLevel::Must,
        Verdict::Contradicts,
        fmt::format("{} stands neither in Require nor in Proxy-Require of the "
                    "request seen here",
                    join(not_required)));
    return;
  }
  judge.pass("420-without-unsupported", HeaderId::Unsupported, DutyLevel::Must,
             fmt::format("required: {}; not supported: {}", join(required),
                         join(refused)));
}

void check_require(const Exchange& exchange, Judge& judge) {
  if (!exchange.response.has(HeaderId::Require)) {
    judge.fail("421-without-require", HeaderId::Require, DutyLevel::Must,
               Verdict::Missing, not_present("Require"));
    return;
  }
  const auto wanted = list_of(exchange.response, HeaderId::Require);
  std::vector<std::string_view> supported;
  if (exchange.request != nullptr) {
    supported = list_of(*exchange.request, HeaderId::Supported);
    for (const std::string_view tag :
         list_of(*exchange.request, HeaderId::Require)) {
      supported.push_back(tag);
    }
  }
  for (const std::string_view tag : wanted) {
    if (!contains_ignore_case(supported, tag)) {
      judge.pass("421-without-require", HeaderId::Require, DutyLevel::Must,
                 fmt::format("the server insists on {}", join(wanted)));
      return;
    }
  }
  judge.fail_likely(
      "421-required-already-supported", HeaderId::Require, DutyLevel::Must,
      Verdict::Contradicts,
      fmt::format("the request already supports {}", join(wanted)));
}

void check_recv_info(const Exchange& exchange, Judge& judge) {
  if (!exchange.response.has(HeaderId::RecvInfo)) {
    judge.fail("469-without-recv-info", HeaderId::RecvInfo, DutyLevel::Must,
               Verdict::Missing, not_present("Recv-Info"));
    return;
  }
  const auto willing = list_of(exchange.response, HeaderId::RecvInfo);
  judge.pass("469-without-recv-info", HeaderId::RecvInfo, DutyLevel::Must,
             willing.empty()
                 ? std::string("Recv-Info is empty: no package is wanted")
                 : fmt::format("info packages wanted: {}", join(willing)));
}

void check_offer_warning(const Exchange& exchange, Judge& judge) {
  if (exchange.response.has(HeaderId::Warning)) return;  // check_warning's
  if (exchange.transaction.method != sip::Method::Invite) return;
  judge.fail("488-without-warning", HeaderId::Warning, DutyLevel::Should,
             Verdict::Missing, not_present("Warning"));
}

void check_allow_events(const Exchange& exchange, Judge& judge) {
  // MUST for PUBLISH (RFC 3903 11.1.1), SHOULD for SUBSCRIBE (RFC 6665 4.4.4).
  const bool is_publish = exchange.transaction.method == sip::Method::Publish;
  const DutyLevel level = is_publish ? DutyLevel::Must : DutyLevel::Should;
  const std::string_view rule = is_publish ? "publish-489-without-allow-events"
                                           : "489-without-allow-events";
  if (!exchange.response.has(HeaderId::AllowEvents)) {
    judge.fail(rule, HeaderId::AllowEvents, level, Verdict::Missing,
               not_present("Allow-Events"));
    return;
  }
  const auto understood = list_of(exchange.response, HeaderId::AllowEvents);
  const std::string_view package = exchange.request == nullptr
                                       ? std::string_view()
                                       : event_package(*exchange.request);
  if (!package.empty() && contains_ignore_case(understood, package)) {
    judge.fail("489-package-was-listed", HeaderId::AllowEvents, level,
               Verdict::Contradicts,
               fmt::format("Allow-Events lists {}, the very package refused",
                           package));
    return;
  }
  judge.pass(rule, HeaderId::AllowEvents, level,
             package.empty() ? fmt::format("understood: {}", join(understood))
                             : fmt::format("{} is not among: {}", package,
                                           join(understood)));
}

void check_security_server(const Exchange& exchange, Judge& judge) {
  if (!exchange.response.has(HeaderId::SecurityServer)) {
    judge.fail("494-without-security-server", HeaderId::SecurityServer,
               DutyLevel::Must, Verdict::Missing,
               not_present("Security-Server"));
    return;
  }
  // RFC 3329 2.3.2: where the server insists and the client had not asked.
  if (exchange.request != nullptr &&
      !contains_ignore_case(required_tags(*exchange.request), kAgreement) &&
      !lists(exchange.response, HeaderId::Require, kAgreement)) {
    judge.fail("494-without-require", HeaderId::Require, DutyLevel::Must,
               Verdict::Missing,
               "the request did not require sec-agree, and no Require with "
               "sec-agree is present at this capture point");
  }
  judge.pass(
      "494-without-security-server", HeaderId::SecurityServer, DutyLevel::Must,
      fmt::format("offered: {}", join(bare_list_of(exchange.response,
                                                   HeaderId::SecurityServer))));
}

constexpr auto kAllow =
    ids("405-without-allow", "405-allow-lists-rejected-method");
constexpr auto kAcceptFamily =
    ids("415-without-accept-family", "415-accept-lists-sent-type");
constexpr auto kUnsupported =
    ids("420-without-unsupported", "420-unsupported-not-required");
constexpr auto kRequire =
    ids("421-without-require", "421-required-already-supported");
constexpr auto kRecvInfo = ids("469-without-recv-info");
constexpr auto kOfferWarning = ids("488-without-warning");
constexpr auto kAllowEvents =
    ids("489-without-allow-events", "publish-489-without-allow-events",
        "489-package-was-listed");
constexpr auto kSecurityServer =
    ids("494-without-security-server", "494-without-require");

constexpr auto k405 = codes(405);
constexpr auto k415 = codes(415);
constexpr auto k420 = codes(420);
constexpr auto k421 = codes(421);
constexpr auto k469 = codes(469);
constexpr auto k488 = codes(488);
constexpr auto k489 = codes(489);
constexpr auto k494 = codes(494);

}  // namespace

const RuleSet& capability_rules() {
  static constexpr ResponseRule kResponses[] = {
      {check_allow, kAllow, k405},
      {check_accept_family, kAcceptFamily, k415},
      {check_unsupported, kUnsupported, k420},
      {check_require, kRequire, k421},
      {check_recv_info, kRecvInfo, k469},
      {check_offer_warning, kOfferWarning, k488},
      {check_allow_events, kAllowEvents, k489},
      {check_security_server, kSecurityServer, k494},
  };
  static constexpr RuleSet kRules{.responses = kResponses};
  return kRules;
}

}  // namespace siptriage::detail
