// What a BlockLayout keeps.

#include "output/block_layout.h"

#include <vector>

#include <gtest/gtest.h>

namespace siptriage::output::block_layout_test {
namespace {

TEST(BlockLayout, KeepsWhatIsSaidUnbroken) {
  std::vector<TextBlock> blocks;
  BlockLayout layout(blocks);
  layout.heading("COVERAGE", "of all");
  layout.paragraph(0, std::string(300, 'x') + " y", Style::Bad);
  layout.field(2, "Frames", "12", Style::Caution);
  layout.item(2, "-", "check the interface");
  layout.line(0, {{Style::Bad, "a"}, {Style::Plain, "b"}});
  ASSERT_EQ(blocks.size(), 5U);
  EXPECT_EQ(blocks[0].label, "COVERAGE");
  EXPECT_EQ(blocks[1].text.size(), 302U);
  EXPECT_EQ(blocks[1].style, Style::Bad);
  EXPECT_EQ(blocks[2].kind, TextBlock::Kind::Field);
  EXPECT_EQ(blocks[2].label + blocks[2].text, "Frames12");
  EXPECT_EQ(blocks[3].kind, TextBlock::Kind::Item);
  EXPECT_EQ(blocks[4].text, "ab");
}

TEST(BlockLayout, MakesTextOfTheWireSafe) {
  std::vector<TextBlock> blocks;
  EXPECT_EQ(BlockLayout(blocks).safe("\x1b\xE2\x80\xAE"), "\\x1b\\u{202e}");
}

}  // namespace
}  // namespace siptriage::output::block_layout_test
