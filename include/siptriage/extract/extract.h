#pragma once
/// Extract: a capture of those frames alone that some calls of another one are
/// made of.
///
///     Result<Extract> found = Extract::find(triage, calls, options);
///     if (found) found->write(sink);                 // a pcapng file
///
/// The frames of a call are all that carry its messages, or a part of them: IP
/// fragments, TCP segments; the ICMP errors and resets about them; what proves
/// a finding about it; and, if asked for, more (ExtractOptions). Its other legs
/// (annotate/legs.h) go with it. Timestamps, lengths, interfaces and link types
/// are those of the capture; a comment on a frame says what was found there.
///
/// An analysis of what is written finds of those calls what that of the whole
/// found: where frames were left out, Interface Statistics tell when the
/// capture was running all the same, and what it had lost.
///
/// The capture is walked again, twice, in the memory that the triage holds.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "siptriage/annotate/triage.h"
#include "siptriage/base/lifetime.h"
#include "siptriage/base/result.h"
#include "siptriage/capture/capture_filter.h"
#include "siptriage/net/net_stage.h"
#include "siptriage/output/sink.h"

namespace siptriage {

struct ExtractOptions {
  /// Of the TCP connections that carried the messages, also the segments
  /// without a payload: how they were opened and closed, and, while a call
  /// lasts, acknowledgements.
  bool tcp = false;
  /// Also datagrams from and to the addresses and ports that session
  /// descriptions of the calls name for media, or the next higher port, RTCP's;
  /// while the call lasts.
  bool media = false;
  /// Comments on frames.
  bool comments = true;
  /// Who writes the capture: "siptriage 1.0".
  std::string application = "siptriage";
  /// What the triage was made with; the filter may be null, else it must
  /// outlive the extract.
  NetOptions net = {};
  const CaptureFilter* filter = nullptr;
};

/// Comments of one frame, and frames that one finding is told at.
inline constexpr std::size_t kMaxFrameComments = 16;
inline constexpr std::size_t kMaxFindingFrames = 16;
/// The text of one comment, before what must be escaped is.
inline constexpr std::size_t kMaxCommentTextOctets = 1024;

/// Those that failed, or in which something did: that have a diagnosis.
/// Ascending.
[[nodiscard]] std::vector<CallId> failed_calls(const Triage& triage);

class Extract {
 public:
  /// Lifetime: `triage` must outlive the extract.
  /// Errors: Unsupported, where the capture's octets are gone: it came through
  /// a pipe, and CaptureOptions::keep_pipes was not set.
  [[nodiscard]] static Result<Extract> find(
      const Triage& triage SIPTRIAGE_LIFETIMEBOUND,
      const std::vector<CallId>& calls, ExtractOptions options);
  Extract(Extract&&) noexcept;
  Extract& operator=(Extract&&) noexcept;
  ~Extract();

  /// Calls whose frames they are: those asked for, and their legs. Ascending.
  [[nodiscard]] const std::vector<CallId>& calls() const;
  [[nodiscard]] std::uint64_t frames() const;

  /// False when the sink gives false.
  bool write(Sink& sink) const;

 private:
  struct Found;
  explicit Extract(std::unique_ptr<Found> found);
  std::unique_ptr<Found> found_;
};

}  // namespace siptriage
