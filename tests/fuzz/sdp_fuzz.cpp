// Any octets as a message body: the first line is its Content-Type. What is
// held: the SDP part lies in the body, what is read of it in there or in our
// own tables, no more than the named limits; and other line ends change
// nothing.

#include <string>
#include <string_view>

#include "siptriage/sip/sdp.h"

#include "fuzz/fuzz.h"
#include "sip/payload_types.h"

namespace siptriage::fuzz {
namespace {

using namespace sip;  // NOLINT(google-build-using-namespace)

bool is_direction(std::string_view text) {
  return text == "sendrecv" || text == "sendonly" || text == "recvonly" ||
         text == "inactive";
}

void check_sdp(const Sdp& sdp, std::string_view body) {
  require_in(body, {sdp.origin, sdp.connection});
  require(sdp.media.size() <= kMaxSdpMedia, "media lines are limited");
  for (const SdpMedia& media : sdp.media) {
    require_in(body, {media.type, media.protocol, media.connection});
    require(is_direction(media.direction), "a direction is one of four");
    require(media.formats.size() <= kMaxSdpFormats, "formats are limited");
    for (const SdpFormat& format : media.formats) {
      require_in(body, {format.payload_type});
      require(lies_in(format.encoding, body) ||
                  format.encoding ==
                      detail::find_static_encoding(format.payload_type),
              "an encoding is the body's or the registry's");
    }
  }
}

bool same(const Sdp& a, const Sdp& b) {
  bool equal = a.origin == b.origin && a.connection == b.connection &&
               a.media.size() == b.media.size();
  for (std::size_t i = 0; equal && i < a.media.size(); ++i) {
    const SdpMedia& one = a.media[i];
    const SdpMedia& other = b.media[i];
    equal = one.type == other.type && one.port == other.port &&
            one.protocol == other.protocol &&
            one.connection == other.connection &&
            one.direction == other.direction &&
            one.formats.size() == other.formats.size();
    for (std::size_t k = 0; equal && k < one.formats.size(); ++k) {
      equal = one.formats[k].payload_type == other.formats[k].payload_type &&
              one.formats[k].encoding == other.formats[k].encoding;
    }
  }
  return equal;
}

std::string with_bare_line_feeds(std::string_view body) {
  std::string text;
  for (std::size_t i = 0; i < body.size(); ++i) {
    if (body.substr(i, 2) == "\r\n") ++i;
    text += body[i];
  }
  return text;
}

void check_body(std::string_view body) {
  const std::optional<Sdp> sdp = parse_sdp(body);
  if (sdp) check_sdp(*sdp, body);
  const std::string other = with_bare_line_feeds(body);
  const std::optional<Sdp> again = parse_sdp(other);
  require(sdp.has_value() == again.has_value() && (!sdp || same(*sdp, *again)),
          "line ends do not matter");
}

}  // namespace

void run(std::string_view input) {
  const std::size_t line = input.find('\n');
  const std::string_view content_type = input.substr(0, line);
  const std::string_view body =
      line == std::string_view::npos ? input : input.substr(line + 1);
  check_body(body);
  const std::string_view sdp = find_sdp(content_type, body);
  require_in(body, {sdp});
  if (!sdp.empty()) check_body(sdp);
}

}  // namespace siptriage::fuzz
