#include "sip/measured_index.h"

#include "sip/body.h"
#include "sip/line_splitter.h"

namespace siptriage::sip::detail {

MeasuredIndex index_measured(std::string_view octets, Framing framing,
                             Message& message) {
  message.clear();
  const std::string_view looked_at = octets.substr(0, kMaxMessageOctets);
  const bool is_clipped = looked_at.size() < octets.size();
  std::size_t begin = 0;
  while (begin < looked_at.size() && is_line_end(looked_at[begin])) ++begin;
  if (begin != 0) message.anomalies.add(AnomalyKind::LeadingLineEnds);
  const std::string_view rest = looked_at.substr(begin);
  const HeaderPart header = read_header_part(rest, framing, message);
  if (header.status == ParseStatus::NeedMore &&
      looked_at.size() == kMaxMessageOctets) {
    return {ParseStatus::Malformed, 0, header};  // no more is looked at
  }
  if (header.status != ParseStatus::Complete) {
    return {header.status, 0, header};
  }
  const std::size_t room_octets = kMaxMessageOctets - begin - header.octets;
  const BodyExtent body =
      measure_body(rest.substr(header.octets), framing, room_octets, message);
  if (!body.complete) {
    return {ParseStatus::NeedMore, begin + header.octets + body.octets, header};
  }
  message.octets = rest.substr(0, header.octets + body.octets);
  message.body = message.octets.substr(header.octets);
  if (!message.body.empty() && !message.has(HeaderId::ContentType)) {
    message.anomalies.add(AnomalyKind::MissingContentType);
  }
  if (is_clipped && message.octets.size() == rest.size()) {
    message.anomalies.add(AnomalyKind::TooLong);
  }
  return {ParseStatus::Complete, 0, header};
}

}  // namespace siptriage::sip::detail
