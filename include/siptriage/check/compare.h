#pragma once
/// compare: what changed between two snapshots: for the better, for the worse,
/// or neither.
///
///     Result<Snapshot> baseline = read_snapshot("base.json", octets);
///     for (const Assertion& change : compare(*baseline, make_snapshot(...)))
///       print(change.reason);
///
/// Scenarios are held against those that are most like them, whatever their
/// Call-IDs: of the same kind and first message, by the messages that both
/// have. Those without a like are new, or gone.

#include <cstddef>
#include <vector>

#include "siptriage/check/snapshot.h"
#include "siptriage/check/verdict.h"

namespace siptriage {

/// Pairs of scenarios of one kind and first message that are held against each
/// other; where there are more, they go by their order.
inline constexpr std::size_t kMaxAlignedPairs = 10'000;

/// What `measured` has otherwise than `baseline`, scenario by scenario. Worse
/// is Failed with its severity; better and neutral are Held; a scenario without
/// a change is Held and none. `measured` should have the tolerance of
/// `baseline`. A capture without calls fails.
///
/// Each names the scenario (Assertion::name), the frames of its first call in
/// the capture that was measured, and that call.
[[nodiscard]] std::vector<Assertion> compare(const Snapshot& baseline,
                                             const Snapshot& measured);

}  // namespace siptriage
