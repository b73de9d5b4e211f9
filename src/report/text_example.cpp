// The call that stands for a failure group: who called whom, in which frames.

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "output/wrap.h"
#include "report/describe.h"
#include "report/text_parts.h"

namespace siptriage::report {
namespace {

using output::cut_middle;

constexpr std::size_t kMostCallIdColumns = 50;
constexpr std::size_t kMostUriColumns = 60;

std::string uri(std::string_view text, const Layout& layout) {
  if (text.empty()) return "?";
  return cut_middle(layout.safe(text), kMostUriColumns, layout.ellipsis());
}

// Without the date where the capture has only one.
std::string moment(Timestamp timestamp, const Coverage& coverage) {
  return date_of(coverage.first_time) == date_of(coverage.last_time)
             ? time_of_day(timestamp)
             : date_and_time(timestamp);
}

// "INVITE in frame 1 at 13:11:09.000, 422 in frame 3, 39 ms later".
std::string course(const Trace& trace, const Transaction& transaction,
                   const TextReport& report) {
  const Layout& layout = report.layout;
  std::string text;
  Timestamp asked{};
  if (transaction.request.valid()) {
    const MessageRecord& request = trace.message(transaction.request);
    asked = request.timestamp;
    text = fmt::format("{} in frame {} at {}",
                       layout.safe(transaction.method_name),
                       report.frames.name(request.frame),
                       moment(request.timestamp, report.triage.coverage));
    if (transaction.request_retransmissions != 0) {
      text += fmt::format(
          ", repeated {}",
          count_of(transaction.request_retransmissions, "time", "times"));
    }
  } else {
    text = fmt::format("{} not in this capture",
                       layout.safe(transaction.method_name));
  }
  if (!transaction.final_response.valid()) return text;
  const MessageRecord& response = trace.message(transaction.final_response);
  text += fmt::format(", {} in frame {}", transaction.final_status,
                      report.frames.name(response.frame));
  if (transaction.request.valid()) {
    text +=
        fmt::format(", {} later", to_human(elapsed(asked, response.timestamp)));
  }
  return text;
}

// "post-dial delay 180 ms, rang 4.2 s".
std::string timing(const Call& call) {
  std::vector<std::string> parts;
  if (call.post_dial_delay) {
    parts.push_back("post-dial delay " + to_human(*call.post_dial_delay));
  }
  if (call.ring_time) parts.push_back("rang " + to_human(*call.ring_time));
  if (call.talk_time) parts.push_back("talked " + to_human(*call.talk_time));
  return fmt::format("{}", fmt::join(parts, ", "));
}

// "calls that begin in frames 88, 120 and 33 more".
std::string others(const FailureBlock& block, const TextReport& report) {
  const FailureGroup& group = block.first();
  std::string list;
  std::vector<CallId> shown_calls = {group.examples.front().call};
  for (const FailureExample& example : group.examples) {
    if (std::ranges::find(shown_calls, example.call) != shown_calls.end()) {
      continue;
    }
    if (!list.empty()) list += ", ";
    list += report.frames.name(example.first_frame);
    shown_calls.push_back(example.call);
  }
  const std::size_t shown = shown_calls.size() - 1;
  if (shown == 0) return {};
  const std::uint64_t told =
      std::min<std::uint64_t>(block.count, group.examples.size());
  if (told < block.count) {
    list += fmt::format(" and {} more", with_separators(block.count - told));
  }
  return fmt::format("{} that begin{} in frame{} {}",
                     noun_of(group.kind, shown != 1), shown == 1 ? "s" : "",
                     shown == 1 ? "" : "s", list);
}

}  // namespace

void write_example(TextReport& report, const FailureBlock& block,
                   const CallView& view) {
  const FailureGroup& group = block.first();
  Layout& layout = report.layout;
  const Call& call = view.call();
  // The sentence on top names the parties of a single call.
  const bool named =
      block.count == 1 && diagnosis_of(report, block, view).has_value();
  if (!named) {
    layout.field(kEntryIndent, block.count == 1 ? "Seen in" : "For example",
                 fmt::format("{} {} {}", uri(call.from_uri, layout),
                             layout.arrow(), uri(call.to_uri, layout)));
  }
  const TransactionId transaction =
      view.transaction_at(group.transaction_place);
  if (transaction.valid()) {
    const Trace& trace = view.analysis.trace;
    layout.field(kEntryIndent, named ? "Seen in" : "",
                 course(trace, trace.transaction(transaction), report));
  }
  if (const std::string text = timing(call); !text.empty()) {
    layout.field(kEntryIndent, "", text);
  }
  layout.field(kEntryIndent, "",
               "Call-ID " + cut_middle(layout.safe(call.call_id),
                                       kMostCallIdColumns, layout.ellipsis()));
  if (const std::string text = others(block, report); !text.empty()) {
    layout.field(kEntryIndent, "Also", text);
  }
}

}  // namespace siptriage::report
