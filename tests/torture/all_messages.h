#pragma once
// All torture messages, for what must hold for every one of them.

#include <string_view>
#include <vector>

#include "torture/rfc4475_invalid.h"
#include "torture/rfc4475_semantics.h"
#include "torture/rfc4475_valid.h"
#include "torture/rfc5118.h"

namespace siptriage::torture {

inline std::vector<std::string_view> all_messages() {
  return {
      kWsinv,
      kIntmeth,
      kEsc01,
      kEscnull,
      kEsc02,
      kLwsdisp,
      kLongreq,
      kDblreq,
      kSemiuri,
      kTransports,
      kMpart01,
      kUnreason,
      kNoreason,
      kBadinv01,
      kClerr,
      kNcl,
      kScalar02,
      kScalarlg,
      kQuotbal,
      kLtgtruri,
      kLwsruri,
      kLwsstart,
      kTrws,
      kEscruri,
      kBaddate,
      kRegbadct,
      kBadaspec,
      kBaddn,
      kBadvers,
      kMismatch01,
      kMismatch02,
      kBigcode,
      kBadbranch,
      kInsuf,
      kUnkscm,
      kNovelsc,
      kUnksm2,
      kBext01,
      kInvut,
      kRegaut01,
      kMulti01,
      kMcl01,
      kBcast,
      kZeromf,
      kCparam01,
      kCparam02,
      kRegescrt,
      kSdp01,
      kInv2543,
      kTest,
      kIpv6Good,
      kIpv6Bad,
      kPortAmbiguous,
      kPortUnambiguous,
      kViaReceivedParamWithDelim,
      kViaReceivedParamNoDelim,
      kIpv6InSdp,
      kMultIpInHeader,
      kMultIpInSdp,
      kIpv4MappedIpv6,
      kIpv6BugAbnf3Colons,
      kIpv6CorrectAbnf2Colons,
  };
}

}  // namespace siptriage::torture
