#pragma once
// Item: one of what an expectation chose. Offences: those that do not do what
// was expected, the first few of them by name, the others counted.

#include <cstdint>
#include <unordered_set>
#include <vector>

#include "siptriage/annotate/triage.h"
#include "siptriage/check/verdict.h"

namespace siptriage::check {

// A message, transaction or call of a conversation, or a finding.
struct Item {
  const Analysis& analysis;
  std::uint32_t index = 0;    // in the conversation
  CallId call;                // in the capture; invalid: it has none
  FrameId frame;              // where it begins
  std::uint64_t order = 0;    // in the capture, among others of its kind
  std::uint32_t finding = 0;  // in Triage::findings
  // Where `call` is of; those of one come in a row.
  std::uint64_t conversation = 0;
};

// What it says does not depend on the order in which conversations come, nor on
// how they were spread over several that were merged.
class Offences {
 public:
  // `frame` is the one that shows it.
  void add(const Item& item, FrameId frame);
  void add(const Item& item) { add(item, item.frame); }
  void merge(const Offences& other);

  [[nodiscard]] std::uint64_t count() const { return count_; }
  // Names them in `assertion`.
  void tell(const Triage& triage, Assertion& assertion) const;

 private:
  void add_call(const Item& item);

  struct Place {
    std::uint64_t order = 0;
    FrameId frame;

    friend auto operator<=>(const Place&, const Place&) = default;
  };

  std::vector<Place> first_;  // ascending, at most kMaxCheckedFrames
  std::uint64_t count_ = 0;
  std::vector<std::uint32_t> first_calls_;  // as first_, kMaxCheckedCalls
  std::uint64_t call_count_ = 0;
  // The calls of the conversation that is looked at.
  std::unordered_set<std::uint32_t> seen_;
  std::uint64_t conversation_ = 0;
};

}  // namespace siptriage::check
