#include "fuzz/whole_pipeline.h"

#include <string>
#include <utility>
#include <vector>

#include "siptriage/analyze.h"
#include "siptriage/extract/extract.h"
#include "siptriage/page/page.h"
#include "siptriage/report/flow.h"
#include "siptriage/report/report.h"

#include "fuzz/fuzz.h"
#include "fuzz/shown_safely.h"

namespace siptriage::fuzz {
namespace {

// Its data is JSON, and no element begins that is not ours.
void require_page(std::string_view page) {
  constexpr std::string_view kData = "id=\"data\">";
  const std::size_t data = page.find(kData) + kData.size();
  require_json(page.substr(data, page.find("</script>") - data));
  std::size_t scripts = 0;
  for (std::size_t at = 0; (at = page.find("<script", at)) != page.npos; ++at) {
    ++scripts;
  }
  require(scripts == 2, "a page has its data and its script");
}

struct Reports {
  std::string text;
  std::string json;
  std::string messages;
  std::string table;
  std::string ladders;
  std::string pictures;
  std::string page;
  friend bool operator==(const Reports&, const Reports&) = default;
};

Reports write_all(const Triage& triage, Workers& workers) {
  StringSink text;
  StringSink json;
  StringSink messages;
  StringSink table;
  StringSink ladders;
  StringSink pictures;
  StringSink page;
  const std::vector<CallId> calls = *find_flow_calls(triage, workers, {});
  FlowOptions flow;
  flow.raw = true;
  require(write_flow(triage, calls, flow, ladders), "ladders are written");
  for (const FlowForm form : {FlowForm::Mermaid, FlowForm::Svg}) {
    flow.form = form;
    require(write_flow(triage, calls, flow, pictures), "pictures are written");
  }
  for (const TableKind kind :
       {TableKind::Registrations, TableKind::Transactions}) {
    TableOptions rows;
    rows.kind = kind;
    require(write_table_text(triage, workers, rows, {}, table),
            "tables are written");
  }
  require(write_text(triage, {}, text) && write_json(triage, workers, json) &&
              write_messages_ndjson(triage, {}, messages) &&
              write_messages_text(triage, {}, table),
          "a string takes everything");
  require(write_page(triage, workers, {}, page), "a page is written");
  require(write_markdown(triage, {}, text), "Markdown is written");
  return {text.text(),    json.text(),     messages.text(), table.text(),
          ladders.text(), pictures.text(), page.text()};
}

void check_reports(const Reports& reports) {
  require_shown_safely(reports.text);
  require_shown_safely(reports.table);
  require_shown_safely(reports.ladders);
  require_shown_safely(reports.pictures);
  require_shown_safely(reports.page);
  require_page(reports.page);
  require_json(reports.json);
  std::string_view lines = reports.messages;
  while (!lines.empty()) {
    const std::size_t end = lines.find('\n');
    require(end != std::string_view::npos, "each message ends its line");
    require_json(lines.substr(0, end));
    lines.remove_prefix(end + 1);
  }
}

// All calls with all that can go with them: each message is there again, and
// so is what of others shares a segment with one.
void check_extract(const Triage& triage, Workers& workers) {
  std::vector<CallId> calls;
  for (std::uint32_t i = 0; i < triage.calls.size(); ++i) {
    calls.emplace_back(i);
  }
  ExtractOptions options;
  options.tcp = options.media = true;
  const Result<Extract> found = Extract::find(triage, calls, options);
  require(found.has_value(), "what was read can be read again");
  StringSink sink;
  require(found->write(sink), "a string takes everything");
  const Result<Triage> again = triage_memory(sink.text(), workers);
  require(again && again->coverage.files[0].damage.empty(),
          "an extract is a capture without damage");
  require(again->coverage.frames == found->frames(),
          "each frame that was found is written");
}

}  // namespace

void check_whole_pipeline(std::string_view capture) {
  static Workers one(1);
  Result<Analysis> analysis = analyze_memory(capture);
  const Result<Triage> done = triage_memory(capture, one);
  require(analysis.has_value() == done.has_value(),
          "both ways can read a capture, or none");
  if (!done) return;
  require(analysis->trace.messages().size() == analysis->coverage.sip_messages,
          "every message is counted once");
  const Reports reports = write_all(*done, one);
  require(write_all(summarize(std::move(*analysis)), one) == reports,
          "in parts or as a whole, reports are the same");
  check_reports(reports);
  check_extract(*done, one);
  // Waking a thread takes longer than most inputs do.
  if (capture.size() % 8 != 0) return;
  static Workers two(2);
  const Result<Triage> together = triage_memory(capture, two);
  require(together && write_all(*together, two) == reports,
          "on one thread or two, reports are the same");
}

}  // namespace siptriage::fuzz
