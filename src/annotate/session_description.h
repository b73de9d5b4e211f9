#pragma once
// What two session descriptions have in common (RFC 3264 6), and words for
// what they have not.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "siptriage/sip/message.h"
#include "siptriage/sip/sdp.h"

#include "annotate/scene.h"

namespace siptriage::detail {

// The session description in the body; empty if there is none.
// Lifetime: views into the message.
[[nodiscard]] std::string_view sdp_body_of(const sip::Message& message);
[[nodiscard]] std::optional<sip::Sdp> sdp_of(const sip::Message& message);

// What carries no speech or picture by itself: events, comfort noise, and
// what repairs or repeats other payloads.
[[nodiscard]] bool is_auxiliary(const sip::SdpFormat& format);
[[nodiscard]] bool is_telephone_event(const sip::SdpFormat& format);
[[nodiscard]] bool has_telephone_event(const sip::SdpMedia& media);

// The same codec and clock rate, whatever their payload types; formats without
// a name are compared by payload type.
[[nodiscard]] bool is_same_format(const sip::SdpFormat& a,
                                  const sip::SdpFormat& b);

// The formats of `a` that are in `b`: those that carry media, or all.
enum class Formats : std::uint8_t { Codecs, All };
[[nodiscard]] std::vector<sip::SdpFormat> common_formats(const sip::SdpMedia& a,
                                                         const sip::SdpMedia& b,
                                                         Formats which);

// "RTP/AVP", "rtp/avp": letter case is overlooked.
[[nodiscard]] bool is_same_transport(const sip::SdpMedia& a,
                                     const sip::SdpMedia& b);

// "PCMU/8000, PCMA/8000": at most kMaxNamedFormats of them, then "...".
inline constexpr std::size_t kMaxNamedFormats = 8;
[[nodiscard]] std::string names_of(const std::vector<sip::SdpFormat>& formats);

// "audio over RTP/AVP with PCMU/8000, PCMA/8000".
[[nodiscard]] std::string describe(const sip::SdpMedia& media);

// Session descriptions in provisional responses of the dialog of the final
// one. A reliable one is an answer; what follows answers a later offer, if
// anything (RFC 3262 5). One that only its PRACK tells of may be one, too.
enum class EarlySdp : std::uint8_t { None, Unreliable, Reliable };
[[nodiscard]] EarlySdp early_sdp_of(const Scene& scene,
                                    const Transaction& transaction);

}  // namespace siptriage::detail
