// write_messages_text: one line a SIP message; in a narrow terminal two.

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "siptriage/report/report.h"
#include "siptriage/sip/message.h"

#include "output/buffered_output.h"
#include "output/escape_terminal.h"
#include "output/utf8.h"
#include "output/wrap.h"
#include "report/describe.h"
#include "report/entry_list.h"
#include "report/frame_names.h"

namespace siptriage {
namespace report {
namespace {

using output::BufferedOutput;
using output::cut_middle;
using output::cut_to_columns;
using output::escape_terminal;
using output::pad_left;
using output::pad_right;
using output::wrap_text;

constexpr std::size_t kLeastColumns = 40;
// An IPv4 address with its port; what is longer is cut in a narrow table.
constexpr std::size_t kMostEndpointColumns = 21;
constexpr std::size_t kWideEndpointColumns = 47;  // [IPv6]:port
constexpr std::size_t kTimeColumns = 12;
// From here on there is room for the Call-ID.
constexpr std::size_t kCallIdColumns = 110;
// With less room for the message, addresses go to a second line.
constexpr std::size_t kLeastMessageColumns = 16;
constexpr std::string_view kSeparator = "  ";
constexpr std::string_view kLegend =
    "R sent again, D the same packet captured twice, P the same message at "
    "another point";

char mark_of(Repetition repetition) {
  switch (repetition) {
    case Repetition::None:
      return ' ';
    case Repetition::Retransmission:
      return 'R';
    case Repetition::Duplicate:
      return 'D';
    case Repetition::OtherPoint:
      return 'P';
  }
  return ' ';
}

struct Widths {
  std::size_t total = 80;
  std::size_t frame = 5;
  std::size_t source = 6;
  std::size_t destination = 11;
  std::size_t message = 0;
  std::size_t call_id = 0;  // 0: not shown
  bool two_lines = false;
  bool any_repetition = false;
};

Widths measure(const std::vector<MessageRecord>& messages,
               const FrameNames& frames, std::size_t columns) {
  Widths widths;
  widths.total = std::max(columns, kLeastColumns);
  const std::size_t most = widths.total >= kCallIdColumns
                               ? kWideEndpointColumns
                               : kMostEndpointColumns;
  for (const MessageRecord& record : messages) {
    widths.frame = std::max(widths.frame, frames.name(record.frame).size());
    widths.source = std::max(widths.source,
                             std::min(most, to_string(record.source).size()));
    widths.destination =
        std::max(widths.destination,
                 std::min(most, to_string(record.destination).size()));
    widths.any_repetition |= record.repetition != Repetition::None;
  }
  const std::size_t used = widths.frame + 2 + kTimeColumns + 2 + 2;
  const std::size_t addresses = widths.source + 4 + widths.destination + 2;
  widths.two_lines = widths.total < used + addresses + kLeastMessageColumns;
  widths.message = widths.total - std::min(widths.total, used);
  if (!widths.two_lines) widths.message -= addresses;
  // With much room, half of it goes to the Call-ID.
  if (widths.total >= kCallIdColumns &&
      widths.message >= 2 * kLeastMessageColumns + 2) {
    widths.call_id = (widths.message - 2) / 2;
    widths.message -= widths.call_id + 2;
  }
  return widths;
}

class Table {
 public:
  Table(const Triage& triage, const MessageTableOptions& options, Sink& sink)
      : messages_(list_messages(triage, options.rows)),
        all_messages_(triage.message_count),
        options_(options),
        frames_(triage.coverage),
        widths_(measure(messages_, frames_, options.columns)),
        last_line_(cut_line(triage.coverage.limits[LimitId::OutputOctets])),
        output_(sink) {
    output_.end_at(triage.coverage.limits[LimitId::OutputOctets], last_line_);
  }

  bool write() {
    if (messages_.empty() && options_.rows.where) {
      put_line(
          fmt::format("Nothing matches; {} looked at.",
                      count_of(all_messages_, "message was", "messages were")));
      return output_.flush();
    }
    write_heading();
    for (const MessageRecord& record : messages_) {
      if (output_.failed()) break;
      write_message(record);
    }
    return output_.flush();
  }

 private:
  [[nodiscard]] std::string safe(std::string_view text) const {
    return escape_terminal(text, options_.unicode);
  }
  [[nodiscard]] std::string_view ellipsis() const {
    return options_.unicode ? "\u2026" : "...";
  }

  void put_line(std::string line) {
    while (!line.empty() && line.back() == ' ') line.pop_back();
    output_.append(line);
    output_.append('\n');
  }

  void write_heading() {
    if (widths_.any_repetition) {
      for (const std::string& line :
           wrap_text(kLegend, widths_.total, ellipsis())) {
        put_line(line);
      }
      put_line("");
    }
    std::string line = pad_left("FRAME", widths_.frame);
    line.append(kSeparator).append(pad_right("TIME (UTC)", kTimeColumns));
    line.append(kSeparator);
    if (!widths_.two_lines) {
      line += pad_right("SOURCE", widths_.source) + "    ";
      line += pad_right("DESTINATION", widths_.destination);
      line.append(kSeparator);
    }
    line += "  " + pad_right("MESSAGE", widths_.message);
    if (widths_.call_id != 0) line.append(kSeparator).append("CALL-ID");
    put_line(std::move(line));
  }

  [[nodiscard]] std::string addresses(const MessageRecord& record) const {
    return pad_right(
               cut_middle(to_string(record.source), widths_.source, ellipsis()),
               widths_.source) +
           " -> " +
           pad_right(cut_middle(to_string(record.destination),
                                widths_.destination, ellipsis()),
                     widths_.destination);
  }

  [[nodiscard]] std::string what(const MessageRecord& record) {
    const bool parsed = parse_again(record, parsed_);
    if (record.is_request()) {
      return safe(record.method_name) + " " +
             (parsed ? safe(parsed_.request_uri) : "");
    }
    return fmt::format("{} {} ({})", record.status,
                       parsed ? safe(parsed_.reason_phrase) : "",
                       safe(record.method_name));
  }

  void write_message(const MessageRecord& record) {
    std::string line = pad_left(frames_.name(record.frame), widths_.frame);
    line.append(kSeparator)
        .append(pad_right(time_of_day(record.timestamp), kTimeColumns))
        .append(kSeparator);
    if (!widths_.two_lines) line.append(addresses(record)).append(kSeparator);
    line.push_back(mark_of(record.repetition));
    line.push_back(' ');
    line += pad_right(cut_to_columns(what(record), widths_.message, ellipsis()),
                      widths_.message);
    if (widths_.call_id != 0) {
      line.append(kSeparator)
          .append(
              cut_middle(safe(record.call_id), widths_.call_id, ellipsis()));
    }
    put_line(std::move(line));
    if (!widths_.two_lines) return;
    std::string second(widths_.frame + kSeparator.size(), ' ');
    second += cut_to_columns(
        to_string(record.source) + " -> " + to_string(record.destination),
        widths_.total - second.size(), ellipsis());
    put_line(std::move(second));
  }

  std::vector<MessageRecord> messages_;
  std::uint64_t all_messages_;
  MessageTableOptions options_;
  FrameNames frames_;
  Widths widths_;
  std::string last_line_;  // of a table that is cut
  BufferedOutput output_;
  sip::Message parsed_;
};

}  // namespace
}  // namespace report

bool write_messages_text(const Triage& triage,
                         const MessageTableOptions& options, Sink& sink) {
  return report::Table(triage, options, sink).write();
}

}  // namespace siptriage
