#pragma once
/// parse_message: octets to Message. index_message: the same without judging
/// values, for who only asks what stands where.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "siptriage/base/ascii.h"
#include "siptriage/base/lifetime.h"
#include "siptriage/sip/message.h"
#include "siptriage/sip/value_memory.h"

namespace siptriage::sip {

enum class Framing : std::uint8_t {
  Datagram,  // the octets are all there is (RFC 3261 18.3)
  Stream,    // more octets may follow
};

enum class ParseStatus : std::uint8_t { Complete, NeedMore, Malformed };

/// Parses one SIP message from the front of `octets`.
///
/// Understands folded values, compact names and CRLFs before the start line
/// (RFC 3261 7.3.1, 7.3.3, 7.5). Tolerates what real stacks send; each
/// deviation goes to `message.anomalies`. What is missing is held against a
/// message only if its header part is whole (up to the blank line), and no
/// value is judged that the end of the octets may have cut.
///
/// A datagram's message without Content-Length has all the rest as its body,
/// unless it has no Content-Type either and another start line follows.
///
/// @param octets   one whole datagram, or a stream at a message boundary; at
///                 most kMaxMessageOctets are looked at
/// @param framing  Stream: a body shorter than Content-Length is NeedMore.
///                 Datagram: it is Complete with an anomaly (18.3).
/// @return Malformed if there is no start line; `message` is meaningful only
///         after Complete. `message.octets` ends where the next message of
///         the datagram or stream begins.
/// Lifetime: every view in `message` points into `octets`.
/// Cost: one pass, no allocation. Never throws.
[[nodiscard]] ParseStatus parse_message(std::string_view octets
                                            SIPTRIAGE_LIFETIMEBOUND,
                                        Framing framing, Message& message);

/// The same at less cost, for messages that repeat each other's values.
[[nodiscard]] ParseStatus parse_message(
    std::string_view octets SIPTRIAGE_LIFETIMEBOUND, Framing framing,
    Message& message, ValueMemory& memory);

/// As parse_message(), but takes the message apart and no more: start line,
/// index of the header fields, and the extent of the body.
///
/// Status, octets, body and header fields are what parse_message() gives. Of
/// the anomalies, those of the lines themselves are told (line ends, folding,
/// names, colons, start line without its Request-URI) and those of the body's
/// extent; none of values, of names that are missing or stand twice, nor of
/// octets that do not belong. What Message says is known after parse_message()
/// only, is not filled.
[[nodiscard]] ParseStatus index_message(std::string_view octets
                                            SIPTRIAGE_LIFETIMEBOUND,
                                        Framing framing, Message& message);

namespace detail {

// Octets that a start line, or line ends before it, may begin with.
inline constexpr auto kMayStartSip = [] {
  std::array<bool, 256> may_start{};
  for (std::size_t i = 0; i < may_start.size(); ++i) {
    const char c = static_cast<char>(static_cast<unsigned char>(i));
    may_start[i] = is_token(c) || c == '\r' || c == '\n';
  }
  return may_start;
}();

[[nodiscard]] bool starts_like_sip(std::string_view octets);

}  // namespace detail

/// True when `octets` begin (after CRLFs) with a SIP start line: a token, a
/// Request-URI and "SIP/", or "SIP/" and a status code. Cheap enough for every
/// datagram of a capture: the first octet turns most media away.
[[nodiscard]] inline bool starts_like_sip(std::string_view octets) {
  return !octets.empty() &&
         detail::kMayStartSip[static_cast<unsigned char>(octets[0])] &&
         detail::starts_like_sip(octets);
}

/// The first offset at or after `from` where a start line begins at the start
/// of a line, or npos: where to resynchronise after a hole or garbage.
[[nodiscard]] std::size_t find_start_line(std::string_view octets,
                                          std::size_t from);

/// `value` on one line: each fold becomes one SP (RFC 3261 7.3.1). Gives
/// `value` itself when there is no fold, else a view of `buffer`.
[[nodiscard]] std::string_view unfold(
    std::string_view value SIPTRIAGE_LIFETIMEBOUND,
    std::string& buffer SIPTRIAGE_LIFETIMEBOUND);

}  // namespace siptriage::sip
