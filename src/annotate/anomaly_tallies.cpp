#include "annotate/anomaly_tallies.h"

#include <algorithm>

namespace siptriage::detail {

AnomalySet AnomalyTallies::counted(const MessageRecord& message) {
  AnomalySet anomalies = message.anomalies;
  if (message.method == sip::Method::Ack ||
      message.method == sip::Method::Cancel) {
    anomalies.remove(AnomalyKind::MissingMaxForwards);
  }
  const bool cut = anomalies.has(AnomalyKind::TruncatedBySnapLength) ||
                   anomalies.has(AnomalyKind::TruncatedByGap);
  if (!cut) return anomalies;
  AnomalySet kept;
  if (anomalies.has(AnomalyKind::TruncatedBySnapLength)) {
    kept.add(AnomalyKind::TruncatedBySnapLength);
  }
  return kept;
}

void AnomalyTallies::add(AnomalyTally& tally, AnomalyTally::Sight sight) {
  ++tally.count;
  std::vector<AnomalyTally::Sight>& first = tally.first;
  if (first.size() == AnomalyTally::kMaxFrames &&
      first.back().order <= sight.order) {
    return;
  }
  first.insert(std::upper_bound(first.begin(), first.end(), sight,
                                [](const auto& a, const auto& b) {
                                  return a.order < b.order;
                                }),
               sight);
  if (first.size() > AnomalyTally::kMaxFrames) first.pop_back();
}

void AnomalyTallies::merge(AnomalyTally& tally, const AnomalyTally& other) {
  if (tally.count == 0) {
    tally = other;
    return;
  }
  const std::uint64_t count = tally.count + other.count;
  for (const AnomalyTally::Sight& sight : other.first) add(tally, sight);
  tally.count = count;
}

}  // namespace siptriage::detail
