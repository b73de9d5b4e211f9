#include "sip/line_scanner.h"

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "sip/line_ends.h"
#include "sip/line_splitter.h"
#include "unit/sip/message_test_support.h"

namespace siptriage::sip::detail {
namespace {

constexpr unsigned kSeed = 512;

// Octets in which line ends, and what is odd, are as frequent as `rarity` says.
std::string random_octets(std::size_t size, int rarity, std::mt19937& random) {
  constexpr std::string_view kSpecial = "\r\n\r\n: \t\x7f\x80\x1f";
  std::uniform_int_distribution<std::size_t> pick(
      0, kSpecial.size() * static_cast<std::size_t>(rarity));
  std::string octets(size, 'x');
  for (char& c : octets) {
    const std::size_t choice = pick(random);
    if (choice < kSpecial.size()) c = kSpecial[choice];
  }
  return octets;
}

TEST(LineEnds, EveryWayToFindThemFindsWhatThePlainOneFinds) {
  const std::vector<LineEndFinder> finders = usable_line_end_finders();
  std::mt19937 random(kSeed);
  for (int round = 0; round < 2000; ++round) {
    const std::size_t blocks = 1 + static_cast<std::size_t>(round) % 5;
    const std::string octets =
        random_octets(blocks * kBlockOctets, 1 + round % 60, random);
    const ExactCopy copy(octets);
    std::vector<LineEnds> expected(blocks);
    const bool odd = finders[0].find(copy.view().data(), expected);
    for (const LineEndFinder& finder : finders) {
      std::vector<LineEnds> found(blocks, ~LineEnds{0});
      EXPECT_EQ(finder.find(copy.view().data(), found), odd) << finder.name;
      EXPECT_EQ(found, expected) << finder.name;
    }
  }
}

TEST(LineEnds, OddIsWhatNeitherPrintsNorEndsALine) {
  for (int value = 0; value < 256; ++value) {
    const auto c = static_cast<char>(value);
    std::string octets(kBlockOctets, 'x');
    octets[37] = c;
    const bool expected =
        (value < ' ' && c != '\r' && c != '\n') || value > '~';
    for (const LineEndFinder& finder : usable_line_end_finders()) {
      std::vector<LineEnds> found(1);
      EXPECT_EQ(finder.find(octets.data(), found), expected)
          << finder.name << " " << value;
    }
  }
}

// All finders in turn; the one that the processor would choose comes last.
class LineScannerTest : public testing::TestWithParam<LineEndFinder> {
 protected:
  LineScannerTest() { prescribe_line_end_finder(GetParam()); }
  ~LineScannerTest() override {
    prescribe_line_end_finder(usable_line_end_finders().back());
  }
};

TEST_P(LineScannerTest, GivesTheLinesOfTheSplitter) {
  std::mt19937 random(kSeed);
  for (std::size_t round = 0; round < 4000; ++round) {
    const std::string octets =
        random_octets(round % 3 == 0 ? round : round % 260,
                      1 + static_cast<int>(round) % 90, random);
    const ExactCopy copy(octets);
    LineSplitter expected(copy.view());
    LineScanner scanner(copy.view());
    for (Line wanted, line; expected.next(wanted);) {
      ASSERT_TRUE(scanner.next(line));
      ASSERT_EQ(line.text, wanted.text);
      ASSERT_EQ(line.end, wanted.end);
      ASSERT_EQ(scanner.position(), expected.position());
    }
    Line none;
    ASSERT_FALSE(scanner.next(none));
  }
}

TEST_P(LineScannerTest, PlainLinesAreLinesToo) {
  std::mt19937 random(kSeed);
  for (std::size_t round = 0; round < 2000; ++round) {
    std::string octets = "OPTIONS sip:a SIP/2.0\r\n";
    std::uniform_int_distribution<std::size_t> pick(0, 9);
    while (octets.size() < round) {
      const std::size_t choice = pick(random);
      octets.append(choice * 4, 'x');
      if (choice != 0) octets += ": ";
      octets.append(pick(random) * 7, 'y');
      octets += choice == 1 ? "\r\n " : choice == 2 ? "\n" : "\r\n";
    }
    const ExactCopy copy(octets);
    LineSplitter expected(copy.view());
    LineScanner scanner(copy.view());
    Line wanted;
    Line line;
    while (scanner.next(line)) {
      ASSERT_TRUE(expected.next(wanted));
      ASSERT_EQ(line.text, wanted.text);
      scanner.take_plain_lines(
          [&](const char* begin, std::size_t colon, const char* end) {
            EXPECT_TRUE(expected.next(wanted));
            EXPECT_EQ(wanted.text, std::string_view(begin, end));
            EXPECT_EQ(wanted.end, LineEnd::CrLf);
            EXPECT_EQ(wanted.text.find(':'), colon);
            return true;
          });
      ASSERT_EQ(scanner.position(), expected.position());
    }
    ASSERT_FALSE(expected.next(wanted));
  }
}

INSTANTIATE_TEST_SUITE_P(EveryFinder, LineScannerTest,
                         testing::ValuesIn(usable_line_end_finders()),
                         [](const auto& test) {
                           return std::string(test.param.name);
                         });

}  // namespace
}  // namespace siptriage::sip::detail
