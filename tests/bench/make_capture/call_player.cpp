#include "bench/make_capture/call_player.h"

#include <algorithm>
#include <utility>

#include "bench/make_capture/random.h"

namespace siptriage::bench {
namespace {

// What is mixed from a call's seed, far from what texts take.
constexpr std::uint64_t kScript = std::uint64_t{1} << 40;
constexpr std::uint64_t kClient = kScript + 1;
constexpr std::uint64_t kDirection = kScript + 2;
constexpr std::uint64_t kPauses = std::uint64_t{1} << 41;  // of each step
constexpr std::uint64_t kAgain = std::uint64_t{1} << 42;   // of each step

Time chosen(const Pause& pause, std::uint64_t random) {
  const auto room =
      static_cast<std::uint32_t>((pause.most - pause.least).count());
  return pause.least + Time(below(random, room + 1));
}

// What T1 sends again: requests, but no ACK; and final responses to INVITE.
bool is_sent_again(const Step& step) {
  if (step.is_request()) return step.method != Method::Ack;
  return step.method == Method::Invite && step.code >= 200;
}

}  // namespace

CallPlayer::CallPlayer(const Plan& plan, const Hosts& hosts, Carrier& carrier,
                       std::uint64_t seed)
    : plan_(plan),
      carrier_(carrier),
      seed_(mix(seed)),
      text_(hosts, plan.style) {
  for (const WeightedScript& entry : plan.scripts) weights_ += entry.weight;
}

void CallPlayer::play_until(Time limit) {
  while (true) {
    const Time start = next_start();
    const Time due = live_.empty() ? Time::max() : live_.top().due;
    if (std::min(start, due) > limit) return;
    if (start == Time::max() && due == Time::max()) return;
    if (start <= due) {
      start_call();
      continue;
    }
    LiveCall live = live_.top();
    live_.pop();
    play_step(live);
  }
}

Time CallPlayer::next_start() const {
  if (tally_.calls == plan_.calls) return Time::max();
  const Time jitter(below(mix(seed_, tally_.calls),
                          static_cast<std::uint32_t>(plan_.interval.count())));
  return plan_.interval * static_cast<std::int64_t>(tally_.calls) + jitter;
}

void CallPlayer::start_call() {
  LiveCall live;
  live.due = next_start();
  live.order = order_++;
  Call& call = live.call;
  call.index = static_cast<std::uint32_t>(tally_.calls++);
  call.seed = mix(seed_ + 1, call.index);
  live.script = &choose_script(mix(call.seed, kScript));
  call.caller = below(mix(call.seed, kClient), kClients);
  call.callee = server_of(call.caller);
  if (!live.script->only_from_clients &&
      below(mix(call.seed, kDirection), 1000) <
          plan_.calls_from_servers_per_mille) {
    std::swap(call.caller, call.callee);
  }
  live_.push(live);
}

const CallScript& CallPlayer::choose_script(std::uint64_t random) const {
  std::uint32_t rest = below(random, weights_);
  for (const WeightedScript& entry : plan_.scripts) {
    if (rest < entry.weight) return entry.script;
    rest -= entry.weight;
  }
  return plan_.scripts.back().script;
}

void CallPlayer::play_step(LiveCall live) {
  const Step step = live.script->step(live.step);
  send(live, step);
  live.order = order_++;
  if (!live.was_sent_again && is_sent_again(step) &&
      below(mix(live.call.seed, kAgain + live.step), 1000) <
          plan_.sent_again_per_mille) {
    live.was_sent_again = true;
    live.due += kT1;
    live_.push(live);
    return;
  }
  live.was_sent_again = false;
  if (++live.step == live.script->messages()) return;
  live.due += chosen(live.script->step(live.step).pause,
                     mix(live.call.seed, kPauses + live.step));
  live_.push(live);
}

void CallPlayer::send(const LiveCall& live, const Step& step) {
  const Route route = route_of(live.call, step);
  const std::string_view message = text_.write(live.call, step);
  carrier_.carry(live.due, {route.from, route.to, live.call.index, message});
  ++tally_.messages;
  tally_.message_octets += message.size();
  if (step.is_request()) {
    ++tally_.requests[static_cast<std::size_t>(step.method)];
  } else {
    ++tally_.responses[step.code];
  }
}

}  // namespace siptriage::bench
