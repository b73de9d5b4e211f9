#pragma once
// What the files of this folder have: a set of rules each.

#include "annotate/rules/rule_set.h"

namespace siptriage::detail {

[[nodiscard]] const RuleSet& acknowledgement_rules();
[[nodiscard]] const RuleSet& answer_rules();
[[nodiscard]] const RuleSet& call_change_rules();
[[nodiscard]] const RuleSet& cancellation_rules();
[[nodiscard]] const RuleSet& capability_rules();
[[nodiscard]] const RuleSet& capability_sequel_rules();
[[nodiscard]] const RuleSet& capture_subject_rules();
[[nodiscard]] const RuleSet& callee_binding_rules();
[[nodiscard]] const RuleSet& cause_agreement_rules();
[[nodiscard]] const RuleSet& cause_rules();
[[nodiscard]] const RuleSet& challenge_rules();
[[nodiscard]] const RuleSet& change_sequel_rules();
[[nodiscard]] const RuleSet& course_rules();
[[nodiscard]] const RuleSet& credential_rules();
[[nodiscard]] const RuleSet& credential_sequel_rules();
[[nodiscard]] const RuleSet& delay_sequel_rules();
[[nodiscard]] const RuleSet& dialog_request_rules();
[[nodiscard]] const RuleSet& identity_rules();
[[nodiscard]] const RuleSet& interval_rules();
[[nodiscard]] const RuleSet& interval_sequel_rules();
[[nodiscard]] const RuleSet& late_response_rules();
[[nodiscard]] const RuleSet& leg_rules();
[[nodiscard]] const RuleSet& loop_rules();
[[nodiscard]] const RuleSet& message_health_rules();
[[nodiscard]] const RuleSet& nat_rules();
[[nodiscard]] const RuleSet& new_call_id_rules();
[[nodiscard]] const RuleSet& network_event_rules();
[[nodiscard]] const RuleSet& offer_answer_rules();
[[nodiscard]] const RuleSet& provisional_rules();
[[nodiscard]] const RuleSet& redirect_rules();
[[nodiscard]] const RuleSet& refusal_rules();
[[nodiscard]] const RuleSet& refused_offer_rules();
[[nodiscard]] const RuleSet& registration_rules();
[[nodiscard]] const RuleSet& release_cause_rules();
[[nodiscard]] const RuleSet& reliability_rules();
[[nodiscard]] const RuleSet& response_matching_rules();
[[nodiscard]] const RuleSet& response_rules();
[[nodiscard]] const RuleSet& scanner_rules();
[[nodiscard]] const RuleSet& schedule_rules();
[[nodiscard]] const RuleSet& session_timer_rules();
[[nodiscard]] const RuleSet& subscription_rules();
[[nodiscard]] const RuleSet& transfer_rules();
[[nodiscard]] const RuleSet& unexplained_rules();
[[nodiscard]] const RuleSet& vain_request_rules();

}  // namespace siptriage::detail
