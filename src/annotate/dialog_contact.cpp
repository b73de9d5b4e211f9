#include "annotate/dialog_contact.h"

#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/name_addr.h"
#include "siptriage/sip/uri.h"

#include "annotate/exchange.h"

namespace siptriage::detail {
namespace {

using sip::HeaderId;

// The everyday form, which needs no closer look.
bool is_plain(const sip::Message& message) {
  const std::string_view value = message.value_of(HeaderId::Contact);
  return !message.has_several(HeaderId::Contact) &&
         (starts_with_ignore_case(value, "<sip:") ||
          starts_with_ignore_case(value, "<sips:")) &&
         value.find(',') == std::string_view::npos;
}

}  // namespace

std::string dialog_contact_problem(const sip::Message& message) {
  if (is_plain(message)) return {};
  const auto contacts = list_of(message, HeaderId::Contact);
  if (contacts.size() > 1) {
    return fmt::format("Contact has {} values, and one is allowed",
                       contacts.size());
  }
  if (contacts.empty()) return "Contact is empty";
  const std::optional<sip::NameAddr> address =
      sip::parse_name_addr(contacts.front());
  if (!address) return {};  // an anomaly of the message
  if (address->wildcard) return "Contact is \"*\", which is for REGISTER alone";
  const std::optional<sip::Uri> uri = sip::parse_uri(address->uri);
  if (!uri || sip::has_scheme(*uri, "sip") || sip::has_scheme(*uri, "sips")) {
    return {};
  }
  return fmt::format(
      "Contact is a {} URI, and only sip and sips can be sent "
      "requests to",
      uri->scheme);
}

}  // namespace siptriage::detail
