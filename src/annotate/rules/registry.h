#pragma once
// All rules, by what they look at and when they run.

#include <cstdint>
#include <span>

#include "annotate/rules/rule_set.h"

namespace siptriage::detail {

// The rules for a final response with that code, in the order of the registry.
[[nodiscard]] std::span<const ResponseRule* const> response_rules_for(
    std::uint16_t code);
[[nodiscard]] std::span<const SequelRule> sequel_rules();
[[nodiscard]] std::span<const TransactionRule> transaction_rules();
[[nodiscard]] std::span<const CallRule> call_rules();
[[nodiscard]] std::span<const MessageRule> message_rules();
// Those that run for `message`: a bit for each of message_rules().
[[nodiscard]] std::uint64_t message_rules_for(const sip::Message& message);
[[nodiscard]] std::span<const CaptureRule> capture_rules();

// True for a rule that only capture rules speak for.
[[nodiscard]] bool is_capture_rule(const RuleEntry& rule);

}  // namespace siptriage::detail
