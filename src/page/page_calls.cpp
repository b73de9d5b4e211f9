// The calls, those that failed first. The script makes it searchable and
// sortable, and opens the ladder of a call under its row.

#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "annotate/call_tour.h"
#include "page/page_parts.h"
#include "report/column_parts.h"
#include "report/describe.h"
#include "report/metric_words.h"
#include "report/table_row.h"

namespace siptriage::page {
namespace {

using report::Cell;
using report::CellKind;

constexpr std::size_t kRowsAtOnce = 256;

struct Shown {
  std::string_view column;  // of the table of calls
  Heading heading;          // its class is that of the cells, too
};

std::vector<Shown> shown_columns(const Page& page) {
  std::vector<Shown> shown = {
      {"number", {"No", "number"}},
      {"time", {"Time (UTC)", "time"}},
      {"kind", {"Kind", ""}},
      {"from", {"From", "party"}},
      {"to", {"To", "party"}},
      {"result", {"Result", "result"}},
      {"pdd", {"PDD", "number"}},
      {"duration", {"Lasts", "number"}},
      {"messages", {"Messages", "number"}},
      {"findings", {"Findings", "number"}},
  };
  const auto kinds = std::ranges::count_if(
      page.text.tally.kinds,
      [](const report::KindTally& kind) { return kind.total != 0; });
  if (kinds == 1)
    std::erase_if(shown,
                  [](const Shown& column) { return column.column == "kind"; });
  return shown;
}

class CallTable {
 public:
  explicit CallTable(Page& page)
      : page_(page),
        tour_(page.triage),
        several_days_(report::date_of(page.triage.coverage.first_time) !=
                      report::date_of(page.triage.coverage.last_time)),
        findings_(page.triage.calls.size()) {
    for (const Shown& shown : shown_columns(page)) {
      columns_.push_back(find_table_column(TableKind::Calls, shown.column));
      headings_.push_back(shown.heading);
    }
    for (const FindingBrief& finding : page.triage.findings) {
      if (finding.call.valid()) ++findings_[finding.call.index()];
    }
  }

  void write() {
    write_table_start(page_, "calls", "Calls, those that failed first",
                      headings_);
    const std::span<const CallId> listed = page_.choice.listed;
    for (std::size_t i = 0; i < listed.size(); i += kRowsAtOnce) {
      if (page_.html.output().failed()) break;
      rows(listed.subspan(i, std::min(kRowsAtOnce, listed.size() - i)));
    }
    write_table_end(page_);
  }

 private:
  // Read in whatever order is quick, and written in theirs.
  void rows(std::span<const CallId> calls) {
    std::vector<std::string> texts(calls.size());
    tour_.visit(calls, [&](std::size_t place, const CallView& view,
                           std::size_t /*lane*/) {
      StringSink sink;
      Html html(sink);
      row(html, calls[place], view);
      html.output().flush();
      texts[place] = std::move(sink).take();
    });
    for (const std::string& text : texts) page_.html.raw(text);
  }

  void row(Html& html, CallId call, const CallView& view) {
    const report::CallRow of_call{view, call, findings_[call.index()]};
    html.open("tr", {{"class", class_of(page_.choice.ranks[call.index()])},
                     {"data-call", std::to_string(call.index() + 1)},
                     {"data-call-id", shortened(view.call().call_id)}});
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      Cell cell;
      columns_[i]->read(report::Row{&of_call}, cell);
      write_cell(html, cell, headings_[i].classes);
    }
    html.close("tr");
  }

  static std::string class_of(CallRank rank) {
    switch (rank) {
      case CallRank::Failed:
        return "failed";
      case CallRank::NotSound:
        return "unsound";
      case CallRank::NotAnswered:
        return "unanswered";
      case CallRank::Other:
        return "";
    }
    return "";
  }

  [[nodiscard]] std::string text_of(const Cell& cell) const {
    switch (cell.kind) {
      case CellKind::Number:
        return report::with_separators(static_cast<std::uint64_t>(cell.number));
      case CellKind::Word:
        return cell.code == 0 ? std::string(cell.text)
                              : fmt::format("{} {}", cell.text, cell.code);
      case CellKind::Uri:
        return shortened(report::party_in(cell.text));
      case CellKind::Duration:
        return report::short_text(Duration(cell.number));
      case CellKind::Time: {
        const Timestamp time = timestamp_from_nanoseconds(cell.number);
        return several_days_ ? report::date_and_time(time)
                             : report::time_of_day(time);
      }
      default:
        return std::string(cell.text);
    }
  }

  void write_cell(Html& html, const Cell& cell,
                  const std::string& classes) const {
    const bool is_sorted_by_number = cell.kind == CellKind::Number ||
                                     cell.kind == CellKind::Duration ||
                                     cell.kind == CellKind::Time;
    html.element("td", text_of(cell),
                 {{"class", classes},
                  {"data-sort",
                   is_sorted_by_number ? std::to_string(cell.number) : ""}});
  }

  Page& page_;
  detail::CallTour tour_;
  bool several_days_;
  std::vector<const TableColumn*> columns_;
  std::vector<Heading> headings_;  // of each
  std::vector<std::uint32_t> findings_;
};

}  // namespace

void write_calls(Page& page) {
  const std::uint64_t all = page.triage.meant_calls;
  const std::size_t listed = page.choice.listed.size();
  if (listed < all) {
    write_remark(page, fmt::format("{} of {} exchanges are listed, those that "
                                   "failed first; `siptriage calls` has all.",
                                   report::with_separators(listed),
                                   report::with_separators(all)));
  }
  CallTable(page).write();
}

}  // namespace siptriage::page
