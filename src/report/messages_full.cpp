// write_messages_full, find_lines: the text of a capture, and its lines.

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "siptriage/report/rendering.h"

#include "output/buffered_output.h"
#include "output/escape_terminal.h"
#include "report/describe.h"
#include "report/entry_list.h"
#include "report/frame_names.h"

namespace siptriage {
namespace report {
namespace {

// With the one before its text and the empty one behind it.
std::uint64_t lines_of(const MessageRecord& record) {
  const auto ends = std::ranges::count(record.octets, '\n');
  const bool cut = !record.octets.empty() && record.octets.back() != '\n';
  return static_cast<std::uint64_t>(ends) + (cut ? 1 : 0) + 2;
}

std::string head_of(const MessageRecord& record, const FrameNames& names) {
  return fmt::format("== frame {}  {}  {} -> {}  {}{}\n",
                     names.name(record.frame), to_iso8601(record.timestamp),
                     to_string(record.source), to_string(record.destination),
                     to_string(record.transport),
                     record.repetition == Repetition::None
                         ? std::string()
                         : fmt::format("  {}", to_string(record.repetition)));
}

void write_message(output::BufferedOutput& output, const MessageRecord& record,
                   const FrameNames& names) {
  output.append(head_of(record, names));
  std::string_view rest = record.octets;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    output.append(output::escape_terminal(line, true));
    output.append('\n');
  }
  output.append('\n');
}

std::vector<FrameId> frames_named(const CheckedCapture& capture) {
  std::vector<FrameId> frames;
  for (const Assertion& assertion : capture.assertions) {
    if (assertion.standing == Standing::Held) continue;
    frames.insert(frames.end(), assertion.frames.begin(),
                  assertion.frames.end());
  }
  std::ranges::sort(frames);
  frames.erase(std::unique(frames.begin(), frames.end()), frames.end());
  return frames;
}

}  // namespace
}  // namespace report

bool write_messages_full(const Triage& triage, const TableOptions& options,
                         Sink& sink) {
  output::BufferedOutput output(sink);
  const std::uint64_t octets = triage.coverage.limits[LimitId::OutputOctets];
  const std::string last = report::cut_line(octets);
  output.end_at(octets, last);
  const report::FrameNames names(triage.coverage);
  for (const MessageRecord& record : report::list_messages(triage, options)) {
    if (output.failed()) break;
    report::write_message(output, record, names);
  }
  return output.flush();
}

void find_lines(const Triage& triage, CheckedCapture& capture) {
  capture.lines.clear();
  const std::vector<FrameId> named = report::frames_named(capture);
  if (named.empty()) return;
  TableOptions every;
  every.kind = TableKind::Messages;
  std::uint64_t line = 1;
  for (const MessageRecord& record : report::list_messages(triage, every)) {
    if (std::ranges::binary_search(named, record.frame)) {
      capture.lines.push_back({record.frame, line});
    }
    line += report::lines_of(record);
  }
  // Of several messages of a frame the first.
  std::ranges::sort(capture.lines);
  const auto end = std::unique(capture.lines.begin(), capture.lines.end(),
                               [](const FrameLine& a, const FrameLine& b) {
                                 return a.frame == b.frame;
                               });
  capture.lines.erase(end, capture.lines.end());
}

}  // namespace siptriage
