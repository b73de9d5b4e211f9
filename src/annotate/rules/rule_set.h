#pragma once
// A rule is a small pure function under the ids that data/rules_*.toml gives
// it, by what it looks at. Each file of this folder has the rules of one
// subject, and gives them as a RuleSet at its end; registry.cpp lists the
// files.

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "siptriage/sip/header_id.h"
#include "siptriage/sip/message.h"

#include "annotate/anomaly_tallies.h"
#include "annotate/call_retries.h"
#include "annotate/callee_bindings.h"
#include "annotate/exchange.h"
#include "annotate/judge.h"
#include "annotate/scene.h"
#include "annotate/sequel.h"
#include "annotate/vain_requests.h"

namespace siptriage::detail {

using Findings = std::vector<Finding>;
using RuleIds = std::span<const std::string_view>;

// About a final response and its request: what an Annotation shows.
struct ResponseRule {
  void (*judge)(const Exchange& exchange, Judge& judge);
  RuleIds ids;
  // The codes it runs for; empty: every final response.
  std::span<const std::uint16_t> codes;
};

// About what the client did after a final response.
struct SequelRule {
  // Whether the response calls for a change that this rule can judge.
  bool (*applies)(const Sequel& sequel);
  // Runs where the next attempt is in the capture.
  void (*judge)(const Sequel& sequel, SequelJudge& judge);
  RuleIds ids;
  std::span<const std::uint16_t> codes;
};

// About one transaction, answered or not.
struct TransactionRule {
  void (*judge)(const Scene& scene, TransactionId id, Findings& findings);
  RuleIds ids;
};

// About one call: what several of its transactions show together.
struct CallRule {
  void (*judge)(const Scene& scene, CallId id, Findings& findings);
  RuleIds ids;
};

// About one message by itself, at its first appearance.
struct MessageRule {
  void (*judge)(const Scene& scene, MessageId id, const sip::Message& message,
                Findings& findings);
  RuleIds ids;
  // It runs for messages that have one of them; empty: for all.
  std::span<const sip::HeaderId> needs;
};

// About all messages, and about the capture.
struct CaptureFacts {
  const AnomalyTallies& anomalies;
  const Coverage& coverage;
  const Legs& legs;
  const VainRequests& vain_requests;
  const std::vector<CallRetry>& call_retries;
  const std::vector<CalleeBinding>& callee_bindings;
};
struct CaptureRule {
  void (*judge)(const CaptureFacts& facts, Findings& findings);
  RuleIds ids;
};

struct RuleSet {
  std::span<const ResponseRule> responses = {};
  std::span<const SequelRule> sequels = {};
  std::span<const TransactionRule> transactions = {};
  std::span<const CallRule> calls = {};
  std::span<const MessageRule> messages = {};
  std::span<const CaptureRule> captures = {};
};

// For the tables of rules.
template <typename... Ids>
constexpr auto ids(Ids... names) {
  return std::array<std::string_view, sizeof...(Ids)>{names...};
}
template <typename... Codes>
constexpr auto codes(Codes... numbers) {
  return std::array<std::uint16_t, sizeof...(Codes)>{
      static_cast<std::uint16_t>(numbers)...};
}

}  // namespace siptriage::detail
