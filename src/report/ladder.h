#pragma once
// Ladder: what a diagram of a call shows, before anybody has drawn it: who the
// lanes are, what the arrows, and what is said about them. Writers for text,
// Mermaid and SVG draw it.
//
// Texts are as received: each writer escapes them for where they go.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "siptriage/annotate/triage.h"
#include "siptriage/report/flow.h"

#include "report/frame_names.h"

namespace siptriage::report {

// Who has a line of their own; those that come after share the last one.
inline constexpr std::size_t kMostLanes = 64;
inline constexpr std::size_t kMostLegs = 32;
inline constexpr std::size_t kMostNotes = 99;

enum class ArrowKind : std::uint8_t {
  Request,
  Provisional,
  Success,
  Challenge,    // 401, 407
  Redirection,  // 3xx
  Failure,
  NetworkError,  // an ICMP error, or the reset of a TCP connection
};

struct LadderLane {
  std::string address;      // with its port where others share the address
  std::string name;         // alias, product, host or user; may be empty
  std::size_t sharing = 0;  // how many more addresses have this lane
};

struct LadderArrow {
  ArrowKind kind = ArrowKind::Request;
  std::size_t from = 0;  // lanes
  std::size_t to = 0;
  std::size_t leg = 0;
  Timestamp time{};
  Duration since_start{};
  Duration since_last{};  // since the arrow before
  FrameId frame;
  Endpoint source;
  Endpoint destination;
  std::string_view octets;   // of its message; empty: there is none
  std::string title;         // "INVITE bob@example.com"
  std::string brief;         // "INVITE"
  std::string media;         // what its session description says, in short
  std::uint32_t copies = 1;  // how often it was sent
  Duration copies_last{};    // from the first of them to the last
  std::vector<std::size_t> notes;  // ascending; numbers from 1
};

struct LadderNote {
  Severity severity = Severity::Notice;
  Certainty certainty = Certainty::Certain;
  std::string_view rule;
  std::string_view remedy;
  std::string text;
  std::vector<FrameId> frames;
  std::vector<Evidence> evidence;
};

struct LadderLeg {
  std::uint64_t number = 0;  // as `siptriage calls` counts
  CallKind kind = CallKind::Call;
  Outcome outcome = Outcome::StartNotSeen;
  std::uint16_t status = 0;
  std::string from;  // URIs
  std::string to;
  std::uint64_t upstream = 0;  // the leg it was made for; 0: none
  std::string_view reason;     // what tells
};

struct Ladder {
  std::vector<LadderLeg> legs;
  std::string diagnosis;  // the sentence for the ticket; may be empty
  std::vector<LadderLane> lanes;
  std::vector<LadderArrow> arrows;
  std::vector<LadderNote> notes;  // those on arrows first, in their order
  std::uint64_t duplicates = 0;   // packets captured twice, drawn once
  std::uint64_t arrows_left_out = 0;
  std::uint64_t legs_left_out = 0;
  std::uint64_t notes_left_out = 0;
};

struct LadderOptions {
  const Aliases* aliases = nullptr;
  std::uint64_t most_arrows = 400;
};

// `call` with its other legs.
[[nodiscard]] std::vector<CallId> legs_of(const Triage& triage, CallId call);

// Of calls that are legs of one; reads each of them.
// Lifetime: the views in it are those of the capture.
[[nodiscard]] Ladder build_ladder(const Triage& triage, CallReader& reader,
                                  const std::vector<CallId>& legs,
                                  const LadderOptions& options);

// What is left unsaid for want of room, a sentence each.
[[nodiscard]] std::vector<std::string> remarks_of(const Ladder& ladder);

// "x3 in 1.5 s"; in short "x3"; empty for what was sent once.
[[nodiscard]] std::string copies_of(const LadderArrow& arrow, bool in_short);
// "[1][4]".
[[nodiscard]] std::string marks_of(const LadderArrow& arrow);
// "Call", "Registration".
[[nodiscard]] std::string name_of(CallKind kind);
// "Call 3: alice@example.com -> bob@example.com, busy, 486".
[[nodiscard]] std::string heading_of(const LadderLeg& leg);
// "busy, 486".
[[nodiscard]] std::string outcome_of(const LadderLeg& leg);

// The writers.
bool write_ladder_text(const std::vector<Ladder>& ladders,
                       const FrameNames& frames, const FlowOptions& options,
                       std::uint64_t ladders_left_out,
                       std::uint64_t most_octets, Sink& sink);
// At least one ladder.
bool write_ladder_mermaid(std::span<const Ladder> ladders,
                          std::uint64_t ladders_left_out,
                          std::uint64_t most_octets, Sink& sink);
bool write_ladder_svg(std::span<const Ladder> ladders, const FrameNames& frames,
                      std::uint64_t ladders_left_out, std::uint64_t most_octets,
                      Sink& sink);

}  // namespace siptriage::report
