#include "siptriage/net/net_stage.h"

#include <optional>
#include <string_view>

#include "siptriage/net/datagram_decoder.h"

#include "net/datagram_payload.h"
#include "net/icmp_error.h"
#include "net/packet_joiner.h"
#include "net/plain_packet.h"
#include "net/tcp_reassembler.h"
#include "net/tcp_segment.h"
#include "net/udp_datagram.h"

namespace siptriage {

using detail::DecodedPacket;

class NetStage::Impl {
 public:
  Impl(const Limits& limits, Coverage& coverage, const NetOptions& options)
      : limits_(limits), options_(options), coverage_(coverage) {}

  void set_filter(const CaptureFilter* filter) {
    filter_ = filter;
    datagrams_.set_filter(filter);
  }

  void set_trace(FrameTrace* trace) {
    trace_ = trace;
    joiner_.set_trace(trace);
  }

  void process(std::span<const Frame> frames, std::vector<Payload>& payloads) {
    tcp_.release();
    joiner_.release();
    for (const Frame& frame : frames) {
      if (trace_ != nullptr) {
        trace_->members.assign(1, frame.id);
        trace_->segment.reset();
      }
      take(frame, payloads);
    }
  }

  void finish(std::vector<Payload>& payloads) {
    joiner_.finish();
    tcp_.finish(payloads);
  }

  void abandon_stream(StreamId stream, std::uint8_t direction,
                      SkipReason reason) {
    tcp_.abandon(stream, direction, reason);
  }

 private:
  void take(const Frame& frame, std::vector<Payload>& payloads) {
    detail::PlainPacket plain;
    if (!detail::find_plain_packet(frame, plain)) {
      return take_layer_by_layer(frame, payloads);
    }
    if (plain.protocol == detail::kProtocolTcp) {
      return take_plain_tcp(frame, plain, payloads);
    }
    switch (datagrams_.decode(frame)) {
      case DatagramDecoder::Decoded::Datagram:
        return datagrams_.describe(payloads.emplace_back());
      case DatagramDecoder::Decoded::Counted:
        return;
      case DatagramDecoder::Decoded::NeedsStage:
        return take_layer_by_layer(frame, payloads);
    }
  }

  void take_layer_by_layer(const Frame& frame, std::vector<Payload>& payloads) {
    const DecodedPacket* const packet = joiner_.decode(frame);
    if (packet == nullptr) return;
    const std::optional<SkipReason> skip = carry_on(frame, *packet, payloads);
    if (!skip) return;
    coverage_.of(*skip) += packet->frames;
    if (skip == packet->reason && packet->limit &&
        packet->kind == DecodedPacket::Kind::Skipped) {
      coverage_.limits_reached.add(*packet->limit);
    }
  }

  std::optional<SkipReason> carry_on(const Frame& frame,
                                     const DecodedPacket& packet,
                                     std::vector<Payload>& payloads) {
    if (!is_wanted(packet.image, packet.original_length_octets,
                   frame.link_type)) {
      return SkipReason::Filtered;
    }
    if (packet.kind == DecodedPacket::Kind::Skipped) {
      if (packet.reason == SkipReason::EncryptedEsp) {
        tell_encrypted(frame, packet, payloads);
      } else if (packet.reason == SkipReason::OtherIpProtocol) {
        tell_icmp_error(frame, packet, payloads);
      }
      return packet.reason;
    }
    return packet.ip.protocol == detail::kProtocolUdp
               ? take_udp(frame, packet, payloads)
               : take_tcp(frame, packet, payloads);
  }

  static void tell_encrypted(const Frame& frame, const DecodedPacket& packet,
                             std::vector<Payload>& payloads) {
    Payload& payload = payloads.emplace_back();
    payload.kind = PayloadKind::Encrypted;
    payload.source = {packet.ip.source, 0};
    payload.destination = {packet.ip.destination, 0};
    payload.frame = frame.id;
    payload.timestamp = frame.timestamp;
  }

  static void tell_icmp_error(const Frame& frame, const DecodedPacket& packet,
                              std::vector<Payload>& payloads) {
    const auto error = detail::decode_icmp_error(packet.ip);
    if (!error) return;
    Payload& payload = payloads.emplace_back();
    payload.kind = PayloadKind::NetworkError;
    payload.transport = error->transport;
    payload.transient = frame.transient || packet.reassembled;
    payload.octets = error->octets;
    payload.source = error->source;
    payload.destination = error->destination;
    payload.frame = frame.id;
    payload.timestamp = frame.timestamp;
    payload.identity = error->identity;
    payload.error = {error->kind, packet.ip.source, error->mtu};
  }

