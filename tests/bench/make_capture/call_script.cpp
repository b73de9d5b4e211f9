#include "bench/make_capture/call_script.h"

namespace siptriage::bench {

Step CallScript::step(std::uint32_t number) const {
  const std::uint32_t length = cycle_end - cycle_begin;
  std::uint32_t round = 0;
  if (number >= cycle_begin && cycles > 1) {
    const std::uint32_t in_cycles = number - cycle_begin;
    const bool is_past = in_cycles >= length * cycles;
    round = is_past ? cycles - 1 : in_cycles / length;
    number -= round * length;
  }
  Step step = steps[number];
  step.branch += round * cycle_branches;
  if (step.requester == Side::Caller) step.cseq += round * cycle_cseqs;
  return step;
}

ScriptBuilder& ScriptBuilder::add(const Step& step) {
  script_.steps.push_back(step);
  if (step.is_request() && step.method != Method::Ack) last_request_ = step;
  return *this;
}

Step ScriptBuilder::next_transaction(Method method, Pause pause) {
  Step step;
  step.pause = pause;
  step.method = method;
  step.branch = branches_++;
  step.cseq = ++cseqs_;
  step.to_tag = dialog_ ? 1 : 0;
  step.in_dialog = dialog_;
  step.authorized = authorized_;
  return step;
}

ScriptBuilder& ScriptBuilder::invite() {
  Step step = next_transaction(Method::Invite, kNetwork);
  step.has_sdp = true;
  invite_ = step;
  return add(step);
}

ScriptBuilder& ScriptBuilder::request(Method method, Pause pause) {
  return add(next_transaction(method, pause));
}

ScriptBuilder& ScriptBuilder::bye(Side by) {
  Step step = next_transaction(Method::Bye, kTalk);
  step.requester = by;
  // Each side counts its own requests (RFC 3261 12.2.1.1).
  if (by == Side::Callee) step.cseq = 1;
  return add(step);
}

ScriptBuilder& ScriptBuilder::reply(std::uint16_t code, Pause pause) {
  Step step = last_request_;
  step.pause = pause;
  step.code = code;
  step.to_tag = code == 100 ? 0 : 1;
  const bool is_to_invite = step.method == Method::Invite;
  step.has_sdp = is_to_invite && code == 200;
  if (is_to_invite) invite_code_ = code;
  if (is_to_invite && code == 200) dialog_ = true;
  return add(step);
}

ScriptBuilder& ScriptBuilder::cancel(Pause pause) {
  Step step = invite_;
  step.pause = pause;
  step.method = Method::Cancel;
  step.has_sdp = false;
  return add(step);
}

ScriptBuilder& ScriptBuilder::reply_to_invite(std::uint16_t code) {
  last_request_ = invite_;
  return reply(code);
}

ScriptBuilder& ScriptBuilder::ack() {
  // To a 2xx it is a transaction of its own (RFC 3261 13.2.2.4).
  Step step = invite_;
  step.method = Method::Ack;
  step.pause = kNetwork;
  step.has_sdp = false;
  step.to_tag = 1;
  if (invite_code_ == 200) {
    step.branch = branches_++;
    step.in_dialog = true;
  }
  return add(step);
}

ScriptBuilder& ScriptBuilder::again(Time after) {
  Step step = script_.steps.back();
  step.pause = {after, after};
  return add(step);
}

ScriptBuilder& ScriptBuilder::authorize() {
  authorized_ = true;
  return *this;
}

ScriptBuilder& ScriptBuilder::begin_cycle() {
  script_.cycle_begin = static_cast<std::uint32_t>(script_.steps.size());
  branches_before_cycle_ = branches_;
  cseqs_before_cycle_ = cseqs_;
  return *this;
}

ScriptBuilder& ScriptBuilder::end_cycle(std::uint32_t cycles) {
  script_.cycle_end = static_cast<std::uint32_t>(script_.steps.size());
  script_.cycles = cycles;
  script_.cycle_branches = branches_ - branches_before_cycle_;
  script_.cycle_cseqs = cseqs_ - cseqs_before_cycle_;
  return *this;
}

ScriptBuilder& ScriptBuilder::only_from_clients() {
  script_.only_from_clients = true;
  return *this;
}

}  // namespace siptriage::bench
