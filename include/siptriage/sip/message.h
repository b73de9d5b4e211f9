#pragma once
/// Message: one SIP request or response, as views over octets that somebody
/// else owns (RFC 3261 7).
///
///     sip::Message message;
///     if (sip::parse_message(octets, sip::Framing::Datagram, message) ==
///         sip::ParseStatus::Complete)
///       if (const sip::HeaderField* via = message.find(sip::HeaderId::Via))
///       ...
///
/// Holds no octets and allocates nothing. Structured values (via.h, uri.h,
/// name_addr.h, ...) are parsed when asked for.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "siptriage/base/anomaly.h"
#include "siptriage/base/lifetime.h"
#include "siptriage/sip/header_id.h"
#include "siptriage/sip/method.h"

namespace siptriage::sip {

/// Header fields indexed in one message; more are an anomaly.
inline constexpr std::size_t kMaxHeaderFields = 256;
/// The longest message looked at; the rest is an anomaly.
inline constexpr std::size_t kMaxMessageOctets = std::size_t{1} << 20;

/// One header field line; `value` may contain folding (RFC 3261 7.3.1), see
/// unfold() in parse.h. White space around both is cut off.
struct HeaderField {
  std::string_view name;
  std::string_view value;
  HeaderId id;
};

class Message {
 public:
  // The index is left uninitialised on purpose: only the first
  // header_field_count of it mean something.
  Message() {}  // NOLINT(modernize-use-equals-default)

  [[nodiscard]] bool is_request() const { return status == 0; }
  [[nodiscard]] bool is_response() const { return status != 0; }

  [[nodiscard]] std::span<const HeaderField> header_fields() const {
    return {fields_.data(), field_count_};
  }
  /// The first header field of that name, or nullptr.
  [[nodiscard]] const HeaderField* find(HeaderId id) const;
  /// Its value, or an empty view.
  [[nodiscard]] std::string_view value_of(HeaderId id) const;
  [[nodiscard]] std::size_t count(HeaderId id) const;
  [[nodiscard]] bool has(HeaderId id) const { return find(id) != nullptr; }

  /// For parsers: forgets everything, then appends one header field. False
  /// when the index is full.
  void clear();
  bool add_header_field(const HeaderField& field);

  /// The message's own octets, from the start line to the end of the body.
  std::string_view octets;
  std::string_view start_line;      // without its line end
  Method method = Method::Unknown;  // of a response: the CSeq's method
  std::string_view method_name;     // as written; of a response: from CSeq
  std::string_view request_uri;     // requests only
  std::uint16_t status = 0;         // 0: a request
  std::string_view reason_phrase;   // responses only
  std::string_view body;
  std::uint32_t cseq_number = 0;
  bool has_cseq = false;  // cseq_number and method_name are sound
  AnomalySet anomalies;

 private:
  std::array<HeaderField, kMaxHeaderFields> fields_;
  std::size_t field_count_ = 0;
};

}  // namespace siptriage::sip
