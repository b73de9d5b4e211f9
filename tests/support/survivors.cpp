#include "support/survivors.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <unordered_set>

#include "siptriage/base/ascii.h"
#include "siptriage/base/coverage.h"
#include "siptriage/capture/capture_reader.h"
#include "siptriage/net/net_stage.h"
#include "siptriage/sip/identity.h"
#include "siptriage/sip/message.h"
#include "siptriage/sip/name_addr.h"
#include "siptriage/sip/parameters.h"
#include "siptriage/sip/parse.h"
#include "siptriage/sip/passport.h"
#include "siptriage/sip/sdp.h"
#include "siptriage/sip/stream_framer.h"
#include "siptriage/sip/uri.h"
#include "siptriage/sip/values.h"
#include "siptriage/sip/via.h"

#include "support/common_words.h"

namespace siptriage::testing {
namespace {

using sip::HeaderId;

constexpr std::size_t kLeastOctets = 3;
// Shorter ones stand in random text by chance: whole words are compared.
constexpr std::size_t kTellingOctets = 7;

bool is_word_octet(char c) {
  return is_digit(c) || is_alpha(c) || static_cast<unsigned char>(c) >= 0x80;
}

template <typename Take>
void for_each_word(std::string_view text, Take take) {
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && is_word_octet(text[end])) ++end;
    if (end > at) take(text.substr(at, end - at), at);
    at = end + 1;
  }
}

// Calls `take` with the octets of each SIP message of a capture.
void for_each_message(std::string_view capture,
                      const std::function<void(const Frame&)>& see_frame,
                      const std::function<void(const Payload&)>& see,
                      const std::function<void(const sip::Message&)>& take) {
  auto reader = CaptureReader::from_memory("memory", capture);
  if (!reader) return;
  Coverage coverage;
  NetStage net({}, coverage);
  std::map<std::pair<StreamId, int>, sip::StreamFramer> framers;
  sip::Message message;
  const auto parse = [&](std::string_view octets) {
    while (sip::parse_message(octets, sip::Framing::Datagram, message) ==
           sip::ParseStatus::Complete) {
      take(message);
      octets.remove_prefix(static_cast<std::size_t>(
          message.octets.data() + message.octets.size() - octets.data()));
    }
  };
  const auto see_payload = [&](const Payload& payload) {
    if (payload.kind == PayloadKind::Datagram) {
      if (!sip::starts_like_sip(payload.octets)) return;
      see(payload);
      return parse(payload.octets);
    }
    sip::StreamFramer& framer = framers[{payload.stream, payload.direction}];
    if (payload.kind == PayloadKind::StreamData) framer.push(payload.octets);
    if (payload.kind == PayloadKind::StreamGap) framer.gap();
    if (payload.kind == PayloadKind::StreamEnd) framer.end();
    while (const auto framed = framer.next()) {
      see(payload);
      parse(framed->octets);
    }
  };
  std::array<Frame, kFrameBatch> batch;
  std::vector<Payload> payloads;
  while (const std::size_t count = reader->next_batch(batch)) {
    for (std::size_t i = 0; i < count; ++i) see_frame(batch[i]);
    net.process({batch.data(), count}, payloads);
    std::for_each(payloads.begin(), payloads.end(), see_payload);
    payloads.clear();
  }
  net.finish(payloads);
  std::for_each(payloads.begin(), payloads.end(), see_payload);
}

class Collector {
 public:
  explicit Collector(Identities& found) : found_(found) {}

  void take(const sip::Message& message) {
    add_uri(message.request_uri);
    for (const sip::HeaderField& field : message.header_fields()) {
      take_field(field);
    }
    take_sdp(message);
  }

  void add_address(const IpAddress& address) {
    if (is_private(address) || is_public(address)) {
      const bool is_nobody = is_nobodys_address(to_string(address));
      if (!is_nobody) found_.addresses.insert(address);
    }
  }

 private:
  void add_text(std::string_view text) {
    for_each_word(text, [this](std::string_view word, std::size_t) {
      std::string folded = to_lower_copy(word);
      if (folded.starts_with("z9hg4bk")) folded.erase(0, 7);
      if (folded.size() < kLeastOctets || is_nobodys_word(folded)) return;
      found_.words.insert(folded);
    });
  }

  void add_host(std::string_view host) {
    if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
    if (std::count(host.begin(), host.end(), ':') == 1) {
      host = host.substr(0, host.find(':'));
    }
    if (const auto address = parse_ip_address(host))
      return add_address(*address);
    // The last label is shared by many.
    const std::size_t dot = host.rfind('.');
    add_text(dot == std::string_view::npos ? host : host.substr(0, dot));
  }

  void add_uri(std::string_view text) {
    const auto uri = sip::parse_uri(text);
    if (!uri) return;
    add_text(uri->user.substr(0, uri->user.find(';')));
    add_text(uri->password);
    if (!uri->host.empty()) add_host(uri->host);
  }

