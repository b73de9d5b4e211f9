#pragma once
// OneHop: the transactions of a call as one pair of hosts saw them, so that
// what proxies pass on is not counted twice.
//
//     OneHop hop(trace, call);
//     for (TransactionId id = call.first_transaction; id.valid(); ...)
//       if (hop.takes(id)) ...

#include <array>
#include <cstdint>
#include <string_view>

#include "siptriage/correlate/trace.h"

namespace siptriage::detail {

class OneHop {
 public:
  // The hop of the decisive transaction, else of the first one.
  OneHop(const Trace& trace, const Call& call);

  // Ask once for each transaction, in the order of the call.
  [[nodiscard]] bool takes(TransactionId id);

 private:
  // The newest request of a method that was taken: of a proxy on one of the
  // two hosts it comes again.
  struct Taken {
    std::uint32_t cseq_number = 0;
    std::string_view from_tag;
    bool any = false;
  };

  const Trace& trace_;
  IpAddress one_;
  IpAddress other_;
  std::array<Taken, static_cast<std::size_t>(sip::Method::Count)> newest_{};
};

}  // namespace siptriage::detail
