#include "sip/start_line.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "siptriage/base/ascii.h"

#include "sip/near_octet.h"

namespace siptriage::sip::detail {
namespace {

constexpr std::string_view kVersion = "SIP/2.0";

std::size_t count_blanks(std::string_view text) {
  std::size_t count = 0;
  while (count < text.size() && is_blank(text[count])) ++count;
  return count;
}

std::size_t count_digits(std::string_view text) {
  std::size_t count = 0;
  while (count < text.size() && is_digit(text[count])) ++count;
  return count;
}

std::string_view without_trailing_blanks(std::string_view text) {
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

// Octets of the "SIP/n.n" that `text` begins with, or 0. Letter case is not
// looked at (RFC 3261 7.1).
std::size_t version_octets(std::string_view text) {
  if (!starts_with_ignore_case(text, "SIP/")) return 0;
  std::size_t octets = 4;
  const std::size_t major = count_digits(text.substr(octets));
  octets += major;
  if (major == 0 || octets == text.size() || text[octets] != '.') return 0;
  ++octets;
  const std::size_t minor = count_digits(text.substr(octets));
  return minor == 0 ? 0 : octets + minor;
}

// The version at the end of a Request-Line, and what stands before it.
struct RequestEnd {
  std::string_view before;
  std::string_view version;
};

// A Request-URI may be anything that is one word. With white space inside (RFC
// 4475 3.1.2.8) it has at least a scheme: text that happens to end in "SIP/2.0"
// is no request.
bool is_request_uri_front(std::string_view text) {
  const std::size_t blank = text.find_first_of(" \t");
  return blank == std::string_view::npos ||
         text.substr(0, blank).find(':') != std::string_view::npos;
}

// `rest` is what follows the method's white space, without trailing blanks.
std::optional<RequestEnd> split_version(std::string_view rest) {
  const std::size_t blank = rest.find_last_of(" \t");
  if (blank == std::string_view::npos) return std::nullopt;
  const std::string_view version = rest.substr(blank + 1);
  if (version.empty() || version_octets(version) != version.size()) {
    return std::nullopt;
  }
  const std::string_view before =
      without_trailing_blanks(rest.substr(0, blank));
  if (before.empty() || !is_request_uri_front(before)) return std::nullopt;
  return RequestEnd{before, version};
}

bool is_request_line(std::string_view line, std::size_t method_octets) {
  std::string_view rest = line.substr(method_octets);
  rest.remove_prefix(count_blanks(rest));
  return split_version(without_trailing_blanks(rest)).has_value();
}

// The front of a Request-Line whose end the capture does not show.
bool is_request_line_front(std::string_view line, std::size_t method_octets) {
  if (find_method(line.substr(0, method_octets)) == Method::Unknown) {
    return false;
  }
  std::string_view rest = line.substr(method_octets);
  rest.remove_prefix(count_blanks(rest));
  return starts_with_ignore_case(rest, "sip:") ||
         starts_with_ignore_case(rest, "sips:") ||
         starts_with_ignore_case(rest, "tel:");
}

// "SIP/n.n", blanks, digits. Three digits may be followed by anything, since
// some stacks forget the space; more or fewer need one, or the line's end.
// Where the line has no end, fewer may be the front of a longer number.
bool is_status_line(std::string_view line, bool has_end) {
  const std::size_t version = version_octets(line);
  if (version == 0) return false;
  std::string_view rest = line.substr(version);
  const std::size_t blanks = count_blanks(rest);
  if (blanks == 0) return false;
  rest.remove_prefix(blanks);
  const std::size_t digits = count_digits(rest);
  if (digits == 0 || (digits < 3 && !has_end)) return false;
  return digits == 3 || digits == rest.size() || is_blank(rest[digits]);
}

StartLineCheck to_check(bool yes) {
  return yes ? StartLineCheck::Yes : StartLineCheck::No;
}

// A line that has no end in the octets at hand.
StartLineCheck check_unfinished(std::string_view line, std::size_t token_octets,
                                bool is_status, Framing framing,
                                std::size_t max_octets) {
  const bool is_long = line.size() > max_octets;
  if (framing == Framing::Stream && !is_long) return StartLineCheck::NeedMore;
  const bool is_one = is_status ? is_status_line(line, false)
                                : is_request_line(line, token_octets) ||
                                      is_request_line_front(line, token_octets);
  return is_one && is_long ? StartLineCheck::TooLong : to_check(is_one);
}

std::uint16_t clip_status(std::string_view digits) {
  constexpr std::uint64_t kMax = std::numeric_limits<std::uint16_t>::max();
  const std::uint64_t value = parse_unsigned(digits).value_or(kMax);
  return static_cast<std::uint16_t>(std::clamp<std::uint64_t>(value, 1, kMax));
}

void note_version(std::string_view version, AnomalySet& anomalies) {
  if (!equals_ignore_case(version, kVersion)) {
    anomalies.add(AnomalyKind::UnknownVersion);
  }
}

void note_method(Method method, std::string_view name, AnomalySet& anomalies) {
  if (method != Method::Unknown) return;
  for (std::size_t i = 1; i < static_cast<std::size_t>(Method::Count); ++i) {
    if (equals_ignore_case(name, to_string(static_cast<Method>(i)))) {
      return anomalies.add(AnomalyKind::MethodCase);
    }
  }
  anomalies.add(AnomalyKind::UnknownMethod);
}

void take_status_line(std::string_view line, Message& message) {
  const std::size_t version = version_octets(line);
  note_version(line.substr(0, version), message.anomalies);
  std::string_view rest = line.substr(version);
  const std::size_t blanks = count_blanks(rest);
  if (rest.substr(0, blanks) != " ") {
    message.anomalies.add(AnomalyKind::StartLineWhitespace);
  }
  rest.remove_prefix(blanks);
  const std::size_t digits = count_digits(rest);
  message.status = clip_status(rest.substr(0, digits));
  if (digits != 3 || message.status < 100 || message.status > 699) {
    message.anomalies.add(AnomalyKind::StatusOutOfRange);
  }
  rest.remove_prefix(digits);
  if (rest.empty() || rest.front() != ' ') {
    message.anomalies.add(AnomalyKind::MissingReasonPhraseSpace);
  }
  message.reason_phrase = trim(rest);
}

void take_request_line(std::string_view line, Message& message) {
  const std::size_t method_octets = line.find_first_of(" \t");
  message.method_name = line.substr(0, method_octets);
  message.method = find_method(message.method_name);
  note_method(message.method, message.method_name, message.anomalies);
  std::string_view rest = line.substr(method_octets);
  const std::size_t blanks = count_blanks(rest);
  bool odd_blanks = rest.substr(0, blanks) != " ";
  rest.remove_prefix(blanks);
  const std::string_view trimmed = without_trailing_blanks(rest);
  const std::optional<RequestEnd> end = split_version(trimmed);
  if (!end) {  // cut off before the version: nothing more can be said
    message.request_uri = trimmed;
    return;
  }
  message.request_uri = end->before;
  note_version(end->version, message.anomalies);
  // "URI SP version", with nothing behind it.
  const std::size_t expected = end->before.size() + 1 + end->version.size();
  odd_blanks =
      odd_blanks || rest.size() != expected || rest[end->before.size()] != ' ';
  if (odd_blanks) message.anomalies.add(AnomalyKind::StartLineWhitespace);
}

constexpr std::string_view kStatusLineFront = "SIP/2.0 ";
constexpr std::size_t kStatusDigits = 3;

// "SIP/2.0 nnn " and anything behind it.
bool is_ordinary_status_line(std::string_view text) {
  constexpr std::size_t kReason = kStatusLineFront.size() + kStatusDigits;
  if (text.size() <= kReason || text[kReason] != ' ') return false;
  const char* digits = text.data() + kStatusLineFront.size();
  return text.starts_with(kStatusLineFront) && digits[0] >= '1' &&
         digits[0] <= '6' && is_digit(digits[1]) && is_digit(digits[2]);
}

struct OrdinaryRequest {
  Method method = Method::Unknown;
  std::string_view method_name;
  std::string_view uri;
};

// With a colon in the Request-URI's first word, white space inside it is for
// whoever judges the URI.
// Inlined, since a struct written by members and read as a whole is waited for.
[[gnu::always_inline]] inline bool parse_ordinary_request_line(
    std::string_view text, OrdinaryRequest& request) {
  constexpr std::string_view kEnd = " SIP/2.0";
  if (text.size() < kNearOctets) return false;
  const std::size_t method_octets = near_octet(text.data(), ' ');
  if (method_octets == kNearOctets) return false;
  request.method_name = text.substr(0, method_octets);
  request.method = find_method(request.method_name);
  if (request.method == Method::Unknown) return false;
  const std::string_view rest = text.substr(method_octets + 1);
  if (!rest.starts_with("sip:") && !rest.starts_with("sips:") &&
      !rest.starts_with("tel:")) {
    return false;
  }
  if (!rest.ends_with(kEnd)) return false;
  request.uri = rest.substr(0, rest.size() - kEnd.size());
  return !is_blank(request.uri.back());
}

void take_ordinary_status_line(std::string_view text, Message& message) {
  const char* digits = text.data() + kStatusLineFront.size();
  message.status = static_cast<std::uint16_t>(
      (digits[0] - '0') * 100 + (digits[1] - '0') * 10 + (digits[2] - '0'));
  message.reason_phrase =
      trim(text.substr(kStatusLineFront.size() + kStatusDigits));
}

}  // namespace

bool take_ordinary_start_line(const Line& line, Message& message) {
  if (line.end == LineEnd::None ||
      line.text.size() > message.limits().start_line_octets) {
    return false;
  }
  if (is_ordinary_status_line(line.text)) {
    take_ordinary_status_line(line.text, message);
    return true;
  }
  OrdinaryRequest request;
  if (!parse_ordinary_request_line(line.text, request)) return false;
  message.method = request.method;
  message.method_name = request.method_name;
  message.request_uri = request.uri;
  return true;
}

bool begins_with_start_line(std::string_view octets) {
  // What the first octets show is not asked again of the line's end.
  if (octets.size() < kMaxStartLineOctets) {
    if (is_ordinary_status_line(octets)) return true;
    OrdinaryRequest request;
    const std::size_t end = find_line_end(octets, 0);
    if (end != octets.size() &&
        parse_ordinary_request_line(octets.substr(0, end), request)) {
      return true;
    }
  }
  return check_start_line(octets, Framing::Datagram) == StartLineCheck::Yes;
}

StartLineCheck check_start_line(std::string_view octets, Framing framing,
                                std::size_t max_octets) {
  const StartLineCheck at_end = framing == Framing::Stream
                                    ? StartLineCheck::NeedMore
                                    : StartLineCheck::No;
  // One more tells that the line is too long.
  const std::string_view front = octets.substr(0, max_octets + 1);
  std::size_t token = 0;
  while (token < front.size() && is_token(front[token])) ++token;
  if (token > max_octets) return StartLineCheck::No;
  if (token == octets.size()) return at_end;
  if (token == 0) return StartLineCheck::No;
  const bool is_status = octets[token] == '/' &&
                         equals_ignore_case(octets.substr(0, token), "SIP");
  if (!is_status && !is_blank(octets[token])) return StartLineCheck::No;
  const std::size_t end = find_line_end(front, token);
  const std::string_view line = front.substr(0, end);
  if (end == front.size()) {
    return check_unfinished(line, token, is_status, framing, max_octets);
  }
  return to_check(is_status ? is_status_line(line, true)
                            : is_request_line(line, token));
}

void take_any_start_line(std::string_view line, Message& message) {
  if (version_octets(line) != 0) {
    take_status_line(line, message);
  } else {
    take_request_line(line, message);
  }
}

}  // namespace siptriage::sip::detail
