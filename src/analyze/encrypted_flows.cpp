#include "analyze/encrypted_flows.h"

#include <algorithm>
#include <vector>

#include "siptriage/base/ascii.h"

namespace siptriage::detail {
namespace {

// SIP's own ports: 5060 (RFC 3261 19.1.2) and 5061 for TLS.
bool is_sip_port(std::uint16_t port) { return port == 5060 || port == 5061; }

// Host names that operators give to SIP servers.
bool names_sip(std::string_view server_name) {
  return starts_with_ignore_case(server_name, "sip") ||
         to_lower_copy(server_name).find(".sip") != std::string::npos ||
         starts_with_ignore_case(server_name, "pbx") ||
         starts_with_ignore_case(server_name, "voip");
}

// ESP has no ports to show.
std::string text_of(const Endpoint& end) {
  return end.port == 0 ? to_string(end.address) : to_string(end);
}

}  // namespace

void EncryptedFlows::add(std::string_view protocol, const Endpoint& source,
                         const Endpoint& destination,
                         std::string_view server_name) {
  // The side with the SIP port, else the lower port, is taken for the server.
  const bool source_is_server =
      is_sip_port(source.port) != is_sip_port(destination.port)
          ? is_sip_port(source.port)
          : source.port < destination.port ||
                (source.port == destination.port && source < destination);
  const auto key = source_is_server ? std::pair(destination, source)
                                    : std::pair(source, destination);
  auto found = flows_.find(key);
  if (found == flows_.end()) {
    if (flows_.size() >= limits_[LimitId::EncryptedFlows]) {
      return reached_.add(LimitId::EncryptedFlows);
    }
    found = flows_.emplace(key, Flow{}).first;
    found->second.protocol = protocol;
  }
  ++found->second.frames;
  if (!server_name.empty()) found->second.server_name = server_name;
}

void EncryptedFlows::report(Coverage& coverage) const {
  std::vector<EncryptedFlow> shown;
  for (const auto& [ends, flow] : flows_) {
    const bool signalling = flow.protocol == "ESP" ||
                            is_sip_port(ends.second.port) ||
                            names_sip(flow.server_name);
    if (!signalling) continue;
    shown.push_back({std::string(flow.protocol), text_of(ends.first),
                     text_of(ends.second), flow.server_name, flow.frames});
  }
  std::stable_sort(shown.begin(), shown.end(),
                   [](const EncryptedFlow& a, const EncryptedFlow& b) {
                     return a.frames > b.frames;
                   });
  coverage.encrypted_flow_count = shown.size();
  if (shown.size() > kMaxEncryptedFlowsShown) {
    shown.resize(kMaxEncryptedFlowsShown);
  }
  coverage.encrypted_flows = std::move(shown);
}

}  // namespace siptriage::detail
