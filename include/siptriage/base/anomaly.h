#pragma once
/// AnomalyKind: the stable name of each oddity that was tolerated, and
/// AnomalySet: which of them one message, packet or file showed.
///
///     message.anomalies.add(AnomalyKind::BareLineFeed);
///     for (AnomalyKind kind : message.anomalies.list()) use(to_string(kind));
///
/// Anomalies are data, never failures: see base/result.h for the other kind.

#include <cstdint>
#include <string_view>
#include <vector>

namespace siptriage {

enum class AnomalyKind : std::uint8_t {
  // How the message lies on the wire.
  LeadingLineEnds,        // CRLFs before the start line (RFC 3261 7.5)
  LeadingGarbage,         // octets skipped before the start line
  BareLineFeed,           // a line ended by LF alone
  BareCarriageReturn,     // a line ended by CR alone
  MissingBlankLine,       // the header fields run to the end of the octets
  TruncatedBySnapLength,  // the capture kept only the front of the packet
  TruncatedByGap,         // octets of the stream are not in the capture
  TooLong,                // past message-octets (base/limits.h)
  NonAsciiHeader,         // octets above 127 outside quoted text and body
  ControlCharacter,       // NUL or other control octets in the header part

  // Start line.
  StartLineWhitespace,       // more or other white space than one SP
  MissingReasonPhraseSpace,  // "SIP/2.0 200" without the SP (RFC 3261 7.2)
  UnknownVersion,            // not SIP/2.0
  StatusOutOfRange,          // not 100 to 699
  UnknownMethod,             // a method no registry knows
  MethodCase,                // a known method in other letters (case counts)
  BadRequestUri,             // Request-URI that is no URI, or in angle brackets

  // Header fields.
  HeaderWithoutColon,  // a line that is no header field
  EmptyHeaderName,
  SpaceBeforeColon,     // allowed, but many stacks trip over it
  BadHeaderName,        // name with characters that are no token
  FoldedHeader,         // obsolete line folding (still legal)
  TooManyHeaderFields,  // past header-fields; the rest is not indexed
  HeaderFieldTooLong,   // past header-field-octets
  MissingCallId,
  MissingCseq,
  MissingFrom,
  MissingTo,
  MissingVia,
  MissingMaxForwards,
  MissingFromTag,
  DuplicateCallId,  // a single-value header field stands twice
  DuplicateCseq,
  DuplicateFrom,
  DuplicateTo,
  DuplicateContentLength,
  DuplicateMaxForwards,
  BadCseq,             // not "number method", or past 2**31
  CseqMethodMismatch,  // CSeq names another method than the start line
  BadVia,
  BadFrom,
  BadTo,
  BadContact,
  BadDate,
  BadMaxForwards,
  BranchWithoutCookie,  // no z9hG4bK (RFC 2543 matching applies)
  EmptyBranch,          // nothing but the cookie, or no branch

  // Body.
  MissingContentLength,       // required over TCP (RFC 3261 20.14)
  BadContentLength,           // not a number, negative or absurd
  ContentLengthTooLarge,      // more than the datagram holds (18.3)
  ContentLengthTooSmall,      // octets after the body (18.3: discarded)
  SeveralMessagesInDatagram,  // another message follows the body
  MissingContentType,         // a body that does not say what it is

  Count,
};

/// The stable name of `kind`: lower case, words joined by hyphens.
[[nodiscard]] std::string_view to_string(AnomalyKind kind);

/// What a message with `kind` has, for people: "no Call-ID", "a From that
/// cannot be read".
[[nodiscard]] std::string_view describe(AnomalyKind kind);

/// A set of anomalies, in one machine word.
class AnomalySet {
 public:
  constexpr void add(AnomalyKind kind) { bits_ |= bit_of(kind); }
  constexpr void add(AnomalySet other) { bits_ |= other.bits_; }
  constexpr void remove(AnomalyKind kind) { bits_ &= ~bit_of(kind); }
  [[nodiscard]] constexpr bool has(AnomalyKind kind) const {
    return (bits_ & bit_of(kind)) != 0;
  }
  [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
  /// In the order of AnomalyKind.
  [[nodiscard]] std::vector<AnomalyKind> list() const;

  /// One bit an anomaly, for those who keep sets in packed form.
  [[nodiscard]] constexpr std::uint64_t bits() const { return bits_; }
  [[nodiscard]] static constexpr AnomalySet from_bits(std::uint64_t bits) {
    AnomalySet set;
    set.bits_ = bits;
    return set;
  }

  friend constexpr bool operator==(AnomalySet, AnomalySet) = default;

 private:
  static constexpr std::uint64_t bit_of(AnomalyKind kind) {
    return std::uint64_t{1} << static_cast<unsigned>(kind);
  }
  std::uint64_t bits_ = 0;
};

static_assert(static_cast<unsigned>(AnomalyKind::Count) <= 64,
              "AnomalySet holds one bit an anomaly");

}  // namespace siptriage
