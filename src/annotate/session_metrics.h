#pragma once
// What one call, or the registrations of one Call-ID, add to the metrics.

#include "siptriage/annotate/metrics.h"
#include "siptriage/base/delay_histogram.h"
#include "siptriage/correlate/trace.h"

namespace siptriage::detail {

// What is counted for one peer. A delay is entered once, whatever metrics it
// belongs to: SRD and PDD, SDT and ACD are put together by complete().
struct PeerTally {
  MetricSet set;
  DelayHistogram rang_and_failed;  // PDD, and SRD of failed calls

  void add(const PeerTally& other) {
    set.add(other.set);
    rang_and_failed.merge(other.rang_and_failed);
  }
  [[nodiscard]] MetricSet complete() &&;
};

// A call whose start was seen.
void count_session(const Trace& trace, const Call& call, PeerTally& tally);

// Whether a request may be one more that the sender of `first` made: what a
// proxy on the same host sends on keeps the CSeq number.
[[nodiscard]] inline bool is_next_of(const Transaction& first,
                                     const Transaction& other,
                                     std::uint32_t highest_cseq) {
  return other.client.address == first.client.address &&
         other.cseq_number > highest_cseq;
}

// One attempt to register after the other: a REGISTER, and those that follow
// a challenge to it.
class RegistrationAttempts {
 public:
  RegistrationAttempts(const Trace& trace, const Call& call) : trace_(trace) {
    next_ = find(call.first_transaction);
  }

  // Goes to the next attempt. False at the end.
  bool next();
  // The transaction that it ended with.
  [[nodiscard]] const Transaction& last() const {
    return trace_.transaction(last_);
  }
  void count(MetricSet& set) const;

 private:
  [[nodiscard]] TransactionId find(TransactionId from) const;
  [[nodiscard]] bool goes_on_with(const Transaction& other) const;

  const Trace& trace_;
  TransactionId sender_;  // the first REGISTER of all
  std::uint32_t highest_cseq_ = 0;
  TransactionId next_;
  TransactionId first_;  // of the attempt
  TransactionId last_;
  std::uint64_t registers_ = 0;
};

}  // namespace siptriage::detail
