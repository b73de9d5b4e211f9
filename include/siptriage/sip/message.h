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
#include "siptriage/base/limits.h"
#include "siptriage/sip/header_id.h"
#include "siptriage/sip/method.h"
#include "siptriage/sip/via.h"

namespace siptriage::sip {

/// What an index can hold: the most that header-fields may be.
inline constexpr std::size_t kMaxHeaderFields = 256;
/// The most that message-octets and start-line-octets may be.
inline constexpr std::size_t kMaxMessageOctets = std::size_t{1} << 20;
inline constexpr std::size_t kMaxStartLineOctets = std::size_t{64} << 10;

/// The limits within which a message is read (base/limits.h); reaching one is
/// an anomaly, or no message at all.
struct MessageLimits {
  MessageLimits();
  MessageLimits(const Limits& limits);  // NOLINT: the same in other words

  std::uint32_t message_octets = 0;
  std::uint32_t start_line_octets = 0;
  std::uint32_t header_fields = 0;
  std::uint32_t header_field_octets = 0;
  std::uint32_t multipart_depth = 0;
};

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
  explicit Message(const MessageLimits& limits = {}) : limits_(limits) {
    first_.fill(kNone);
  }

  /// Those that whoever reads it into this object keeps to.
  [[nodiscard]] const MessageLimits& limits() const { return limits_; }
  void set_limits(const MessageLimits& limits) { limits_ = limits; }

  [[nodiscard]] bool is_request() const { return status == 0; }
  [[nodiscard]] bool is_response() const { return status != 0; }

  [[nodiscard]] std::span<const HeaderField> header_fields() const {
    return {fields_.data(), field_count_};
  }
  /// The first header field of that name, or nullptr. Not a search.
  [[nodiscard]] const HeaderField* find(HeaderId id) const {
    const std::uint8_t first = first_[index_of(id)];
    if (first != kNone) return &fields_[first];
    return is_last_of_full(id) ? &fields_.back() : nullptr;
  }
  /// Its value, or an empty view.
  [[nodiscard]] std::string_view value_of(HeaderId id) const {
    const HeaderField* field = find(id);
    return field == nullptr ? std::string_view() : field->value;
  }
  [[nodiscard]] std::size_t count(HeaderId id) const;
  [[nodiscard]] bool has(HeaderId id) const { return find(id) != nullptr; }
  /// True when more than one header field has that name.
  [[nodiscard]] bool has_several(HeaderId id) const {
    return (repeated_[index_of(id) / 64] >> index_of(id) % 64 & 1) != 0;
  }

  /// True when there is such a name.
  [[nodiscard]] bool has_any_several() const {
    return (repeated_[0] | repeated_[1]) != 0;
  }

  /// For parsers: forgets everything but the limits.
  void clear();

  /// For parsers: appends header fields one after the other.
  ///
  ///     Message::Appender appender(message);
  ///     if (!appender.add(name, value, id)) ...  // the index is full
  ///
  /// The message has them once the appender is gone.
  class Appender {
   public:
    explicit Appender(Message& message)
        : message_(message),
          next_(message.fields_.data() + message.field_count_),
          count_(message.field_count_),
          most_(message.limits_.header_fields) {}
    ~Appender() { message_.field_count_ = count_; }
    Appender(const Appender&) = delete;
    Appender& operator=(const Appender&) = delete;

    [[nodiscard]] bool add(std::string_view name, std::string_view value,
                           HeaderId id) {
      if (count_ >= most_) return false;
      message_.note_place(id, count_++);
      // Each member by itself: as one struct it would be put together elsewhere
      // and copied in wider pieces, for which processors wait.
      next_->name = name;
      next_->value = value;
      next_->id = id;
      ++next_;
      return true;
    }

   private:
    Message& message_;
    HeaderField* next_;
    std::size_t count_;
    std::size_t most_;
  };

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
  static std::size_t index_of(HeaderId id) {
    return static_cast<std::size_t>(id);
  }

  // In first_: a name that is absent, or whose first place is the very last.
  static constexpr std::uint8_t kNone = 0xff;
  static_assert(kMaxHeaderFields == std::size_t{kNone} + 1);
  [[nodiscard]] bool is_last_of_full(HeaderId id) const {
    return field_count_ == kMaxHeaderFields && fields_.back().id == id;
  }
  void note_place(HeaderId id, std::size_t place) {
    if (first_[index_of(id)] == kNone) {
      first_[index_of(id)] = static_cast<std::uint8_t>(place);
    } else {
      repeated_[index_of(id) / 64] |= std::uint64_t{1} << index_of(id) % 64;
    }
  }

  MessageLimits limits_;
  std::array<HeaderField, kMaxHeaderFields> fields_;
  std::size_t field_count_ = 0;
  // Of each name: where its first header field stands.
  std::array<std::uint8_t, static_cast<std::size_t>(HeaderId::Count)> first_;
  std::array<std::uint64_t, 2> repeated_{};  // one bit a name
  static_assert(static_cast<std::size_t>(HeaderId::Count) <= 128);
};

}  // namespace siptriage::sip
