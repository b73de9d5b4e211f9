// Any octets as frames of one link type:
//
//   u8 link type | u8 options | u8 frames | u16 length, octets ... | octets
//
// What is held: a NetStage gives the same whether frames stay or go; a
// DatagramDecoder, with a NetStage for what it leaves, gives what a NetStage
// for everything gives, payloads and counts; and no frame is counted twice.

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "siptriage/net/datagram_decoder.h"
#include "siptriage/net/foreign.h"
#include "siptriage/net/net_stage.h"

#include "fuzz/fuzz.h"
#include "fuzz/net_texts.h"

namespace siptriage::fuzz {
namespace {

constexpr std::size_t kMaxFrames = 16;
constexpr auto kUnknownLinkType = static_cast<LinkType>(147);
constexpr std::array kLinkTypes = {
    LinkType::Ethernet,  LinkType::RawIp,   LinkType::LinuxSll,
    LinkType::LinuxSll2, LinkType::Null,    LinkType::Loop,
    LinkType::Ppp,       LinkType::PppHdlc, LinkType::PppEther,
    LinkType::Ipv4,      LinkType::Ipv6,    LinkType::Nflog,
    kUnknownLinkType};

struct Input {
  Limits limits;
  NetOptions net;
  std::vector<Frame> frames;
};

Input read_input(std::string_view octets) {
  Choices choices(octets);
  Frame frame;
  frame.link_type = kLinkTypes[choices.below(kLinkTypes.size())];
  const std::uint8_t options = choices.u8();
  Input input;
  if ((options & 1) != 0) {
    input.net.fragment_overlap = OverlapPolicy::LastWins;
  }
  if ((options & 2) != 0) {  // all of them low
    input.limits.set(LimitId::TunnelDepth, 1);
    input.limits.set(LimitId::FragmentedDatagrams, 2);
    input.limits.set(LimitId::TcpConnections, 2);
    input.limits.set(LimitId::OutOfOrderSegments, 2);
  }
  const std::size_t cut = (options & 4) != 0 ? 7 : 0;  // by the snap length
  const std::size_t count = choices.below(kMaxFrames) + 1;
  for (std::uint32_t i = 1; i <= count; ++i) {
    frame.octets = i == count ? choices.rest() : choices.take(choices.u16());
    frame.original_length_octets =
        static_cast<std::uint32_t>(frame.octets.size() + cut);
    frame.id = {0, i};
    frame.timestamp = timestamp_from_nanoseconds(std::int64_t{i} * 1'000'000);
    input.frames.push_back(frame);
  }
  return input;
}

struct Outcome {
  std::vector<std::string> payloads;
  std::string coverage;
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

// Takes what net gave since the last time.
void keep(std::vector<Payload>& payloads, Outcome& outcome) {
  for (const Payload& payload : payloads) {
    outcome.payloads.push_back(text_of(payload));
    static_cast<void>(classify_foreign_datagram(payload.octets));
    static_cast<void>(classify_foreign_stream(payload.octets));
    require_in(payload.octets, {find_tls_server_name(payload.octets)});
  }
  payloads.clear();
}

Outcome decode_all(const Input& input, bool transient) {
  Coverage coverage;
  NetStage net(input.limits, coverage, input.net);
  Outcome outcome;
  std::vector<Payload> payloads;
  for (Frame frame : input.frames) {
    // On the heap, to be gone before the next frame comes.
    const auto copy = std::make_unique<char[]>(frame.octets.size());
    if (transient && !frame.octets.empty()) {
      std::memcpy(copy.get(), frame.octets.data(), frame.octets.size());
      frame.octets = {copy.get(), frame.octets.size()};
    }
    frame.transient = transient;
    net.process({&frame, 1}, payloads);
    keep(payloads, outcome);
  }
  net.finish(payloads);
  keep(payloads, outcome);
  std::uint64_t counted = 0;
  for (const std::uint64_t count : coverage.skipped) counted += count;
  require(counted <= input.frames.size(), "no frame is counted twice");
  outcome.coverage = text_of(coverage);
  return outcome;
}

Outcome decode_shared(const Input& input) {
  Coverage alone;
  Coverage together;
  DatagramDecoder decoder(input.limits, alone);
  NetStage net(input.limits, together, input.net);
  Outcome outcome;
  std::vector<Payload> payloads;
  for (const Frame& frame : input.frames) {
    switch (decoder.decode(frame)) {
      case DatagramDecoder::Decoded::Datagram:
        decoder.describe(payloads.emplace_back());
        require(payloads.back().octets == decoder.octets(),
                "the payload described is the one decoded");
        require_in(frame.octets, {decoder.octets()});
        break;
      case DatagramDecoder::Decoded::Counted:
        break;
      case DatagramDecoder::Decoded::NeedsStage:
        net.process({&frame, 1}, payloads);
    }
    keep(payloads, outcome);
  }
  net.finish(payloads);
  keep(payloads, outcome);
  outcome.coverage = text_of(alone, together);
  return outcome;
}

}  // namespace

void run(std::string_view octets) {
  const Input input = read_input(octets);
  const Outcome outcome = decode_all(input, false);
  require(decode_all(input, true) == outcome,
          "frames that go give what frames that stay give");
  require(decode_shared(input) == outcome,
          "datagrams alone and the rest together give the same");
}

}  // namespace siptriage::fuzz
