// Plans of calls as networks see them.

#include "bench/make_capture/kinds.h"

namespace siptriage::bench {
namespace {

CallScript answered(Side hangs_up) {
  return ScriptBuilder()
      .invite()
      .reply(100)
      .reply(180, kRouting)
      .reply(200, kRinging)
      .ack()
      .bye(hangs_up)
      .reply(200)
      .done();
}

CallScript challenged() {
  return ScriptBuilder()
      .invite()
      .reply(407)
      .ack()
      .authorize()
      .invite()
      .reply(100)
      .reply(180, kRouting)
      .reply(200, kRinging)
      .ack()
      .bye(Side::Caller)
      .reply(200)
      .done();
}

CallScript cancelled() {
  return ScriptBuilder()
      .invite()
      .reply(100)
      .reply(180, kRouting)
      .cancel(kRinging)
      .reply(200)
      .reply_to_invite(487)
      .ack()
      .done();
}

CallScript busy() {
  return ScriptBuilder().invite().reply(100).reply(486, kRouting).ack().done();
}

CallScript not_there() {
  return ScriptBuilder()
      .invite()
      .reply(100)
      .reply(180, kRouting)
      .reply(480, kTalk)
      .ack()
      .done();
}

CallScript refused(std::uint16_t code) {
  return ScriptBuilder().invite().reply(code).ack().done();
}

// Timer A of RFC 3261 17.1.1.2: the wait doubles each time.
CallScript timed_out() {
  ScriptBuilder builder;
  builder.invite();
  for (int i = 0; i < 6; ++i) builder.again(kT1 * (1 << i));
  return builder.done();
}

CallScript registered() {
  return ScriptBuilder()
      .only_from_clients()
      .request(Method::Register)
      .reply(401)
      .authorize()
      .request(Method::Register)
      .reply(200)
      .done();
}

CallScript asked_options() {
  return ScriptBuilder().request(Method::Options).reply(200).done();
}

}  // namespace

// The weights, of a thousand, give 4.96 messages a call, and what is sent again
// makes it five.
Plan mixed_calls(std::uint64_t calls) {
  Plan plan;
  plan.scripts = {
      {230, answered(Side::Caller)},
      {60, answered(Side::Callee)},
      {40, challenged()},
      {60, cancelled()},
      {160, busy()},
      {40, not_there()},
      {220, refused(404)},
      {110, refused(503)},
      {60, refused(488)},
      {10, timed_out()},
      {5, registered()},
      {5, asked_options()},
  };
  plan.calls = calls;
  plan.calls_from_servers_per_mille = 300;
  plan.sent_again_per_mille = 16;
  return plan;
}

Plan mixed_calls_over_tcp(std::uint64_t calls) {
  Plan plan = mixed_calls(calls);
  plan.style.transport = "TCP";
  return plan;
}

// 20,000 RTP packets a second leave room for 124 calls of five messages.
Plan calls_beside_media(std::uint64_t) {
  Plan plan = mixed_calls(UINT64_MAX);
  plan.interval = Time(8080);
  return plan;
}

Plan short_calls(std::uint64_t calls) {
  Plan plan;
  plan.scripts = {{40, refused(404)},
                  {30, refused(486)},
                  {20, refused(503)},
                  {10, refused(488)}};
  plan.calls = calls;
  return plan;
}

Plan long_calls(std::uint64_t calls) {
  constexpr std::uint32_t kCycles = 249;
  Plan plan;
  plan.scripts = {{1, ScriptBuilder()
                          .invite()
                          .reply(180)
                          .reply(200, kRinging)
                          .ack()
                          .begin_cycle()
                          .invite()
                          .reply(100)
                          .reply(200)
                          .ack()
                          .request(Method::Info, kRouting)
                          .reply(200)
                          .request(Method::Update, kRouting)
                          .reply(200)
                          .end_cycle(kCycles)
                          .bye(Side::Caller)
                          .reply(200)
                          .done()}};
  plan.calls = calls;
  return plan;
}

Plan register_storm(std::uint64_t calls) {
  Plan plan;
  plan.scripts = {{1, registered()}};
  plan.calls = calls;
  return plan;
}

}  // namespace siptriage::bench
