// The rules of all files of this folder in one order. known_rule_ids() is held
// against data/rules_*.toml by a test.

#include "annotate/rules/registry.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <vector>

#include "annotate/rules/subjects.h"

namespace siptriage {
namespace detail {
namespace {

constexpr const RuleSet& (*kSubjects[])() = {
    challenge_rules,
    capability_rules,
    interval_rules,
    response_rules,
    cause_rules,
    course_rules,
    credential_rules,
    capture_subject_rules,
    network_event_rules,
    schedule_rules,
    late_response_rules,
    acknowledgement_rules,
    reliability_rules,
    cancellation_rules,
    loop_rules,
    leg_rules,
    answer_rules,
    provisional_rules,
    refusal_rules,
    unexplained_rules,
    response_matching_rules,
    offer_answer_rules,
    refused_offer_rules,
    message_health_rules,
    scanner_rules,
    vain_request_rules,
    new_call_id_rules,
    callee_binding_rules,
    cause_agreement_rules,
    release_cause_rules,
    identity_rules,
    nat_rules,
    interval_sequel_rules,
    capability_sequel_rules,
    credential_sequel_rules,
    redirect_rules,
    delay_sequel_rules,
    change_sequel_rules,
    session_timer_rules,
    registration_rules,
    subscription_rules,
    transfer_rules,
    call_change_rules,
    dialog_request_rules,
};

// Codes outside have the rules of all codes only.
constexpr std::uint16_t kFirstCode = 200;
constexpr std::size_t kCodeCount = 500;

class Registry {
 public:
  Registry() {
    for (const auto subject : kSubjects) take(subject());
    index_codes();
    index_needs();
  }

  std::vector<ResponseRule> responses;
  std::vector<SequelRule> sequels;
  std::vector<TransactionRule> transactions;
  std::vector<CallRule> calls;
  std::vector<MessageRule> messages;
  std::vector<CaptureRule> captures;

  [[nodiscard]] std::span<const ResponseRule* const> for_code(
      std::uint16_t code) const {
    const bool known = code >= kFirstCode && code < kFirstCode + kCodeCount;
    const std::size_t place = known ? code - kFirstCode : kCodeCount;
    return std::span(by_code_).subspan(begin_[place],
                                       begin_[place + 1] - begin_[place]);
  }

  [[nodiscard]] std::uint64_t for_message(const sip::Message& message) const {
    std::uint64_t rules = of_all_messages_;
    for (const sip::HeaderField& field : message.header_fields()) {
      rules |= by_header_[static_cast<std::size_t>(field.id)];
    }
    return rules;
  }

 private:
  template <typename Rule>
  static void append(std::vector<Rule>& all, std::span<const Rule> more) {
    all.insert(all.end(), more.begin(), more.end());
  }

  void take(const RuleSet& set) {
    append(responses, set.responses);
    append(sequels, set.sequels);
    append(transactions, set.transactions);
    append(calls, set.calls);
    append(messages, set.messages);
    append(captures, set.captures);
  }

  static bool runs_for(const ResponseRule& rule, std::size_t place) {
    if (rule.codes.empty()) return true;
    return place < kCodeCount &&
           std::find(rule.codes.begin(), rule.codes.end(),
                     kFirstCode + place) != rule.codes.end();
  }

  // The tables above do not move any more.
  void index_codes() {
    for (std::size_t place = 0; place <= kCodeCount; ++place) {
      begin_[place] = by_code_.size();
      for (const ResponseRule& rule : responses) {
        if (runs_for(rule, place)) by_code_.push_back(&rule);
      }
    }
    begin_.back() = by_code_.size();
  }

  void index_needs() {
    assert(messages.size() <= 64 && "a bit each");
    for (std::size_t i = 0; i < messages.size(); ++i) {
      const std::uint64_t bit = std::uint64_t{1} << i;
      if (messages[i].needs.empty()) of_all_messages_ |= bit;
      for (const sip::HeaderId id : messages[i].needs) {
        by_header_[static_cast<std::size_t>(id)] |= bit;
      }
    }
  }

  std::uint64_t of_all_messages_ = 0;
  std::array<std::uint64_t, static_cast<std::size_t>(sip::HeaderId::Count)>
      by_header_{};
  std::vector<const ResponseRule*> by_code_;
  std::array<std::size_t, kCodeCount + 2> begin_{};
};

const Registry& registry() {
  static const Registry all;
  return all;
}

template <typename Rules>
void append_ids(const Rules& rules, std::vector<std::string_view>& all) {
  for (const auto& rule : rules) {
    all.insert(all.end(), rule.ids.begin(), rule.ids.end());
  }
}

}  // namespace

std::span<const ResponseRule* const> response_rules_for(std::uint16_t code) {
  return registry().for_code(code);
}
std::span<const SequelRule> sequel_rules() { return registry().sequels; }
std::span<const TransactionRule> transaction_rules() {
  return registry().transactions;
}
std::span<const CallRule> call_rules() { return registry().calls; }
std::span<const CaptureRule> capture_rules() { return registry().captures; }
std::span<const MessageRule> message_rules() { return registry().messages; }
std::uint64_t message_rules_for(const sip::Message& message) {
  return registry().for_message(message);
}

bool is_capture_rule(const RuleEntry& rule) {
  return std::ranges::any_of(capture_rules(), [&rule](const auto& known) {
    return std::ranges::find(known.ids, rule.id) != known.ids.end();
  });
}

}  // namespace detail

std::vector<std::string_view> known_rule_ids() {
  const detail::Registry& rules = detail::registry();
  std::vector<std::string_view> all;
  detail::append_ids(rules.responses, all);
  detail::append_ids(rules.sequels, all);
  detail::append_ids(rules.transactions, all);
  detail::append_ids(rules.calls, all);
  detail::append_ids(rules.messages, all);
  detail::append_ids(rules.captures, all);
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

}  // namespace siptriage