  void add_name_addrs(std::string_view list) {
    for (std::string_view element; sip::next_list_element(list, element);) {
      const auto parsed = sip::parse_name_addr(element);
      if (!parsed) continue;
      add_text(parsed->display_name);
      add_uri(parsed->uri);
      if (const auto tag = sip::find_parameter(parsed->parameters, "tag")) {
        add_text(*tag);
      }
    }
  }

  void add_via(std::string_view list) {
    for (std::string_view element; sip::next_list_element(list, element);) {
      const auto via = sip::parse_via(element);
      if (!via) continue;
      add_host(via->sent_by_host);
      if (!via->received.empty()) add_host(via->received);
      if (!via->maddr.empty()) add_host(via->maddr);
      add_text(via->branch);
    }
  }

  void add_credentials(std::string_view value) {
    const auto auth = sip::parse_auth(value);
    if (!auth) return;
    for (const std::string_view name :
         {"username", "realm", "nonce", "cnonce", "response", "opaque"}) {
      const auto found = sip::find_auth_parameter(auth->parameters, name);
      if (!found) continue;
      if (name == std::string_view("realm")) {
        add_host(*found);
      } else {
        add_text(*found);
      }
    }
  }

  void add_token(std::string_view list) {
    for (std::string_view element; sip::next_list_element(list, element);) {
      const auto identity = sip::parse_identity(element);
      if (!identity) continue;
      const sip::Passport passport = sip::decode_passport(identity->token);
      if (passport.orig) add_text(passport.orig->text);
      for (const sip::PassportParty& dest : passport.dest) add_text(dest.text);
      add_text(passport.origid);
      const std::size_t dot = identity->token.rfind('.');
      if (dot != std::string_view::npos) {
        add_text(identity->token.substr(dot));
      }
    }
  }

  void take_field(const sip::HeaderField& field) {
    switch (field.id) {
      case HeaderId::From:
      case HeaderId::To:
      case HeaderId::Contact:
      case HeaderId::PAssertedIdentity:
      case HeaderId::PPreferredIdentity:
      case HeaderId::RemotePartyId:
      case HeaderId::Diversion:
      case HeaderId::HistoryInfo:
      case HeaderId::ReferredBy:
      case HeaderId::ReferTo:
      case HeaderId::Route:
      case HeaderId::RecordRoute:
      case HeaderId::Path:
      case HeaderId::ServiceRoute:
      case HeaderId::ReplyTo:
      case HeaderId::PCalledPartyId:
        return add_name_addrs(field.value);
      case HeaderId::Via:
        return add_via(field.value);
      case HeaderId::CallId:
      case HeaderId::XCallId:
      case HeaderId::XCid:
      case HeaderId::Subject:
      case HeaderId::Organization:
      case HeaderId::InReplyTo:
        return add_call_id(field.value);
      case HeaderId::Authorization:
      case HeaderId::ProxyAuthorization:
      case HeaderId::WwwAuthenticate:
      case HeaderId::ProxyAuthenticate:
        return add_credentials(field.value);
      case HeaderId::Identity:
        return add_token(field.value);
      default:
        return;
    }
  }

  void add_call_id(std::string_view value) {
    const std::size_t at = value.find('@');
    if (at != std::string_view::npos) add_host(value.substr(at + 1));
    add_text(value.substr(0, at));
  }

  void take_sdp(const sip::Message& message) {
    const auto sdp = sip::parse_sdp(
        sip::find_sdp(message.value_of(HeaderId::ContentType), message.body));
    if (!sdp) return;
    const std::string_view origin = sdp->origin;
    add_text(origin.substr(0, origin.find(' ')));
    add_host(origin.substr(origin.rfind(' ') + 1));
    if (!sdp->connection.empty()) add_host(sdp->connection);
    for (const sip::SdpMedia& media : sdp->media) {
      if (!media.connection.empty()) add_host(media.connection);
    }
  }

  Identities& found_;
};

// Users and hosts stand like this; "\"" also around display names.
bool stands_as_identity(std::string_view text, std::size_t begin,
                        std::size_t end) {
  const char before = begin == 0 ? '\n' : text[begin - 1];
  const char behind = end >= text.size() ? '\n' : text[end];
  const bool is_user = (before == ':' || before == '/') && behind == '@';
  const bool is_host =
      before == '@' && !is_digit(text[begin]) &&
      std::string_view(".:>;").find(behind) != std::string_view::npos;
  const bool is_name =
      before == '"' && behind == '"' && begin >= 2 && text[begin - 2] == ' ';
  return is_user || is_host || is_name;
}

std::string unescape(std::string_view text) {
  const auto digit = [](char c) {
    return is_digit(c) ? c - '0' : to_lower(c) - 'a' + 10;
  };
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_escape =
        text[i] == '%' && i + 2 < text.size() &&
        std::isxdigit(static_cast<unsigned char>(text[i + 1])) &&
        std::isxdigit(static_cast<unsigned char>(text[i + 2]));
    result +=
        is_escape
            ? static_cast<char>(digit(text[i + 1]) << 4 | digit(text[i + 2]))
            : text[i];
    if (is_escape) i += 2;
  }
  return result;
}

