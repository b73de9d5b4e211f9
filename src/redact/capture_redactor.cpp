#include "siptriage/redact/capture_redactor.h"

#include <algorithm>
#include <optional>
#include <string>

#include "siptriage/base/octet_store.h"
#include "siptriage/redact/messages.h"
#include "siptriage/sip/parse.h"

#include "net/icmp_error.h"
#include "net/tcp_segment.h"
#include "net/udp_datagram.h"
#include "redact/fragment_groups.h"
#include "redact/frame_builder.h"
#include "redact/frame_layers.h"
#include "redact/frame_output.h"
#include "redact/pause_keeper.h"
#include "redact/quotes.h"
#include "redact/tcp_streams.h"

namespace siptriage {
namespace {

using detail::FrameLayers;
using detail::IpPacket;

enum class Role : std::uint8_t {
  LeftOut,
  Datagram,
  Segment,
  Fragment,
  NetworkError,
};

struct Entry {
  Frame frame;
  Role role = Role::LeftOut;
  std::uint32_t group = 0;  // of a Fragment
  detail::TcpPlace place;   // of a Segment
};

// Fewer quoted octets may be the front of anything.
constexpr std::size_t kTellingOctets = 16;

bool has_ip(const FrameLayers& layers) {
  return std::any_of(layers.layers.begin(), layers.layers.end(),
                     [](const detail::LayerAt& layer) {
                       return layer.kind == detail::LayerAt::Kind::Ipv4 ||
                              layer.kind == detail::LayerAt::Kind::Ipv6;
                     });
}

}  // namespace

struct CaptureRedactor::State {
  State(Pseudonyms& pseudonyms, const Limits& given)
      : names(pseudonyms), limits(given) {}

  // What to do with a frame, as far as it alone can tell.
  [[nodiscard]] Role classify(Entry& entry, const FrameLayers& layers);
  [[nodiscard]] Role take_udp(const IpPacket& ip);
  [[nodiscard]] Role take_tcp(Entry& entry, const IpPacket& ip);
  [[nodiscard]] Role take_icmp(const IpPacket& ip) const;
  void take(const Frame& frame);
  void push(const Entry& entry);
  void leave_out(const Entry& entry);

  void learn_the_rest();
  void replace_wholes();
  [[nodiscard]] bool is_sip(std::uint32_t group) const;
  [[nodiscard]] bool is_wanted(const Entry& entry) const;
  [[nodiscard]] std::string redacted(const Entry& entry);
  [[nodiscard]] std::string payload_of(const Entry& entry, const IpPacket& ip);

