// How long things took: percentiles of all delays, and how those of setting up
// calls and registrations are spread.

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "siptriage/catalogue/catalogue.h"

#include "page/page_parts.h"
#include "report/describe.h"
#include "report/metric_words.h"

namespace siptriage::page {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// Edges between the bars, each about twice the one before.
struct Edge {
  Duration delay;
  std::string_view name;
};
constexpr Edge kEdges[] = {
    {milliseconds(5), "5 ms"},     {milliseconds(10), "10 ms"},
    {milliseconds(20), "20 ms"},   {milliseconds(50), "50 ms"},
    {milliseconds(100), "100 ms"}, {milliseconds(200), "200 ms"},
    {milliseconds(500), "500 ms"}, {seconds(1), "1 s"},
    {seconds(2), "2 s"},           {seconds(5), "5 s"},
    {seconds(10), "10 s"},         {seconds(20), "20 s"},
    {seconds(60), "1 min"}};
constexpr std::size_t kBars = std::size(kEdges) + 1;
// A few delays are no distribution.
constexpr std::uint64_t kLeastSpread = 3;

std::string range_of(std::size_t bar) {
  if (bar == 0) return fmt::format("up to {}", kEdges[0].name);
  if (bar == kBars - 1)
    return fmt::format("more than {}", kEdges[bar - 1].name);
  return fmt::format("{} to {}", kEdges[bar - 1].name, kEdges[bar].name);
}

std::vector<std::uint64_t> spread(const DelayHistogram& delays) {
  std::vector<std::uint64_t> bars;
  std::uint64_t before = 0;
  for (const Edge& edge : kEdges) {
    const std::uint64_t up_to = delays.count_up_to(edge.delay);
    bars.push_back(up_to - before);
    before = up_to;
  }
  bars.push_back(delays.count() - before);
  return bars;
}

std::string name_of(std::string_view label) {
  const std::string_view id = label.substr(0, label.find(' '));
  const auto metric = std::ranges::find(all_metrics(), id, &MetricEntry::id);
  return metric == all_metrics().end()
             ? std::string(label)
             : fmt::format("{} ({})", metric->name, label);
}

void write_bars(Html& html, const std::vector<std::uint64_t>& bars) {
  const std::uint64_t most = *std::ranges::max_element(bars);
  for (std::size_t i = 0; i < kBars; ++i) {
    if (bars[i] == 0) continue;
    constexpr double kWidth = 100.0 / static_cast<double>(kBars);
    const double height = std::max(
        1.0, 100.0 * static_cast<double>(bars[i]) / static_cast<double>(most));
    html.raw("<g>");
    html.element("title", fmt::format("{}: {}", range_of(i),
                                      report::with_separators(bars[i])));
    html.raw(fmt::format(
        "<rect class=\"delay\" x=\"{:.2f}%\" width=\"{:.2f}%\" y=\"{:.2f}%\" "
        "height=\"{:.2f}%\"/></g>\n",
        (static_cast<double>(i) + 0.06) * kWidth, 0.88 * kWidth, 100.0 - height,
        height));
  }
}

void write_ticks(Html& html) {
  html.raw("<svg class=\"ticks\" aria-hidden=\"true\">");
  for (std::size_t i = 0; i < std::size(kEdges); i += 2) {
    html.raw(fmt::format(
        "<text x=\"{:.2f}%\" y=\"1em\">{}</text>",
        100.0 * static_cast<double>(i + 1) / static_cast<double>(kBars),
        kEdges[i].name));
  }
  html.raw("</svg>\n");
}

// The bar that holds most, for who does not see them.
std::string summary_of(std::string_view name,
                       const std::vector<std::uint64_t>& bars,
                       const DelayHistogram& delays) {
  const auto top = std::ranges::max_element(bars);
  return fmt::format("{}: most often {}, {} of {}.", name,
                     range_of(static_cast<std::size_t>(top - bars.begin())),
                     report::with_separators(*top),
                     report::with_separators(delays.count()));
}

void write_spread(Page& page, DelayMetric metric, std::string_view label) {
  const DelayHistogram& delays = page.triage.metrics.overall.delay(metric);
  if (delays.count() < kLeastSpread) return;
  const std::vector<std::uint64_t> bars = spread(delays);
  Html& html = page.html;
  html.open("figure", {{"class", "spread"}});
  html.element("figcaption", name_of(label));
  html.open("svg", {{"class", "columns"},
                    {"role", "img"},
                    {"aria-label", summary_of(label, bars, delays)}});
  write_bars(html, bars);
  html.close("svg");
  write_ticks(html);
  html.close("figure");
}

}  // namespace

void write_delays(Page& page) {
  const MetricSet& all = page.triage.metrics.overall;
  write_table_start(page, "numbers", "Delays, as percentiles",
                    headings_of_numbers("Delay", report::delay_heading()));
  for (const auto& [metric, label] : report::named_delays()) {
    const DelayHistogram& delays = all.delay(metric);
    if (delays.count() == 0) continue;
    page.html.open("tr");
    page.html.element("th", name_of(label), {{"scope", "row"}});
    for (const std::string& cell : report::delay_cells(delays)) {
      page.html.element("td", cell, {{"class", "number"}});
    }
    page.html.close("tr");
  }
  write_table_end(page);
  page.html.open("div", {{"class", "spreads"}});
  for (const auto& [metric, label] : report::named_delays()) {
    if (metric == DelayMetric::Pdd || metric == DelayMetric::SrdAnswered ||
        metric == DelayMetric::SrdFailed || metric == DelayMetric::Rrd) {
      write_spread(page, metric, label);
    }
  }
  page.html.close("div");
}

}  // namespace siptriage::page
