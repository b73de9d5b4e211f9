#pragma once
// Which message of a scenario is which of its baseline.

#include <cstddef>
#include <vector>

#include "siptriage/check/snapshot.h"

namespace siptriage::check {

struct MessagePair {
  std::size_t baseline = 0;
  std::size_t measured = 0;
};

struct MessageAlignment {
  std::vector<MessagePair> pairs;      // all, in the order of `measured`
  std::vector<MessagePair> reordered;  // those of them elsewhere in the order
  std::vector<std::size_t> missing;    // of the baseline
  std::vector<std::size_t> added;      // of `measured`
};

// The longest sequence of the same steps in both; then, steps of what is left
// that are in both all the same. Takes at most the product of both lengths,
// which are no more than LimitId::ScenarioMessages.
[[nodiscard]] MessageAlignment align_messages(const Scenario& baseline,
                                              const Scenario& measured);

}  // namespace siptriage::check
