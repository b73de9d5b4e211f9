// The document's head, the verdict, the numbers that matter, and where to go.

#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "page/assets.h"
#include "page/page_parts.h"
#include "report/describe.h"
#include "report/text_parts.h"

namespace siptriage::page {
namespace {

using output::Style;
using output::TextBlock;

// "trace.pcap and 2 more": without folders.
std::string name_of(const Coverage& coverage) {
  if (coverage.files.empty()) return "capture";
  std::string_view path = coverage.files.front().path;
  path.remove_prefix(path.rfind('/') + 1);
  std::string name(path);
  if (coverage.files.size() > 1) {
    name += fmt::format(" and {} more", coverage.files.size() - 1);
  }
  return name;
}

// Nothing may be loaded, sent or run but the one script, known by its hash.
std::string content_security_policy() {
  return fmt::format(
      "default-src 'none'; script-src '{}'; style-src '{}'; base-uri 'none'; "
      "form-action 'none'; require-trusted-types-for 'script'; trusted-types "
      "'none'",
      script_hash(), style_hash());
}

void write_head(Page& page) {
  Html& html = page.html;
  html.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n");
  html.single("meta", {{"charset", "utf-8"}});
  html.single("meta", {{"http-equiv", "Content-Security-Policy"},
                       {"content", content_security_policy()}});
  html.single("meta", {{"name", "viewport"},
                       {"content", "width=device-width, initial-scale=1"}});
  html.single("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
  html.single("meta", {{"name", "referrer"}, {"content", "no-referrer"}});
  html.single("meta",
              {{"name", "generator"}, {"content", page.options.program}});
  html.element("title", "SIP triage report: " + name_of(page.triage.coverage));
  html.raw("<style>");
  for (const std::string_view piece : style()) html.raw(piece);
  html.raw("</style>\n</head>\n");
}

std::string_view class_of(Style style) {
  switch (style) {
    case Style::Bad:
      return "verdict bad";
    case Style::Good:
      return "verdict good";
    case Style::Caution:
      return "verdict caution";
    default:
      return "verdict";
  }
}

// As the report for terminals says it.
void write_verdict(Page& page) {
  for (const TextBlock& block : page.said_by(report::write_selection)) {
    page.html.element("p", block.text, {{"class", "mind"}});
  }
  if (!page.text.has_subject()) return;
  bool first = true;
  for (const TextBlock& block : page.said_by(report::write_verdict)) {
    page.html.element(
        "p", block.text,
        {{"class", first ? std::string(class_of(block.style)) : "mind"}});
    first = false;
  }
  if (page.triage.coverage.sip_messages != 0) return;
  page.html.open("ul");
  for (const TextBlock& block : page.said_by(report::write_no_sip)) {
    if (block.kind == TextBlock::Kind::Item) {
      page.html.element("li", block.text);
    }
  }
  page.html.close("ul");
}

void write_figure(Page& page, std::string_view label, std::uint64_t number,
                  std::string_view classes = "") {
  page.html.open("div", {{"class", std::string(classes)}});
  page.html.element("dt", label);
  page.html.element("dd", report::with_separators(number));
  page.html.close("div");
}

void write_figures(Page& page) {
  if (page.triage.meant_calls == 0) return;
  const auto& calls = page.text.tally.of(CallKind::Call);
  std::uint64_t others = 0;
  std::uint64_t others_failed = 0;
  for (const report::KindTally& kind : page.text.tally.kinds) {
    others += kind.total;
    others_failed += kind.failed;
  }
  others -= calls.total;
  others_failed -= calls.failed;
  page.html.open("dl", {{"class", "figures"}});
  if (calls.total != 0) {
    write_figure(page, "Calls", calls.total);
    write_figure(page, "Calls failed", calls.failed,
                 calls.failed != 0 ? "bad" : "");
    write_figure(page, "Calls not answered", calls.not_answered);
  }
  if (others != 0) {
    write_figure(page, "Other exchanges", others);
    write_figure(page, "Of these failed", others_failed,
                 others_failed != 0 ? "bad" : "");
  }
  write_figure(page, "SIP messages", page.triage.coverage.sip_messages);
  page.html.close("dl");
}

void write_navigation(Page& page) {
  page.html.open("nav", {{"aria-label", "Contents"}});
  page.html.open("ul");
  for (const Section& section : sections()) {
    if (!section.applies(page)) continue;
    page.html.raw("<li>");
    page.html.element("a", section.title,
                      {{"href", fmt::format("#{}", section.id)}});
    page.html.raw("</li>\n");
  }
  page.html.close("ul");
  page.html.close("nav");
}

}  // namespace

void write_top(Page& page) {
  write_head(page);
  page.html.raw("<body>\n");
  page.html.element("a", "Skip to the report",
                    {{"class", "skip"}, {"href", "#report"}});
  page.html.open("header");
  page.html.element("p", "SIP triage report", {{"class", "kind"}});
  page.html.element("h1", name_of(page.triage.coverage));
  write_verdict(page);
  write_figures(page);
  page.html.close("header");
  write_navigation(page);
}

}  // namespace siptriage::page
