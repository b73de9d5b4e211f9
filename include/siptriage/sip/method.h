#pragma once
/// Method: the SIP methods of the registry, known by name.

#include <cstdint>
#include <string_view>

namespace siptriage::sip {

enum class Method : std::uint8_t {
  Unknown,
  Ack,
  Bye,
  Cancel,
  Info,
  Invite,
  Message,
  Notify,
  Options,
  Prack,
  Publish,
  Refer,
  Register,
  Subscribe,
  Update,
  Count,
};

/// "INVITE"; "UNKNOWN" for Method::Unknown.
[[nodiscard]] std::string_view to_string(Method method);

/// Method names are case-sensitive (RFC 3261 7.1); Unknown for any other.
[[nodiscard]] Method find_method(std::string_view name);

}  // namespace siptriage::sip
