#include "analyze/conversation_feed.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace siptriage::detail {
namespace {

constexpr std::size_t kLineOctets = 64;
// Of a message, what is asked for ahead: the header part, as a rule.
constexpr std::size_t kOctetsAhead = 640;

void prefetch_messages(const std::vector<Appearance>& appearances) {
  for (const Appearance& appearance : appearances) {
    const std::size_t end = std::min(appearance.octets.size(), kOctetsAhead);
    for (std::size_t i = 0; i < end; i += kLineOctets) {
      __builtin_prefetch(appearance.octets.data() + i);
    }
  }
}

}  // namespace

void ConversationFeed::expect(std::uint64_t next, std::uint64_t after_next) {
  expected_ = next;
  if (after_next != kNone) conversations_.prefetch(after_next);
}

std::span<const Appearance> ConversationFeed::read(std::uint64_t conversation) {
  if (conversation == ahead_) {
    appearances_.swap(appearances_ahead_);
  } else {
    conversations_.read(conversation, appearances_);
  }
  ahead_ = std::exchange(expected_, kNone);
  if (ahead_ == conversation) ahead_ = kNone;
  if (ahead_ != kNone) {
    conversations_.read(ahead_, appearances_ahead_);
    prefetch_messages(appearances_ahead_);
  }
  orders_.clear();
  for (const Appearance& appearance : appearances_) {
    orders_.push_back(appearance.order);
  }
  return appearances_;
}

}  // namespace siptriage::detail
