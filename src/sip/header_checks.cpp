#include "sip/header_checks.h"

#include <algorithm>
#include <cstddef>
#include <optional>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/name_addr.h"
#include "siptriage/sip/parameters.h"
#include "siptriage/sip/uri.h"
#include "siptriage/sip/values.h"
#include "siptriage/sip/via.h"

#include "sip/quoted.h"

namespace siptriage::sip::detail {
namespace {

constexpr std::uint64_t kMaxMaxForwards = 255;  // RFC 3261 20.22

struct OctetClasses {
  bool non_ascii = false;
  bool control = false;
};

// Plain arithmetic on octets, without a branch, so that compilers vectorise it.
OctetClasses classify_octets(std::string_view octets) {
  std::uint8_t high = 0;
  std::uint8_t control = 0;
  for (const char octet : octets) {
    const auto c = static_cast<std::uint8_t>(octet);
    const bool is_control =
        (c < 0x20) & (c != '\t') & (c != '\r') & (c != '\n');
    high = static_cast<std::uint8_t>(high | c);
    control = static_cast<std::uint8_t>(
        control | static_cast<std::uint8_t>(is_control | (c == 0x7f)));
  }
  return {(high & 0x80) != 0, control != 0};
}

bool is_non_ascii(char c) {
  return (static_cast<unsigned char>(c) & 0x80) != 0;
}

bool has_non_ascii(std::string_view text) {
  return std::any_of(text.begin(), text.end(), is_non_ascii);
}

bool has_unquoted_non_ascii(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_non_ascii(text[i])) return true;
    if (text[i] != '"') continue;
    i = find_closing_quote(text, i);
    if (i == std::string_view::npos) return false;
  }
  return false;
}

// Header fields whose values are free text, in which UTF-8 is legal (RFC 3261
// 25.1: TEXT-UTF8-TRIM, comments, extension-header).
bool allows_utf8(HeaderId id) {
  switch (id) {
    case HeaderId::Unknown:
    case HeaderId::Organization:
    case HeaderId::Server:
    case HeaderId::Subject:
    case HeaderId::UserAgent:
      return true;
    default:
      return false;
  }
}

// The octets are known to hold some above 127; a reason phrase may.
bool has_misplaced_non_ascii(const Message& message) {
  if (message.is_request() && has_non_ascii(message.start_line)) return true;
  const auto fields = message.header_fields();
  return std::any_of(
      fields.begin(), fields.end(), [](const HeaderField& field) {
        return has_non_ascii(field.name) ||
               (!allows_utf8(field.id) && has_unquoted_non_ascii(field.value));
      });
}

// A ';' with nothing behind it. `parameters` are empty or begin with ';'.
bool has_empty_parameter(std::string_view parameters) {
  while (!parameters.empty()) {
    const std::size_t next = find_unquoted(parameters, ';', 1);
    const std::size_t end = std::min(next, parameters.size());
    if (trim(parameters.substr(1, end - 1)).empty()) return true;
    parameters.remove_prefix(end);
  }
  return false;
}

// display-name = *(token LWS) / quoted-string. Octets above 127 have an anomaly
// of their own.
bool is_sound_display_name(const NameAddr& address) {
  if (address.display_name_quoted) return true;
  const std::string_view name = address.display_name;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return is_token(c) || is_lws(c) || is_non_ascii(c);
  });
}

// Between the brackets stands the URI and nothing else (RFC 4475 3.1.2.14).
// Without them, the URI has no comma and no '?' (RFC 3261 20.10).
bool is_sound_delimited(const NameAddr& address) {
  if (!address.bracketed) {
    return address.uri.find_first_of(",?") == std::string_view::npos;
  }
  const char* end = address.uri.data() + address.uri.size();
  return address.uri.data()[-1] == '<' && *end == '>';
}

bool is_sound_address(const std::optional<NameAddr>& address) {
  return address && !address->wildcard && is_sound_display_name(*address) &&
         is_sound_delimited(*address) && parse_uri(address->uri) &&
         !has_empty_parameter(address->parameters);
}

bool is_sound_contact(std::string_view value) {
  std::string_view element;
  while (next_list_element(value, element)) {
    const std::optional<NameAddr> address = parse_name_addr(element);
    const bool wildcard = address && address->wildcard;
    if (!wildcard && !is_sound_address(address)) return false;
  }
  return true;
}

// Goes over the header fields once.
class Checker {
 public:
  Checker(HeaderPartEnd end, Message& message)
      : end_(end), message_(message), anomalies_(message.anomalies) {}

  void check() {
    const auto fields = message_.header_fields();
    if (end_ == HeaderPartEnd::Cut && !fields.empty()) cut_ = &fields.back();
    for (const HeaderField& field : fields) take(field);
    take_cseq();
    check_via();
    check_max_forwards();
    if (is_sound(from_) && !is_sound_address(parse_name_addr(from_->value))) {
      anomalies_.add(AnomalyKind::BadFrom);
    }
    if (is_sound(to_) && !is_sound_address(parse_name_addr(to_->value))) {
      anomalies_.add(AnomalyKind::BadTo);
    }
    if (end_ == HeaderPartEnd::BlankLine) check_presence();
  }

