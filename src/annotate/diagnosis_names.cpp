#include "annotate/diagnosis_names.h"

#include <optional>

#include <fmt/format.h>

#include "siptriage/catalogue/catalogue.h"
#include "siptriage/sip/uri.h"

namespace siptriage::detail {
namespace {

constexpr std::size_t kMostNameOctets = 48;
constexpr std::size_t kMostProductOctets = 36;
constexpr std::size_t kMostPhraseOctets = 48;
constexpr std::string_view kEllipsis = "...";

bool goes_on_a_character(char octet) {
  return (static_cast<unsigned char>(octet) & 0xC0U) == 0x80U;
}

// "Linphone Desktop/4.3.2" of "Linphone Desktop/4.3.2 (Windows 10) ...".
std::string product_of(std::string_view said_by) {
  const std::size_t comment = said_by.find(" (");
  if (comment != std::string_view::npos && comment != 0) {
    said_by = said_by.substr(0, comment);
  }
  return cut_text(said_by, kMostProductOctets);
}

std::string name_or_address(std::string_view uri, const Endpoint& endpoint) {
  return uri.empty() ? to_string(endpoint.address) : name_of_uri(uri);
}

}  // namespace

std::string cut_text(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string(text);
  std::size_t end = most - kEllipsis.size();
  while (end != 0 && goes_on_a_character(text[end])) --end;
  return std::string(text.substr(0, end)).append(kEllipsis);
}

std::string name_of_uri(std::string_view uri) {
  const std::optional<sip::Uri> parsed = sip::parse_uri(uri);
  if (!parsed || (parsed->user.empty() && parsed->host.empty())) {
    return cut_text(uri, kMostNameOctets);
  }
  // "+15551230100;phone-context=..." is a number.
  const std::string_view user = parsed->user.substr(0, parsed->user.find(';'));
  std::string name(user);
  if (!user.empty() && !parsed->host.empty()) name += '@';
  name += parsed->host;
  return cut_text(name, kMostNameOctets);
}

std::string caller_of(const Call& call) {
  return name_or_address(call.from_uri, call.caller);
}

std::string callee_of(const Call& call) {
  return name_or_address(call.to_uri, call.callee);
}

std::string answerer_of(const Analysis& analysis, TransactionId id) {
  std::string text = to_string(analysis.trace.transaction(id).server.address);
  const Annotation* annotation = analysis.annotation_of(id);
  if (annotation != nullptr && !annotation->said_by.empty()) {
    text += fmt::format(" ({})", product_of(annotation->said_by));
  }
  return text;
}

std::string status_of(const Analysis& analysis, TransactionId id) {
  const std::uint16_t code = analysis.trace.transaction(id).final_status;
  const Annotation* annotation = analysis.annotation_of(id);
  std::string_view phrase =
      annotation == nullptr ? std::string_view() : annotation->phrase;
  if (phrase.empty()) {
    const ResponseEntry* entry = find_response(code);
    if (entry != nullptr) phrase = entry->phrase;
  }
  if (phrase.empty()) return std::to_string(code);
  return fmt::format("{} {}", code, cut_text(phrase, kMostPhraseOctets));
}

std::string_view kind_of(CallKind kind) {
  switch (kind) {
    case CallKind::Call:
      return "call";
    case CallKind::Registration:
      return "registration";
    case CallKind::Subscription:
      return "subscription";
    case CallKind::Publication:
      return "publication";
    case CallKind::Options:
    case CallKind::Message:
    case CallKind::Other:
      break;
  }
  return "exchange";
}

}  // namespace siptriage::detail
