#pragma once
// What the messages of a scenario have otherwise than those of its baseline.

#include "siptriage/check/snapshot.h"

#include "check/align_messages.h"
#include "check/changes.h"

namespace siptriage::check {

// Messages that are missing, new, or elsewhere in the order. `is_better`: the
// scenario ends better than before, and what changed is why.
void compare_sequence(const Scenario& baseline, const Scenario& measured,
                      const MessageAlignment& alignment, bool is_better,
                      Changes& changes);

// Header fields, lists in them, media and ids of messages that both have.
void compare_contents(const Scenario& baseline, const Scenario& measured,
                      const MessageAlignment& alignment, Changes& changes);

}  // namespace siptriage::check
