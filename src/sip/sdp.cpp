#include "siptriage/sip/sdp.h"

#include <algorithm>
#include <cstddef>
#include <limits>

#include "siptriage/base/ascii.h"

#include "sip/line_splitter.h"
#include "sip/payload_types.h"

namespace siptriage::sip {
namespace {

constexpr std::string_view kDefaultDirection = "sendrecv";

// Takes the next word off `rest`; empty at the end.
std::string_view take_word(std::string_view& rest) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t'; };
  const auto* begin = std::find_if_not(rest.begin(), rest.end(), is_space);
  const auto* end = std::find_if(begin, rest.end(), is_space);
  const std::string_view word =
      rest.substr(static_cast<std::size_t>(begin - rest.begin()),
                  static_cast<std::size_t>(end - begin));
  rest.remove_prefix(static_cast<std::size_t>(end - rest.begin()));
  return word;
}

struct Connection {
  std::string_view type;
  std::string_view address;
};

// c=<nettype> <addrtype> <address>[/ttl[/count]] (RFC 8866 5.7).
Connection parse_connection(std::string_view value) {
  take_word(value);
  const std::string_view type = take_word(value);
  const std::string_view address = take_word(value);
  return {type, address.substr(0, address.find('/'))};
}

bool is_direction(std::string_view attribute) {
  return attribute == "sendrecv" || attribute == "sendonly" ||
         attribute == "recvonly" || attribute == "inactive";
}

// <port>[/<count>]; 0 when it is no port.
std::uint16_t parse_port(std::string_view text) {
  const std::uint64_t port =
      parse_unsigned(text.substr(0, text.find('/'))).value_or(0);
  return port > std::numeric_limits<std::uint16_t>::max()
             ? std::uint16_t{0}
             : static_cast<std::uint16_t>(port);
}

// RTP/AVP, RTP/SAVPF, UDP/TLS/RTP/SAVPF, ...: formats are payload types.
bool is_rtp(std::string_view protocol) {
  return protocol.find("RTP/") != std::string_view::npos;
}

SdpMedia parse_media(std::string_view value) {
  const SdpMediaLine line = parse_media_line(value);
  SdpMedia media;
  media.type = line.type;
  media.port = parse_port(line.port);
  media.protocol = line.protocol;
  value = line.formats;
  const bool rtp = is_rtp(media.protocol);
  for (;;) {
    const std::string_view format = take_word(value);
    if (format.empty() || media.formats.size() == kMaxSdpFormats) break;
    media.formats.push_back({format, rtp ? detail::find_static_encoding(format)
                                         : std::string_view()});
  }
  return media;
}

class SdpReader {
 public:
  void take_line(std::string_view line) {
    line = trim(line);
    if (line.size() < 2 || line[1] != '=') return;
    const std::string_view value = trim(line.substr(2));
    switch (line[0]) {
      case 'o':
        if (sdp_.origin.empty()) sdp_.origin = value;
        return;
      case 'c':
        return take_connection(parse_connection(value));
      case 'm':
        return take_media(value);
      case 'a':
        return take_attribute(value);
      default:
        return;
    }
  }

  // Media lines without a line of their own take the session's.
  Sdp finish() {
    for (SdpMedia& media : sdp_.media) {
      if (media.connection.empty()) {
        media.connection = sdp_.connection;
        media.address_type = address_type_;
      }
      if (media.direction.empty()) media.direction = direction_;
      media.has_fingerprint = media.has_fingerprint || has_fingerprint_;
    }
    return std::move(sdp_);
  }

 private:
  enum class Level : std::uint8_t {
    Session,
    Media,
    Surplus,  // behind kMaxSdpMedia media lines
  };

  void take_connection(const Connection& connection) {
    if (level_ == Level::Session) {
      sdp_.connection = connection.address;
      address_type_ = connection.type;
    } else if (level_ == Level::Media && sdp_.media.back().connection.empty()) {
      sdp_.media.back().connection = connection.address;
      sdp_.media.back().address_type = connection.type;
    }
  }

