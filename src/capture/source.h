#pragma once
/// CaptureReader::Source: one way of reading a capture. Makers below.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <utility>

#include "siptriage/base/coverage.h"
#include "siptriage/base/result.h"
#include "siptriage/capture/capture_reader.h"

#include "capture/file_descriptor.h"
#include "capture/format.h"
#include "capture/input_stream.h"

namespace siptriage {

class CaptureReader::Source {
 public:
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  virtual ~Source() = default;

  [[nodiscard]] virtual std::size_t next_batch(std::span<Frame> frames) = 0;
  virtual bool populate_ahead() { return false; }
  [[nodiscard]] virtual bool has_shrunk() const { return false; }
  [[nodiscard]] const FileCoverage& coverage() const { return coverage_; }

 protected:
  explicit Source(FileCoverage coverage) : coverage_(std::move(coverage)) {}
  FileCoverage coverage_;
};

namespace detail {

/// Damage of what the capture came wrapped in; an empty text means none.
struct WrappingDamage {
  std::string text;
  std::uint64_t offset_octets = 0;
};

/// Walks octets in memory. `mapped` are the same where they are a mapping of a
/// file, else empty. `watched` is that file, asked at each batch whether it
/// shrank; a closed one is not asked.
[[nodiscard]] Result<std::unique_ptr<CaptureReader::Source>> make_walked_source(
    std::string_view octets, std::string_view mapped, Format format,
    FileDescriptor watched, WrappingDamage wrapping, FileCoverage coverage,
    std::uint32_t file_index, const Limits& limits);

/// Lets libpcap read. Frames are transient.
[[nodiscard]] Result<std::unique_ptr<CaptureReader::Source>>
make_libpcap_source(InputStream input, WrappingDamage wrapping,
                    FileCoverage coverage, std::uint32_t file_index,
                    const Limits& limits);

/// Adds the damage of the wrapping to what `coverage` tells.
void tell_wrapping_damage(FileCoverage& coverage,
                          const WrappingDamage& wrapping);

}  // namespace detail
}  // namespace siptriage
