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

#include "sip/line_splitter.h"
#include "sip/plain_values.h"
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

// A Request-Line that is cut off before its version may be cut off within its
// URI.
bool is_request_uri_whole(const Message& message) {
  const std::string_view line = trim(message.start_line);
  const std::string_view uri = message.request_uri;
  return uri.data() + uri.size() != line.data() + line.size();
}

// A Request-URI has no headers part (RFC 3261 19.1.1, RFC 4475 3.1.2.11).
void check_request_uri(Message& message) {
  if (message.is_response() || !is_request_uri_whole(message)) return;
  const std::string_view octets = message.octets;
  if (is_plain_sip_uri(message.request_uri, octets.data() + octets.size())) {
    return;
  }
  const std::optional<Uri> uri = parse_uri(message.request_uri);
  if (!uri || !uri->headers.empty()) {
    message.anomalies.add(AnomalyKind::BadRequestUri);
  }
}

void check_octets(std::string_view header_part, Message& message) {
  const OctetClasses classes = classify_octets(header_part);
  if (classes.control) message.anomalies.add(AnomalyKind::ControlCharacter);
  if (classes.non_ascii && has_misplaced_non_ascii(message)) {
    message.anomalies.add(AnomalyKind::NonAsciiHeader);
  }
}

// What was found in `from`, as it stands in `to`, which is the same text.
Via moved(const Via& via, std::string_view from, std::string_view to) {
  const auto move = [from, to](std::string_view part) {
    if (part.data() == nullptr) return part;
    return std::string_view(to.data() + (part.data() - from.data()),
                            part.size());
  };
  Via result = via;
  for (std::string_view* part :
       {&result.protocol, &result.transport, &result.sent_by_host,
        &result.branch, &result.received, &result.rport, &result.maddr,
        &result.parameters}) {
    *part = move(*part);
  }
  return result;
}

// The header fields by name, each looked up in the message's index.
class Checker {
 public:
  Checker(HeaderPartEnd end, Message& message, ValueMemory* memory)
      : end_(end),
        message_(message),
        anomalies_(message.anomalies),
        memory_(memory) {
    const std::string_view octets = message.octets;
    readable_end_ = octets.data() + octets.size();
    const auto fields = message.header_fields();
    if (end == HeaderPartEnd::Cut && !fields.empty() &&
        reaches_end(fields.back().value)) {
      cut_ = &fields.back();
    }
  }

  void check() {
    check_cseq();
    check_via();
    check_max_forwards();
    check_address(HeaderId::From, AnomalyKind::BadFrom,
                  memory_ == nullptr ? nullptr : &memory_->from(),
                  message_.from_tag);
    check_address(HeaderId::To, AnomalyKind::BadTo,
                  memory_ == nullptr ? nullptr : &memory_->to(),
                  message_.to_tag);
    check_contacts();
    check_dates();
    check_repetition();
    if (end_ == HeaderPartEnd::BlankLine) check_presence();
  }

 private:
  using Addresses = ValueMemory::Values<ValueMemory::Tag>;

  // False when a line that is no fold follows `value` before the octets end:
  // the front of a header field's name.
  [[nodiscard]] bool reaches_end(std::string_view value) const {
    const char* behind = value.data() + value.size();
    const std::string_view rest(
        behind, static_cast<std::size_t>(readable_end_ - behind));
    const std::size_t line_end = rest.find_last_of("\r\n");
    return line_end == std::string_view::npos || line_end + 1 == rest.size() ||
           is_blank(rest[line_end + 1]);
  }

  // The first of that name, or nullptr when there is none or it is cut off by
  // the end of the octets.
  [[nodiscard]] const HeaderField* find_whole(HeaderId id) const {
    const HeaderField* field = message_.find(id);
    return field == cut_ ? nullptr : field;
  }

  void check_cseq() {
    const HeaderField* field = find_whole(HeaderId::CSeq);
    if (field == nullptr) return;
    const std::optional<CSeqValue> cseq = parse_cseq(field->value);
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
    std::string_view rest = message_.value_of(HeaderId::Via);
    if (take_plain_via(rest)) {
      message_.has_topmost_via = true;
      if (find_whole(HeaderId::Via) != nullptr) {
        check_branch(message_.topmost_via.branch);
      }
      return;
    }
    std::string_view topmost;
    next_list_element(rest, topmost);
    if (const std::optional<Via> via = walk_via(topmost)) {
      message_.has_topmost_via = true;
      message_.topmost_via = *via;
    }
    if (find_whole(HeaderId::Via) == nullptr) return;
    if (message_.has_topmost_via) return check_topmost(message_.topmost_via);
    anomalies_.add(AnomalyKind::BadVia);
  }

  // A single via-parm of the ordinary shape, known or not.
  bool take_plain_via(std::string_view value) {
    const auto* known =
        memory_ == nullptr ? nullptr : memory_->via().find(value);
    if (known != nullptr) {
      message_.topmost_via = moved(known->found, known->value, value);
      return true;
    }
    if (!parse_plain_via(value, readable_end_, message_.topmost_via)) {
      return false;
    }
    if (memory_ != nullptr) {
      memory_->via().remember(value, message_.topmost_via);
    }
    return true;
  }

