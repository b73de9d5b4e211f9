#include "siptriage/sip/message.h"

#include <algorithm>

namespace siptriage::sip {

std::size_t Message::count(HeaderId id) const {
  if (!has_several(id)) return has(id) ? 1 : 0;
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
  anomalies = {};
  cseq_number = 0;
  has_cseq = false;
  has_topmost_via = false;
  from_tag = {};
  to_tag = {};
  field_count_ = 0;
  first_.fill(kNone);
  repeated_ = {};
}

}  // namespace siptriage::sip
