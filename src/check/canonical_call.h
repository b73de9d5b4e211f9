#pragma once
// A call without what differs each time it is recorded: the scenario it is one
// of.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "siptriage/annotate/triage.h"
#include "siptriage/check/snapshot.h"
#include "siptriage/sip/message.h"

#include "check/ordinals.h"
#include "filter/relations.h"

namespace siptriage::check {

// Peers told apart in one scenario; further ones count as the last.
inline constexpr std::size_t kMaxScenarioPeers = 64;
// Messages that may come again and again in an exchange that is no call, as a
// refresh does: told once.
inline constexpr std::size_t kMaxRoundMessages = 8;

struct CanonicalCall {
  // Without what is counted over calls.
  Scenario scenario;
  std::string shape;  // the same for calls that are alike
  std::array<std::optional<Duration>, kTimingKinds> timings;
};

class CallCanonizer {
 public:
  explicit CallCanonizer(const Limits& limits)
      : most_messages_(limits[LimitId::ScenarioMessages]), message_(limits) {}

  // The conversation of the calls that follow. Lifetime: while they are read.
  void begin(const Analysis& conversation) { relations_.begin(conversation); }
  [[nodiscard]] CanonicalCall read(const CallView& view);

 private:
  struct Seen {
    MessageId id;
    std::uint32_t from = 0;
    std::uint32_t to = 0;
  };

  void collect(const CallView& view);
  void number_peers(const Trace& trace, Scenario& scenario);
  [[nodiscard]] std::uint32_t peer_of(const Endpoint& endpoint);
  void tell_roles(const CallView& view, Scenario& scenario) const;
  void tell_messages(const CallView& view, Scenario& scenario);
  void fold_rounds(Scenario& scenario);

  std::uint64_t most_messages_;
  filter::Relations relations_;
  sip::Message message_;
  Ordinals ordinals_;
  std::vector<Seen> seen_;
  std::vector<Endpoint> peers_;
  std::vector<std::size_t> looks_;  // of each message told, for fold_rounds()
};

}  // namespace siptriage::check
