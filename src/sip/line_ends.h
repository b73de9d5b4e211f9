#pragma once
// Where lines end, 64 octets at a time: one bit an octet, the first octet in
// the lowest bit.
//
//     std::array<LineEnds, 2> ends;
//     bool odd = find_line_ends(octets, ends);  // at most 128 octets
//
// Found with the widest vectors that the processor has; every way of finding
// them gives the same bits (a test holds them to the plain one).

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace siptriage::sip::detail {

// The last octets of line ends: every LF, and CRs that no LF follows. A CR that
// is the last octet looked at counts as such.
using LineEnds = std::uint64_t;
inline constexpr std::size_t kBlockOctets = 64;
inline constexpr LineEnds kLastBit = LineEnds{1} << (kBlockOctets - 1);

// Fills `blocks`, as many as `octets` begin. True when some octets are odd:
// neither CR nor LF nor what prints, but tabs, control characters, DEL, and
// octets above 127. They are rare in a header part, which is looked at closer
// if it has one.
bool find_line_ends(std::string_view octets, std::span<LineEnds> blocks);

}  // namespace siptriage::sip::detail
