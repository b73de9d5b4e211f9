#pragma once
// CallPlayer: plays many calls at once, in the order of time, and counts what
// was said.

#include <array>
#include <cstdint>
#include <map>
#include <queue>
#include <vector>

#include "bench/make_capture/call_script.h"
#include "bench/make_capture/carrier.h"
#include "bench/make_capture/hosts.h"
#include "bench/make_capture/sip_text.h"

namespace siptriage::bench {

struct WeightedScript {
  std::uint32_t weight = 1;  // of the sum of all
  CallScript script;
};

// Which calls, and how many.
struct Plan {
  std::vector<WeightedScript> scripts;
  std::uint64_t calls = 0;
  Time interval{1000};  // between the starts of two calls
  std::uint32_t calls_from_servers_per_mille = 0;
  // Requests and final responses that are sent again after T1, as if what
  // they wait for had been lost.
  std::uint32_t sent_again_per_mille = 0;
  TextStyle style;
};

struct Tally {
  std::uint64_t calls = 0;
  std::uint64_t messages = 0;
  std::uint64_t message_octets = 0;
  std::array<std::uint64_t, static_cast<std::size_t>(Method::Count)> requests{};
  std::map<std::uint16_t, std::uint64_t> responses;  // by code
};

class CallPlayer {
 public:
  // `plan`, `hosts` and `carrier` must outlive the player.
  CallPlayer(const Plan& plan, const Hosts& hosts, Carrier& carrier,
             std::uint64_t seed);

  // Sends what is due until `limit`, that included.
  void play_until(Time limit);
  void play_all() { play_until(Time::max()); }

  [[nodiscard]] const Tally& tally() const { return tally_; }

 private:
  struct LiveCall {
    Time due{};
    std::uint64_t order = 0;  // where times are the same
    const CallScript* script = nullptr;
    Call call;
    std::uint32_t step = 0;
    bool was_sent_again = false;
  };
  struct IsLater {
    bool operator()(const LiveCall& a, const LiveCall& b) const {
      return a.due != b.due ? a.due > b.due : a.order > b.order;
    }
  };

  [[nodiscard]] Time next_start() const;
  void start_call();
  void play_step(LiveCall live);
  void send(const LiveCall& live, const Step& step);
  [[nodiscard]] const CallScript& choose_script(std::uint64_t random) const;

  const Plan& plan_;
  Carrier& carrier_;
  std::uint64_t seed_;
  SipText text_;
  std::uint32_t weights_ = 0;
  std::uint64_t order_ = 0;
  std::priority_queue<LiveCall, std::vector<LiveCall>, IsLater> live_;
  Tally tally_;
};

}  // namespace siptriage::bench
