#include "report/frame_names.h"

#include <algorithm>

#include <fmt/format.h>

namespace siptriage::report {

std::string FrameNames::name(FrameId frame) const {
  if (frame.number == 0) return "-";
  if (!several_files_) return std::to_string(frame.number);
  return fmt::format("{}:{}", frame.file + 1, frame.number);
}

std::string FrameNames::list(std::span<const FrameId> frames,
                             std::size_t most) const {
  std::string text;
  const std::size_t shown = std::min(frames.size(), most);
  for (const FrameId frame : frames.first(shown)) {
    if (!text.empty()) text += ", ";
    text += name(frame);
  }
  if (shown < frames.size()) {
    text += fmt::format(" and {} more", frames.size() - shown);
  }
  return text;
}

// to_iso8601 gives 2026-03-05T13:11:09.039000000Z; years past 9999 are longer.
std::string date_of(Timestamp timestamp) {
  const std::string text = to_iso8601(timestamp);
  return text.substr(0, text.find('T'));
}

std::string time_of_day(Timestamp timestamp) {
  constexpr std::size_t kToMilliseconds = sizeof("13:11:09.039") - 1;
  std::string text = to_iso8601(timestamp);
  const std::size_t separator = text.find('T');
  if (separator == std::string::npos) return text;
  return text.substr(separator + 1, kToMilliseconds);
}

std::string date_and_time(Timestamp timestamp) {
  return date_of(timestamp) + " " + time_of_day(timestamp);
}

}  // namespace siptriage::report
