// Messages in UDP datagrams: one in a packet, or in fragments.

#include <array>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "bench/make_capture/carrier.h"
#include "bench/make_capture/random.h"

namespace siptriage::bench {
namespace {

class UdpCarrier final : public Carrier {
 public:
  UdpCarrier(const Hosts& hosts, Packets& packets)
      : hosts_(hosts), packets_(packets) {}

  void carry(Time time, const Outgoing& outgoing) override {
    packets_.udp(time, {outgoing.from, hosts_[outgoing.from].sip_port},
                 {outgoing.to, hosts_[outgoing.to].sip_port}, outgoing.message);
  }
  void finish(Time) override {}

 private:
  const Hosts& hosts_;
  Packets& packets_;
};

// Cuts each datagram, mixes its fragments, and keeps the last one back until
// those of some later datagrams have gone.
class FragmentCarrier final : public Carrier {
 public:
  FragmentCarrier(const Hosts& hosts, Packets& packets, std::uint64_t seed)
      : hosts_(hosts), packets_(packets), random_(seed) {}

  void carry(Time time, const Outgoing& outgoing) override {
    std::vector<Part> parts = cut(outgoing);
    for (std::size_t i = parts.size(); i-- > 1;) {
      const std::uint32_t at = random_.below(static_cast<std::uint32_t>(i + 1));
      std::swap(parts[i], parts[at]);
    }
    // The first fragment never comes first: in order nobody has to wait.
    if (parts.front().fragment.offset_octets == 0) {
      std::swap(parts.front(), parts.back());
    }
    held_.push_back(std::move(parts.back()));
    parts.pop_back();
    for (const Part& part : parts) send(time, part);
    if (held_.size() > kHeld) send_held(time);
  }

  void finish(Time time) override {
    while (!held_.empty()) send_held(time);
  }

 private:
  static constexpr std::size_t kHeld = 4;

  struct Part {
    Fragment fragment;
    std::string octets;
  };

  std::vector<Part> cut(const Outgoing& outgoing) {
    std::string datagram(kUdpHeaderOctets, '\0');
    put_udp_header(datagram.data(), hosts_[outgoing.from].sip_port,
                   hosts_[outgoing.to].sip_port, outgoing.message.size());
    datagram.append(outgoing.message);
    const std::uint16_t identification =
        packets_.next_identification(outgoing.from);
    std::vector<Part> parts;
    for (std::size_t at = 0; at < datagram.size();) {
      const std::size_t length = 8 * (std::size_t{16} + random_.below(17));
      Part part;
      part.fragment = {outgoing.from, outgoing.to, identification,
                       static_cast<std::uint16_t>(at),
                       datagram.size() - at > length};
      part.octets = datagram.substr(at, length);
      parts.push_back(std::move(part));
      at += length;
    }
    return parts;
  }

  void send(Time time, const Part& part) {
    packets_.fragment(time, part.fragment, part.octets);
  }

  void send_held(Time time) {
    send(time, held_.front());
    held_.pop_front();
  }

  const Hosts& hosts_;
  Packets& packets_;
  Random random_;
  std::deque<Part> held_;
};

}  // namespace

std::unique_ptr<Carrier> make_udp_carrier(const Hosts& hosts,
                                          Packets& packets) {
  return std::make_unique<UdpCarrier>(hosts, packets);
}

std::unique_ptr<Carrier> make_fragment_carrier(const Hosts& hosts,
                                               Packets& packets,
                                               std::uint64_t seed) {
  return std::make_unique<FragmentCarrier>(hosts, packets, seed);
}

}  // namespace siptriage::bench
