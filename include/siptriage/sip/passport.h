#pragma once
/// Passport: what a PASSporT says (RFC 8225), the token of an Identity header
/// field: header and claims in base64url and JSON, then a signature.
///
///     const Passport passport = decode_passport(identity.token);
///     if (passport.fault == PassportFault::None && passport.iat) ...
///
/// The signature is not verified: whatever stands here may be forged.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace siptriage::sip {

enum class PassportForm : std::uint8_t {
  Full,
  Compact,  // "..signature": the request itself has the claims (RFC 8225 7)
};
/// "full", "compact".
[[nodiscard]] std::string_view to_string(PassportForm form);

/// Why it could not be read, or not to its end.
enum class PassportFault : std::uint8_t {
  None,
  Parts,     // not three parts, or one of them is missing
  Encoding,  // not base64url
  Json,      // not a JSON object, or nested beyond kMaxPassportDepth
  TooLong,   // beyond kMaxPassportOctets
};
/// For people: "is not three parts joined by dots"; empty for None.
[[nodiscard]] std::string_view to_string(PassportFault fault);

/// Of a part, as it stands in the token.
inline constexpr std::size_t kMaxPassportOctets = std::size_t{16} << 10;
inline constexpr std::size_t kMaxPassportDepth = 16;
/// Destinations, and names of further claims, kept; more are passed over.
inline constexpr std::size_t kMaxPassportList = 16;

/// Somebody that a claim names: by number ("tn") or URI.
struct PassportParty {
  bool is_number = false;
  std::string text;  // as claimed

  friend bool operator==(const PassportParty&, const PassportParty&) = default;
};

struct Passport {
  PassportForm form = PassportForm::Full;
  PassportFault fault = PassportFault::None;
  // Of the header (RFC 8225 4, 8.1); empty: not there.
  std::string typ;
  std::string alg;
  std::string ppt;
  std::string x5u;
  // The claims (RFC 8225 5; RFC 8588 4, 5).
  std::optional<PassportParty> orig;
  std::vector<PassportParty> dest;
  std::optional<std::int64_t> iat;  // seconds since 1970-01-01 00:00:00 UTC
  std::string attest;
  std::string origid;
  /// Names of claims beyond these: "rcd", "div", "mky", ...
  std::vector<std::string> others;
};

/// Reads what can be read; of a compact form, that is the form alone.
[[nodiscard]] Passport decode_passport(std::string_view token);

}  // namespace siptriage::sip