  // An address of the ordinary shape, known or not.
  bool take_plain_address(std::string_view value, Addresses* addresses,
                          std::string_view& tag) {
    const auto* known = addresses == nullptr ? nullptr : addresses->find(value);
    if (known != nullptr) {
      tag = known->found.octets == 0
                ? std::string_view()
                : value.substr(known->found.offset, known->found.octets);
      return true;
    }
    if (!parse_plain_address(value, readable_end_, tag)) return false;
    if (addresses != nullptr) {
      const std::size_t offset =
          tag.empty() ? 0 : static_cast<std::size_t>(tag.data() - value.data());
      addresses->remember(value, {static_cast<std::uint32_t>(offset),
                                  static_cast<std::uint32_t>(tag.size())});
    }
    return true;
  }

  void check_topmost(const Via& via) {
    if (has_empty_parameter(via.parameters)) {
      anomalies_.add(AnomalyKind::BadVia);
    }
    check_branch(via.branch);
  }

  void check_branch(std::string_view branch) {
    const bool has_cookie = has_magic_cookie(branch);
    if (branch.empty() ||
        (has_cookie && branch.size() == kMagicCookie.size())) {
      anomalies_.add(AnomalyKind::EmptyBranch);
    } else if (!has_cookie) {
      anomalies_.add(AnomalyKind::BranchWithoutCookie);
    }
  }

  void check_max_forwards() {
    const HeaderField* field = find_whole(HeaderId::MaxForwards);
    if (field == nullptr) return;
    const std::optional<std::uint64_t> hops = parse_unsigned(field->value);
    if (!hops || *hops > kMaxMaxForwards) {
      anomalies_.add(AnomalyKind::BadMaxForwards);
    }
  }

  void check_address(HeaderId id, AnomalyKind bad, Addresses* addresses,
                     std::string_view& tag) {
    const HeaderField* field = message_.find(id);
    if (field == nullptr || take_plain_address(field->value, addresses, tag)) {
      return;
    }
    tag = walk_to_tag(field->value);
    if (field != cut_ && !is_sound_address(parse_name_addr(field->value))) {
      anomalies_.add(bad);
    }
  }

  void check_contacts() {
    for_each(HeaderId::Contact, [this](std::string_view value) {
      std::string_view tag;
      if (!take_plain_address(
              value, memory_ == nullptr ? nullptr : &memory_->contact(), tag) &&
          !is_sound_contact(value)) {
        anomalies_.add(AnomalyKind::BadContact);
      }
    });
  }

  void check_dates() {
    for_each(HeaderId::Date, [this](std::string_view value) {
      if (!is_sip_date(value)) anomalies_.add(AnomalyKind::BadDate);
    });
  }

  // The values of all header fields of that name that are not cut off.
  template <typename Check>
  void for_each(HeaderId id, Check check) {
    const HeaderField* first = message_.find(id);
    if (first == nullptr) return;
    if (!message_.has_several(id)) {
      if (first != cut_) check(first->value);
      return;
    }
    for (const HeaderField& field : message_.header_fields()) {
      if (field.id == id && &field != cut_) check(field.value);
    }
  }

  void check_repetition() {
    forbid_second(HeaderId::CallId, AnomalyKind::DuplicateCallId);
    forbid_second(HeaderId::CSeq, AnomalyKind::DuplicateCseq);
    forbid_second(HeaderId::From, AnomalyKind::DuplicateFrom);
    forbid_second(HeaderId::To, AnomalyKind::DuplicateTo);
    forbid_second(HeaderId::MaxForwards, AnomalyKind::DuplicateMaxForwards);
  }

  void forbid_second(HeaderId id, AnomalyKind duplicate) {
    if (message_.has_several(id)) anomalies_.add(duplicate);
  }

  // What every message carries (RFC 3261 8.1.1, 8.2.6.2).
  void check_presence() {
    require(HeaderId::CallId, AnomalyKind::MissingCallId);
    require(HeaderId::CSeq, AnomalyKind::MissingCseq);
    require(HeaderId::From, AnomalyKind::MissingFrom);
    require(HeaderId::To, AnomalyKind::MissingTo);
    require(HeaderId::Via, AnomalyKind::MissingVia);
    if (message_.is_request()) {
      require(HeaderId::MaxForwards, AnomalyKind::MissingMaxForwards);
    }
    if (message_.has(HeaderId::From) && message_.from_tag.empty()) {
      anomalies_.add(AnomalyKind::MissingFromTag);
    }
  }

  void require(HeaderId id, AnomalyKind missing) {
    if (message_.value_of(id).empty()) anomalies_.add(missing);
  }

  HeaderPartEnd end_;
  Message& message_;
  AnomalySet& anomalies_;
  ValueMemory* memory_;
  const HeaderField* cut_ = nullptr;
  const char* readable_end_ = nullptr;
};

}  // namespace

void check_message(const HeaderPart& part, Message& message,
                   ValueMemory* memory) {
  if (part.has_odd_octets) {
    check_octets(message.octets.substr(0, part.octets), message);
  }
  check_request_uri(message);
  Checker(part.end, message, memory).check();
}

}  // namespace siptriage::sip::detail