class Search {
 public:
  explicit Search(const Identities& identities) : identities_(identities) {
    for (const std::string& word : identities.words) {
      if (word.size() >= kTellingOctets) by_length_[word.size()].insert(word);
    }
  }

  void look_in(std::string_view octets, const std::string& where) {
    const std::string text = to_lower_copy(octets);
    for_each_word(text, [&](std::string_view word, std::size_t at) {
      if (identities_.words.count(std::string(word)) == 0) return;
      const bool needs_place =
          is_common_word(word) ||
          (word.size() < kTellingOctets &&
           std::all_of(word.begin(), word.end(), is_digit));
      if (!needs_place || stands_as_identity(text, at, at + word.size())) {
        tell(std::string(word), where);
      }
    });
    for (const auto& [length, words] : by_length_) {
      for (std::size_t i = 0; i + length <= text.size(); ++i) {
        const std::string_view part(text.data() + i, length);
        if (words.count(part) != 0 && !is_common_word(part)) {
          tell(std::string(part), where);
        }
      }
    }
    for (const IpAddress& address : identities_.addresses) {
      look_for_address(text, to_string(address), where);
    }
  }

  void look_in_frame(std::string_view octets) {
    for (const IpAddress& address : identities_.addresses) {
      const bool is_v4 = address.family == IpFamily::V4;
      const std::string_view binary(
          reinterpret_cast<const char*>(address.octets.data()),
          is_v4 ? 4U : 16U);
      // In front of the TCP or UDP payload: numbers may look like addresses.
      const std::size_t at = octets.substr(0, 74).find(binary);
      if (at != std::string_view::npos && !is_number(octets, at)) {
        tell(to_string(address), "binary");
      }
    }
    for (const auto& mac : identities_.macs) {
      const std::string_view binary(reinterpret_cast<const char*>(mac.data()),
                                    mac.size());
      if (octets.find(binary) != std::string_view::npos)
        tell("a MAC", "binary");
    }
  }

  [[nodiscard]] std::vector<std::string> found() const {
    return {found_.begin(), found_.end()};
  }

 private:
  // Sequence numbers of TCP over IPv4 on Ethernet.
  static bool is_number(std::string_view octets, std::size_t at) {
    return octets.size() > 46 && octets[23] == 6 && at >= 36 && at <= 45;
  }

  void look_for_address(std::string_view text, const std::string& address,
                        const std::string& where) {
    for (std::size_t at = text.find(address); at != std::string_view::npos;
         at = text.find(address, at + 1)) {
      const char before = at == 0 ? ' ' : text[at - 1];
      const std::size_t end = at + address.size();
      const char behind = end >= text.size() ? ' ' : text[end];
      const bool goes_on = is_word_octet(before) || before == '.' ||
                           is_word_octet(behind) ||
                           (behind == '.' && end + 1 < text.size() &&
                            is_word_octet(text[end + 1]));
      if (!goes_on) tell(address, where);
    }
  }

  void tell(const std::string& what, const std::string& where) {
    if (found_.size() < 20) found_.insert(what + " (" + where + ")");
  }

  const Identities& identities_;
  std::map<std::size_t, std::unordered_set<std::string_view>> by_length_;
  std::set<std::string> found_;
};

}  // namespace

Identities identities_of(std::string_view capture) {
  Identities found;
  Collector collector(found);
  std::vector<std::string_view> ethernet;
  for_each_message(
      capture,
      [&](const Frame& frame) {
        if (frame.link_type != LinkType::Ethernet || frame.octets.size() < 12) {
          return;
        }
        for (const std::size_t at : {0U, 6U}) {
          std::array<std::uint8_t, 6> mac{};
          std::copy_n(frame.octets.begin() + at, mac.size(), mac.begin());
          const bool is_host =
              (mac[0] & 1) == 0 && mac != std::array<std::uint8_t, 6>{};
          if (is_host) found.macs.insert(mac);
        }
      },
      [&](const Payload& payload) {
        collector.add_address(payload.source.address);
        collector.add_address(payload.destination.address);
      },
      [&](const sip::Message& message) { collector.take(message); });
  return found;
}

std::vector<std::string> survivors(const Identities& identities,
                                   std::string_view capture) {
  Search search(identities);
  search.look_in(capture, "text");
  search.look_in(unescape(capture), "escaped");
  for_each_message(
      capture, [&](const Frame& frame) { search.look_in_frame(frame.octets); },
      [](const Payload&) {},
      [&](const sip::Message& message) {
        const auto identity =
            sip::parse_identity(message.value_of(HeaderId::Identity));
        if (!identity) return;
        const sip::Passport passport = sip::decode_passport(identity->token);
        std::string claims = passport.x5u + " " + passport.origid;
        if (passport.orig) claims += " " + passport.orig->text;
        for (const auto& dest : passport.dest) claims += " " + dest.text;
        search.look_in(claims, "token");
      });
  return search.found();
}

}  // namespace siptriage::testing
