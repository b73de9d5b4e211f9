#include "bench/make_capture/make_capture.h"

#include <memory>

#include "bench/make_capture/media.h"
#include "bench/make_capture/random.h"

namespace siptriage::bench {
namespace {

std::unique_ptr<Carrier> make_carrier(const Kind& kind, const Hosts& hosts,
                                      Packets& packets, std::uint64_t seed) {
  TcpShape shape;
  switch (kind.travel) {
    case Travel::Fragments:
      return make_fragment_carrier(hosts, packets, seed);
    case Travel::SmallSegments:
      shape.most_octets = 8;
      return make_tcp_carrier(hosts, packets, seed, shape);
    case Travel::Tcp:
      return make_tcp_carrier(hosts, packets, seed, shape);
    case Travel::Udp:
      break;
  }
  return make_udp_carrier(hosts, packets);
}

// Ends in the middle of calls, as captures of media do.
void play_beside_media(CallPlayer& player, Packets& packets,
                       std::uint64_t count, std::uint64_t seed) {
  Media media(packets, mix(seed + 1));
  while (packets.count() < count) {
    media.send_next();
    player.play_until(media.next_time());
  }
}

}  // namespace

std::optional<CaptureSummary> make_capture(const CaptureRequest& request) {
  const Kind& kind = *request.kind;
  Hosts hosts = make_hosts();
  CaptureFile file(request.output, request.format);
  Packets packets(hosts, file);
  const Plan plan =
      kind.plan(request.calls.value_or(kind.calls) * request.scale);
  const std::unique_ptr<Carrier> carrier =
      make_carrier(kind, hosts, packets, request.seed);
  CallPlayer player(plan, hosts, *carrier, request.seed);
  if (kind.media_percent != 0) {
    play_beside_media(player, packets,
                      request.packets.value_or(kind.packets) * request.scale,
                      request.seed);
  } else {
    player.play_all();
  }
  carrier->finish(file.last_time());
  if (!file.close()) return std::nullopt;
  return CaptureSummary{player.tally(), file.frames(), file.octets(),
                        file.last_time()};
}

}  // namespace siptriage::bench
