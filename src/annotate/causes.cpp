#include "annotate/causes.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"
#include "siptriage/catalogue/catalogue.h"
#include "siptriage/sip/parameters.h"
#include "siptriage/sip/values.h"

#include "annotate/exchange.h"

namespace siptriage::detail {
namespace {

using sip::HeaderId;

void explain_q850(DecodedCause& cause) {
  const Q850Entry* entry = find_q850_cause(*cause.code);
  if (entry == nullptr) return;
  cause.meaning = entry->name;
  cause.mapped_status = entry->status;
}

std::string_view meaning_of_status(std::uint32_t status) {
  if (status < 100 || status > 699) return {};
  const ResponseEntry* entry =
      find_response(static_cast<std::uint16_t>(status));
  return entry == nullptr ? std::string_view() : entry->phrase;
}

std::optional<DecodedCause> decode_reason(std::string_view value) {
  const std::optional<sip::ReasonValue> reason = sip::parse_reason(value);
  if (!reason) return std::nullopt;
  DecodedCause cause;
  cause.header = "Reason";
  cause.protocol = reason->protocol;
  cause.code = reason->cause;
  cause.text = sip::unquote(reason->text);
  if (reason->cause) {
    if (equals_ignore_case(reason->protocol, "Q.850")) {
      explain_q850(cause);
    } else if (equals_ignore_case(reason->protocol, "SIP") ||
               equals_ignore_case(reason->protocol, "STIR")) {
      cause.meaning = meaning_of_status(*reason->cause);
    }
  }
  return cause;
}

std::optional<DecodedCause> decode_warning(std::string_view value) {
  const std::optional<sip::WarningValue> warning = sip::parse_warning(value);
  if (!warning) return std::nullopt;
  DecodedCause cause;
  cause.header = "Warning";
  cause.code = warning->code;
  cause.text = sip::unquote(warning->text);
  if (const WarningEntry* entry = find_warning(warning->code)) {
    cause.meaning = entry->meaning;
  }
  return cause;
}

// X-Asterisk-HangupCause is the text, X-Asterisk-HangupCauseCode the Q.850
// number.
std::optional<DecodedCause> decode_asterisk(const sip::Message& message) {
  const sip::HeaderField* code =
      message.find(HeaderId::XAsteriskHangupCauseCode);
  const sip::HeaderField* text = message.find(HeaderId::XAsteriskHangupCause);
  if (code == nullptr && text == nullptr) return std::nullopt;
  DecodedCause cause;
  cause.header = "X-Asterisk-HangupCause";
  cause.protocol = "Q.850";
  if (text != nullptr) cause.text = std::string(text->value);
  if (code != nullptr) {
    cause.code = sip::parse_delta_seconds(code->value);
    if (cause.code) explain_q850(cause);
  }
  return cause;
}

// A number, then parameters: what products of one's own have.
std::optional<DecodedCause> decode_product_cause(const CauseHeaderEntry& header,
                                                 std::string_view value) {
  const std::size_t end = std::min(value.find(';'), value.size());
  DecodedCause cause;
  cause.header = header.name;
  cause.protocol = header.product;
  cause.code = sip::parse_delta_seconds(value.substr(0, end));
  if (!cause.code) return std::nullopt;
  const auto reason = sip::find_parameter(value.substr(end), "reason");
  if (reason) cause.text = sip::unquote(*reason);
  if (const auto* range = find_cause_range(header.product, *cause.code)) {
    cause.meaning = range->meaning;
  }
  return cause;
}

// Where products put causes of their own: elsewhere nobody asks why.
bool tells_of_an_end(const sip::Message& message) {
  return message.status >= 300 ||
         (message.is_request() && (message.method == sip::Method::Bye ||
                                   message.method == sip::Method::Cancel));
}

}  // namespace

bool may_have_causes(const sip::Message& message) {
  return message.has(HeaderId::Reason) || message.has(HeaderId::Warning) ||
         message.has(HeaderId::XAsteriskHangupCause) ||
         message.has(HeaderId::XAsteriskHangupCauseCode) ||
         (message.has(HeaderId::Unknown) && tells_of_an_end(message));
}

std::vector<DecodedCause> decode_causes(const sip::Message& message,
                                        const Limits& limits,
                                        LimitCounts& reached) {
  std::vector<DecodedCause> causes;
  if (!may_have_causes(message)) return causes;
  // False once there is no room.
  const auto take = [&](std::optional<DecodedCause> cause) {
    if (!cause) return true;
    if (causes.size() >= limits[LimitId::MessageCauses]) {
      reached.add(LimitId::MessageCauses);
      return false;
    }
    causes.push_back(std::move(*cause));
    return true;
  };
  bool asterisk = false;
  for (const sip::HeaderField& field : message.header_fields()) {
    asterisk |= field.id == HeaderId::XAsteriskHangupCause ||
                field.id == HeaderId::XAsteriskHangupCauseCode;
    if (field.id == HeaderId::Unknown && tells_of_an_end(message)) {
      const CauseHeaderEntry* header = find_cause_header(field.name);
      if (header == nullptr) continue;
      if (!take(decode_product_cause(*header, field.value))) return causes;
    }
    if (field.id != HeaderId::Reason && field.id != HeaderId::Warning) continue;
    std::string_view rest = field.value;
    for (std::string_view element; sip::next_list_element(rest, element);) {
      if (!take(field.id == HeaderId::Reason ? decode_reason(element)
                                             : decode_warning(element))) {
        return causes;
      }
    }
  }
  if (asterisk) static_cast<void>(take(decode_asterisk(message)));
  return causes;
}

std::span<const DecodedCause> causes_of(const Analysis& analysis,
                                        MessageId id) {
  if (!analysis.causes.empty() && analysis.causes.back().message == id) {
    return analysis.causes.back().causes;
  }
  const Annotation* annotation =
      analysis.annotation_of(analysis.trace.message(id).transaction);
  if (annotation == nullptr || annotation->response != id) return {};
  return annotation->causes;
}

}  // namespace siptriage::detail

namespace siptriage {

namespace {
// RFC 3261 20.43.
constexpr std::uint32_t kMiscellaneousWarning = 399;
}  // namespace

std::string to_string(const DecodedCause& cause) {
  std::string text;
  std::string_view name = cause.meaning;
  if (cause.protocol.empty()) {
    text = std::string(cause.header);
    // The registered words are shorter than what they mean.
    const WarningEntry* entry =
        cause.code && *cause.code <= 999
            ? find_warning(static_cast<std::uint16_t>(*cause.code))
            : nullptr;
    if (entry != nullptr) name = entry->text;
    // "Miscellaneous warning" says nothing beside its text.
    if (cause.code == kMiscellaneousWarning && !cause.text.empty()) name = {};
    if (cause.code) text += fmt::format(" {}", *cause.code);
  } else {
    text = std::string(cause.protocol);
    if (cause.code) text += fmt::format(" cause {}", *cause.code);
  }
  if (!name.empty()) text += fmt::format(", {}", name);
  if (!cause.text.empty() && !equals_ignore_case(cause.text, name)) {
    text += fmt::format(": \"{}\"", cause.text);
  }
  return text;
}

}  // namespace siptriage
