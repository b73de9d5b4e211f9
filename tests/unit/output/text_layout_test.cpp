#include "output/text_layout.h"

#include <string>

#include <gtest/gtest.h>

namespace siptriage::output::text_layout_test {
namespace {

LayoutOptions options_for(std::size_t columns) {
  LayoutOptions options;
  options.columns = columns;
  options.unicode = false;
  return options;
}

TEST(TextLayout, PutsLabelsInAColumnOfTheirOwn) {
  StringSink sink;
  TextLayout layout(options_for(64), sink);
  layout.field(2, "Label", "one two three four five six seven eight nine ten");
  layout.field(2, "", "more");
  layout.field(2, "A-label-too-long", "text");
  ASSERT_TRUE(layout.finish());
  EXPECT_EQ(sink.text(),
            "  Label         one two three four five six seven eight nine ten\n"
            "                more\n"
            "  A-label-too-long text\n");
}

TEST(TextLayout, PutsLabelsInTheTextWhereItIsNarrow) {
  StringSink sink;
  TextLayout layout(options_for(40), sink);
  layout.field(2, "Label", "one two three four five six seven eight nine ten");
  layout.field(2, "", "more");
  layout.field(2, "Label", "a-word-that-does-not-fit-behind-it");
  ASSERT_TRUE(layout.finish());
  EXPECT_EQ(sink.text(),
            "  Label: one two three four five six\n"
            "    seven eight nine ten\n"
            "    more\n"
            "  Label:\n"
            "    a-word-that-does-not-fit-behind-it\n");
}

TEST(TextLayout, NeverWritesTwoEmptyLinesNorBeginsWithOne) {
  StringSink sink;
  TextLayout layout(options_for(80), sink);
  layout.blank();
  layout.heading("ONE", "remark");
  layout.blank();
  layout.heading("TWO");
  ASSERT_TRUE(layout.finish());
  EXPECT_EQ(sink.text(), "ONE  remark\n\nTWO\n");
}

TEST(TextLayout, CutsALineInTheSpanThatDoesNotFit) {
  StringSink sink;
  LayoutOptions options = options_for(40);
  options.colour = true;
  TextLayout layout(options, sink);
  const std::string rest(50, 'x');
  layout.line(2, {{Style::Plain, "0123456789"},
                  {Style::Bad, rest},
                  {Style::Plain, "never"}});
  ASSERT_TRUE(layout.finish());
  EXPECT_EQ(sink.text(),
            "  0123456789\x1b[1;31m" + std::string(25, 'x') + "...\x1b[0m\n");
}

TEST(TextLayout, KeepsWidthWithinWhatIsReadable) {
  StringSink sink;
  EXPECT_EQ(TextLayout(options_for(1), sink).columns(), 40U);
  EXPECT_EQ(TextLayout(options_for(1000), sink).columns(), 100U);
}

}  // namespace
}  // namespace siptriage::output::text_layout_test
