#include "sip/measured_index.h"

#include "sip/body.h"
#include "sip/line_splitter.h"

namespace siptriage::sip::detail {

MeasuredIndex index_measured(std::string_view octets, Framing framing,
                             Message& message) {
  message.clear();
  const std::size_t max_octets = message.limits().message_octets;
  const std::string_view looked_at = octets.substr(0, max_octets);
  const bool is_clipped = looked_at.size() < octets.size();
  std::size_t begin = 0;
  while (begin < looked_at.size() && is_line_end(looked_at[begin])) ++begin;
  if (begin != 0) message.anomalies.add(AnomalyKind::LeadingLineEnds);
  const std::string_view rest = looked_at.substr(begin);
  MeasuredIndex index{ParseStatus::Malformed, 0,
                      read_header_part(rest, framing, message)};
  index.status = index.header.status;
  if (index.status != ParseStatus::Complete) {
    // No more is looked at than has been.
    if (looked_at.size() == max_octets) {
      index.status = ParseStatus::Malformed;
    }
    return index;
  }
  const std::size_t header_octets = index.header.octets;
  const std::size_t room_octets = max_octets - begin - header_octets;
  const BodyExtent body =
      measure_body(rest.substr(header_octets), framing, room_octets, message);
  if (!body.complete) {
    index.status = ParseStatus::NeedMore;
    index.needed_octets = begin + header_octets + body.octets;
    return index;
  }
  message.octets = rest.substr(0, header_octets + body.octets);
  message.body = message.octets.substr(header_octets);
  if (!message.body.empty() && !message.has(HeaderId::ContentType)) {
    message.anomalies.add(AnomalyKind::MissingContentType);
  }
  if (is_clipped && message.octets.size() == rest.size()) {
    message.anomalies.add(AnomalyKind::TooLong);
  }
  return index;
}

}  // namespace siptriage::sip::detail
