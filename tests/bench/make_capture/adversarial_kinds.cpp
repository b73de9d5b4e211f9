// Plans of calls that an analyzer's tables like least.

#include "bench/make_capture/kinds.h"

namespace siptriage::bench {
namespace {

constexpr std::uint16_t kForks = 200;
constexpr std::uint32_t kHeaderFields = 10'000;

// One message between a forking proxy and the host of a leg, or between the
// caller and the proxy (leg 0). Branch and To tag go with the leg.
Step fork_step(std::uint16_t leg, Method method, std::uint16_t code,
               Pause pause = {Time(50), Time(500)}) {
  Step step;
  step.pause = pause;
  step.method = method;
  step.code = code;
  step.leg = leg;
  step.branch = leg;
  step.has_sdp = method == Method::Invite && (code == 0 || code == 200);
  if (code > 100 || method == Method::Ack) step.to_tag = leg;
  return step;
}

// What the proxy passes on to the caller from a leg.
Step passed_on(std::uint16_t leg, std::uint16_t code) {
  Step step = fork_step(leg, Method::Invite, code);
  step.leg = 0;
  step.branch = 0;
  return step;
}

// Every branch rings, the first one answers, the others are cancelled.
CallScript forked() {
  CallScript script;
  std::vector<Step>& steps = script.steps;
  script.only_from_clients = true;
  steps.push_back(fork_step(0, Method::Invite, 0));
  steps.push_back(fork_step(0, Method::Invite, 100));
  for (std::uint16_t leg = 1; leg <= kForks; ++leg) {
    steps.push_back(fork_step(leg, Method::Invite, 0));
  }
  for (std::uint16_t leg = 1; leg <= kForks; ++leg) {
    steps.push_back(fork_step(leg, Method::Invite, 180));
    steps.push_back(passed_on(leg, 180));
  }
  steps.push_back(fork_step(1, Method::Invite, 200, kRinging));
  steps.push_back(passed_on(1, 200));
  for (std::uint16_t leg = 2; leg <= kForks; ++leg) {
    steps.push_back(fork_step(leg, Method::Cancel, 0));
    steps.push_back(fork_step(leg, Method::Cancel, 200));
    steps.push_back(fork_step(leg, Method::Invite, 487));
    steps.push_back(fork_step(leg, Method::Ack, 0));
  }
  Step ack = fork_step(0, Method::Ack, 0);
  ack.to_tag = 1;
  ack.branch = kForks + 1;
  ack.in_dialog = true;
  steps.push_back(ack);
  Step bye = ack;
  bye.method = Method::Bye;
  bye.branch = kForks + 2;
  bye.cseq = 2;
  bye.pause = kTalk;
  steps.push_back(bye);
  bye.code = 200;
  bye.pause = kNetwork;
  steps.push_back(bye);
  return script;
}

}  // namespace

Plan same_hash(std::uint64_t calls) {
  Plan plan = mixed_calls(calls);
  plan.style.ids = IdStyle::Alike;
  return plan;
}

Plan many_headers(std::uint64_t calls) {
  Plan plan = mixed_calls(calls);
  plan.style.more_header_fields = kHeaderFields;
  return plan;
}

Plan giant_dialog(std::uint64_t calls) {
  Plan plan = long_calls(1);
  plan.scripts.front().script.cycles = static_cast<std::uint32_t>(calls);
  return plan;
}

Plan never_answered(std::uint64_t calls) {
  Plan plan;
  plan.scripts = {{1, ScriptBuilder().invite().done()}};
  plan.scripts.front().script.steps.front().has_sdp = false;
  plan.calls = calls;
  return plan;
}

Plan deep_forks(std::uint64_t calls) {
  Plan plan;
  plan.scripts = {{1, forked()}};
  plan.calls = calls;
  plan.interval = Time(100'000);
  return plan;
}

}  // namespace siptriage::bench
