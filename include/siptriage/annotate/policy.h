#pragma once
/// Policy: what the readers of a report decided about findings beforehand:
/// which of them they know of and do not want to see, and how severe a rule is
/// to them.
///
///     auto policy = std::make_shared<Policy>();
///     policy->severities.emplace_back("503-without-retry-after",
///                                     Severity::Warning);
///     AnalyzeOptions options;
///     options.policy = std::move(policy);
///
/// Findings that are hidden explain no failure either; the failure itself is
/// told all the same.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "siptriage/base/timestamp.h"
#include "siptriage/catalogue/entry.h"

namespace siptriage {

/// To what a suppression is confined: all that is given must fit. "*" stands
/// for any text, "?" for one octet, and letter case makes no difference; an
/// empty pattern fits everything. A finding about the capture as a whole fits
/// no scope.
struct SuppressionScope {
  std::string call_id;
  std::string from;  // the URI of the call, as JSON has it
  std::string to;
  std::string peer;        // an address, or "192.0.2.1:5060", of either side
  std::string method;      // of the transaction
  std::string user_agent;  // User-Agent or Server of either side

  [[nodiscard]] bool any() const {
    return !call_id.empty() || !from.empty() || !to.empty() || !peer.empty() ||
           !method.empty() || !user_agent.empty();
  }
};

/// Findings of one rule that are not to be shown.
struct Suppression {
  std::string rule;  // an id of the catalogue
  std::string reason;
  /// The last day on which it holds, "2026-12-31", and the end of that day in
  /// UTC. It is held against the time of the capture's last frame, so that a
  /// report does not depend on the day on which it is made.
  std::string expires;
  std::optional<Timestamp> end;
  SuppressionScope scope;
};

struct Policy {
  std::vector<Suppression> suppressions;
  /// Rule ids, each at most once.
  std::vector<std::pair<std::string, Severity>> severities;
};
using SharedPolicy = std::shared_ptr<const Policy>;

/// What became of a suppression.
struct SuppressionUse {
  std::uint64_t findings = 0;  // hidden by it
  bool expired = false;
};

}  // namespace siptriage
