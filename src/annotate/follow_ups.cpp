#include "annotate/follow_ups.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "annotate/rules/registry.h"

namespace siptriage::detail {
namespace {

constexpr std::uint16_t kFirstCode = 300;
constexpr std::size_t kCodeCount = 400;

// A few rules a code.
std::span<const SequelRule* const> rules_for(std::uint16_t code) {
  static const auto rules_by_code = [] {
    std::array<std::vector<const SequelRule*>, kCodeCount> by_code;
    for (const SequelRule& rule : sequel_rules()) {
      for (const std::uint16_t each : rule.codes) {
        by_code[each - kFirstCode].push_back(&rule);
      }
    }
    return by_code;
  }();
  if (code < kFirstCode || code >= kFirstCode + kCodeCount) return {};
  return rules_by_code[code - kFirstCode];
}

// Whether the next attempt is what it seems. A proxy that tries one target
// after the other repeats the CSeq number, too (RFC 3261 16.7), and goes on
// with what has nothing to do with the response but for a redirect.
bool is_of_user_agent(const Sequel& sequel) {
  const bool is_redirect = sequel.answered.final_status / 100 == 3;
  return sequel.next->cseq_number != sequel.answered.cseq_number ||
         is_redirect || !sequel.retry->has_several(sip::HeaderId::Via);
}

void judge(const Sequel& sequel, std::span<const SequelRule* const> rules,
           Annotation& annotation, std::vector<Finding>& found, bool tells) {
  FollowUp& follow_up = annotation.follow_up.emplace();
  follow_up.next = sequel.next_id;
  if (sequel.retry == nullptr) {
    follow_up.detail = fmt::format(
        "no further {} of this client {}", sequel.answered.method_name,
        sequel.scene.trace.call(sequel.answered.call).kind == CallKind::Call
            ? "is in this call"
            : "has this Call-ID");
    return;
  }
  SequelJudge verdict(sequel, annotation, found, tells);
  for (const SequelRule* rule : rules) {
    if (rule->applies(sequel)) rule->judge(sequel, verdict);
  }
}

}  // namespace

void FollowUps::annotate_response(const Scene& scene, Annotation& annotation) {
  const std::span<const SequelRule* const> rules = rules_for(annotation.code);
  if (rules.empty()) return;
  const TransactionId id = annotation.transaction;
  const Transaction& answered = scene.transaction(id);
  const Reading request(scene, answered.request);
  const Reading response(scene, annotation.response);
  if (!request || !response) return;
  Sequel sequel{scene,      id, answered, *request, *response,
                annotation, {}, nullptr,  nullptr,  {}};
  if (std::ranges::none_of(
          rules, [&](const auto* rule) { return rule->applies(sequel); })) {
    return;
  }
  if (!indexed_) attempts_.index(scene.trace, answered.call);
  indexed_ = true;
  const TransactionId next_id = attempts_.next_after(scene.trace, id);
  const Transaction* next =
      next_id.valid() ? &scene.transaction(next_id) : nullptr;
  const Reading retry(scene, next == nullptr ? MessageId() : next->request);
  if (retry) {
    sequel.next = next;
    sequel.retry = retry.get();
    if (is_of_user_agent(sequel)) {
      sequel.next_id = next_id;
      sequel.waited = elapsed(scene.message(answered.final_response).timestamp,
                              scene.message(next->request).timestamp);
    } else {
      sequel.next = nullptr;
      sequel.retry = nullptr;
    }
  }
  judge(sequel, rules, annotation, found_,
        attempts_.begins_with(scene.trace, id));
  keep(found_);
}

// The same again in one call is one finding, with all the frames.
void FollowUps::keep(std::vector<Finding>& findings) {
  for (Finding& finding : findings) {
    const auto known = std::ranges::find_if(repeated_, [&](const auto& other) {
      return other.finding.rule == finding.rule;
    });
    if (known == repeated_.end()) {
      repeated_.push_back({std::move(finding), 1});
      continue;
    }
    ++known->times;
    known->finding.frames.insert(known->finding.frames.end(),
                                 finding.frames.begin(), finding.frames.end());
  }
  findings.clear();
}

void FollowUps::annotate_call(Analysis& analysis, const Scene& scene,
                              const Call& call) {
  indexed_ = false;
  for (TransactionId id = call.first_transaction; id.valid();
       id = scene.transaction(id).next_in_call) {
    if (scene.transaction(id).final_status < kFirstCode) continue;
    const std::uint32_t place = analysis.annotation_index[id.index()];
    if (place == Analysis::kNoAnnotation) continue;
    annotate_response(scene, analysis.annotations[place]);
  }
  for (Repeated& each : repeated_) {
    if (each.times > 1) {
      each.finding.message +=
          fmt::format("; {} times in this {}", each.times,
                      call.kind == CallKind::Call ? "call" : "exchange");
    }
    analysis.findings.push_back(std::move(each.finding));
  }
  repeated_.clear();
}

void FollowUps::annotate(Analysis& analysis, const Scene& scene) {
  const bool any = std::ranges::any_of(
      analysis.annotations,
      [](const Annotation& each) { return each.code >= kFirstCode; });
  if (!any) return;
  for (const Call& call : scene.trace.calls()) {
    annotate_call(analysis, scene, call);
  }
}

}  // namespace siptriage::detail
