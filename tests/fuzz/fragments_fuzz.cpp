// One datagram in fragments, cut and ordered as the input says:
//
//   u8 options | u16 payload octets | fragments: u16 begin, u16 octets, u8 mark
//
// in units of 8 octets. What is held: nothing comes out before every octet is
// there and the last fragment was seen; then the datagram does, once, and each
// of its octets is of the fragment that the overlap policy says. `mark` tells
// fragments with the same octets apart.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/fuzz.h"
#include "unit/net/packets.h"

namespace siptriage::fuzz {
namespace {

constexpr std::size_t kMaxPayloadOctets = 2048;
constexpr std::size_t kUnit = 8;
constexpr std::size_t kUdpHeaderOctets = 8;
constexpr unsigned kMoreFragments = 0x2000;

struct Options {
  explicit Options(std::uint8_t bits)
      : v6((bits & 1) != 0),
        last_wins((bits & 2) != 0),
        transient((bits & 4) != 0) {}
  bool v6;
  bool last_wins;
  bool transient;
};

struct Fragment {
  std::size_t begin;
  std::size_t end;
  char mark;
  bool more;
};

// Octets of the UDP datagram that `fragment` carries. Its header is the same
// in each, so that the datagram is always one.
std::string octets_of(const Fragment& fragment, const std::string& datagram) {
  std::string octets =
      datagram.substr(fragment.begin, fragment.end - fragment.begin);
  for (std::size_t i = 0; i < octets.size(); ++i) {
    if (fragment.begin + i >= kUdpHeaderOctets) {
      octets[i] = static_cast<char>(octets[i] ^ fragment.mark);
    }
  }
  return octets;
}

std::string packet_of(const Fragment& fragment, const std::string& datagram,
                      bool v6) {
  const std::string octets = octets_of(fragment, datagram);
  const auto offset = static_cast<unsigned>(fragment.begin);
  if (v6) {
    testing::Ipv6Options options;
    options.next_header = 44;
    return testing::ipv6(
        options, testing::ipv6_fragment(17, offset, fragment.more, 7, octets));
  }
  testing::Ipv4Options options;
  options.flags_and_offset =
      offset / kUnit | (fragment.more ? kMoreFragments : 0);
  return testing::ipv4(options, octets);
}

// What a reassembler has to do, octet by octet.
class Model {
 public:
  Model(std::size_t octets, bool last_wins)
      : octets_(octets, 0), is_there_(octets), last_wins_(last_wins) {}

  void add(const Fragment& fragment, const std::string& octets) {
    for (std::size_t i = 0; i < octets.size(); ++i) {
      const std::size_t at = fragment.begin + i;
      if (is_there_[at] && !last_wins_) continue;
      is_there_[at] = true;
      octets_[at] = octets[i];
    }
    has_last_ = has_last_ || !fragment.more;
  }
  [[nodiscard]] bool is_whole() const {
    return has_last_ && std::find(is_there_.begin(), is_there_.end(), false) ==
                            is_there_.end();
  }
  [[nodiscard]] std::string payload() const {
    return octets_.substr(kUdpHeaderOctets);
  }

 private:
  std::string octets_;
  std::vector<bool> is_there_;
  bool last_wins_;
  bool has_last_ = false;
};

Fragment next_fragment(Choices& choices, std::size_t datagram_octets) {
  const std::size_t units = (datagram_octets + kUnit - 1) / kUnit;
  const std::size_t begin = choices.u16() % units;
  const std::size_t count = choices.u16() % (units - begin) + 1;
  Fragment fragment{begin * kUnit, (begin + count) * kUnit,
                    static_cast<char>(choices.u8()), true};
  fragment.more = fragment.end < datagram_octets;
  fragment.end = std::min(fragment.end, datagram_octets);
  return fragment;
}

}  // namespace

void run(std::string_view input) {
  Choices choices(input);
  const Options options(choices.u8());
  std::string payload;
  for (std::size_t i = choices.below(kMaxPayloadOctets) + 1; i != 0; --i) {
    payload += static_cast<char>(i * 31 % 251);
  }
  const std::string datagram = testing::udp(payload);

  NetOptions net;
  net.fragment_overlap =
      options.last_wins ? OverlapPolicy::LastWins : OverlapPolicy::FirstWins;
  testing::Wire wire({}, net);
  wire.transient = options.transient;
  Model model(datagram.size(), options.last_wins);
  while (!choices.empty() && !model.is_whole()) {
    const Fragment fragment = next_fragment(choices, datagram.size());
    if (!fragment.more && fragment.begin == 0) continue;  // not a fragment
    require(wire.payloads.empty(), "nothing comes out before all is there");
    wire.feed(packet_of(fragment, datagram, options.v6), LinkType::RawIp);
    model.add(fragment, octets_of(fragment, datagram));
  }
  require(wire.payloads.size() == (model.is_whole() ? 1 : 0),
          "a whole datagram comes out once");
  if (model.is_whole()) {
    require(wire.octets[0] == model.payload(),
            "its octets are those that the overlap policy says");
    require(wire.payloads[0].reassembled, "it says that it was fragmented");
  }
  while (!choices.empty()) {  // late copies, and whatever they begin
    const Fragment fragment = next_fragment(choices, datagram.size());
    wire.feed(packet_of(fragment, datagram, options.v6), LinkType::RawIp);
  }
  wire.finish();
  require(wire.skipped_in_all() <= wire.last_frame,
          "no frame is counted twice");
}

}  // namespace siptriage::fuzz
