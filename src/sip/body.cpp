#include "sip/body.h"

#include <algorithm>
#include <optional>

#include "siptriage/base/ascii.h"

namespace siptriage::sip::detail {
namespace {

struct ContentLength {
  bool present = false;
  bool sound = false;  // false: bad, or contradictory
  std::uint64_t octets = 0;
};

ContentLength read_content_length(Message& message) {
  const HeaderField* first = message.find(HeaderId::ContentLength);
  if (first == nullptr) return {};
  const std::optional<std::uint64_t> octets = parse_unsigned(first->value);
  bool sound = octets.has_value();
  if (message.has_several(HeaderId::ContentLength)) {
    message.anomalies.add(AnomalyKind::DuplicateContentLength);
    for (const HeaderField& field : message.header_fields()) {
      if (field.id != HeaderId::ContentLength) continue;
      sound = sound && parse_unsigned(field.value) == octets;
    }
  }
  return {true, sound, octets.value_or(0)};
}

// A datagram whose header fields do not say where the body ends: it is all the
// rest. Some stacks put several bodiless messages into one datagram; a body
// that is itself a message (message/sip, message/sipfrag) says so.
std::size_t measure_undelimited(std::string_view rest, Message& message) {
  if (is_padding(rest)) return 0;
  if (!message.has(HeaderId::ContentType) && starts_like_sip(rest)) {
    message.anomalies.add(AnomalyKind::SeveralMessagesInDatagram);
    return 0;
  }
  return rest.size();
}

void note_octets_behind_body(std::string_view behind, Message& message) {
  if (is_padding(behind)) return;
  message.anomalies.add(starts_like_sip(behind)
                            ? AnomalyKind::SeveralMessagesInDatagram
                            : AnomalyKind::ContentLengthTooSmall);
}

std::size_t measure_in_datagram(std::string_view rest,
                                const ContentLength& length, Message& message) {
  if (!length.sound) return measure_undelimited(rest, message);
  if (length.octets > rest.size()) {
    message.anomalies.add(AnomalyKind::ContentLengthTooLarge);
    return rest.size();
  }
  const auto octets = static_cast<std::size_t>(length.octets);
  note_octets_behind_body(rest.substr(octets), message);
  return octets;
}

}  // namespace

bool is_padding(std::string_view octets) {
  return std::all_of(octets.begin(), octets.end(),
                     [](char c) { return is_lws(c) || c == '\0'; });
}

BodyExtent measure_body(std::string_view rest, Framing framing,
                        std::size_t room_octets, Message& message) {
  const ContentLength length = read_content_length(message);
  if (length.present && !length.sound) {
    message.anomalies.add(AnomalyKind::BadContentLength);
  }
  if (framing == Framing::Datagram) {
    return {true, measure_in_datagram(rest, length, message)};
  }
  if (!length.present) {
    message.anomalies.add(AnomalyKind::MissingContentLength);
  }
  // Where the next message begins is not said: the framer looks for it.
  if (!length.sound) return {true, 0};
  if (length.octets > room_octets) {
    message.anomalies.add(AnomalyKind::BadContentLength);
    message.anomalies.add(AnomalyKind::TooLong);
    return {true, 0};
  }
  const auto octets = static_cast<std::size_t>(length.octets);
  return {octets <= rest.size(), octets};
}

}  // namespace siptriage::sip::detail
