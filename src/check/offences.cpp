#include "check/offences.h"

#include <algorithm>
#include <string>

namespace siptriage::check {

void Offences::add(const Item& item, FrameId frame) {
  ++count_;
  const Place place{item.order, frame};
  if (first_.size() < kMaxCheckedFrames || place < first_.back()) {
    first_.insert(std::ranges::upper_bound(first_, place), place);
    if (first_.size() > kMaxCheckedFrames) first_.pop_back();
  }
  if (!item.call.valid()) return;
  if (calls_.size() <= item.call.index()) calls_.resize(item.call.index() + 1);
  calls_[item.call.index()] = true;
}

void Offences::merge(const Offences& other) {
  count_ += other.count_;
  first_.insert(first_.end(), other.first_.begin(), other.first_.end());
  std::ranges::sort(first_);
  first_.resize(std::min(first_.size(), kMaxCheckedFrames));
  if (calls_.size() < other.calls_.size()) calls_.resize(other.calls_.size());
  for (std::size_t i = 0; i < other.calls_.size(); ++i) {
    if (other.calls_[i]) calls_[i] = true;
  }
}

void Offences::tell(const Triage& triage, Assertion& assertion) const {
  for (const Place& place : first_) {
    if (place.frame.number != 0) assertion.frames.push_back(place.frame);
  }
  assertion.more_frames = count_ - first_.size();
  CallReader reader(triage);
  for (std::uint32_t i = 0; i < calls_.size(); ++i) {
    if (!calls_[i]) continue;
    if (assertion.calls.size() == kMaxCheckedCalls) {
      ++assertion.more_calls;
      continue;
    }
    const CallView view = reader.read(CallId(i));
    assertion.calls.push_back({std::uint64_t{i} + 1,
                               std::string(view.call().call_id),
                               view.call().first_frame});
  }
}

}  // namespace siptriage::check
