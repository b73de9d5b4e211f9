#pragma once
// What holds of every Markdown report, whatever the capture.

#include <algorithm>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "output/utf8.h"

namespace siptriage::testing {

inline bool is_ours(const std::string& line) {
  return line == "<details>" || line == "</details>" ||
         (line.starts_with("<summary>") && line.ends_with("</summary>"));
}

inline void expect_sound_markdown(const std::string& text,
                                  const std::string& name) {
  EXPECT_TRUE(output::is_utf8(text)) << name;
  std::istringstream lines(text);
  bool fenced = false;
  int open = 0;
  std::ptrdiff_t columns = 0;  // of the table that the line is in; 0: none
  for (std::string line; std::getline(lines, line);) {
    EXPECT_TRUE(std::ranges::all_of(
        line,
        [](char c) {
          return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F;
        }))
        << name << ": " << line;
    if (line.starts_with("```")) fenced = !fenced;
    if (fenced) continue;
    open += line == "<details>" ? 1 : line == "</details>" ? -1 : 0;
    if (!is_ours(line)) {
      EXPECT_EQ(line.find_first_of("<>"), std::string::npos)
          << name << ": " << line;
    }
    if (!line.starts_with('|')) {
      columns = 0;
      continue;
    }
    const std::ptrdiff_t bars = std::ranges::count(line, '|');
    if (columns != 0) {
      EXPECT_EQ(bars, columns) << name << ": " << line;
    }
    columns = bars;
  }
  EXPECT_FALSE(fenced) << name;
  EXPECT_EQ(open, 0) << name;
}

}  // namespace siptriage::testing
