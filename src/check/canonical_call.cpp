#include "check/canonical_call.h"

#include <algorithm>
#include <utility>

#include "check/canonical_message.h"
#include "check/scenario_json.h"

namespace siptriage::check {
namespace {

// Sent again, or captured twice: as the network and the capture have it.
bool is_repeated(const MessageRecord& record) {
  return record.repetition == Repetition::Retransmission ||
         record.repetition == Repetition::Duplicate;
}

// From the request of the slowest transaction to its final response, those
// left aside that wait for people, or are never answered.
std::optional<Duration> slowest_response(const CallView& view) {
  const Trace& trace = view.analysis.trace;
  std::optional<Duration> slowest;
  for (TransactionId id = view.call().first_transaction; id.valid();
       id = trace.transaction(id).next_in_call) {
    const Transaction& transaction = trace.transaction(id);
    if (transaction.method == sip::Method::Invite ||
        !transaction.request.valid() || !transaction.final_response.valid()) {
      continue;
    }
    const Duration took =
        elapsed(trace.message(transaction.request).timestamp,
                trace.message(transaction.final_response).timestamp);
    slowest = std::max(slowest.value_or(took), took);
  }
  return slowest;
}

}  // namespace

CanonicalCall CallCanonizer::read(const CallView& view) {
  const Call& call = view.call();
  CanonicalCall canonical;
  Scenario& scenario = canonical.scenario;
  scenario.kind = call.kind;
  scenario.outcome = call.outcome;
  scenario.code = call.final_status;
  scenario.calls = 1;
  scenario.retransmissions = call.retransmissions;
  scenario.first_call = {0, std::string(call.call_id), call.first_frame};
  collect(view);
  number_peers(view.analysis.trace, scenario);
  tell_roles(view, scenario);
  tell_messages(view, scenario);
  canonical.shape = shape_of(scenario);
  canonical.timings = {call.post_dial_delay, slowest_response(view),
                       call.ring_time, call.talk_time,
                       elapsed(call.first_time, call.last_time)};
  return canonical;
}

void CallCanonizer::collect(const CallView& view) {
  seen_.clear();
  relations_.each(FilterScope::Call, view.id.index(), FilterScope::Message,
                  [&](std::uint32_t index) {
                    const MessageId id(index);
                    if (!is_repeated(view.analysis.trace.message(id))) {
                      seen_.push_back({id});
                    }
                    return false;
                  });
  std::ranges::sort(seen_, {},
                    [](const Seen& seen) { return seen.id.index(); });
}

// A peer is an address, whatever its port: TCP takes another one each time.
// Where both ends have one address, as on a loopback interface, ports tell them
// apart.
void CallCanonizer::number_peers(const Trace& trace, Scenario& scenario) {
  peers_.clear();
  const bool needs_ports = std::ranges::any_of(seen_, [&](const Seen& seen) {
    const MessageRecord& record = trace.message(seen.id);
    return record.source.address == record.destination.address;
  });
  for (Seen& seen : seen_) {
    const MessageRecord& record = trace.message(seen.id);
    const auto number = [&](Endpoint endpoint) {
      if (!needs_ports) endpoint.port = 0;
      return peer_of(endpoint);
    };
    seen.from = number(record.source);
    seen.to = number(record.destination);
  }
  scenario.peers.assign(peers_.size(), "peer");
}

std::uint32_t CallCanonizer::peer_of(const Endpoint& endpoint) {
  const auto known = std::ranges::find(peers_, endpoint);
  if (known == peers_.end()) {
    if (peers_.size() == kMaxScenarioPeers) return kMaxScenarioPeers;
    peers_.push_back(endpoint);
    return static_cast<std::uint32_t>(peers_.size());
  }
  return static_cast<std::uint32_t>(known - peers_.begin() + 1);
}

// By who sends and who gets the request that the call began with.
void CallCanonizer::tell_roles(const CallView& view, Scenario& scenario) const {
  const Trace& trace = view.analysis.trace;
  std::vector<bool> sends(peers_.size());
  std::vector<bool> gets(peers_.size());
  for (const Seen& seen : seen_) {
    const MessageRecord& first = trace.message(seen_.front().id);
    const MessageRecord& record = trace.message(seen.id);
    if (!record.is_request() || record.method_name != first.method_name ||
        record.to_tag != first.to_tag || record.from_tag != first.from_tag) {
      continue;
    }
    sends[seen.from - 1] = true;
    gets[seen.to - 1] = true;
  }
  for (std::size_t i = 0; i < peers_.size(); ++i) {
    if (sends[i] && gets[i]) {
      scenario.peers[i] = "hop";
    } else if (sends[i]) {
      scenario.peers[i] = "caller";
    } else if (gets[i]) {
      scenario.peers[i] = "callee";
    }
  }
}

void CallCanonizer::tell_messages(const CallView& view, Scenario& scenario) {
  // What happens at one hop comes in the order of causes; what happens at two
  // is up to the network.
  std::ranges::stable_sort(seen_, {}, [](const Seen& seen) {
    return std::minmax(seen.from, seen.to);
  });
  ordinals_.clear();
  looks_.clear();
  const bool has_rounds = scenario.kind != CallKind::Call;
  for (const Seen& seen : seen_) {
    if (scenario.messages.size() == most_messages_) {
      ++scenario.more_messages;
      continue;
    }
    const MessageRecord& record = view.analysis.trace.message(seen.id);
    if (!view.analysis.trace.parse(seen.id, message_)) continue;
    ScenarioMessage message = canonical_message(record, message_, ordinals_);
    message.from = seen.from;
    message.to = seen.to;
    message.frame = record.frame;
    scenario.messages.push_back(std::move(message));
    if (has_rounds) fold_rounds(scenario);
  }
}

// Takes the last messages away where they only repeat those before them.
void CallCanonizer::fold_rounds(Scenario& scenario) {
  looks_.push_back(look_of(scenario.messages.back()));
  const auto end = looks_.end();
  for (std::size_t length = 2;
       length <= kMaxRoundMessages && 2 * length <= looks_.size(); ++length) {
    const auto step = static_cast<std::ptrdiff_t>(length);
    if (!std::equal(end - step, end, end - 2 * step)) continue;
    looks_.resize(looks_.size() - length);
    scenario.messages.resize(scenario.messages.size() - length);
    return;
  }
}

}  // namespace siptriage::check
