#include "report/ladder_words.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/name_addr.h"
#include "siptriage/sip/parse.h"
#include "siptriage/sip/sdp.h"

#include "report/describe.h"

namespace siptriage::report {
namespace {

using sip::HeaderId;

constexpr std::size_t kMostTitleOctets = 160;
constexpr std::size_t kMostCodecs = 3;
constexpr std::size_t kMostStreams = 2;

// Longer texts than anybody reads on an arrow; never cuts UTF-8 apart by more
// than one character, which is escaped then.
std::string shortened(std::string_view text) {
  return std::string(text.substr(0, kMostTitleOctets));
}

std::string uri_in(std::string_view value) {
  const auto parsed = sip::parse_name_addr(value);
  return shortened(party_in(parsed ? parsed->uri : value));
}

std::string first_word(std::string_view value) {
  return shortened(trim(value.substr(0, value.find(';'))));
}

// What tells more of a request than its method.
std::string object_of(const MessageRecord& record,
                      const sip::Message& message) {
  switch (record.method) {
    case sip::Method::Ack:
    case sip::Method::Bye:
    case sip::Method::Cancel:
    case sip::Method::Prack:
    case sip::Method::Update:
    case sip::Method::Info:
      return {};
    case sip::Method::Register:
      return uri_in(message.value_of(HeaderId::To));
    case sip::Method::Subscribe:
    case sip::Method::Notify:
    case sip::Method::Publish:
      return first_word(message.value_of(HeaderId::Event));
    case sip::Method::Refer:
      return "to " + uri_in(message.value_of(HeaderId::ReferTo));
    default:
      return shortened(party_in(message.request_uri));
  }
}

bool is_change_of_call(const MessageRecord& record) {
  return record.method == sip::Method::Invite && !record.to_tag.empty();
}

std::string title_of_request(const MessageRecord& record,
                             const sip::Message& message) {
  std::string title = brief_of(record);
  const std::string object =
      is_change_of_call(record) ? std::string() : object_of(record, message);
  if (!object.empty()) title += ' ' + object;
  if (message.has(HeaderId::Authorization) ||
      message.has(HeaderId::ProxyAuthorization)) {
    title += " (auth)";
  }
  return title;
}

// PCMU/8000 as PCMU; the payload type where it has no name.
std::string_view codec_name(const sip::SdpFormat& format) {
  const std::string_view name =
      format.encoding.substr(0, format.encoding.find('/'));
  // RFC 4733 2: digits, not speech.
  if (equals_ignore_case(name, "telephone-event")) return "DTMF";
  return name.empty() ? format.payload_type : name;
}

std::string codecs_of(const sip::SdpMedia& media) {
  std::vector<std::string_view> names;
  for (const sip::SdpFormat& format : media.formats) {
    const std::string_view name = codec_name(format);
    if (std::ranges::find(names, name) == names.end()) names.push_back(name);
  }
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), kMostCodecs); ++i) {
    if (!text.empty()) text += ' ';
    text += shortened(names[i]);
  }
  if (names.size() > kMostCodecs) {
    text += fmt::format(" +{}", names.size() - kMostCodecs);
  }
  return text;
}

bool is_secure(const sip::SdpMedia& media) {
  return media.has_crypto || media.has_fingerprint ||
         media.protocol.find("SAVP") != std::string_view::npos;
}

std::string address_of(const sip::SdpMedia& media) {
  const std::string host = shortened(media.connection);
  if (host.empty()) return fmt::format("port {}", media.port);
  return host.find(':') == std::string::npos
             ? fmt::format("{}:{}", host, media.port)
             : fmt::format("[{}]:{}", host, media.port);
}

bool is_hold(const MessageRecord& record, const sip::SdpMedia& media) {
  // RFC 3264 8.4; the address of all zeros is how RFC 2543 did it.
  return media.connection == "0.0.0.0" ||
         (record.is_request() && is_change_of_call(record) &&
          (media.direction == "sendonly" || media.direction == "inactive"));
}

// What tells most comes first, for where there is little room.
std::string words_of_stream(const MessageRecord& record,
                            const sip::SdpMedia& media) {
  if (media.port == 0) return shortened(media.type) + " refused";
  std::string text;
  const auto say = [&text](std::string_view word) {
    if (word.empty()) return;
    if (!text.empty()) text += ' ';
    text += word;
  };
  if (media.type != "audio") say(shortened(media.type));
  if (is_hold(record, media)) say("hold");
  if (media.direction != "sendrecv") say(shortened(media.direction));
  say(codecs_of(media));
  if (is_secure(media)) say("SRTP");
  say(address_of(media));
  return text;
}

}  // namespace

std::string brief_of(const MessageRecord& record) {
  if (!record.is_request()) return std::to_string(record.status);
  return (is_change_of_call(record) ? "re-" : "") +
         shortened(record.method_name);
}

std::string title_of(const MessageRecord& record, const sip::Message& message) {
  if (record.is_request()) return title_of_request(record, message);
  std::string title = brief_of(record);
  if (const std::string phrase = shortened(message.reason_phrase);
      !phrase.empty()) {
    title += ' ' + phrase;
  }
  if (record.method != sip::Method::Invite && !record.method_name.empty()) {
    title += fmt::format(" ({})", shortened(record.method_name));
  }
  return title;
}

std::string media_of(const MessageRecord& record, const sip::Message& message) {
  if (!record.has_sdp) return {};
  const auto sdp = sip::parse_sdp(
      sip::find_sdp(message.value_of(HeaderId::ContentType), message.body));
  if (!sdp) return {};
  std::string text;
  for (std::size_t i = 0; i < std::min(sdp->media.size(), kMostStreams); ++i) {
    if (i != 0) text += ", ";
    text += words_of_stream(record, sdp->media[i]);
  }
  if (sdp->media.size() > kMostStreams) {
    text += fmt::format(", +{} streams", sdp->media.size() - kMostStreams);
  }
  return text;
}

std::string title_of(const NetworkError& error) {
  switch (error.kind) {
    case NetworkErrorKind::PortUnreachable:
      return "ICMP: port unreachable";
    case NetworkErrorKind::HostUnreachable:
      return "ICMP: host unreachable";
    case NetworkErrorKind::NetworkUnreachable:
      return "ICMP: network unreachable";
    case NetworkErrorKind::OtherUnreachable:
      return "ICMP: destination unreachable";
    case NetworkErrorKind::Prohibited:
      return "ICMP: prohibited";
    case NetworkErrorKind::PacketTooBig:
      return error.mtu == 0
                 ? "ICMP: packet too big"
                 : fmt::format("ICMP: packet too big, at most {}", error.mtu);
    case NetworkErrorKind::HopLimitExceeded:
      return "ICMP: hop limit exceeded";
    case NetworkErrorKind::ReassemblyTimedOut:
      return "ICMP: fragments missing";
    case NetworkErrorKind::ConnectionReset:
      return "TCP reset";
    case NetworkErrorKind::ConnectionRefused:
      return "TCP connection refused";
  }
  return {};
}

}  // namespace siptriage::report
