#pragma once
/// The small structured header field values that rules ask for, one struct and
/// one function each. All views point into the value given; each function
/// gives nothing when the value is malformed, so that absent, malformed and
/// sound can be told apart.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "siptriage/base/lifetime.h"
#include "siptriage/sip/parameters.h"

namespace siptriage::sip {

/// CSeq: number below 2**31 and method (RFC 3261 20.16).
struct CSeqValue {
  std::uint32_t number = 0;
  std::string_view method;
};
[[nodiscard]] std::optional<CSeqValue> parse_cseq(
    std::string_view value SIPTRIAGE_LIFETIMEBOUND);

/// RAck: which reliable provisional response is acknowledged (RFC 3262 7.2).
struct RAckValue {
  std::uint32_t response_number = 0;  // the RSeq
  std::uint32_t cseq_number = 0;
  std::string_view method;
};
[[nodiscard]] std::optional<RAckValue> parse_rack(
    std::string_view value SIPTRIAGE_LIFETIMEBOUND);

/// RSeq: never 0 (RFC 3262 7.1).
[[nodiscard]] std::optional<std::uint32_t> parse_rseq(std::string_view value);

/// A plain delta-seconds value: Expires, Min-Expires, Min-SE's first part.
[[nodiscard]] std::optional<std::uint32_t> parse_delta_seconds(
    std::string_view value);

/// Retry-After: seconds, comment, how long the callee will be available
/// (RFC 3261 20.33).
struct RetryAfterValue {
  std::uint32_t delay_seconds = 0;
  std::string_view comment;  // without its parentheses
  std::optional<std::uint32_t> duration_seconds;
};
[[nodiscard]] std::optional<RetryAfterValue> parse_retry_after(
    std::string_view value SIPTRIAGE_LIFETIMEBOUND);

/// Session-Expires and Min-SE (RFC 4028 4, 5).
struct SessionTimerValue {
  std::uint32_t seconds = 0;
  std::string_view refresher;  // "uac", "uas" or empty
};
[[nodiscard]] std::optional<SessionTimerValue> parse_session_timer(
    std::string_view value SIPTRIAGE_LIFETIMEBOUND);

/// One warning-value (RFC 3261 20.43).
struct WarningValue {
  std::uint16_t code = 0;
  std::string_view agent;
  std::string_view text;  // without quotes, escapes kept
};
/// One element of the list (take it apart with next_list_element).
[[nodiscard]] std::optional<WarningValue> parse_warning(
    std::string_view value SIPTRIAGE_LIFETIMEBOUND);

/// One reason-value (RFC 3326 2).
struct ReasonValue {
  std::string_view protocol;  // "Q.850", "SIP", "STIR"
  std::optional<std::uint32_t> cause;
  std::string_view text;  // without quotes, escapes kept
};
[[nodiscard]] std::optional<ReasonValue> parse_reason(
    std::string_view value SIPTRIAGE_LIFETIMEBOUND);

/// A challenge or credentials (RFC 3261 20.7, 20.44, RFC 8760).
struct AuthValue {
  std::string_view scheme;      // "Digest"
  std::string_view parameters;  // comma-separated, see next_auth_parameter
};
[[nodiscard]] std::optional<AuthValue> parse_auth(
    std::string_view value SIPTRIAGE_LIFETIMEBOUND);
/// Takes the first parameter off `rest`. False at the end.
bool next_auth_parameter(std::string_view& rest, Parameter& parameter);
/// The value of "realm", "nonce", "algorithm", "stale", ...: without quotes.
[[nodiscard]] std::optional<std::string_view> find_auth_parameter(
    std::string_view parameters SIPTRIAGE_LIFETIMEBOUND, std::string_view name);

/// SIP-date (RFC 3261 20.17): only the form "Sat, 13 Nov 2010 23:29:00 GMT".
[[nodiscard]] bool is_sip_date(std::string_view value);
/// The same as seconds since 1970-01-01 00:00:00 UTC; nothing for what is no
/// SIP-date, and for days that no calendar has.
[[nodiscard]] std::optional<std::int64_t> parse_sip_date(
    std::string_view value);

/// The media type of Content-Type without parameters, such as
/// "application/sdp"; empty when malformed.
[[nodiscard]] std::string_view media_type(
    std::string_view value SIPTRIAGE_LIFETIMEBOUND);

}  // namespace siptriage::sip
