#include "output/markdown_layout.h"

#include <string>

#include <gtest/gtest.h>

#include "siptriage/output/sink.h"

namespace siptriage::output::markdown_layout_test {
namespace {

TEST(MarkdownLayout, SetsEmptyLinesWhereMarkdownWantsThem) {
  StringSink sink;
  MarkdownLayout layout(sink);
  layout.title("SIP triage of a.pcap");
  layout.paragraph(0, "All failed.", Style::Bad);
  layout.heading("WHAT FAILED", "worst first");
  layout.subheading({{Style::Plain, "1. "}, {Style::Bad, "486 Busy Here"}});
  layout.field(3, "Side", "callee");
  layout.field(3, "", "more of it");
  layout.field(3, "Do", "nothing");
  layout.paragraph(0, "- no list");
  layout.paragraph(0, "12. no list");
  layout.text_table({"A", "B"}, {{"1|2", "x"}});
  layout.table({"Delay", {"count"}, 0, {{"PDD", {"7"}}}});
  layout.begin_aside("More <of> it");
  layout.code_block("mermaid", "sequenceDiagram\n");
  layout.end_aside();
  EXPECT_TRUE(layout.finish());
  EXPECT_EQ(sink.text(),
            "# SIP triage of `a.pcap`\n\n"
            "**All failed.**\n\n"
            "## What failed\n\n"
            "*worst first*\n\n"
            "### 1. 486 Busy Here\n\n"
            "- **Side:** callee\n"
            "  - more of it\n"
            "- **Do:** nothing\n\n"
            "\\- no list\n\n"
            "12\\. no list\n\n"
            "| A | B |\n| --- | --- |\n| 1&#124;2 | x |\n\n"
            "| Delay | count |\n| --- | ---: |\n| PDD | 7 |\n\n"
            "<details>\n<summary>More &lt;of&gt; it</summary>\n\n"
            "```mermaid\nsequenceDiagram\n```\n\n"
            "</details>\n");
}

struct CuttableSink final : Sink {
  bool write(std::string_view octets) override {
    text.append(octets);
    return true;
  }
  void tell_cut() override { is_cut = true; }
  std::string text;
  bool is_cut = false;
};

// Never inside a fence or details, which would take what comes after.
TEST(MarkdownLayout, IsCutBetweenSections) {
  CuttableSink sink;
  MarkdownLayout layout(sink);
  layout.end_at(60, "Cut here.\n");
  layout.heading("ONE");
  layout.paragraph(0, "first");
  layout.heading("TWO");
  layout.begin_aside("aside");
  layout.code_block("", std::string(100, 'x') + "\n");
  layout.end_aside();
  EXPECT_FALSE(layout.failed());
  layout.heading("THREE");
  EXPECT_TRUE(layout.failed());
  EXPECT_TRUE(layout.finish());
  EXPECT_TRUE(sink.is_cut);
  EXPECT_EQ(sink.text, "## One\n\nfirst\n\nCut here.\n");
}

}  // namespace
}  // namespace siptriage::output::markdown_layout_test
