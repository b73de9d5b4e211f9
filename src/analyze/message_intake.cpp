#include "analyze/message_intake.h"

#include <optional>
#include <utility>

#include "siptriage/net/foreign.h"
#include "siptriage/sip/parse.h"

#include "analyze/datagram_messages.h"
#include "analyze/network_event.h"

namespace siptriage::detail {
namespace {

std::uint64_t key_of(StreamId stream, std::uint8_t direction) {
  return std::uint64_t{stream} << 1 | direction;
}

std::uint64_t key_of(const Payload& payload) {
  return key_of(payload.stream, payload.direction);
}

// A stream that begins like a SIP response but has none of the header fields
// that correlate SIP is something else, such as a web server answering in
// SIP's name. Datagrams are taken at their start line's word.
bool has_sip_header_field(const sip::Message& message) {
  using sip::HeaderId;
  return message.has(HeaderId::Via) || message.has(HeaderId::CallId) ||
         message.has(HeaderId::CSeq) || message.has(HeaderId::From) ||
         message.has(HeaderId::To);
}

}  // namespace

MessageIntake::MessageIntake(OctetStore& store, Coverage& coverage,
                             std::vector<Arrival>& arrivals,
                             NetworkEvents& events, const Limits& limits)
    : store_(store),
      coverage_(coverage),
      arrivals_(arrivals),
      events_(events),
      limits_(limits),
      encrypted_flows_(limits, coverage.limits_reached),
      keep_alives_(limits, coverage.limits_reached),
      message_(limits) {}

std::string_view MessageIntake::keep(std::string_view octets) {
  return keeps_ ? store_.keep(octets) : octets;
}

void MessageIntake::take(const Payload& payload) {
  switch (payload.kind) {
    case PayloadKind::Datagram:
      return take_datagram(payload);
    case PayloadKind::StreamData:
      return take_stream_data(payload);
    case PayloadKind::StreamGap:
      if (const auto found = streams_.find(key_of(payload));
          found != streams_.end() && !found->second.given_up) {
        found->second.framer.gap();
        drain(found->second, payload);
      }
      return;
    case PayloadKind::StreamEnd:
      return end_stream(payload);
    case PayloadKind::Encrypted:
      return encrypted_flows_.add("ESP", payload.source, payload.destination,
                                  {});
    case PayloadKind::NetworkError:
      return take_network_error(payload);
  }
}

// Resets of connections without SIP are nobody's business; a refused one may
// have been meant for SIP.
void MessageIntake::take_network_error(const Payload& payload) {
  if (payload.error.kind == NetworkErrorKind::ConnectionReset &&
      !carried_sip(payload, 0) && !carried_sip(payload, 1)) {
    return;
  }
  std::optional<NetworkEvent> event = make_network_event(payload, message_);
  if (!event) return;
  if (payload.transient) {
    const auto hold = [this](std::string_view text) {
      return keeps_ ? store_.keep(text) : std::string_view();
    };
    event->call_id = hold(event->call_id);
    event->branch = hold(event->branch);
  }
  if (!events_.add(*event)) {
    coverage_.limits_reached.add(LimitId::NetworkEvents);
  }
}

bool MessageIntake::carried_sip(const Payload& payload, std::uint8_t half) {
  const auto found = streams_.find(key_of(payload.stream, half));
  return found != streams_.end() && !found->second.given_up &&
         found->second.framer.has_seen_sip();
}

void MessageIntake::take_datagram(const Payload& payload) {
  if (!sip::starts_like_sip(payload.octets)) {
    return count_foreign_datagram(payload);
  }
  const std::string_view octets =
      payload.transient ? keep(payload.octets) : payload.octets;
  const bool cut = payload.octets.size() < payload.original_length_octets;
  if (!for_each_message(octets, cut, message_, coverage_.limits_reached,
                        [&](const sip::Skim& message) {
                          take_message(payload, message, payload.transient);
                        })) {
    count_foreign_datagram(payload);
  }
}

void MessageIntake::take_stream_data(const Payload& payload) {
  Stream& stream =
      streams_
          .try_emplace(key_of(payload), sip::StreamFramer(message_.limits()))
          .first->second;
  if (stream.given_up) return count_foreign_stream(stream, payload);
  stream.framer.push(payload.octets);
  if (drain(stream, payload)) return;
  if (stream.framer.has_seen_sip()) {  // part of a message, or between two
    if (is_blank_keep_alive(payload.octets)) keep_alives_.add(payload);
    return;
  }
  count_foreign_stream(stream, payload);
  const bool is_long =
      stream.framer.pushed_octets() > limits_[LimitId::UndecidedOctets];
  if (is_long && stream.foreign == SkipReason::OtherTcp) {
    coverage_.limits_reached.add(LimitId::UndecidedOctets);
  }
  if (is_long || stream.foreign != SkipReason::OtherTcp) {
    stream.given_up = true;
    stream.framer = sip::StreamFramer();
    note_held(stream, 0);
  }
}

void MessageIntake::end_stream(const Payload& payload) {
  const auto found = streams_.find(key_of(payload));
  if (found == streams_.end()) return;
  if (!found->second.given_up) {
    found->second.framer.end();
    drain(found->second, payload);
  }
  note_held(found->second, 0);
  streams_.erase(found);
}

void MessageIntake::note_held(Stream& stream, std::size_t octets) {
  held_octets_ -= stream.held_octets;
  held_octets_ += octets;
  stream.held_octets = octets;
}

// An unusual message of a stream; false for what is none.
bool MessageIntake::look_closer(sip::Skim& message) {
  if (sip::index_message(message.octets, sip::Framing::Datagram, message_) !=
          sip::ParseStatus::Complete ||
      !has_sip_header_field(message_)) {
    return false;
  }
  message.octets = message_.octets;
  message.call_id = message_.value_of(sip::HeaderId::CallId);
  message.anomalies.add(message_.anomalies);
  return true;
}

bool MessageIntake::drain(Stream& stream, const Payload& payload) {
  bool any = take_whole(stream, payload);
  note_held(stream, stream.framer.held_octets());
  if (held_octets_ > limits_[LimitId::UnfinishedOctets]) {
    coverage_.limits_reached.add(LimitId::UnfinishedOctets);
    stream.framer.gap();
    any = take_whole(stream, payload) || any;
    note_held(stream, stream.framer.held_octets());
  }
  coverage_.limits_reached.add(stream.framer.take_limits_reached());
  return any;
}

bool MessageIntake::take_whole(Stream& stream, const Payload& payload) {
  bool any = false;
  while (std::optional<sip::FramedMessage> framed = stream.framer.next()) {
    sip::Skim message{framed->octets, framed->call_id, framed->anomalies,
                      false};
    if (message.call_id.empty() && !look_closer(message)) continue;
    const bool is_kept = !framed->in_place || payload.transient;
    if (is_kept) message.octets = keep(message.octets);
    place_ = {true, stream.framer.consumed_octets(), framed->octets.size()};
    take_message(payload, message, is_kept);
    place_ = {};
    any = true;
  }
  return any;
}

std::optional<std::uint64_t> MessageIntake::consumed_octets(
    const Payload& payload) const {
  const auto found = streams_.find(key_of(payload));
  if (found == streams_.end() || found->second.given_up) return std::nullopt;
  return found->second.framer.consumed_octets();
}

void MessageIntake::take_message(const Payload& payload,
                                 const sip::Skim& message, bool is_kept) {
  ++coverage_.sip_messages;
  ++(payload.transport == Transport::Udp ? coverage_.sip_over_udp
                                         : coverage_.sip_over_tcp);
  if (payload.frame != last_sip_frame_) {
    ++coverage_.frames_with_sip;
    last_sip_frame_ = payload.frame;
  }
  if (places_ != nullptr) places_->push_back(place_);
  arrivals_.push_back(
      make_arrival(message,
                   {payload.frame, payload.timestamp, payload.source,
                    payload.destination, payload.transport, payload.identity},
                   next_order_++, is_kept));
}

void MessageIntake::count_foreign_datagram(const Payload& payload) {
  switch (classify_foreign_datagram(payload.octets)) {
    case ForeignKind::Rtp:
      return count(SkipReason::Rtp, payload.frame);
    case ForeignKind::Dtls:
      encrypted_flows_.add("DTLS", payload.source, payload.destination, {});
      return count(SkipReason::EncryptedDtls, payload.frame);
    case ForeignKind::KeepAlive:
      keep_alives_.add(payload);
      return count(SkipReason::OtherUdp, payload.frame);
    default:
      return count(SkipReason::OtherUdp, payload.frame);
  }
}

void MessageIntake::count_foreign_stream(Stream& stream,
                                         const Payload& payload) {
  if (stream.foreign == SkipReason::OtherTcp &&
      classify_foreign_stream(payload.octets) == ForeignKind::Tls) {
    stream.foreign = SkipReason::EncryptedTls;
  }
  if (stream.foreign == SkipReason::EncryptedTls &&
      payload.frame != last_counted_frame_) {
    encrypted_flows_.add("TLS", payload.source, payload.destination,
                         find_tls_server_name(payload.octets));
  }
  count(stream.foreign, payload.frame);
}

void MessageIntake::count(SkipReason reason, FrameId frame) {
  if (frame == last_counted_frame_) return;
  last_counted_frame_ = frame;
  ++coverage_.of(reason);
}

void MessageIntake::finish() {
  encrypted_flows_.report(coverage_);
  keep_alives_.report(coverage_);
}

}  // namespace siptriage::detail
