#pragma once
// Media: several hundred interleaved RTP streams of G.711, 20 ms a packet.

#include <cstdint>
#include <string>
#include <vector>

#include "bench/make_capture/packets.h"

namespace siptriage::bench {

class Media {
 public:
  // `packets` must outlive the media.
  Media(Packets& packets, std::uint64_t seed);

  // When the next packet is due, and that packet.
  [[nodiscard]] Time next_time() const;
  void send_next();

 private:
  struct Stream {
    Socket from;
    Socket to;
    std::uint32_t source = 0;  // SSRC
    std::uint32_t timestamp = 0;
    std::uint16_t sequence = 0;
    std::uint32_t packets_left = 0;
  };

  void begin(Stream& stream, std::uint32_t number);

  Packets& packets_;
  std::uint64_t seed_;
  std::uint64_t begun_ = 0;
  std::uint64_t sent_ = 0;
  std::vector<Stream> streams_;
  std::string noise_;
};

}  // namespace siptriage::bench
