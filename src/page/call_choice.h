#pragma once
// CallChoice: which calls the page lists, and whose ladders it holds: those
// that failed first, and of every kind of failure some.

#include <cstdint>
#include <vector>

#include "siptriage/annotate/triage.h"
#include "siptriage/page/page.h"

namespace siptriage::page {

// What comes first.
enum class CallRank : std::uint8_t { Failed, NotSound, NotAnswered, Other };

struct CallChoice {
  CallChoice(const Triage& triage, const PageOptions& options);

  std::vector<CallId> listed;   // by rank, then in the order of the capture
  std::vector<CallId> ladders;  // those that matter most first
  std::vector<CallRank> ranks;  // of each call of the capture
};

}  // namespace siptriage::page
