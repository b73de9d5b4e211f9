// Which function speaks for which rules, and when it runs. known_rule_ids() is
// held against data/rules.toml by a test.

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>

#include "annotate/rules.h"

namespace siptriage {
namespace detail {
namespace {

template <typename... Ids>
constexpr auto ids(Ids... names) {
  return std::array<std::string_view, sizeof...(Ids)>{names...};
}
template <typename... Codes>
constexpr auto codes(Codes... numbers) {
  return std::array<std::uint16_t, sizeof...(Codes)>{
      static_cast<std::uint16_t>(numbers)...};
}

constexpr auto kWwwAuthenticate =
    ids("401-without-www-authenticate", "auth-challenge-incomplete");
constexpr auto kProxyAuthenticate =
    ids("407-without-proxy-authenticate", "auth-challenge-incomplete");
constexpr auto kAllow =
    ids("405-without-allow", "405-allow-lists-rejected-method");
constexpr auto kAcceptFamily =
    ids("415-without-accept-family", "415-accept-lists-sent-type");
constexpr auto kUnsupported =
    ids("420-without-unsupported", "420-unsupported-not-required");
constexpr auto kRequire =
    ids("421-without-require", "421-required-already-supported");
constexpr auto kMinSe =
    ids("422-without-min-se", "422-min-se-not-above-session-expires",
        "422-min-se-below-90", "422-without-session-expires");
constexpr auto kMinExpires =
    ids("423-without-min-expires", "423-min-expires-not-above-requested");
constexpr auto kRecvInfo = ids("469-without-recv-info");
constexpr auto kOfferWarning = ids("488-without-warning");
constexpr auto kAllowEvents =
    ids("489-without-allow-events", "489-package-was-listed");
constexpr auto kSecurityServer = ids("494-without-security-server");
constexpr auto kRedirect = ids("redirect-without-contact");
constexpr auto kRetryAfter =
    ids("retry-after-unparsable", "503-without-retry-after",
        "413-without-retry-after", "retry-after-value");
constexpr auto kInviteContact = ids("invite-2xx-without-contact");
constexpr auto kSubscribeExpires = ids("subscribe-2xx-without-expires");
constexpr auto kWarning = ids("warning-unparsable");
constexpr auto kReason = ids("reason-unparsable");

constexpr auto kTimeout = ids("request-timed-out");
constexpr auto kRetransmissions = ids("request-retransmitted");
constexpr auto kAck = ids("ack-not-seen");

constexpr auto kChallenges = ids("auth-rechallenge-not-stale", "auth-loop");

constexpr auto kMessages = ids("missing-mandatory-header", "malformed-message",
                               "content-length-wrong", "capture-cut-messages");
constexpr auto kCapture =
    ids("capture-damaged", "capture-drops", "capture-encrypted-signalling");

constexpr auto k401 = codes(401);
constexpr auto k407 = codes(407);
constexpr auto k405 = codes(405);
constexpr auto k415 = codes(415);
constexpr auto k420 = codes(420);
constexpr auto k421 = codes(421);
constexpr auto k422 = codes(422);
constexpr auto k423 = codes(423);
constexpr auto k469 = codes(469);
constexpr auto k488 = codes(488);
constexpr auto k489 = codes(489);
constexpr auto k494 = codes(494);
constexpr auto kRedirects = codes(300, 301, 302, 305);
constexpr auto kAnswers = codes(200, 202);

// A 401 may carry Proxy-Authenticate too and a 407 WWW-Authenticate (22.3);
// each code has its own duty only.
constexpr HeaderRule kHeaderRules[] = {
    {check_www_authenticate, kWwwAuthenticate, k401},
    {check_proxy_authenticate, kProxyAuthenticate, k407},
    {check_allow, kAllow, k405},
    {check_accept_family, kAcceptFamily, k415},
    {check_unsupported, kUnsupported, k420},
    {check_require, kRequire, k421},
    {check_min_se, kMinSe, k422},
    {check_min_expires, kMinExpires, k423},
    {check_recv_info, kRecvInfo, k469},
    {check_offer_warning, kOfferWarning, k488},
    {check_allow_events, kAllowEvents, k489},
    {check_security_server, kSecurityServer, k494},
    {check_redirect_contact, kRedirect, kRedirects},
    {check_retry_after, kRetryAfter, {}},
    {check_invite_contact, kInviteContact, kAnswers},
    {check_subscribe_expires, kSubscribeExpires, kAnswers},
    {check_warning, kWarning, {}},
    {check_reason, kReason, {}},
};

// Codes that no rule asks for by name run the rules of all final responses.
constexpr std::uint16_t kFirstCode = 200;
constexpr std::size_t kCodeCount = 500;

constexpr auto kRulesOfCode = [] {
  std::array<std::uint32_t, kCodeCount + 1> masks{};
  static_assert(std::size(kHeaderRules) <= 32, "a bit a rule");
  for (std::size_t i = 0; i < std::size(kHeaderRules); ++i) {
    const std::uint32_t bit = std::uint32_t{1} << i;
    for (const std::uint16_t code : kHeaderRules[i].codes) {
      masks[code - kFirstCode] |= bit;
    }
    if (!kHeaderRules[i].codes.empty()) continue;
    for (std::uint32_t& mask : masks) mask |= bit;
  }
  return masks;
}();

constexpr TransactionRule kTransactionRules[] = {
    {judge_timeout, kTimeout},
    {judge_retransmissions, kRetransmissions},
    {judge_ack, kAck},
};

constexpr CallRule kCallRules[] = {
    {judge_challenges, kChallenges},
};

constexpr CaptureRule kCaptureRules[] = {
    {judge_messages, kMessages},
    {judge_capture, kCapture},
};

template <typename Rules>
void append_ids(const Rules& rules, std::vector<std::string_view>& all) {
  for (const auto& rule : rules) {
    all.insert(all.end(), rule.ids.begin(), rule.ids.end());
  }
}

}  // namespace

std::span<const HeaderRule> header_rules() { return kHeaderRules; }
std::uint32_t header_rules_for(std::uint16_t code) {
  const bool known = code >= kFirstCode && code < kFirstCode + kCodeCount;
  return kRulesOfCode[known ? code - kFirstCode : kCodeCount];
}

bool is_capture_rule(const RuleEntry& rule) {
  return std::any_of(std::begin(kCaptureRules), std::end(kCaptureRules),
                     [&rule](const CaptureRule& known) {
                       return std::find(known.ids.begin(), known.ids.end(),
                                        rule.id) != known.ids.end();
                     });
}

std::span<const TransactionRule> transaction_rules() {
  return kTransactionRules;
}
std::span<const CallRule> call_rules() { return kCallRules; }
std::span<const CaptureRule> capture_rules() { return kCaptureRules; }

}  // namespace detail

std::vector<std::string_view> known_rule_ids() {
  std::vector<std::string_view> all;
  detail::append_ids(detail::kHeaderRules, all);
  detail::append_ids(detail::kTransactionRules, all);
  detail::append_ids(detail::kCallRules, all);
  detail::append_ids(detail::kCaptureRules, all);
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

}  // namespace siptriage
