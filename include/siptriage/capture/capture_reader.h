#pragma once
/// CaptureReader: frames of one capture file, pipe or standard input.
///
///     OctetStore store;
///     Result<CaptureReader> reader = CaptureReader::open(path, {}, store);
///     std::array<Frame, kFrameBatch> batch;
///     while (std::size_t count = reader->next_batch(batch)) use(batch, count);
///
/// Regular files are memory-mapped and walked in place; so is what gzip, zstd
/// and lz4 unpack to, in a file without a name, while it is unpacked; what is
/// not a regular file goes through libpcap. Both give the same frames, but
/// libpcap knows less: it ends where interfaces differ in link type or snap
/// length, cuts frames longer than the recorded snap length, and tells neither
/// interfaces nor drops nor that a frame has no timestamp. Damage ends the
/// walk: everything before it was handed out, and coverage().damage says where
/// and what. Timestamps are as recorded.
///
/// A mapped file must not be truncated while it is read; set
/// CaptureOptions::map_files to false when that may happen.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "siptriage/base/coverage.h"
#include "siptriage/base/lifetime.h"
#include "siptriage/base/limits.h"
#include "siptriage/base/octet_store.h"
#include "siptriage/base/result.h"
#include "siptriage/base/stop_flag.h"
#include "siptriage/capture/capture_input.h"
#include "siptriage/capture/frame.h"

namespace siptriage {

/// Frames handed out at once.
inline constexpr std::size_t kFrameBatch = 256;

struct CaptureOptions {
  /// False: the file is read into memory instead of mapped.
  bool map_files = true;
  /// True: libpcap reads also regular files (for comparison by tests).
  bool prefer_libpcap = false;
  /// True: what comes through a pipe goes into a file without a name, as
  /// compressed captures do, and is walked there: it can be walked again.
  bool keep_pipes = false;
  /// Ends what takes long, and what waits for input: reading then ends as if
  /// the capture did. May be null; else it must outlive the reader.
  const StopFlag* stop = nullptr;
};

class CaptureReader {
 public:
  /// `file_index` goes into each FrameId. A compressed capture is unpacked.
  /// Errors: Empty, NotACapture, Unsupported, Damaged, BadCompression, Io,
  /// NoMemory, Interrupted.
  [[nodiscard]] static Result<CaptureReader> open(CaptureInput input,
                                                  const CaptureOptions& options,
                                                  OctetStore& store,
                                                  std::uint32_t file_index = 0,
                                                  const Limits& limits = {});
  /// The same from the path on. Errors: also those of CaptureInput::open.
  [[nodiscard]] static Result<CaptureReader> open(const std::string& path,
                                                  const CaptureOptions& options,
                                                  OctetStore& store,
                                                  std::uint32_t file_index = 0,
                                                  const Limits& limits = {});
  /// A capture held in memory, not compressed; `name` stands for its path.
  /// Lifetime: frames view `octets`.
  /// Errors: Empty, NotACapture, Unsupported, Damaged.
  [[nodiscard]] static Result<CaptureReader> from_memory(
      std::string name, std::string_view octets SIPTRIAGE_LIFETIMEBOUND,
      std::uint32_t file_index = 0, const Limits& limits = {});

  CaptureReader(CaptureReader&&) noexcept;
  CaptureReader& operator=(CaptureReader&&) noexcept;
  ~CaptureReader();

  /// Fills the front of `frames` and says how many; 0 at the end.
  [[nodiscard]] std::size_t next_batch(std::span<Frame> frames);

  /// Brings in what next_batch will soon look at, so that it need not wait for
  /// the system; false if there is nothing to do just now. Unlike all else
  /// here any thread may call it at any time: worth it where there are more
  /// threads than the one that reads.
  bool populate_ahead();

  /// Unpacks what next_batch will soon look at, where a compressed capture is
  /// unpacked while it is read: else next_batch does that by itself. False if
  /// there is nothing to do just now. Any thread may call it at any time.
  bool unpack_ahead();

  /// Why the end came too early, after next_batch gave 0: Io, when there was no
  /// room for what a compressed capture unpacks to.
  /// Lifetime: while this reader lives.
  [[nodiscard]] const std::optional<Error>& failure() const;

  /// True once the file has fewer octets than when it was opened: what was cut
  /// off may have been read as zeros, or be when it is looked at again.
  [[nodiscard]] bool has_shrunk() const;

  /// All octets of the capture, not compressed, after next_batch gave 0: for
  /// from_memory(), which walks them again. Empty where libpcap read them.
  /// Lifetime: of the OctetStore.
  [[nodiscard]] std::string_view octets() const;

  /// What is known of the file so far; complete after next_batch gave 0.
  /// Lifetime: while this reader lives.
  [[nodiscard]] const FileCoverage& coverage() const;

  /// One way of reading: a mapped walker or libpcap.
  class Source;

 private:
  explicit CaptureReader(std::unique_ptr<Source> source);
  std::unique_ptr<Source> source_;
};

}  // namespace siptriage
