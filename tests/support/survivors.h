#pragma once
// Who a capture is about, and who of them is left in another one. Finds them by
// itself, with what reads captures and messages, and knows nothing of how they
// are redacted.
//
//     const Identities who = identities_of(original);
//     EXPECT_THAT(survivors(who, redacted), IsEmpty());

#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "siptriage/base/endpoint.h"

namespace siptriage::testing {

struct Identities {
  // In lower case, of three octets at least: of users, display names, hosts,
  // tags, branches, Call-IDs, credentials, tokens.
  std::set<std::string> words;
  std::set<IpAddress> addresses;
  std::set<std::array<std::uint8_t, 6>> macs;
};

// `capture`: the octets of a file, not compressed.
[[nodiscard]] Identities identities_of(std::string_view capture);

// Those that the octets of `capture` still hold, each with where: as text in
// any letter case, percent-escaped, inside PASSporTs, or in binary form. Words
// that are of the protocol, too, are looked for where users and hosts stand.
[[nodiscard]] std::vector<std::string> survivors(const Identities& identities,
                                                 std::string_view capture);

// What `siptriage --json` says with its names left out: of words their length
// stays, frame numbers and the coverage go. Where names decide the order, of
// peers and failures, it is that of what is said of them.
[[nodiscard]] std::string without_names(const std::string& json);

}  // namespace siptriage::testing
