#include "annotate/frame_order.h"

#include <algorithm>

namespace siptriage::detail {

FrameOrder::FrameOrder(const Trace& trace) : trace_(trace) {
  const std::vector<MessageRecord>& all = trace.messages();
  if (std::ranges::is_sorted(all, {}, &MessageRecord::frame)) return;
  messages_.reserve(all.size());
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    messages_.emplace_back(all[i].frame, i);
  }
  std::ranges::sort(messages_);
}

std::uint32_t FrameOrder::message_at(FrameId frame) const {
  const std::vector<MessageRecord>& all = trace_.messages();
  if (messages_.empty()) {
    return static_cast<std::uint32_t>(
        std::ranges::lower_bound(all, frame, {}, &MessageRecord::frame) -
        all.begin());
  }
  const auto found =
      std::ranges::lower_bound(messages_, std::pair(frame, std::uint32_t{0}));
  const bool is_last =
      found == messages_.end() || found->first.file != frame.file;
  return is_last ? static_cast<std::uint32_t>(all.size()) : found->second;
}

}  // namespace siptriage::detail
