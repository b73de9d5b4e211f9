#include "extract/frame_copier.h"

#include <algorithm>
#include <filesystem>

#include "siptriage/base/capture_gaps.h"

namespace siptriage::extract {
namespace {

constexpr std::size_t kPieceOctets = std::size_t{256} << 10;

std::uint64_t drops_of(const FileCoverage& file) {
  std::uint64_t drops = 0;
  for (const InterfaceCoverage& interface : file.interfaces) {
    drops += interface.recorded_drops;
  }
  return drops;
}

}  // namespace

FrameCopier::FrameCopier(const Coverage& coverage, const Wanted& wanted,
                         const FrameSet& frames, std::string_view application,
                         Sink& sink)
    : coverage_(coverage),
      wanted_(wanted),
      frames_(frames),
      sink_(sink),
      writer_(application) {
  for (const FileCoverage& file : coverage.files) {
    interfaces_.emplace_back(file.interfaces.size());
  }
}

bool FrameCopier::take(const Frame& frame) {
  if (frame.has_timestamp) keep_running(frame.timestamp);
  // Of a file that was changed meanwhile anything may come.
  if (frames_.has(frame.id) &&
      frame.interface_index < interfaces_[frame.id.file].size()) {
    copy(frame);
  }
  if (frame.has_timestamp) {
    last_seen_ =
        std::max(last_seen_.value_or(frame.timestamp), frame.timestamp);
  }
  return flush(kPieceOctets);
}

std::uint32_t FrameCopier::interface_of(const Frame& frame) {
  const FileCoverage& file = coverage_.files[frame.id.file];
  Interface& known = interfaces_[frame.id.file][frame.interface_index];
  if (!known.is_known) {
    CapturedInterface made = captured_interface(
        file.interfaces[frame.interface_index], frame.link_type);
    if (coverage_.files.size() > 1) {
      made.description = std::filesystem::path(file.path).filename().string();
    }
    known = {true, writer_.add_interface(std::move(made))};
  }
  return known.number;
}

std::vector<std::string> FrameCopier::comments_of(FrameId frame) const {
  std::vector<std::string> comments;
  const auto first =
      std::lower_bound(wanted_.comments.begin(), wanted_.comments.end(), frame,
                       [](const FrameComment& comment, FrameId id) {
                         return comment.frame < id;
                       });
  for (auto it = first; it != wanted_.comments.end() && it->frame == frame;
       ++it) {
    if (comments.size() == kMaxFrameComments) break;
    if (std::find(comments.begin(), comments.end(), it->text) ==
        comments.end()) {
      comments.push_back(it->text);
    }
  }
  return comments;
}

void FrameCopier::copy(const Frame& frame) {
  const std::uint32_t interface = interface_of(frame);
  writer_.write(frame, interface, comments_of(frame.id), octets_);
  last_interface_ = interface;
  if (frame.has_timestamp) {
    last_written_ =
        std::max(last_written_.value_or(frame.timestamp), frame.timestamp);
  }
}

// A frame of the capture is there, written or not.
void FrameCopier::keep_running(Timestamp time) {
  constexpr Duration kLeast = CapturePauses::kLeast;
  if (!last_written_ || time <= *last_written_ || !wanted_.calls.hold(time) ||
      elapsed(*last_written_, time) < kLeast) {
    return;
  }
  if (*last_seen_ > *last_written_) note_running(*last_seen_, 0);
  // A pause of the capture itself ends here.
  if (elapsed(*last_written_, time) >= kLeast) note_running(time, 0);
}

void FrameCopier::note_running(Timestamp time, std::uint64_t drops) {
  writer_.write_statistics(*last_interface_, {.time = time, .dropped = drops},
                           octets_);
  last_written_ = std::max(last_written_.value_or(time), time);
}

bool FrameCopier::finish() {
  std::uint64_t drops = 0;
  for (const FileCoverage& file : coverage_.files) drops += drops_of(file);
  if (last_interface_ && coverage_.timestamps_present) {
    note_running(coverage_.capture_end(), drops);
  }
  writer_.finish(octets_);
  return flush(1);
}

bool FrameCopier::flush(std::size_t least) {
  if (octets_.size() < least) return true;
  const bool written = sink_.write(octets_);
  octets_.clear();
  return written;
}

}  // namespace siptriage::extract
