#pragma once
// Identities: the Identity header fields of a request, their tokens decoded
// (RFC 8224, RFC 8225), and what is wrong with them as far as that shows
// without the signer's certificate.

#include <string>
#include <string_view>
#include <vector>

#include "siptriage/annotate/analysis.h"
#include "siptriage/sip/message.h"

namespace siptriage::detail {

// The first kMaxMessageIdentities that can be taken apart.
[[nodiscard]] std::vector<DecodedIdentity> decode_identities(
    const sip::Message& message);

// One thing that is wrong with an Identity header field.
struct IdentityFault {
  std::string_view rule;
  std::string text;  // goes on after "INVITE: "
};

// Of each rule at most one, in no more than one pass over what was decoded.
// `seen` is when the request was captured.
[[nodiscard]] std::vector<IdentityFault> faults_of(
    const sip::Message& request, const std::vector<DecodedIdentity>& identities,
    Timestamp seen);

}  // namespace siptriage::detail