  Pseudonyms& names;
  const Limits& limits;
  OctetStore store;
  std::vector<Entry> entries;
  detail::FragmentGroups fragments;
  std::vector<std::string> wholes;  // of fragments: redacted; empty: left out
  detail::TcpStreams streams{limits};
  detail::Quotes quotes;
  detail::PauseKeeper<Entry> pauses;
  FrameLayers layers;  // made once
  RedactSummary summary;
  bool is_full = false;
};

void CaptureRedactor::State::push(const Entry& entry) {
  if (entries.size() >= kMostRedactedFrames) {
    is_full = true;
    return;
  }
  entries.push_back(entry);
}

void CaptureRedactor::State::take(const Frame& frame) {
  ++summary.frames;
  Entry entry;
  entry.frame = frame;
  const auto emit = [this](const Entry& waiting) { push(waiting); };
  pauses.pass(frame.timestamp, emit);
  const bool is_understood = detail::find_layers(frame, limits, layers);
  if (is_understood) {
    if (frame.transient) {
      entry.frame.octets = store.keep(frame.octets);
      entry.frame.transient = false;
      static_cast<void>(detail::find_layers(entry.frame, limits, layers));
    }
    entry.role = classify(entry, layers);
  }
  if (entry.role == Role::LeftOut) {
    const bool is_doubtful = !is_understood && has_ip(layers);
    ++(is_doubtful ? summary.doubtful : summary.not_sip);
    return leave_out(entry);
  }
  // Made to learn the addresses alone.
  static_cast<void>(detail::build_frame(entry.frame, layers, {}, names));
  push(entry);
  pauses.note_written(frame.timestamp);
}

void CaptureRedactor::State::leave_out(const Entry& entry) {
  Entry empty = entry;
  empty.frame.octets = {};
  if (pauses.leave_out(entry.frame.timestamp, empty)) push(empty);
}

Role CaptureRedactor::State::classify(Entry& entry, const FrameLayers& found) {
  const IpPacket& ip = found.ip;
  if (ip.is_fragment) {
    entry.group = fragments.add(ip);
    return Role::Fragment;
  }
  if (ip.protocol == detail::kProtocolUdp) return take_udp(ip);
  if (ip.protocol == detail::kProtocolTcp) return take_tcp(entry, ip);
  return take_icmp(ip);
}

Role CaptureRedactor::State::take_udp(const IpPacket& ip) {
  const detail::UdpDatagram datagram = detail::decode_udp(ip);
  if (datagram.skip || !sip::starts_like_sip(datagram.octets)) {
    return Role::LeftOut;
  }
  std::string copy(datagram.octets);
  const std::size_t messages = redact_messages(copy, names);
  summary.messages += messages;
  return messages > 0 ? Role::Datagram : Role::LeftOut;
}

Role CaptureRedactor::State::take_tcp(Entry& entry, const IpPacket& ip) {
  detail::TcpSegment segment;
  detail::decode_tcp(ip.payload, ip.payload_length_octets, segment);
  if (segment.skip) return Role::LeftOut;
  entry.place = streams.add(ip, segment);
  return Role::Segment;
}

Role CaptureRedactor::State::take_icmp(const IpPacket& ip) const {
  const std::optional<detail::IcmpError> error = detail::decode_icmp_error(ip);
  if (!error) return Role::LeftOut;
  const bool is_foreign = error->octets.size() >= kTellingOctets &&
                          !sip::starts_like_sip(error->octets);
  return is_foreign ? Role::LeftOut : Role::NetworkError;
}

bool CaptureRedactor::State::is_sip(std::uint32_t group) const {
  if (!fragments.is_whole(group)) return false;
  const IpPacket ip = fragments.whole(group);
  if (ip.protocol != detail::kProtocolUdp) return false;
  const detail::UdpDatagram datagram = detail::decode_udp(ip);
  return !datagram.skip && sip::starts_like_sip(datagram.octets);
}

// What needs other frames to be understood.
void CaptureRedactor::State::learn_the_rest() {
  streams.assemble();
  streams.redact(names);
  summary.messages += streams.message_count();
  for (std::uint32_t group = 0; group < fragments.count(); ++group) {
    if (!is_sip(group)) continue;
    const IpPacket ip = fragments.whole(group);
    const std::string_view octets = detail::decode_udp(ip).octets;
    quotes.add(octets);
    std::string copy(octets);
    summary.messages += redact_messages(copy, names);
  }
  const bool has_errors = std::any_of(
      entries.begin(), entries.end(),
      [](const Entry& entry) { return entry.role == Role::NetworkError; });
  if (!has_errors) return;
  for (const Entry& entry : entries) {
    if (entry.role != Role::Datagram && entry.role != Role::NetworkError) {
      continue;
    }
    static_cast<void>(detail::find_layers(entry.frame, limits, layers));
    if (entry.role == Role::Datagram) {
      quotes.add(detail::decode_udp(layers.ip).octets);
    } else if (const auto error = detail::decode_icmp_error(layers.ip)) {
      std::string copy(error->octets);
      static_cast<void>(redact_messages(copy, names));
      detail::learn_quoted(layers.ip, names);
    }
  }
  quotes.sort();
}

void CaptureRedactor::State::replace_wholes() {
  streams.redact(names);
  wholes.resize(fragments.count());
  for (std::uint32_t group = 0; group < fragments.count(); ++group) {
    if (!is_sip(group)) continue;
    const IpPacket ip = fragments.whole(group);
    std::string octets(detail::decode_udp(ip).octets);
    redact_messages(octets, names);
    wholes[group] = detail::build_udp(ip, octets, names);
  }
}

bool CaptureRedactor::State::is_wanted(const Entry& entry) const {
  switch (entry.role) {
    case Role::LeftOut:
      return false;
    case Role::Datagram:
    case Role::NetworkError:
      return true;
    case Role::Segment:
      return streams.is_wanted(entry.place.connection);
    case Role::Fragment:
      return !wholes[entry.group].empty();
  }
  return false;
}

std::string CaptureRedactor::State::payload_of(const Entry& entry,
                                               const IpPacket& ip) {
  switch (entry.role) {
    case Role::LeftOut:
      return {};
    case Role::Datagram: {
      std::string octets(detail::decode_udp(ip).octets);
      redact_messages(octets, names);
      return detail::build_udp(ip, octets, names);
    }
    case Role::Segment:
      return detail::build_tcp(ip, streams.part_of(entry.place), names);
    case Role::Fragment:
      return wholes[entry.group].substr(
          std::min<std::size_t>(ip.fragment_offset_octets,
                                wholes[entry.group].size()),
          ip.payload.size());
    case Role::NetworkError: {
      const auto error = detail::decode_icmp_error(ip);
      const std::string quoted = quotes.redacted(error->octets, names);
      return detail::build_icmp_error(ip, quoted, names);
    }
  }
  return {};
}

std::string CaptureRedactor::State::redacted(const Entry& entry) {
  static_cast<void>(detail::find_layers(entry.frame, limits, layers));
  return detail::build_frame(entry.frame, layers, payload_of(entry, layers.ip),
                             names);
}

CaptureRedactor::CaptureRedactor(Pseudonyms& names, const Limits& limits)
    : state_(std::make_unique<State>(names, limits)) {}
CaptureRedactor::CaptureRedactor(CaptureRedactor&&) noexcept = default;
CaptureRedactor& CaptureRedactor::operator=(CaptureRedactor&&) noexcept =
    default;
CaptureRedactor::~CaptureRedactor() = default;

void CaptureRedactor::take(std::span<const Frame> frames) {
  for (const Frame& frame : frames) state_->take(frame);
}

Result<RedactSummary> CaptureRedactor::write(
    const std::vector<FileCoverage>& files, std::string_view application,
    const std::function<bool(std::string_view octets)>& output) {
  State& state = *state_;
  state.pauses.flush([&](const Entry& entry) { state.push(entry); });
  state.learn_the_rest();
  state.names.begin_replacing();
  state.replace_wholes();
  if (state.is_full || state.names.is_full()) {
    return fail(ErrorCode::LimitReached,
                "the capture is too large to be redacted at once; cut it up, "
                "such as with siptriage extract");
  }
  detail::FrameOutput out(application, files, output);
  detail::PauseKeeper<const Entry*> pauses;
  const auto empty = [&](const Entry* entry) {
    out.write_empty(entry->frame);
    ++state.summary.emptied;
  };
  for (const Entry& entry : state.entries) {
    const Timestamp time = entry.frame.timestamp;
    pauses.pass(time, empty);
    if (state.is_wanted(entry)) {
      out.write(entry.frame, state.redacted(entry));
      ++state.summary.written;
      pauses.note_written(time);
      continue;
    }
    if (entry.role == Role::Fragment) ++state.summary.doubtful;
    if (entry.role == Role::Segment) ++state.summary.not_sip;
    if (pauses.leave_out(time, &entry)) empty(&entry);
  }
  pauses.flush(empty);
  state.summary.output_failed = !out.finish();
  return state.summary;
}

}  // namespace siptriage
