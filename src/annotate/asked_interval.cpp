#include "annotate/asked_interval.h"

#include <algorithm>
#include <string_view>

#include "siptriage/sip/name_addr.h"
#include "siptriage/sip/parameters.h"
#include "siptriage/sip/values.h"

#include "annotate/exchange.h"

namespace siptriage::detail {

using sip::HeaderId;

std::optional<std::uint32_t> shortest_interval(const sip::Message& request) {
  std::optional<std::uint32_t> shortest;
  const auto take = [&shortest](std::string_view text) {
    const std::optional<std::uint32_t> seconds = sip::parse_delta_seconds(text);
    if (seconds && *seconds != 0) {
      shortest = std::min(shortest.value_or(*seconds), *seconds);
    }
  };
  for (const std::string_view contact : list_of(request, HeaderId::Contact)) {
    const std::optional<sip::NameAddr> address = sip::parse_name_addr(contact);
    if (!address) continue;
    const auto expires = sip::find_parameter(address->parameters, "expires");
    if (expires) take(*expires);
  }
  if (!shortest) take(request.value_of(HeaderId::Expires));
  return shortest;
}

}  // namespace siptriage::detail
