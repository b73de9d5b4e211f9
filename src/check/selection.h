#pragma once
// Selection: what expectations choose of a capture, and their checks asked
// about it. Reads each conversation once.

#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "siptriage/annotate/triage.h"
#include "siptriage/base/workers.h"
#include "siptriage/check/expectations.h"

#include "check/check.h"

namespace siptriage::check {

// The calls of a capture, or its findings, by their conversation.
struct Member {
  std::uint64_t conversation = 0;
  std::uint32_t place = 0;  // in there
  std::uint32_t index = 0;  // in the capture

  friend auto operator<=>(const Member&, const Member&) = default;
};
// Ascending. A reader that goes through them reads no conversation twice.
[[nodiscard]] std::vector<Member> calls_by_conversation(const Triage& triage);

// One expectation, asked on one thread.
struct Asking {
  Asking(const Expectation& of, const Limits& limits);

  void begin(const Analysis& conversation);
  void look(const Item& item);
  void merge(const Asking& other);

  const Expectation& expectation;
  std::optional<FilterMatcher> where;
  Checks checks;
  std::uint64_t chosen = 0;
};

// All of them, in their order, once everything was looked at.
[[nodiscard]] std::vector<Asking> ask(
    const Triage& triage, Workers& workers,
    std::span<const Expectation> expectations);

}  // namespace siptriage::check
