#include "siptriage/sip/values.h"

#include <algorithm>
#include <cstddef>
#include <limits>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/method.h"
#include "siptriage/sip/parameters.h"

#include "sip/quoted.h"

namespace siptriage::sip {
namespace {

constexpr std::uint64_t kMaxCseqNumber = (std::uint64_t{1} << 31) - 1;

bool is_token_text(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_token);
}

std::string_view take_digits(std::string_view& rest) {
  std::size_t count = 0;
  while (count < rest.size() && is_digit(rest[count])) ++count;
  const std::string_view digits = rest.substr(0, count);
  rest.remove_prefix(count);
  return digits;
}

std::string_view take_token(std::string_view& rest) {
  std::size_t count = 0;
  while (count < rest.size() && is_token(rest[count])) ++count;
  const std::string_view token = rest.substr(0, count);
  rest.remove_prefix(count);
  return token;
}

std::optional<std::uint32_t> to_u32(std::string_view digits) {
  const std::optional<std::uint64_t> value = parse_unsigned(digits);
  if (!value || *value > std::numeric_limits<std::uint32_t>::max()) {
    return std::nullopt;
  }
  return static_cast<std::uint32_t>(*value);
}

// `rest` begins with '('. Comments nest (RFC 3261 25.1). False when it is never
// closed.
bool take_comment(std::string_view& rest, std::string_view& comment) {
  int depth = 0;
  for (std::size_t i = 0; i < rest.size(); ++i) {
    if (rest[i] == '\\') {
      ++i;
    } else if (rest[i] == '(') {
      ++depth;
    } else if (rest[i] == ')' && --depth == 0) {
      comment = rest.substr(1, i - 1);
      rest.remove_prefix(i + 1);
      return true;
    }
  }
  return false;
}

// Nothing, or parameters.
bool is_parameters(std::string_view text) {
  return text.empty() || text.front() == ';';
}

}  // namespace

std::optional<CSeqValue> parse_cseq(std::string_view value) {
  std::string_view rest = trim(value);
  const std::optional<std::uint64_t> number = parse_unsigned(take_digits(rest));
  if (!number || *number > kMaxCseqNumber) return std::nullopt;
  const std::string_view method = trim(rest);
  const bool is_sound =
      find_method(method) != Method::Unknown || is_token_text(method);
  if (method.size() == rest.size() || !is_sound) return std::nullopt;
  return CSeqValue{static_cast<std::uint32_t>(*number), method};
}

std::optional<RAckValue> parse_rack(std::string_view value) {
  std::string_view rest = trim(value);
  const std::optional<std::uint32_t> number = to_u32(take_digits(rest));
  if (!number || *number == 0 || trim(rest).size() == rest.size()) {
    return std::nullopt;
  }
  const std::optional<CSeqValue> cseq = parse_cseq(rest);
  if (!cseq) return std::nullopt;
  return RAckValue{*number, cseq->number, cseq->method};
}

std::optional<std::uint32_t> parse_rseq(std::string_view value) {
  const std::optional<std::uint32_t> number = to_u32(trim(value));
  return number && *number != 0 ? number : std::nullopt;
}

std::optional<std::uint32_t> parse_delta_seconds(std::string_view value) {
  return to_u32(trim(value));
}

std::optional<RetryAfterValue> parse_retry_after(std::string_view value) {
  std::string_view rest = trim(value);
  const std::optional<std::uint32_t> delay = to_u32(take_digits(rest));
  if (!delay) return std::nullopt;
  RetryAfterValue result;
  result.delay_seconds = *delay;
  rest = trim(rest);
  if (!rest.empty() && rest.front() == '(') {
    if (!take_comment(rest, result.comment)) return std::nullopt;
    rest = trim(rest);
  }
  if (!is_parameters(rest)) return std::nullopt;
  if (const auto duration = find_parameter(rest, "duration")) {
    result.duration_seconds = to_u32(*duration);
    if (!result.duration_seconds) return std::nullopt;
  }
  return result;
}

std::optional<SessionTimerValue> parse_session_timer(std::string_view value) {
  std::string_view rest = trim(value);
  const std::optional<std::uint32_t> seconds = to_u32(take_digits(rest));
  rest = trim(rest);
  if (!seconds || !is_parameters(rest)) return std::nullopt;
  SessionTimerValue result;
  result.seconds = *seconds;
  if (const auto refresher = find_parameter(rest, "refresher")) {
    if (equals_ignore_case(*refresher, "uac")) {
      result.refresher = "uac";
    } else if (equals_ignore_case(*refresher, "uas")) {
      result.refresher = "uas";
    } else {
      return std::nullopt;
    }
  }
  return result;
}

std::optional<WarningValue> parse_warning(std::string_view value) {
  std::string_view rest = trim(value);
  const std::string_view code = take_digits(rest);
  if (code.size() != 3 || rest.empty() || !is_lws(rest.front())) {
    return std::nullopt;
  }
  rest = trim(rest);
  const std::size_t quote = rest.find('"');
  if (quote == std::string_view::npos) return std::nullopt;
  const std::string_view agent = trim(rest.substr(0, quote));
  const std::size_t close = detail::find_closing_quote(rest, quote);
  if (agent.empty() || close == std::string_view::npos ||
      !trim(rest.substr(close + 1)).empty()) {
    return std::nullopt;
  }
  return WarningValue{
      static_cast<std::uint16_t>(parse_unsigned(code).value_or(0)), agent,
      rest.substr(quote + 1, close - quote - 1)};
}

std::optional<ReasonValue> parse_reason(std::string_view value) {
  std::string_view rest = trim(value);
  ReasonValue result;
  result.protocol = take_token(rest);
  rest = trim(rest);
  if (result.protocol.empty() || !is_parameters(rest)) return std::nullopt;
  Parameter parameter;
  while (next_parameter(rest, parameter)) {
    if (equals_ignore_case(parameter.name, "cause")) {
      result.cause = to_u32(parameter.value);
      if (!result.cause) return std::nullopt;
    } else if (equals_ignore_case(parameter.name, "text")) {
      result.text = parameter.value;
    }
  }
  return result;
}

std::optional<AuthValue> parse_auth(std::string_view value) {
  std::string_view rest = trim(value);
  AuthValue result;
  result.scheme = take_token(rest);
  result.parameters = trim(rest);
  if (result.scheme.empty() || result.parameters.empty() ||
      result.parameters.size() == rest.size()) {
    return std::nullopt;
  }
  return result;
}

bool next_auth_parameter(std::string_view& rest, Parameter& parameter) {
  std::string_view element;
  while (next_list_element(rest, element)) {
    if (next_parameter(element, parameter)) return true;
  }
  return false;
}

std::optional<std::string_view> find_auth_parameter(std::string_view parameters,
                                                    std::string_view name) {
  Parameter parameter;
  while (next_auth_parameter(parameters, parameter)) {
    if (equals_ignore_case(parameter.name, name)) return parameter.value;
  }
  return std::nullopt;
}

std::string_view media_type(std::string_view value) {
  const std::string_view type = trim(value.substr(0, value.find(';')));
  const std::size_t slash = type.find('/');
  if (slash == std::string_view::npos ||
      !is_token_text(type.substr(0, slash)) ||
      !is_token_text(type.substr(slash + 1))) {
    return {};
  }
  return type;
}

}  // namespace siptriage::sip
