#pragma once
// All rules, by what they look at and when they run.

#include <cstdint>
#include <span>

#include "annotate/rules/rule_set.h"

namespace siptriage::detail {

// The rules for a final response with that code, in the order of the registry.
[[nodiscard]] std::span<const ResponseRule* const> response_rules_for(
    std::uint16_t code);
[[nodiscard]] std::span<const TransactionRule> transaction_rules();
[[nodiscard]] std::span<const CallRule> call_rules();
[[nodiscard]] std::span<const CaptureRule> capture_rules();

// The header fields of one message, or those that rules need: a bit each.
class HeaderSet {
 public:
  void add(sip::HeaderId id) {
    const auto bit = static_cast<std::size_t>(id);
    words_[bit / 64] |= std::uint64_t{1} << bit % 64;
  }
  [[nodiscard]] bool meets(const HeaderSet& other) const {
    return ((words_[0] & other.words_[0]) | (words_[1] & other.words_[1])) != 0;
  }

 private:
  static_assert(static_cast<std::size_t>(sip::HeaderId::Count) <= 128);
  std::array<std::uint64_t, 2> words_{};
};

struct RegisteredMessageRule {
  const MessageRule* rule = nullptr;
  HeaderSet needs;
};
[[nodiscard]] std::span<const RegisteredMessageRule> message_rules();

// True for a rule that only capture rules speak for.
[[nodiscard]] bool is_capture_rule(const RuleEntry& rule);

}  // namespace siptriage::detail
