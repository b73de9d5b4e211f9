#include "siptriage/annotate/bindings.h"

#include <span>

#include "siptriage/sip/parameters.h"
#include "siptriage/sip/values.h"

namespace siptriage {

using sip::HeaderId;

std::optional<std::uint32_t> seconds_of(const sip::NameAddr& contact,
                                        const sip::Message& message) {
  const auto own = sip::find_parameter(contact.parameters, "expires");
  return sip::parse_delta_seconds(own ? *own
                                      : message.value_of(HeaderId::Expires));
}

bool BindingReader::next(Binding& binding) {
  const std::span<const sip::HeaderField> fields = message_.header_fields();
  for (;;) {
    for (std::string_view element; sip::next_list_element(rest_, element);) {
      const auto contact = sip::parse_name_addr(element);
      if (!contact) continue;
      binding.contact = *contact;
      binding.has_expires =
          sip::find_parameter(contact->parameters, "expires").has_value();
      binding.seconds = seconds_of(*contact, message_);
      return true;
    }
    while (next_field_ < fields.size() &&
           fields[next_field_].id != HeaderId::Contact) {
      ++next_field_;
    }
    if (next_field_ == fields.size()) return false;
    rest_ = fields[next_field_++].value;
  }
}

}  // namespace siptriage
