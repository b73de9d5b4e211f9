#pragma once
// EncryptedFlows: TLS, DTLS and ESP traffic that looks like SIP signalling we
// cannot read, so that an empty report can say why it is empty.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "siptriage/base/coverage.h"
#include "siptriage/base/endpoint.h"
#include "siptriage/base/limits.h"

namespace siptriage::detail {

// Flows named in the coverage.
inline constexpr std::size_t kMaxEncryptedFlowsShown = 16;

class EncryptedFlows {
 public:
  // Both must outlive the flows.
  EncryptedFlows(const Limits& limits, LimitCounts& reached)
      : limits_(limits), reached_(reached) {}

  // Counts one frame. `server_name` is empty unless this frame shows it.
  void add(std::string_view protocol, const Endpoint& source,
           const Endpoint& destination, std::string_view server_name);

  // Writes the flows that look like signalling, most frames first.
  void report(Coverage& coverage) const;

 private:
  struct Flow {
    std::string_view protocol;  // static text
    std::string server_name;
    std::uint64_t frames = 0;
  };
  const Limits& limits_;
  LimitCounts& reached_;
  // Client first, server second; ordered, so that reports are stable.
  std::map<std::pair<Endpoint, Endpoint>, Flow> flows_;
};

}  // namespace siptriage::detail
