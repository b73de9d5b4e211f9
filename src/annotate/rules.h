#pragma once
// The rules, one small function each, by what they look at. registry.cpp says
// which ids each of them may speak for, and for which response codes it runs.

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "annotate/anomaly_tallies.h"
#include "annotate/exchange.h"
#include "annotate/judge.h"

namespace siptriage::detail {

// Rules about a final response and its request (challenge_rules.cpp ...).
void check_www_authenticate(const Exchange& exchange, Judge& judge);
void check_proxy_authenticate(const Exchange& exchange, Judge& judge);
void check_allow(const Exchange& exchange, Judge& judge);
void check_accept_family(const Exchange& exchange, Judge& judge);
void check_unsupported(const Exchange& exchange, Judge& judge);
void check_require(const Exchange& exchange, Judge& judge);
void check_min_se(const Exchange& exchange, Judge& judge);
void check_min_expires(const Exchange& exchange, Judge& judge);
void check_recv_info(const Exchange& exchange, Judge& judge);
void check_offer_warning(const Exchange& exchange, Judge& judge);
void check_allow_events(const Exchange& exchange, Judge& judge);
void check_security_server(const Exchange& exchange, Judge& judge);
void check_redirect_contact(const Exchange& exchange, Judge& judge);
void check_retry_after(const Exchange& exchange, Judge& judge);
void check_invite_contact(const Exchange& exchange, Judge& judge);
void check_subscribe_expires(const Exchange& exchange, Judge& judge);
void check_warning(const Exchange& exchange, Judge& judge);
void check_reason(const Exchange& exchange, Judge& judge);

struct HeaderRule {
  void (*check)(const Exchange& exchange, Judge& judge);
  std::span<const std::string_view> ids;
  // The codes it runs for; empty: every final response.
  std::span<const std::uint16_t> codes;
};
[[nodiscard]] std::span<const HeaderRule> header_rules();
// Which of them run for `code`: a bit each.
[[nodiscard]] std::uint32_t header_rules_for(std::uint16_t code);

// Rules about a transaction, answered or not (transaction_rules.cpp).
void judge_timeout(const Trace& trace, TransactionId id,
                   std::vector<Finding>& findings);
void judge_retransmissions(const Trace& trace, TransactionId id,
                           std::vector<Finding>& findings);
void judge_ack(const Trace& trace, TransactionId id,
               std::vector<Finding>& findings);

struct TransactionRule {
  void (*judge)(const Trace& trace, TransactionId id,
                std::vector<Finding>& findings);
  std::span<const std::string_view> ids;
};
[[nodiscard]] std::span<const TransactionRule> transaction_rules();

// Rules about a call (call_rules.cpp).
void judge_challenges(const Trace& trace, CallId id,
                      std::vector<Finding>& findings);

struct CallRule {
  void (*judge)(const Trace& trace, CallId id, std::vector<Finding>& findings);
  std::span<const std::string_view> ids;
};
[[nodiscard]] std::span<const CallRule> call_rules();

// Rules about all messages, and about the capture (capture_rules.cpp).
struct CaptureFacts {
  const AnomalyTallies& anomalies;
  const Coverage& coverage;
};
void judge_messages(const CaptureFacts& facts, std::vector<Finding>& findings);
void judge_capture(const CaptureFacts& facts, std::vector<Finding>& findings);

struct CaptureRule {
  void (*judge)(const CaptureFacts& facts, std::vector<Finding>& findings);
  std::span<const std::string_view> ids;
};
[[nodiscard]] std::span<const CaptureRule> capture_rules();
// True for a rule that only capture rules speak for.
[[nodiscard]] bool is_capture_rule(const RuleEntry& rule);

}  // namespace siptriage::detail
