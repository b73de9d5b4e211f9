#include "annotate/anomaly_tallies.h"

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

void AnomalyTallies::add(AnomalyTally& tally, FirstFrames::Sight sight) {
  ++tally.count;
  tally.first.add(sight);
}

void AnomalyTallies::merge(AnomalyTally& tally, const AnomalyTally& other) {
  if (tally.count == 0) {
    tally = other;
    return;
  }
  tally.count += other.count;
  tally.first.merge(other.first);
}

}  // namespace siptriage::detail
