#include "redact/quotes.h"

#include <algorithm>

#include "siptriage/redact/messages.h"

#include "redact/frame_builder.h"

namespace siptriage::detail {

void Quotes::sort() { std::sort(datagrams_.begin(), datagrams_.end()); }

std::string Quotes::redacted(std::string_view quoted, Pseudonyms& names) const {
  if (quoted.empty()) return {};
  const auto found =
      std::lower_bound(datagrams_.begin(), datagrams_.end(), quoted);
  const bool is_known = found != datagrams_.end() && found->starts_with(quoted);
  std::string octets(is_known ? *found : quoted);
  static_cast<void>(redact_messages(octets, names));
  octets.resize(quoted.size());
  return octets;
}

void learn_quoted(const IpPacket& icmp, Pseudonyms& names) {
  static_cast<void>(build_icmp_error(icmp, {}, names));
}

}  // namespace siptriage::detail
