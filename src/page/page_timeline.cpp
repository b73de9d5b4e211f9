// When exchanges began, how many of them failed, and with which codes: columns
// over the time of the capture, and a strip for each code.

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "page/page_parts.h"
#include "page/time_bins.h"
#include "report/describe.h"

namespace siptriage::page {
namespace {

double share(std::uint64_t part, std::uint64_t whole) {
  return 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

// "13:11:09", with the date where the capture has several.
class Clock {
 public:
  explicit Clock(const TimeBins& bins)
      : bins_(bins),
        several_days_(report::date_of(time_of(0)) !=
                      report::date_of(time_of(bins.bins.size()))) {}

  [[nodiscard]] std::string name(std::size_t bin) const {
    constexpr std::size_t kToSeconds = sizeof("13:11:09") - 1;
    const Timestamp time = time_of(bin);
    std::string text = report::time_of_day(time);
    if (bins_.width >= std::chrono::seconds(1)) text.resize(kToSeconds);
    return several_days_ ? report::date_of(time) + " " + text : text;
  }

 private:
  [[nodiscard]] Timestamp time_of(std::size_t bin) const {
    const Duration since = bins_.width * static_cast<std::int64_t>(bin);
    // Clocks may stand at the end of time.
    return bins_.start > Timestamp::max() - since ? Timestamp::max()
                                                  : bins_.start + since;
  }

  const TimeBins& bins_;
  bool several_days_;
};

class Timeline {
 public:
  Timeline(Page& page, const TimeBins& bins)
      : html_(page.html), bins_(bins), clock_(bins) {
    for (const TimeBins::Bin& bin : bins.bins) {
      most_ = std::max(most_, bin.attempts);
      failed_ += bin.failed;
      attempts_ += bin.attempts;
    }
  }

  void write() {
    html_.open("figure", {{"class", "timeline"}});
    html_.element("figcaption",
                  fmt::format("Attempts in steps of {} from {} UTC, at most {} "
                              "in one.",
                              to_human(bins_.width), clock_.name(0),
                              report::with_separators(most_)));
    html_.raw(
        "<p class=\"legend\" aria-hidden=\"true\"><span class=\"fine\">went "
        "well or open</span> <span class=\"unanswered\">not answered</span> "
        "<span class=\"failed\">failed</span></p>\n");
    columns();
    axis();
    strips();
    html_.close("figure");
    table();
  }

 private:
  [[nodiscard]] double bin_width() const {
    return 100.0 / static_cast<double>(bins_.bins.size());
  }

  void rect(std::string_view style, std::size_t bin, double y, double height,
            std::string_view more = {}) {
    html_.raw(fmt::format(
        "<rect class=\"{}\" x=\"{:.3f}%\" width=\"{:.3f}%\" y=\"{:.2f}%\" "
        "height=\"{:.2f}%\"{}/>\n",
        style, (static_cast<double>(bin) + 0.08) * bin_width(),
        0.84 * bin_width(), y, height, more));
  }

  void columns() {
    html_.open("svg",
               {{"class", "columns"},
                {"role", "img"},
                {"aria-label",
                 fmt::format("Columns over time: {} attempts, {} failed. The "
                             "table below has the numbers.",
                             report::with_separators(attempts_),
                             report::with_separators(failed_))}});
    for (std::size_t i = 0; i < bins_.bins.size(); ++i) {
      const TimeBins::Bin& bin = bins_.bins[i];
      if (bin.attempts == 0) continue;
      html_.raw("<g>");
      html_.element(
          "title",
          fmt::format("{}: {}, {} failed, {} not answered", clock_.name(i),
                      report::count_of(bin.attempts, "attempt", "attempts"),
                      bin.failed, bin.not_answered));
      double top = 100.0;
      const auto stack = [&](std::string_view style, std::uint64_t count) {
        if (count == 0) return;
        const double height = share(count, most_);
        top -= height;
        rect(style, i, top, height);
      };
      stack("failed", bin.failed);
      stack("unanswered", bin.not_answered);
      stack("fine", bin.attempts - bin.failed - bin.not_answered);
      html_.raw("</g>\n");
    }
    html_.close("svg");
  }

  void axis() {
    html_.open("p", {{"class", "axis"}, {"aria-hidden", "true"}});
    html_.element("span", clock_.name(0));
    if (bins_.bins.size() > 2) {
      html_.element("span", clock_.name(bins_.bins.size() / 2));
    }
    html_.element("span", clock_.name(bins_.bins.size()));
    html_.close("p");
  }

  static std::string name_of(const TimeBins::Code& code) {
    return code.status == 0 ? "others" : std::to_string(code.status);
  }
  static std::string_view class_of(const TimeBins::Code& code) {
    switch (code.status) {
      case 480:
      case 486:
      case 600:
      case 603:
      case 607:
        return "unanswered";
      case 0:
      case 401:
      case 407:
      case 487:
        return "neutral";
      default:
        return code.status < 300   ? "fine"
               : code.status < 400 ? "neutral"
                                   : "failed";
    }
  }

  // The deeper the colour, the more of that code.
  void strips() {
    if (bins_.codes.empty()) return;
    html_.element("p", "Final responses, by when their exchange began:",
                  {{"class", "strips-head"}});
    html_.open("dl", {{"class", "strips"}});
    for (const TimeBins::Code& code : bins_.codes) {
      const std::uint64_t most = *std::ranges::max_element(code.bins);
      html_.element("dt", name_of(code));
      html_.open("dd");
      html_.raw("<svg class=\"strip\" aria-hidden=\"true\">");
      for (std::size_t i = 0; i < bins_.bins.size(); ++i) {
        if (code.bins[i] == 0) continue;
        rect(class_of(code), i, 0, 100,
             fmt::format(" fill-opacity=\"{:.2f}\"",
                         0.25 + 0.0075 * share(code.bins[i], most)));
      }
      html_.raw("</svg>");
      html_.element("span", report::with_separators(code.count),
                    {{"class", "number"}});
      html_.close("dd");
    }
    html_.close("dl");
  }

  void table() {
    html_.open("details");
    html_.element("summary", "The timeline as a table");
    html_.raw(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
        "aria-label=\"Timeline\">\n<table>\n<thead><tr>");
    html_.element("caption", "Attempts, failures and codes over time");
    for (const std::string_view name :
         {"From (UTC)", "Attempts", "Failed", "Not answered"}) {
      html_.element(
          "th", name,
          {{"scope", "col"}, {"class", name == "From (UTC)" ? "" : "number"}});
    }
    for (const TimeBins::Code& code : bins_.codes) {
      html_.element("th", name_of(code),
                    {{"scope", "col"}, {"class", "number"}});
    }
    html_.raw("</tr></thead>\n<tbody>\n");
    for (std::size_t i = 0; i < bins_.bins.size(); ++i) row(i);
    html_.raw("</tbody></table></div>\n");
    html_.close("details");
  }

  void row(std::size_t i) {
    const TimeBins::Bin& bin = bins_.bins[i];
    if (bin.attempts == 0) return;
    html_.open("tr");
    html_.element("th", clock_.name(i), {{"scope", "row"}});
    const auto cell = [this](std::uint64_t number) {
      html_.element("td", report::with_separators(number),
                    {{"class", "number"}});
    };
    cell(bin.attempts);
    cell(bin.failed);
    cell(bin.not_answered);
    for (const TimeBins::Code& code : bins_.codes) cell(code.bins[i]);
    html_.close("tr");
  }

  Html& html_;
  const TimeBins& bins_;
  Clock clock_;
  std::uint64_t most_ = 1;
  std::uint64_t failed_ = 0;
  std::uint64_t attempts_ = 0;
};

}  // namespace

void write_timeline(Page& page) {
  const TimeBins bins = bin_calls(page.triage, page.workers);
  Timeline(page, bins).write();
}

}  // namespace siptriage::page