  void take_media(std::string_view value) {
    if (sdp_.media.size() == kMaxSdpMedia) {
      level_ = Level::Surplus;
      return;
    }
    level_ = Level::Media;
    sdp_.media.push_back(parse_media(value));
  }

  void take_attribute(std::string_view attribute) {
    if (level_ == Level::Surplus) return;
    if (is_direction(attribute)) {
      if (level_ == Level::Session) {
        direction_ = attribute;
      } else {
        sdp_.media.back().direction = attribute;
      }
    } else if (attribute.starts_with("fingerprint:")) {
      (level_ == Level::Session ? has_fingerprint_
                                : sdp_.media.back().has_fingerprint) = true;
    } else if (level_ == Level::Media) {
      take_media_attribute(attribute, sdp_.media.back());
    }
  }

  void take_media_attribute(std::string_view attribute, SdpMedia& media) {
    if (starts_with_ignore_case(attribute, "rtpmap:")) {
      take_rtpmap(attribute.substr(7));
    } else if (starts_with_ignore_case(attribute, "fmtp:")) {
      take_fmtp(attribute.substr(5));
    } else if (attribute.starts_with("crypto:")) {
      media.has_crypto = true;
    } else if (attribute.starts_with("pcfg:") ||
               attribute.starts_with("acfg:")) {
      media.has_capabilities = true;
    } else if (attribute.starts_with("des:")) {
      media.has_precondition = true;
    }
  }

  // a=rtpmap:<payload type> <encoding>/<clock>[/<parameters>] (RFC 8866 6.6).
  void take_rtpmap(std::string_view value) {
    const std::string_view payload_type = take_word(value);
    const std::string_view encoding = take_word(value);
    for (SdpFormat& format : sdp_.media.back().formats) {
      if (format.payload_type == payload_type && !encoding.empty()) {
        format.encoding = encoding;
      }
    }
  }

  // a=fmtp:<format> <format specific parameters> (RFC 8866 6.15).
  void take_fmtp(std::string_view value) {
    const std::string_view payload_type = take_word(value);
    for (SdpFormat& format : sdp_.media.back().formats) {
      if (format.payload_type == payload_type) format.parameters = trim(value);
    }
  }

  Sdp sdp_;
  std::string_view direction_ = kDefaultDirection;
  std::string_view address_type_;
  bool has_fingerprint_ = false;
  Level level_ = Level::Session;
};

}  // namespace

// m=<media> <port>[/<count>] <proto> <fmt> ... (RFC 8866 5.14).
SdpMediaLine parse_media_line(std::string_view value) {
  SdpMediaLine line;
  line.type = take_word(value);
  line.port = take_word(value);
  line.protocol = take_word(value);
  line.formats = trim(value);
  return line;
}

std::optional<std::string_view> find_format_parameter(
    std::string_view parameters, std::string_view name) {
  while (!parameters.empty()) {
    const std::size_t end = std::min(parameters.find(';'), parameters.size());
    const std::string_view each = parameters.substr(0, end);
    const std::size_t equals = std::min(each.find('='), each.size());
    if (equals_ignore_case(trim(each.substr(0, equals)), name)) {
      return trim(each.substr(std::min(equals + 1, each.size())));
    }
    parameters.remove_prefix(std::min(end + 1, parameters.size()));
  }
  return std::nullopt;
}

std::optional<Sdp> parse_sdp(std::string_view body) {
  SdpReader reader;
  bool has_version = false;
  detail::LineSplitter lines(body);
  for (detail::Line line; lines.next(line);) {
    has_version = has_version || line.text.substr(0, 2) == "v=";
    if (has_version) reader.take_line(line.text);
  }
  if (!has_version) return std::nullopt;
  return reader.finish();
}

}  // namespace siptriage::sip