  std::optional<SkipReason> take_udp(const Frame& frame,
                                     const DecodedPacket& packet,
                                     std::vector<Payload>& payloads) {
    const detail::UdpDatagram datagram = detail::decode_udp(packet.ip);
    if (datagram.skip) return datagram.skip;
    detail::fill_payload(frame, packet, datagram, payloads.emplace_back());
    return std::nullopt;
  }

  std::optional<SkipReason> take_tcp(const Frame& frame,
                                     const DecodedPacket& packet,
                                     std::vector<Payload>& payloads) {
    detail::TcpPacket& tcp = tcp_packet_;
    detail::decode_tcp(packet.ip.payload, packet.ip.payload_length_octets,
                       tcp.segment);
    if (tcp.segment.skip) return tcp.segment.skip;
    tcp.source = {packet.ip.source, tcp.segment.source_port};
    tcp.destination = {packet.ip.destination, tcp.segment.destination_port};
    tcp.moment = {frame.id, frame.timestamp, packet.identity};
    tcp.transient = frame.transient || packet.reassembled;
    tcp.reassembled = packet.reassembled;
    if (trace_ != nullptr) trace_segment(tcp);
    return tcp_.take(tcp, payloads);
  }

  void take_plain_tcp(const Frame& frame, const detail::PlainPacket& packet,
                      std::vector<Payload>& payloads) {
    const std::optional<SkipReason> skip =
        is_wanted(frame.octets, frame.original_length_octets, frame.link_type)
            ? decode_plain_tcp(frame, packet, payloads)
            : SkipReason::Filtered;
    if (skip) ++coverage_.of(*skip);
  }

  std::optional<SkipReason> decode_plain_tcp(const Frame& frame,
                                             const detail::PlainPacket& packet,
                                             std::vector<Payload>& payloads) {
    detail::TcpPacket& tcp = tcp_packet_;
    detail::decode_tcp(packet.payload,
                       static_cast<std::uint32_t>(packet.payload.size()),
                       tcp.segment);
    if (tcp.segment.skip) return tcp.segment.skip;
    detail::load_addresses(packet.header, tcp.source.address,
                           tcp.destination.address);
    tcp.source.port = tcp.segment.source_port;
    tcp.destination.port = tcp.segment.destination_port;
    tcp.moment = {frame.id, frame.timestamp,
                  detail::identity_of(frame, packet.header)};
    tcp.transient = frame.transient;
    tcp.reassembled = false;
    if (trace_ != nullptr) trace_segment(tcp);
    return tcp_.take(tcp, payloads);
  }

  void trace_segment(const detail::TcpPacket& tcp) {
    const detail::TcpSegment& segment = tcp.segment;
    trace_->segment = {tcp.source,       tcp.destination,
                       segment.sequence, segment.length_octets,
                       segment.syn,      segment.fin || segment.rst};
  }

  bool is_wanted(std::string_view image, std::uint32_t original_length_octets,
                 LinkType link_type) {
    return filter_ == nullptr ||
           filter_->matches(image, original_length_octets, link_type);
  }

  const Limits limits_;
  const NetOptions options_;
  Coverage& coverage_;
  const CaptureFilter* filter_ = nullptr;
  FrameTrace* trace_ = nullptr;
  DatagramDecoder datagrams_{limits_, coverage_};
  detail::PacketJoiner joiner_{limits_, coverage_, options_};
  detail::TcpReassembler tcp_{limits_, coverage_};
  detail::TcpPacket tcp_packet_;  // made once: to clear it all costs too much
};

NetStage::NetStage(const Limits& limits, Coverage& coverage,
                   const NetOptions& options)
    : impl_(std::make_unique<Impl>(limits, coverage, options)) {}
NetStage::NetStage(NetStage&&) noexcept = default;
NetStage& NetStage::operator=(NetStage&&) noexcept = default;
NetStage::~NetStage() = default;

void NetStage::set_filter(const CaptureFilter* filter) {
  impl_->set_filter(filter);
}

void NetStage::set_trace(FrameTrace* trace) { impl_->set_trace(trace); }

void NetStage::process(std::span<const Frame> frames,
                       std::vector<Payload>& payloads) {
  impl_->process(frames, payloads);
}

void NetStage::finish(std::vector<Payload>& payloads) {
  impl_->finish(payloads);
}

void NetStage::abandon_stream(StreamId stream, std::uint8_t direction,
                              SkipReason reason) {
  impl_->abandon_stream(stream, direction, reason);
}

}  // namespace siptriage
