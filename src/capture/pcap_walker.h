#pragma once
/// Walks pcap: the classic format, in micro- or nanoseconds, and the modified
/// one of Alexey Kuznetsov's patched libpcap, in either byte order.

#include <cstdint>
#include <memory>
#include <string_view>

#include "siptriage/base/coverage.h"
#include "siptriage/base/result.h"

#include "capture/walker.h"

namespace siptriage::detail {

/// Reads the file header and fills in what `coverage` can know from it;
/// coverage.path names the file in errors.
/// Errors: Damaged (the header is cut short), Unsupported (its version).
[[nodiscard]] Result<std::unique_ptr<Walker>> make_pcap_walker(
    std::string_view octets, std::uint32_t file_index, FileCoverage& coverage,
    const Limits& limits);

}  // namespace siptriage::detail
