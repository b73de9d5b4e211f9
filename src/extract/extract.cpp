#include "siptriage/extract/extract.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "siptriage/capture/timeline.h"

#include "extract/frame_copier.h"
#include "extract/frame_finder.h"
#include "extract/wanted.h"

namespace siptriage {
namespace {

using extract::FrameComment;
using extract::FrameFinder;
using extract::FrameSet;
using extract::Wanted;

// With all legs of each. Ascending.
std::vector<CallId> with_legs(const Triage& triage,
                              const std::vector<CallId>& calls) {
  std::vector<CallId> all = calls;
  std::vector<bool> groups(triage.legs.group_count);
  for (const CallId call : calls) {
    const Leg* const leg = triage.legs.find(call);
    if (leg != nullptr) groups[leg->group] = true;
  }
  for (const Leg& leg : triage.legs.legs) {
    if (groups[leg.group]) all.push_back(leg.call);
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

// What is said of one of those calls with all of the capture in view.
void add_capture_findings(const Triage& triage,
                          const std::vector<CallId>& calls,
                          const ExtractOptions& options, Wanted& wanted) {
  for (const Finding& finding : triage.capture_findings) {
    if (!std::binary_search(calls.begin(), calls.end(), finding.call)) continue;
    wanted.frames.insert(wanted.frames.end(), finding.frames.begin(),
                         finding.frames.end());
    if (options.comments) extract::add_comments(finding, wanted.comments);
  }
  std::stable_sort(wanted.comments.begin(), wanted.comments.end(),
                   [](const FrameComment& a, const FrameComment& b) {
                     return a.frame < b.frame;
                   });
}

// The capture from its first frame on, as it was read before.
Result<Timeline> walk_again(const Triage& triage) {
  std::vector<CaptureReader> readers;
  for (std::size_t i = 0; i < triage.coverage.files.size(); ++i) {
    const std::string& path = triage.coverage.files[i].path;
    if (i >= triage.captures.size() || triage.captures[i].empty()) {
      return fail(ErrorCode::Unsupported,
                  path + " cannot be read a second time");
    }
    Result<CaptureReader> reader = CaptureReader::from_memory(
        path, triage.captures[i], static_cast<std::uint32_t>(i),
        triage.coverage.limits);
    if (!reader) return tl::unexpected<Error>(std::move(reader.error()));
    readers.push_back(std::move(*reader));
  }
  return Timeline(std::move(readers));
}

// Calls `take` with each frame that the triage looked at, until it gives false.
template <typename Take>
bool for_each_frame(Timeline timeline, std::uint64_t most, Take take) {
  std::array<Frame, kFrameBatch> batch;
  std::uint64_t seen = 0;
  while (const std::size_t count = timeline.next_batch(batch)) {
    for (std::size_t i = 0; i < count; ++i) {
      if (seen++ == most) return true;
      if (!take(batch[i])) return false;
    }
  }
  return true;
}

}  // namespace

struct Extract::Found {
  const Triage& triage;
  ExtractOptions options;
  std::vector<CallId> calls;
  Wanted wanted;
  FrameSet frames;
};

Extract::Extract(std::unique_ptr<Found> found) : found_(std::move(found)) {}
Extract::Extract(Extract&&) noexcept = default;
Extract& Extract::operator=(Extract&&) noexcept = default;
Extract::~Extract() = default;

Result<Extract> Extract::find(const Triage& triage,
                              const std::vector<CallId>& calls,
                              ExtractOptions options) {
  auto found = std::make_unique<Found>(
      Found{triage, std::move(options), with_legs(triage, calls), {}, {}});
  found->wanted = extract::find_wanted(triage, found->calls, found->options);
  add_capture_findings(triage, found->calls, found->options, found->wanted);
  Result<Timeline> timeline = walk_again(triage);
  if (!timeline) return tl::unexpected<Error>(std::move(timeline.error()));
  FrameFinder finder(found->wanted, triage.coverage.limits, found->options);
  for_each_frame(std::move(*timeline), triage.coverage.frames,
                 [&](const Frame& frame) {
                   finder.take(frame);
                   return true;
                 });
  found->frames = std::move(finder).finish();
  return Extract(std::move(found));
}

const std::vector<CallId>& Extract::calls() const { return found_->calls; }

std::uint64_t Extract::frames() const { return found_->frames.size(); }

bool Extract::write(Sink& sink) const {
  const Triage& triage = found_->triage;
  // Was tried when they were found.
  Result<Timeline> timeline = walk_again(triage);
  if (!timeline) return false;
  extract::FrameCopier copier(triage.coverage, found_->wanted, found_->frames,
                              found_->options.application, sink);
  return for_each_frame(
             std::move(*timeline), triage.coverage.frames,
             [&](const Frame& frame) { return copier.take(frame); }) &&
         copier.finish();
}

std::vector<CallId> failed_calls(const Triage& triage) {
  std::vector<CallId> calls;
  for (const DiagnosisBrief& diagnosis : triage.diagnoses) {
    if (diagnosis.call.valid()) calls.push_back(diagnosis.call);
  }
  std::sort(calls.begin(), calls.end());
  calls.erase(std::unique(calls.begin(), calls.end()), calls.end());
  return calls;
}

}  // namespace siptriage
