#pragma once
/// CaptureRedactor: a capture that can be shown to others, and that is judged
/// as the original is.
///
///     CaptureRedactor redactor(names, limits);
///     while (std::size_t count = timeline.next_batch(batch))
///       redactor.take({batch.data(), count});
///     Result<RedactSummary> done =
///         redactor.write(timeline.coverage(), "siptriage 1.0", sink);
///
/// It writes pcapng: frames that carry SIP, TCP connections that do, and errors
/// of the network about them, each as long as it was, with right lengths and
/// checksums. Media and all that is not understood is left out; in its place
/// stands an empty frame wherever the capture would else seem to pause or end
/// early. Nothing is taken over from the blocks of the source: names, comments,
/// secrets. Everything is kept in memory as views of the frames until it is
/// written: two passes are needed, of which the first learns.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "siptriage/base/coverage.h"
#include "siptriage/base/limits.h"
#include "siptriage/base/result.h"
#include "siptriage/capture/frame.h"
#include "siptriage/redact/pseudonyms.h"

namespace siptriage {

/// Frames that are looked at twice; a capture with more is refused.
inline constexpr std::size_t kMostRedactedFrames = std::size_t{1} << 25;

struct RedactSummary {
  std::uint64_t frames = 0;    ///< read
  std::uint64_t written = 0;   ///< with what they carried, redacted
  std::uint64_t emptied = 0;   ///< written without what they carried
  std::uint64_t messages = 0;  ///< SIP, among those written
  std::uint64_t not_sip = 0;   ///< left out: media, encrypted, others
  /// Left out although they may be part of SIP: IP fragments whose rest is not
  /// there, headers that are not understood.
  std::uint64_t doubtful = 0;
  bool output_failed = false;  ///< the sink took no more
  /// Files that could not be read to their ends: what lies behind is left out.
  std::vector<FileCoverage> damaged;
};

class CaptureRedactor {
 public:
  /// Both must outlive the redactor; `names` is learning.
  CaptureRedactor(Pseudonyms& names, const Limits& limits);
  CaptureRedactor(CaptureRedactor&&) noexcept;
  CaptureRedactor& operator=(CaptureRedactor&&) noexcept;
  ~CaptureRedactor();

  /// In the order of the capture. Octets must live until write(), unless they
  /// are transient.
  void take(std::span<const Frame> frames);

  /// After the last frame. `files` as the timeline has them; `application` goes
  /// into the file. Errors: LimitReached, before anything was written.
  [[nodiscard]] Result<RedactSummary> write(
      const std::vector<FileCoverage>& files, std::string_view application,
      const std::function<bool(std::string_view octets)>& output);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace siptriage
