#include "siptriage/net/datagram_decoder.h"

#include <cstddef>
#include <optional>

#include "net/datagram_payload.h"
#include "net/icmp_error.h"
#include "net/link_layer.h"
#include "net/load.h"
#include "net/packet_decoder.h"
#include "net/plain_packet.h"
#include "net/udp_datagram.h"
#include "net/udp_tunnel.h"

namespace siptriage {

using detail::DecodedPacket;
using detail::load_u16;

// Layer by layer: what is not plain.
class DatagramDecoder::General {
 public:
  explicit General(const Limits& limits) : limits_(limits) {}

  // Nothing if the frame needs a NetStage; the reason to count it under, or
  // none after a datagram.
  struct Result {
    bool needs_stage = false;
    std::optional<SkipReason> skip;
    std::optional<LimitId> limit;  // that made it skip
  };
  Result decode(const Frame& frame) {
    const DecodedPacket& packet = decoder_.decode(frame);
    switch (packet.kind) {
      case DecodedPacket::Kind::Fragment:
        return {true, {}, {}};
      case DecodedPacket::Kind::Skipped:
        // NetStage tells of it with a payload.
        return {is_told(packet), packet.reason, packet.limit};
      case DecodedPacket::Kind::Transport:
        break;
    }
    if (packet.ip.protocol != detail::kProtocolUdp) return {true, {}, {}};
    datagram_ = detail::decode_udp(packet.ip);
    return {false, datagram_.skip, {}};
  }

  [[nodiscard]] std::string_view octets() const { return datagram_.octets; }
  void describe(const Frame& frame, Payload& payload) const {
    detail::fill_payload(frame, decoder_.packet(), datagram_, payload);
  }

 private:
  static bool is_told(const DecodedPacket& packet) {
    return packet.reason == SkipReason::EncryptedEsp ||
           (packet.reason == SkipReason::OtherIpProtocol &&
            detail::may_be_icmp_error(packet.ip));
  }

  const Limits limits_;
  detail::PacketDecoder decoder_{limits_};
  detail::UdpDatagram datagram_;
};

DatagramDecoder::DatagramDecoder(const Limits& limits, Coverage& coverage)
    : coverage_(&coverage), general_(std::make_unique<General>(limits)) {}
DatagramDecoder::DatagramDecoder(DatagramDecoder&&) noexcept = default;
DatagramDecoder& DatagramDecoder::operator=(DatagramDecoder&&) noexcept =
    default;
DatagramDecoder::~DatagramDecoder() = default;

DatagramDecoder::Decoded DatagramDecoder::decode(const Frame& frame) {
  constexpr std::size_t kUdpOctets = 8;
  detail::PlainPacket packet;
  if (!detail::find_plain_packet(frame, packet)) {
    return decode_generally(frame);
  }
  if (packet.protocol == detail::kProtocolTcp) return Decoded::NeedsStage;
  const char* const udp = packet.payload.data();
  const std::size_t length = load_u16(udp + 4);
  if (packet.protocol != detail::kProtocolUdp || length <= kUdpOctets ||
      length > packet.payload.size() ||
      detail::is_udp_tunnel_port(load_u16(udp + 2))) {
    return decode_generally(frame);
  }
  if (filter_ != nullptr && is_filtered(frame)) return Decoded::Counted;
  frame_ = &frame;
  ip_header_ = packet.header;
  octets_ = {udp + kUdpOctets, length - kUdpOctets};
  return Decoded::Datagram;
}

DatagramDecoder::Decoded DatagramDecoder::decode_generally(const Frame& frame) {
  const General::Result result = general_->decode(frame);
  if (result.needs_stage) return Decoded::NeedsStage;
  if (filter_ != nullptr && is_filtered(frame)) return Decoded::Counted;
  if (result.skip) {
    ++coverage_->of(*result.skip);
    if (result.limit) coverage_->limits_reached.add(*result.limit);
    return Decoded::Counted;
  }
  frame_ = &frame;
  ip_header_ = nullptr;
  octets_ = general_->octets();
  return Decoded::Datagram;
}

// Counts the frame if so.
bool DatagramDecoder::is_filtered(const Frame& frame) {
  if (filter_->matches(frame.octets, frame.original_length_octets,
                       frame.link_type)) {
    return false;
  }
  ++coverage_->of(SkipReason::Filtered);
  return true;
}

void DatagramDecoder::describe(Payload& payload) const {
  if (ip_header_ == nullptr) {
    general_->describe(*frame_, payload);
  } else {
    describe_plain(payload);
  }
}

void DatagramDecoder::describe_plain(Payload& payload) const {
  const char* const udp = octets_.data() - 8;
  payload.kind = PayloadKind::Datagram;
  payload.transport = Transport::Udp;
  payload.direction = 0;
  payload.transient = frame_->transient;
  payload.reassembled = false;
  payload.stream = 0;
  payload.octets = octets_;
  payload.original_length_octets = static_cast<std::uint32_t>(octets_.size());
  detail::load_addresses(ip_header_, payload.source.address,
                         payload.destination.address);
  payload.source.port = load_u16(udp);
  payload.destination.port = load_u16(udp + 2);
  payload.frame = frame_->id;
  payload.timestamp = frame_->timestamp;
  payload.identity = detail::identity_of(*frame_, ip_header_);
}

}  // namespace siptriage
