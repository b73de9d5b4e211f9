#include "analyze/network_event.h"

#include <cstddef>
#include <string_view>

#include "siptriage/sip/parameters.h"
#include "siptriage/sip/parse.h"
#include "siptriage/sip/via.h"

namespace siptriage::detail {
namespace {

// Fewer quoted octets may be the front of anything.
constexpr std::size_t kTellingOctets = 16;
// What is kept of a quote; longer ones identify nobody.
constexpr std::size_t kMaxIdentifierOctets = 512;

std::string_view sound_identifier(std::string_view text) {
  return text.size() <= kMaxIdentifierOctets ? text : std::string_view();
}

// What is quoted may end anywhere: the last line is not to be trusted.
void take_identifiers(std::string_view quoted, sip::Message& spare,
                      NetworkEvent& event) {
  const std::string_view lines = quoted.substr(0, quoted.rfind('\n') + 1);
  if (sip::index_message(lines, sip::Framing::Datagram, spare) !=
      sip::ParseStatus::Complete) {
    return;
  }
  event.call_id = sound_identifier(spare.value_of(sip::HeaderId::CallId));
  std::string_view list = spare.value_of(sip::HeaderId::Via);
  std::string_view element;
  if (!sip::next_list_element(list, element)) return;
  const std::optional<sip::Via> via = sip::parse_via(element);
  if (via) event.branch = sound_identifier(via->branch);
}

}  // namespace

std::optional<NetworkEvent> make_network_event(const Payload& payload,
                                               sip::Message& spare) {
  const bool is_telling = payload.octets.size() >= kTellingOctets;
  const bool is_sip = is_telling && sip::starts_like_sip(payload.octets);
  if (is_telling && !is_sip) return std::nullopt;
  NetworkEvent event;
  event.error = payload.error;
  event.transport = payload.transport;
  event.source = payload.source;
  event.destination = payload.destination;
  event.frame = payload.frame;
  event.timestamp = payload.timestamp;
  event.identity = payload.identity;
  if (is_sip) take_identifiers(payload.octets, spare, event);
  return event;
}

}  // namespace siptriage::detail
