#include "bench/make_capture/media.h"

#include <array>
#include <cstring>

#include "bench/make_capture/network_order.h"
#include "bench/make_capture/random.h"

namespace siptriage::bench {
namespace {

constexpr std::uint32_t kStreams = 400;
constexpr std::uint32_t kSamples = 160;  // 20 ms at 8000 Hz
constexpr std::size_t kRtpHeaderOctets = 12;
constexpr std::size_t kNoiseOctets = std::size_t{64} << 10;
constexpr Time kInterval = Time(20'000) / kStreams;

}  // namespace

Media::Media(Packets& packets, std::uint64_t seed)
    : packets_(packets), seed_(mix(seed)), streams_(kStreams) {
  Random random(seed);
  noise_.resize(kNoiseOctets);
  for (char& octet : noise_) octet = static_cast<char>(random.next());
}

Time Media::next_time() const {
  return kInterval * static_cast<std::int64_t>(sent_);
}

// Streams come in pairs, the two ways of one call; each lasts some seconds.
void Media::begin(Stream& stream, std::uint32_t number) {
  const std::uint64_t random = mix(seed_, begun_++);
  const HostIndex client = number / 2;
  const Socket at_client{
      client, static_cast<std::uint16_t>(10000 + 2 * below(random, 20000))};
  const Socket at_server{server_of(client),
                         static_cast<std::uint16_t>(20000 + 2 * number)};
  const bool is_from_client = number % 2 == 0;
  stream.from = is_from_client ? at_client : at_server;
  stream.to = is_from_client ? at_server : at_client;
  stream.source = static_cast<std::uint32_t>(mix(random));
  stream.timestamp = static_cast<std::uint32_t>(random);
  stream.sequence = static_cast<std::uint16_t>(random >> 16);
  stream.packets_left = 100 + below(mix(random + 1), 400);
}

void Media::send_next() {
  const auto number = static_cast<std::uint32_t>(sent_ % kStreams);
  Stream& stream = streams_[number];
  const bool is_first = stream.packets_left == 0;
  if (is_first) begin(stream, number);
  std::array<char, kRtpHeaderOctets + kSamples> packet;
  packet[0] = static_cast<char>(0x80);                 // version 2
  packet[1] = static_cast<char>(is_first ? 0x80 : 0);  // marker; PCMU
  packet[2] = static_cast<char>(stream.sequence >> 8);
  packet[3] = static_cast<char>(stream.sequence);
  put32(packet.data() + 4, stream.timestamp);
  put32(packet.data() + 8, stream.source);
  const std::size_t at = sent_ * 61 % (noise_.size() - kSamples);
  std::memcpy(packet.data() + kRtpHeaderOctets, noise_.data() + at, kSamples);
  packets_.udp(next_time(), stream.from, stream.to,
               {packet.data(), packet.size()});
  ++stream.sequence;
  stream.timestamp += kSamples;
  --stream.packets_left;
  ++sent_;
}

}  // namespace siptriage::bench
