#pragma once
// Quotes: the fronts of datagrams that ICMP errors quote. What is cut off in
// the middle of a word still has the pseudonym of the whole word, as long as
// the datagram itself is in the capture.

#include <string>
#include <string_view>
#include <vector>

#include "siptriage/redact/pseudonyms.h"

#include "net/ip_packet.h"

namespace siptriage::detail {

class Quotes {
 public:
  // The payload of a datagram, before it is redacted. Lifetime: must outlive
  // the quotes.
  void add(std::string_view datagram) { datagrams_.push_back(datagram); }
  // After the last add().
  void sort();
  [[nodiscard]] std::string redacted(std::string_view quoted,
                                     Pseudonyms& names) const;

 private:
  std::vector<std::string_view> datagrams_;
};

// Shows `names` the addresses that an ICMP error quotes.
void learn_quoted(const IpPacket& icmp, Pseudonyms& names);

}  // namespace siptriage::detail
