// Any octets as a SIP message, as a datagram and in a stream: views stay
// inside the input, and what a message says of itself holds.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "siptriage/sip/parse.h"
#include "siptriage/sip/sdp.h"
#include "siptriage/sip/stream_framer.h"

namespace {

using siptriage::sip::Framing;
using siptriage::sip::Message;
using siptriage::sip::ParseStatus;

void require(bool holds) {
  if (!holds) std::abort();
}

bool lies_in(std::string_view part, std::string_view whole) {
  return part.empty() ||
         (part.data() >= whole.data() &&
          part.data() + part.size() <= whole.data() + whole.size());
}

void check(std::string_view octets, Framing framing) {
  static Message message;
  if (siptriage::sip::parse_message(octets, framing, message) !=
      ParseStatus::Complete) {
    return;
  }
  require(lies_in(message.octets, octets));
  require(lies_in(message.body, message.octets));
  for (const auto& field : message.header_fields()) {
    require(lies_in(field.name, message.octets));
    require(lies_in(field.value, message.octets));
  }
  static_cast<void>(siptriage::sip::parse_sdp(message.body));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const std::string_view octets(reinterpret_cast<const char*>(data), size);
  check(octets, Framing::Datagram);
  check(octets, Framing::Stream);
  siptriage::sip::StreamFramer framer;
  framer.push(octets);
  while (const auto framed = framer.next()) {
    check(framed->octets, Framing::Datagram);
  }
  framer.end();
  while (const auto framed = framer.next()) {
    check(framed->octets, Framing::Datagram);
  }
  return 0;
}
