#pragma once
/// Walks pcapng: any number of sections, each with its byte order and its
/// interfaces, each of those with its link type, clock and drop counters.

#include <cstdint>
#include <memory>
#include <string_view>

#include "siptriage/base/coverage.h"
#include "siptriage/base/result.h"

#include "capture/walker.h"

namespace siptriage::detail {

/// Looks at the first section header; coverage.path names the file in errors.
/// Errors: Damaged (no whole section header), Unsupported (its version).
[[nodiscard]] Result<std::unique_ptr<Walker>> make_pcapng_walker(
    std::string_view octets, std::uint32_t file_index,
    const FileCoverage& coverage, const Limits& limits);

}  // namespace siptriage::detail
