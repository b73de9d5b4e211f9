#include "siptriage/sip/message.h"

#include <algorithm>

#include "base/limit_table.h"

namespace siptriage::sip {

namespace {

constexpr std::uint64_t most_of(LimitId id) {
  return siptriage::detail::kLimitTable[static_cast<std::size_t>(id)].most;
}
static_assert(most_of(LimitId::HeaderFields) == kMaxHeaderFields);
static_assert(most_of(LimitId::MessageOctets) == kMaxMessageOctets);
static_assert(most_of(LimitId::StartLineOctets) == kMaxStartLineOctets);

}  // namespace

MessageLimits::MessageLimits() {
  static const MessageLimits defaults{Limits()};
  *this = defaults;
}

MessageLimits::MessageLimits(const Limits& limits)
    : message_octets(
          static_cast<std::uint32_t>(limits[LimitId::MessageOctets])),
      start_line_octets(
          static_cast<std::uint32_t>(limits[LimitId::StartLineOctets])),
      header_fields(static_cast<std::uint32_t>(limits[LimitId::HeaderFields])),
      header_field_octets(
          static_cast<std::uint32_t>(limits[LimitId::HeaderFieldOctets])),
      multipart_depth(
          static_cast<std::uint32_t>(limits[LimitId::MultipartDepth])) {}

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
