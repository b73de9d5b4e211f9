#pragma once
/// Identity: who signed a request, and where to get the key (RFC 8224 4).
///
///     if (const auto identity = parse_identity(field.value))
///       const Passport passport = decode_passport(identity->token);
///
/// Nothing here verifies a signature.

#include <optional>
#include <string>
#include <string_view>

#include "siptriage/base/lifetime.h"

namespace siptriage::sip {

struct IdentityValue {
  std::string_view token;  // signed-identity-digest: a PASSporT
  std::string_view info;   // URI without its brackets; empty: none
  std::string_view alg;    // empty: none
  std::string_view ppt;    // without quotes; empty: none
};

/// One element of the list (take it apart with next_list_element). Nothing for
/// a value that has no token, such as that of RFC 4474, a quoted string.
[[nodiscard]] std::optional<IdentityValue> parse_identity(
    std::string_view value SIPTRIAGE_LIFETIMEBOUND);

/// Whom a URI or a claim names, in the form that signatures are made over.
struct CanonicalIdentity {
  bool is_number = false;
  /// A number: digits, '#' and '*' alone (RFC 8224 8.3), no country code
  /// added. A URI: scheme, user and host in lower case (8.5).
  std::string text;
};

/// The number of a tel URI, or of a SIP URI whose user part is one by its
/// looks (RFC 8224 8.1); else the URI. Nothing for what is neither.
[[nodiscard]] std::optional<CanonicalIdentity> canonical_identity(
    std::string_view uri);
/// The same for the text of a "tn" claim.
[[nodiscard]] std::string canonical_number(std::string_view number);

/// Whether both may name the same party. Numbers do where one ends with the
/// other, as long as a subscriber's number is: which prefixes and country
/// codes belong is known to the networks alone.
[[nodiscard]] bool may_be_same(const CanonicalIdentity& a,
                               const CanonicalIdentity& b);

}  // namespace siptriage::sip
