#pragma once
/// CaptureReader::Source: one way of reading a capture. Makers below.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "siptriage/base/coverage.h"
#include "siptriage/base/result.h"
#include "siptriage/capture/capture_reader.h"

#include "capture/decompress.h"
#include "capture/file_descriptor.h"
#include "capture/format.h"
#include "capture/input_stream.h"
#include "capture/unpacked_file.h"
#include "capture/walker.h"

namespace siptriage {

class CaptureReader::Source {
 public:
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  virtual ~Source() = default;

  [[nodiscard]] virtual std::size_t next_batch(std::span<Frame> frames) = 0;
  virtual bool populate_ahead() { return false; }
  virtual bool unpack_ahead() { return false; }
  [[nodiscard]] virtual bool has_shrunk() const { return false; }
  [[nodiscard]] virtual std::string_view octets() const { return {}; }
  [[nodiscard]] virtual const std::optional<Error>& failure() const {
    static const std::optional<Error> none;
    return none;
  }
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

/// What a compressed capture is wrapped in.
struct Wrapping {
  std::string format;     // "gzip"
  bool is_sized = false;  // FileCoverage::octets is known already
};

/// The walker for `format`, which is_capture(). Errors: as its maker.
[[nodiscard]] Result<std::unique_ptr<Walker>> make_walker(
    std::string_view octets, Format format, std::uint32_t file_index,
    FileCoverage& coverage, const Limits& limits);

/// Walks octets in memory. `mapped` are the same where they are a mapping of a
/// file, else empty. `watched` is that file, asked at each batch whether it
/// shrank; a closed one is not asked.
[[nodiscard]] Result<std::unique_ptr<CaptureReader::Source>> make_walked_source(
    std::string_view octets, std::string_view mapped, Format format,
    FileDescriptor watched, WrappingDamage wrapping, FileCoverage coverage,
    std::uint32_t file_index, const Limits& limits);

/// Walks what is unpacked meanwhile.
[[nodiscard]] Result<std::unique_ptr<CaptureReader::Source>>
make_unpacking_source(std::unique_ptr<UnpackedFile> file, Format format,
                      Wrapping wrapping, FileCoverage coverage,
                      std::uint32_t file_index, const Limits& limits);

/// Lets libpcap read. Frames are transient.
[[nodiscard]] Result<std::unique_ptr<CaptureReader::Source>>
make_libpcap_source(InputStream input, WrappingDamage wrapping,
                    FileCoverage coverage, std::uint32_t file_index,
                    const Limits& limits);

/// Enters in `coverage` what is known once all is unpacked.
[[nodiscard]] WrappingDamage note_unpacked(const Decompression& ended,
                                           const Wrapping& wrapping,
                                           FileCoverage& coverage);

/// Adds the damage of the wrapping to what `coverage` tells.
void tell_wrapping_damage(FileCoverage& coverage,
                          const WrappingDamage& wrapping);

}  // namespace detail
}  // namespace siptriage
