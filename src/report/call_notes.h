#pragma once
// CallNotes: the findings and causes of a few calls, found in one pass over
// all of them.

#include <map>
#include <span>
#include <vector>

#include "siptriage/annotate/analysis.h"

namespace siptriage::report {

class CallNotes {
 public:
  CallNotes(const Analysis& analysis, std::span<const CallId> calls);

  // In the order of the analysis.
  [[nodiscard]] std::span<const Finding* const> findings_of(CallId call) const;
  [[nodiscard]] std::span<const MessageCauses* const> causes_of(
      CallId call) const;

 private:
  struct Notes {
    std::vector<const Finding*> findings;
    std::vector<const MessageCauses*> causes;
  };
  [[nodiscard]] const Notes* find(CallId call) const;

  std::map<CallId, Notes> notes_;
};

}  // namespace siptriage::report