 private:
  // There, and not cut off by the end of the octets.
  [[nodiscard]] bool is_sound(const HeaderField* field) const {
    return field != nullptr && field != cut_;
  }

  void keep_first(const HeaderField*& first, const HeaderField& field,
                  AnomalyKind duplicate) {
    if (first == nullptr) {
      first = &field;
    } else {
      anomalies_.add(duplicate);
    }
  }

  void take(const HeaderField& field) {
    switch (field.id) {
      case HeaderId::CallId:
        return keep_first(call_id_, field, AnomalyKind::DuplicateCallId);
      case HeaderId::CSeq:
        return keep_first(cseq_, field, AnomalyKind::DuplicateCseq);
      case HeaderId::From:
        return keep_first(from_, field, AnomalyKind::DuplicateFrom);
      case HeaderId::To:
        return keep_first(to_, field, AnomalyKind::DuplicateTo);
      case HeaderId::MaxForwards:
        return keep_first(max_forwards_, field,
                          AnomalyKind::DuplicateMaxForwards);
      case HeaderId::Via:
        if (via_ == nullptr) via_ = &field;
        return;
      case HeaderId::Contact:
        if (is_sound(&field) && !is_sound_contact(field.value)) {
          anomalies_.add(AnomalyKind::BadContact);
        }
        return;
      case HeaderId::Date:
        if (is_sound(&field) && !is_sip_date(field.value)) {
          anomalies_.add(AnomalyKind::BadDate);
        }
        return;
      default:
        return;
    }
  }

  void take_cseq() {
    if (!is_sound(cseq_)) return;
    const std::optional<CSeqValue> cseq = parse_cseq(cseq_->value);
    if (!cseq) return anomalies_.add(AnomalyKind::BadCseq);
    message_.has_cseq = true;
    message_.cseq_number = cseq->number;
    if (message_.is_response()) {
      message_.method_name = cseq->method;
      message_.method = find_method(cseq->method);
    } else if (message_.method_name != cseq->method) {
      anomalies_.add(AnomalyKind::CseqMethodMismatch);
    }
  }

  void check_via() {
    if (!is_sound(via_)) return;
    std::string_view rest = via_->value;
    std::string_view topmost;
    next_list_element(rest, topmost);
    const std::optional<Via> via = parse_via(topmost);
    if (!via) return anomalies_.add(AnomalyKind::BadVia);
    if (has_empty_parameter(via->parameters)) {
      anomalies_.add(AnomalyKind::BadVia);
    }
    if (via->branch.size() == kMagicCookie.size() || via->branch.empty()) {
      if (via->branch.empty() || has_magic_cookie(via->branch)) {
        return anomalies_.add(AnomalyKind::EmptyBranch);
      }
    }
    if (!has_magic_cookie(via->branch)) {
      anomalies_.add(AnomalyKind::BranchWithoutCookie);
    }
  }

  void check_max_forwards() {
    if (!is_sound(max_forwards_)) return;
    const std::optional<std::uint64_t> hops =
        parse_unsigned(max_forwards_->value);
    if (!hops || *hops > kMaxMaxForwards) {
      anomalies_.add(AnomalyKind::BadMaxForwards);
    }
  }

  // What every message carries (RFC 3261 8.1.1, 8.2.6.2).
  void check_presence() {
    require(call_id_, AnomalyKind::MissingCallId);
    require(cseq_, AnomalyKind::MissingCseq);
    require(from_, AnomalyKind::MissingFrom);
    require(to_, AnomalyKind::MissingTo);
    require(via_, AnomalyKind::MissingVia);
    if (message_.is_request()) {
      require(max_forwards_, AnomalyKind::MissingMaxForwards);
    }
    if (from_ != nullptr && find_tag(from_->value).empty()) {
      anomalies_.add(AnomalyKind::MissingFromTag);
    }
  }

  void require(const HeaderField* field, AnomalyKind missing) {
    if (field == nullptr || field->value.empty()) anomalies_.add(missing);
  }

  HeaderPartEnd end_;
  Message& message_;
  AnomalySet& anomalies_;
  const HeaderField* cut_ = nullptr;
  const HeaderField* call_id_ = nullptr;
  const HeaderField* cseq_ = nullptr;
  const HeaderField* from_ = nullptr;
  const HeaderField* to_ = nullptr;
  const HeaderField* via_ = nullptr;
  const HeaderField* max_forwards_ = nullptr;
};

}  // namespace

void check_header_part(std::string_view header_part, HeaderPartEnd end,
                       Message& message) {
  const OctetClasses classes = classify_octets(header_part);
  if (classes.control) message.anomalies.add(AnomalyKind::ControlCharacter);
  if (classes.non_ascii && has_misplaced_non_ascii(message)) {
    message.anomalies.add(AnomalyKind::NonAsciiHeader);
  }
  Checker(end, message).check();
}

}  // namespace siptriage::sip::detail
