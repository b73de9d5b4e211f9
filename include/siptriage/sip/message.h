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
#include "siptriage/sip/via.h"

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
  // The index is left uninitialised on purpose: only what header_fields()
  // gives of it means something.
  Message() {}  // NOLINT(modernize-use-equals-default)

  [[nodiscard]] bool is_request() const { return status == 0; }
  [[nodiscard]] bool is_response() const { return status != 0; }

  [[nodiscard]] std::span<const HeaderField> header_fields() const {
    return {fields_.data(), field_count_};
  }
  /// The first header field of that name, or nullptr.
  [[nodiscard]] const HeaderField* find(HeaderId id) const {
    return has(id) ? &fields_[first_[index_of(id)]] : nullptr;
  }
  /// Its value, or an empty view.
  [[nodiscard]] std::string_view value_of(HeaderId id) const {
    return has(id) ? fields_[first_[index_of(id)]].value : std::string_view();
  }
  [[nodiscard]] std::size_t count(HeaderId id) const;
  [[nodiscard]] bool has(HeaderId id) const { return present_.has(id); }
  /// True when more than one header field has that name.
  [[nodiscard]] bool has_several(HeaderId id) const {
    return repeated_.has(id);
  }

  /// For parsers: forgets everything, then appends one header field. False
  /// when the index is full.
  void clear();
  bool add_header_field(const HeaderField& field) {
    if (field_count_ == fields_.size()) return false;
    note_name(field.id);
    fields_[field_count_++] = field;
    return true;
  }

  /// The message's own octets, from the start line to the end of the body.
  std::string_view octets;
  std::string_view start_line;  // without its line end
  // Of a response: the CSeq's, after parse_message() only.
  Method method = Method::Unknown;
  std::string_view method_name;    // as written
  std::string_view request_uri;    // requests only
  std::uint16_t status = 0;        // 0: a request
  std::string_view reason_phrase;  // responses only
  std::string_view body;
  AnomalySet anomalies;

  // Known after parse_message() only: read from values on the way to judging
  // them.
  std::uint32_t cseq_number = 0;
  bool has_cseq = false;  // cseq_number and method_name are sound
  bool has_topmost_via = false;
  Via topmost_via;            // meaningful if has_topmost_via
  std::string_view from_tag;  // find_tag() of the first From and To
  std::string_view to_tag;

 private:
  // A set of header field names, one bit each.
  class IdSet {
   public:
    [[nodiscard]] bool has(HeaderId id) const {
      return (words_[word_of(id)] >> bit_of(id) & 1) != 0;
    }
    void add(HeaderId id) {
      words_[word_of(id)] |= std::uint64_t{1} << bit_of(id);
    }

   private:
    static std::size_t word_of(HeaderId id) { return index_of(id) / 64; }
    static std::size_t bit_of(HeaderId id) { return index_of(id) % 64; }
    std::array<std::uint64_t, 2> words_{};
  };
  static_assert(static_cast<std::size_t>(HeaderId::Count) <= 128);

  static std::size_t index_of(HeaderId id) {
    return static_cast<std::size_t>(id);
  }

  void note_name(HeaderId id) {
    if (present_.has(id)) {
      repeated_.add(id);
    } else {
      present_.add(id);
      first_[index_of(id)] = static_cast<std::uint8_t>(field_count_);
    }
  }

  std::array<HeaderField, kMaxHeaderFields> fields_;
  std::size_t field_count_ = 0;
  IdSet present_;
  IdSet repeated_;
  // Of a name that is present: where its first header field stands. Left
  // uninitialised, as fields_.
  std::array<std::uint8_t, static_cast<std::size_t>(HeaderId::Count)> first_;
  static_assert(kMaxHeaderFields <= 256);
};

}  // namespace siptriage::sip
