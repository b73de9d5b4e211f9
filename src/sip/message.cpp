#include "siptriage/sip/message.h"

#include <algorithm>

namespace siptriage::sip {

const HeaderField* Message::find(HeaderId id) const {
  for (const HeaderField& field : header_fields()) {
    if (field.id == id) return &field;
  }
  return nullptr;
}

std::string_view Message::value_of(HeaderId id) const {
  const HeaderField* field = find(id);
  return field == nullptr ? std::string_view() : field->value;
}

std::size_t Message::count(HeaderId id) const {
  const auto fields = header_fields();
  return static_cast<std::size_t>(
      std::count_if(fields.begin(), fields.end(),
                    [id](const HeaderField& field) { return field.id == id; }));
}

void Message::clear() {
  octets = {};
  start_line = {};
  method = Method::Unknown;
  method_name = {};
  request_uri = {};
  status = 0;
  reason_phrase = {};
  body = {};
  cseq_number = 0;
  has_cseq = false;
  anomalies = {};
  field_count_ = 0;
}

bool Message::add_header_field(const HeaderField& field) {
  if (field_count_ == fields_.size()) return false;
  fields_[field_count_++] = field;
  return true;
}

}  // namespace siptriage::sip
