#pragma once
/// Sdp: what diagnosis needs of a session description (RFC 4566/8866): who,
/// where, which media, codecs and directions. Views into the body given.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "siptriage/base/lifetime.h"

namespace siptriage::sip {

struct SdpFormat {
  std::string_view payload_type;  // "0", "101", "t38"
  std::string_view encoding;  // "PCMU/8000": from rtpmap or the static table
  std::string_view parameters = {};  // of a=fmtp: "mode-set=0,2; octet-align=1"
};

/// The value of a parameter in SdpFormat::parameters, white space cut off;
/// names are compared without letter case (RFC 4855 2.1). Nothing: not there.
[[nodiscard]] std::optional<std::string_view> find_format_parameter(
    std::string_view parameters SIPTRIAGE_LIFETIMEBOUND, std::string_view name);

struct SdpMedia {
  std::string_view type;          // "audio"
  std::uint16_t port = 0;         // 0: refused or disabled
  std::string_view protocol;      // "RTP/AVP"
  std::string_view connection;    // address, of the media or the session
  std::string_view address_type;  // "IP4", of that address; may be empty
  std::string_view direction;     // "sendrecv" when none is given
  bool has_crypto = false;        // a=crypto (RFC 4568)
  bool has_fingerprint = false;   // a=fingerprint, or one for all (RFC 8122)
  bool has_capabilities = false;  // a=pcfg or a=acfg (RFC 5939)
  bool has_precondition = false;  // a=des (RFC 3312)
  std::vector<SdpFormat> formats;
};

struct Sdp {
  std::string_view origin;      // the o= line's value
  std::string_view connection;  // session-level address, may be empty
  std::vector<SdpMedia> media;
};

/// Media lines and formats kept; more are passed over.
inline constexpr std::size_t kMaxSdpMedia = 32;
inline constexpr std::size_t kMaxSdpFormats = 64;

/// The words of one m= line, for who needs no more than those.
struct SdpMediaLine {
  std::string_view type;
  std::string_view port;  // "49170/2" as written
  std::string_view protocol;
  std::string_view formats;  // "0 8 101"
};

/// Takes what stands behind "m=" apart.
[[nodiscard]] SdpMediaLine parse_media_line(
    std::string_view value SIPTRIAGE_LIFETIMEBOUND);

/// Nothing when `body` has no v= line. Tolerates bare-LF line ends.
[[nodiscard]] std::optional<Sdp> parse_sdp(
    std::string_view body SIPTRIAGE_LIFETIMEBOUND);

/// The SDP part of a message body: the body itself for application/sdp, or the
/// first such part of multipart/*. Empty when there is none, or none less deep
/// than the limit multipart-depth of the message; `is_too_deep` then tells that
/// multipart bodies further inside were not looked at.
[[nodiscard]] std::string_view find_sdp(
    std::string_view content_type,
    std::string_view body SIPTRIAGE_LIFETIMEBOUND, std::uint32_t max_depth,
    bool& is_too_deep);
/// The same within the default limit.
[[nodiscard]] std::string_view find_sdp(std::string_view content_type,
                                        std::string_view body
                                            SIPTRIAGE_LIFETIMEBOUND);

}  // namespace siptriage::sip
