#pragma once
// SequenceMatcher: whether messages come in an expected order; and where not,
// which message is the first that does not fit.
//
//     matcher.begin();
//     for (...) if (!matcher.take(message)) return matcher.wanted();
//     if (!matcher.may_end()) return matcher.wanted();
//
// A message costs one pass over the steps, of which there are at most
// LimitId::ExpectationParts.

#include <string>
#include <vector>

#include "siptriage/check/expectations.h"

namespace siptriage::check {

// As in a file: "180*", "2xx", "...".
[[nodiscard]] std::string text_of(const SequenceStep& step);
[[nodiscard]] std::string text_of(const std::vector<SequenceStep>& steps);

class SequenceMatcher {
 public:
  // Lifetime: `steps` must outlive the matcher.
  explicit SequenceMatcher(const std::vector<SequenceStep>& steps)
      : steps_(steps) {}

  void begin();
  // False: it does not fit; what was wanted instead stays known.
  bool take(const MessageRecord& message);
  [[nodiscard]] bool may_end() const { return at_[steps_.size()]; }
  // "180*, 200 or the end".
  [[nodiscard]] std::string wanted() const;

 private:
  // Also where steps that may be missing are.
  void skip_optional(std::vector<bool>& at) const;

  const std::vector<SequenceStep>& steps_;
  // Whether the messages so far may have come to before each step; the last:
  // past all of them.
  std::vector<bool> at_;
  std::vector<bool> next_;
};

}  // namespace siptriage::check
