#include "sip/line_scanner.h"

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "sip/line_ends.h"
#include "sip/line_splitter.h"
#include "sip/vector_set.h"
#include "unit/sip/message_test_support.h"

namespace siptriage::sip::detail::line_scanner_test {
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

// Of which find_line_ends() says nothing.
bool has_odd_before_line_feed(std::string_view octets) {
  for (std::size_t i = 1; i < octets.size(); ++i) {
    const char before = octets[i - 1];
    if (octets[i] == '\n' && before != '\r' && before != '\n' &&
        (before < ' ' || before > '~')) {
      return true;
    }
  }
  return false;
}

// With all vector sets in turn.
class LineScannerTest : public ::testing::TestWithParam<VectorSet> {
 protected:
  LineScannerTest() { prescribe_vector_set(GetParam()); }
  ~LineScannerTest() override {
    prescribe_vector_set(usable_vector_sets().back());
  }
};

TEST_P(LineScannerTest, LineEndsAreThoseOfThePlainTwin) {
  std::mt19937 random(kSeed);
  for (int round = 0; round < 2000; ++round) {
    const std::size_t size = 1 + static_cast<std::size_t>(round) % 300;
    const std::size_t blocks = (size + kBlockOctets - 1) / kBlockOctets;
    const std::string octets = random_octets(size, 1 + round % 60, random);
    const ExactCopy copy(octets);
    std::vector<LineEnds> found(blocks, ~LineEnds{0});
    const bool odd = find_line_ends(copy.view(), found);
    prescribe_vector_set(VectorSet::Plain);
    std::vector<LineEnds> expected(blocks);
    const bool expected_odd = find_line_ends(copy.view(), expected);
    if (!has_odd_before_line_feed(octets)) {
      EXPECT_EQ(odd, expected_odd);
    }
    EXPECT_EQ(found, expected);
    prescribe_vector_set(GetParam());
  }
}

TEST_P(LineScannerTest, OddIsWhatNeitherPrintsNorEndsALine) {
  for (int value = 0; value < 256; ++value) {
    std::string octets(kBlockOctets, 'x');
    octets[37] = static_cast<char>(value);
    std::vector<LineEnds> found(1);
    EXPECT_EQ(find_line_ends(octets, found),
              (value < ' ' && value != '\r' && value != '\n') || value > '~')
        << value;
  }
}

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

INSTANTIATE_TEST_SUITE_P(EveryVectorSet, LineScannerTest,
                         ::testing::ValuesIn(usable_vector_sets()),
                         [](const auto& test) {
                           return std::string(to_string(test.param));
                         });

}  // namespace
}  // namespace siptriage::sip::detail::line_scanner_test
