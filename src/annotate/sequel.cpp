#include "annotate/sequel.h"

#include <utility>

#include <fmt/format.h>

#include "annotate/judge.h"

namespace siptriage::detail {

std::string next_request(const Sequel& sequel) {
  return fmt::format("the next {}", sequel.answered.method_name);
}

std::string seconds_text(Duration duration) {
  constexpr double kMillisecondsPerSecond = 1000;
  const double milliseconds = milliseconds_of(duration);
  if (milliseconds < kMillisecondsPerSecond) {
    return fmt::format("{:.0f} ms", milliseconds);
  }
  return fmt::format("{:.1f} s", milliseconds / kMillisecondsPerSecond);
}

// What was ignored once is not made good by another rule.
void SequelJudge::decide(FollowUpVerdict verdict, std::string detail) {
  FollowUp& follow_up = *annotation_.follow_up;
  if (follow_up.verdict == FollowUpVerdict::Ignored ||
      (follow_up.verdict == FollowUpVerdict::Obeyed &&
       verdict != FollowUpVerdict::Ignored)) {
    return;
  }
  follow_up.verdict = verdict;
  follow_up.detail = std::move(detail);
}

void SequelJudge::obeyed(std::string detail) {
  decide(FollowUpVerdict::Obeyed, std::move(detail));
}

void SequelJudge::undecided(std::string detail) {
  decide(FollowUpVerdict::NotSeen, std::move(detail));
}

void SequelJudge::ignored(std::string_view rule, sip::HeaderId asked,
                          sip::HeaderId given, std::string detail) {
  remark(rule, asked, given, detail);
  if (annotation_.follow_up->rule == nullptr) {
    annotation_.follow_up->rule = &rule_entry(rule);
  }
  decide(FollowUpVerdict::Ignored, std::move(detail));
}

void SequelJudge::remark(std::string_view rule, sip::HeaderId asked,
                         sip::HeaderId given, const std::string& detail) {
  if (!tells_) return;
  const Trace& trace = sequel_.scene.trace;
  Finding finding = make_finding(
      rule, trace, sequel_.id,
      fmt::format("{}: {}",
                  describe_response(annotation_, sequel_.answered.method_name),
                  detail));
  const FrameId next = trace.message(sequel_.next->request).frame;
  finding.frames.push_back(next);
  add_evidence(finding, trace.message(sequel_.answered.final_response).frame,
               sequel_.response, asked);
  add_evidence(finding, next, *sequel_.retry, given);
  findings_.push_back(std::move(finding));
}

}  // namespace siptriage::detail
