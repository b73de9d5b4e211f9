#include "sip/line_splitter.h"

#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "unit/sip/message_test_support.h"

namespace siptriage::sip::detail::line_splitter_test {
namespace {

struct Piece {
  std::string text;
  LineEnd end;
  friend bool operator==(const Piece&, const Piece&) = default;
};

std::vector<Piece> split(std::string_view octets) {
  std::vector<Piece> pieces;
  LineSplitter lines(octets);
  for (Line line; lines.next(line);) {
    pieces.push_back({std::string(line.text), line.end});
  }
  EXPECT_EQ(lines.position(), octets.size());
  return pieces;
}

// The plain twin: one octet at a time.
std::vector<Piece> split_plainly(std::string_view octets) {
  std::vector<Piece> pieces;
  std::string text;
  for (std::size_t i = 0; i < octets.size(); ++i) {
    if (octets[i] == '\r' && i + 1 < octets.size() && octets[i + 1] == '\n') {
      ++i;
      pieces.push_back({text, LineEnd::CrLf});
    } else if (octets[i] == '\r') {
      pieces.push_back({text, LineEnd::Cr});
    } else if (octets[i] == '\n') {
      pieces.push_back({text, LineEnd::Lf});
    } else {
      text.push_back(octets[i]);
      continue;
    }
    text.clear();
  }
  if (!text.empty()) pieces.push_back({text, LineEnd::None});
  return pieces;
}

TEST(LineSplitter, TellsTheLineEndsApart) {
  const std::vector<Piece> expected = {{"a", LineEnd::CrLf},
                                       {"b", LineEnd::Lf},
                                       {"c", LineEnd::Cr},
                                       {"", LineEnd::CrLf},
                                       {"d", LineEnd::None}};
  EXPECT_EQ(split("a\r\nb\nc\r\r\nd"), expected);
}

TEST(LineSplitter, GivesNothingForNothing) { EXPECT_TRUE(split("").empty()); }

TEST(LineSplitter, AgreesWithThePlainTwinOnRandomOctets) {
  std::mt19937 random(20240601);
  std::uniform_int_distribution<int> length(0, 400);
  for (int round = 0; round < 2000; ++round) {
    // Few line ends make long lines, which cross the chunks of the search.
    const int rarity = 1 + round % 150;
    std::uniform_int_distribution<int> pick(0, 2 + rarity);
    std::string octets(static_cast<std::size_t>(length(random)), 'x');
    for (char& c : octets) {
      const int choice = pick(random);
      c = choice == 0 ? '\r' : choice == 1 ? '\n' : 'x';
    }
    const ExactCopy copy(octets);
    EXPECT_EQ(split(copy.view()), split_plainly(octets));
  }
}

}  // namespace
}  // namespace siptriage::sip::detail::line_splitter_test
