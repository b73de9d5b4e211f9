#include "annotate/silence.h"

#include <chrono>

#include <fmt/format.h>

#include "annotate/crossings.h"

namespace siptriage::detail {
namespace {

// Who has repeated a request for so long hears no answer (in units of T1).
constexpr int kSurelyUnheard = 8;
constexpr int kTransactionTimeout = 64;
// RFC 3261 16.6, item 11.
constexpr Duration kTimerC = std::chrono::minutes(3);

std::string count_of(std::uint64_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

// The capture stands still for most of the time in which the copies that a
// client sends in vain, or an answer, were due.
std::string doubt_of_pause(const Trace& trace, const CaptureGaps& gaps,
                           const Transaction& transaction) {
  const bool proceeding =
      transaction.observed_state == TransactionState::Proceeding;
  const Crossings copies = copies_of_request(trace, transaction);
  if (copies.empty()) return {};
  if (!proceeding && span_of(copies) >= kSurelyUnheard * trace.t1()) return {};
  const Timestamp from = proceeding
                             ? trace.message(transaction.last_message).timestamp
                             : copies.back()->timestamp;
  const Timestamp due =
      proceeding ? from + kTimerC
                 : copies.front()->timestamp + kTransactionTimeout * trace.t1();
  const Duration pause = gaps.pauses.longest_within(from, due);
  if (pause <= elapsed(from, due) / 2) return {};
  return fmt::format(
      "the capture holds no frame at all for {} of the time in which an "
      "answer was due",
      to_human(pause));
}

// A client that waits in vain repeats its request (17.1.1.2, 17.1.2.2): the
// capture lacks the copies, or the response that spared them.
bool lacks_copies(const Transaction& transaction) {
  return transaction.transport == Transport::Udp &&
         transaction.request_retransmissions == 0 &&
         transaction.observed_state == TransactionState::Trying;
}

}  // namespace

std::string doubt_of_silence(const Trace& trace, const CaptureGaps& gaps,
                             const Transaction& transaction) {
  if (gaps.recorded_drops != 0) {
    return fmt::format("the capture records {}",
                       count_of(gaps.recorded_drops, "dropped packet"));
  }
  if (gaps.cut_packets != 0) {
    return fmt::format("the capture holds {} in part only",
                       count_of(gaps.cut_packets, "packet"));
  }
  if (std::string pause = doubt_of_pause(trace, gaps, transaction);
      !pause.empty()) {
    return pause;
  }
  if (lacks_copies(transaction)) {
    return "over UDP a client without an answer repeats its request, and no "
           "copy of it is in the capture";
  }
  return {};
}

}  // namespace siptriage::detail
