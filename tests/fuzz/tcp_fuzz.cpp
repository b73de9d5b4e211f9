// One direction of a TCP connection, in segments as the input says:
//
//   u8 options | u32 first sequence number | u16 octets sent
//   segments: u16 begin, u8 octets, u8 mark
//
// What is held: whatever the order, the overlaps and the copies, the stream is
// the octets sent, each of them from the segment that had it first; what is
// missing is a gap, and nothing comes behind the end. `mark` tells segments
// with the same octets apart.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/fuzz.h"
#include "unit/net/packets.h"
#include "unit/net/tcp_connection.h"

namespace siptriage::fuzz {
namespace {

using testing::kAck;
using testing::kFin;

constexpr std::size_t kMaxOctets = 4096;
// Fewer than a direction holds behind holes.
constexpr std::size_t kMaxSegments = 200;

struct Options {
  explicit Options(std::uint8_t bits)
      : transient((bits & 1) != 0),
        fin_first((bits & 2) != 0),
        fin((bits & 4) == 0) {}
  bool transient;
  bool fin_first;  // it comes before the segments
  bool fin;
};

// What a reassembler has to do, octet by octet: those sent, and whether each
// was seen.
class Model {
 public:
  explicit Model(std::size_t octets) : octets_(octets, '|') {}

  void add(std::size_t begin, std::string_view octets) {
    for (std::size_t i = 0; i < octets.size(); ++i) {
      char& octet = octets_[begin + i];
      if (octet == '|') octet = octets[i];
    }
  }
  // As Wire::stream() tells it: one '|' a gap, '$' at the end.
  [[nodiscard]] std::string stream(bool is_end_known) const {
    std::string text = octets_;
    text.erase(std::unique(text.begin(), text.end(),
                           [](char a, char b) { return a == '|' && b == '|'; }),
               text.end());
    const bool any = text.find_first_not_of('|') != std::string::npos;
    // Nobody knows of octets behind the last ones seen, but by the FIN.
    if (!is_end_known && text.ends_with('|')) text.pop_back();
    return any || (is_end_known && !text.empty()) ? text + '$' : "";
  }

 private:
  std::string octets_;
};

// Letters, so that no octet is a '|' or a '$'.
char letter(std::size_t place, std::uint8_t mark) {
  return static_cast<char>('A' + (place + mark) % 26);
}

}  // namespace

void run(std::string_view input) {
  Choices choices(input);
  const Options options(choices.u8());
  const std::uint32_t start = choices.u32();
  const std::size_t sent = choices.below(kMaxOctets);

  testing::Wire wire;
  wire.transient = options.transient;
  testing::Connection connection(wire, start, testing::kServerStart);
  connection.handshake();
  const auto send_fin = [&] {
    connection.client(static_cast<std::uint32_t>(sent), "", kAck | kFin);
  };
  if (options.fin && options.fin_first) send_fin();
  Model model(sent);
  for (std::size_t i = 0; sent != 0 && i < kMaxSegments && !choices.empty();
       ++i) {
    const std::size_t begin = choices.u16() % sent;
    const std::size_t octets =
        std::min(choices.u8() + std::size_t{1}, sent - begin);
    const std::uint8_t mark = choices.u8();
    std::string segment;
    for (std::size_t k = 0; k < octets; ++k) segment += letter(begin + k, mark);
    connection.client(static_cast<std::uint32_t>(begin), segment);
    model.add(begin, segment);
  }
  if (options.fin && !options.fin_first) send_fin();
  wire.finish();
  require(wire.stream(0) == model.stream(options.fin),
          "the stream is what was sent, first copies first");
  require(wire.stream(1).empty(), "the other direction has sent nothing");
  require(wire.skipped_in_all() <= wire.last_frame,
          "no frame is counted twice");
}

}  // namespace siptriage::fuzz
