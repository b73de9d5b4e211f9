#pragma once
/// redact_messages: SIP messages without those whom they are about, in place
/// and as long as before.
///
///     messages += redact_messages(datagram, names);
///
/// What stays is what is known to be harmless: the words of the grammars and
/// registries, numbers of header fields such as CSeq and Expires, ports, times.
/// Every other word is replaced by its pseudonym; bodies that are not
/// understood say nothing any more. docs/redact.md has the whole of it.

#include <cstddef>
#include <span>

#include "siptriage/redact/pseudonyms.h"

namespace siptriage {

/// All messages that `octets` hold, one after the other; what is none of them
/// is blanked. Gives how many messages there were.
std::size_t redact_messages(std::span<char> octets, Pseudonyms& names);

/// Overwrites all but line ends.
void blank_octets(std::span<char> octets, Pseudonyms& names);

}  // namespace siptriage
