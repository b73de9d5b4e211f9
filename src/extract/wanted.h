#pragma once
// Wanted: what is to be copied of a capture, as far as an analysis tells: the
// messages of some calls, and frames beside them.
//
//   Wanted wanted = find_wanted(triage, calls, options);

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "siptriage/annotate/triage.h"
#include "siptriage/base/frame_id.h"
#include "siptriage/extract/extract.h"

#include "extract/time_windows.h"

namespace siptriage::extract {

struct FrameComment {
  FrameId frame;
  std::string text;
};

struct Wanted {
  // Appearance::order of the messages. Ascending.
  std::vector<std::uint64_t> messages;
  // Frames that are known by their number: those that prove findings, ICMP
  // errors, resets.
  std::vector<FrameId> frames;
  // By frame; those of one frame in the order in which they were made.
  std::vector<FrameComment> comments;
  // When the calls lasted, and for some time after: what a capture tells by
  // being silent counts then.
  TimeWindows calls;
  // ExtractOptions::tcp: the connections, and when calls were on them.
  WindowTable<EndpointPair> connections;
  // ExtractOptions::media: where media may go to, or come from.
  WindowTable<Endpoint> media;
};

// `calls` ascending.
[[nodiscard]] Wanted find_wanted(const Triage& triage,
                                 const std::vector<CallId>& calls,
                                 const ExtractOptions& options);

// "siptriage: SUMMARY" at the final response, else at the request.
void add_comments(const Trace& trace, const Diagnosis& diagnosis,
                  std::vector<FrameComment>& comments);
// "siptriage: TITLE: MESSAGE" at the first frame of a finding, "siptriage:
// TITLE" at others.
void add_comments(const Finding& finding, std::vector<FrameComment>& comments);

}  // namespace siptriage::extract
