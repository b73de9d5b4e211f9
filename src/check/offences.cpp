#include "check/offences.h"

#include <algorithm>
#include <string>

namespace siptriage::check {

namespace {

// Keeps the least `most` of them, ascending.
template <typename Value>
void keep_first(std::vector<Value>& first, Value value, std::size_t most) {
  if (first.size() == most && !(value < first.back())) return;
  first.insert(std::ranges::upper_bound(first, value), value);
  if (first.size() > most) first.pop_back();
}

}  // namespace

void Offences::add(const Item& item, FrameId frame) {
  ++count_;
  keep_first(first_, Place{item.order, frame}, kMaxCheckedFrames);
  if (item.call.valid()) add_call(item);
}

void Offences::add_call(const Item& item) {
  if (item.conversation != conversation_) {
    conversation_ = item.conversation;
    seen_ = {};
  }
  if (!seen_.insert(item.call.index()).second) return;
  ++call_count_;
  keep_first(first_calls_, item.call.index(), kMaxCheckedCalls);
}

void Offences::merge(const Offences& other) {
  count_ += other.count_;
  call_count_ += other.call_count_;
  for (const Place& place : other.first_) {
    keep_first(first_, place, kMaxCheckedFrames);
  }
  for (const std::uint32_t call : other.first_calls_) {
    keep_first(first_calls_, call, kMaxCheckedCalls);
  }
}

void Offences::tell(const Triage& triage, Assertion& assertion) const {
  for (const Place& place : first_) {
    if (place.frame.number != 0) assertion.frames.push_back(place.frame);
  }
  assertion.more_frames = count_ - first_.size();
  CallReader reader(triage);
  for (const std::uint32_t call : first_calls_) {
    const CallView view = reader.read(CallId(call));
    assertion.calls.push_back({std::uint64_t{call} + 1,
                               std::string(view.call().call_id),
                               view.call().first_frame});
  }
  assertion.more_calls = call_count_ - first_calls_.size();
}

}  // namespace siptriage::check
