#pragma once
// Attempts: which request of a client came after the one that was answered,
// and whether somebody before it on the way sent the same.
//
// Indexed once for a call, then asked in constant time.

#include <cstdint>
#include <utility>
#include <vector>

#include "siptriage/correlate/trace.h"

namespace siptriage::detail {

class Attempts {
 public:
  // Forgets the call before.
  void index(const Trace& trace, CallId call);

  // The next request of that method that the client of `answered` sent after
  // the final response: with a higher CSeq number, or with the same one and
  // another branch. Of a dialog it has the same From tag, and comes from
  // another address only where none from that one is seen: a capture made at
  // several points shows a client with several. Outside, it comes from the same
  // host with the same From tag, or from the same port. Invalid where none is
  // seen.
  [[nodiscard]] TransactionId next_after(const Trace& trace,
                                         TransactionId answered) const;

  // False where the same request was seen on its way to this client before:
  // then the client is a proxy, and passes on what others decide.
  [[nodiscard]] bool begins_with(const Trace& trace, TransactionId id) const;

 private:
  using Entry = std::pair<std::uint64_t, TransactionId>;  // hash of the key

  std::vector<Entry> by_client_;
  std::vector<Entry> by_dialog_;  // requests inside dialogs
  std::vector<Entry> by_request_;
};

}  // namespace siptriage::detail
