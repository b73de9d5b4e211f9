// write_markdown: the triage report for a ticket, part by part. Its words are
// those of write_text.

#include <string>
#include <string_view>

#include <fmt/format.h>

#include "siptriage/report/report.h"

#include "report/describe.h"
#include "report/markdown_parts.h"

namespace siptriage {
namespace report {
namespace {

// "SIP triage of trace.pcap": of its path only the end is told elsewhere.
std::string headline_of(const Coverage& coverage, const Layout& layout) {
  const std::size_t count = coverage.files.size();
  if (count != 1) return fmt::format("SIP triage of {} captures", count);
  const std::string_view path = coverage.files.front().path;
  return "SIP triage of " + layout.safe(path.substr(path.rfind('/') + 1));
}

}  // namespace
}  // namespace report

bool write_markdown(const Triage& triage, const MarkdownOptions& options,
                    Sink& sink) {
  output::MarkdownLayout layout(sink);
  TextOptions text;
  text.max_groups = options.max_groups;
  text.max_notices = options.max_notices;
  report::TextReport report(triage, text, layout);
  const std::uint64_t octets = triage.coverage.limits[LimitId::OutputOctets];
  layout.end_at(octets, report::cut_line(octets));
  layout.title(report::headline_of(triage.coverage, layout));
  if (!write_front(report)) return layout.finish();
  write_outcomes_markdown(report, layout);
  write_failures_markdown(report, layout);
  write_unsound(report);
  write_only_call_markdown(report, layout);
  write_metrics(report);
  write_findings(report);
  write_suppressed(report);
  return layout.finish();
}

}  // namespace siptriage
