// Limits of expressions, each at its edge.

#include "siptriage/base/limits.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "siptriage/filter/filter.h"

namespace siptriage::limits_test {
namespace {

// "" or why not.
std::string compile(const std::string& text, LimitId id, std::uint64_t value) {
  Limits limits;
  limits.set(id, value);
  const Result<Filter> filter =
      Filter::compile(text, FilterScope::Message, limits);
  if (filter) return {};
  EXPECT_EQ(filter.error().code, ErrorCode::LimitReached) << text;
  return filter.error().message;
}

std::string repeated(std::string_view part, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += part;
  return text;
}

TEST(FilterLimits, BoundTheOctetsOfAnExpression) {
  const std::string text = "request or request or request";
  EXPECT_EQ(compile(text, LimitId::FilterOctets, text.size()), "");
  EXPECT_NE(compile(text, LimitId::FilterOctets, text.size() - 1)
                .find("filter-octets"),
            std::string::npos);
}

TEST(FilterLimits, BoundHowDeepItIsNested) {
  for (const std::string_view open : {"(", "not ", "any finding (any call ("}) {
    const std::string inner = open.starts_with("any") ? "failed" : "request";
    const auto nested = [&](std::size_t levels) {
      std::string text;
      std::string close;
      for (std::size_t i = 0; i < levels; ++i) {
        const bool finding = i % 2 == 0;
        if (open.starts_with("any")) {
          text += finding ? "any finding (" : "any call (";
          close += ')';
        } else {
          text += open;
          if (open == "(") close += ')';
        }
      }
      return text + inner + close;
    };
    EXPECT_EQ(compile(nested(8), LimitId::FilterDepth, 8), "") << open;
    EXPECT_NE(compile(nested(9), LimitId::FilterDepth, 8).find("filter-depth"),
              std::string::npos)
        << open;
    // What is beside each other is not in each other.
    EXPECT_EQ(compile(nested(8) + " and " + nested(8), LimitId::FilterDepth, 8),
              "");
  }
}

TEST(FilterLimits, BoundListsOfValues) {
  const std::string list = "cseq in (1" + repeated(", 1", 9) + ")";
  EXPECT_EQ(compile(list, LimitId::FilterList, 10), "");
  EXPECT_NE(compile(list, LimitId::FilterList, 9).find("filter-list"),
            std::string::npos);
}

TEST(FilterLimits, BoundWhatIsLookedFor) {
  const std::string three =
      "body contains a and body matches a and anomaly matches a";
  EXPECT_EQ(compile(three, LimitId::FilterPatterns, 3), "");
  EXPECT_NE(compile(three, LimitId::FilterPatterns, 2).find("filter-patterns"),
            std::string::npos);
  const std::string four = "body matches \"abcd\"";
  EXPECT_EQ(compile(four, LimitId::FilterPatternOctets, 4), "");
  EXPECT_NE(compile(four, LimitId::FilterPatternOctets, 3)
                .find("filter-pattern-octets"),
            std::string::npos);
}

// A pattern that would be a large program is refused, not built.
TEST(FilterLimits, RefusePatternsThatWouldTakeMuchMemory) {
  const Result<Filter> filter = Filter::compile(
      "body matches \"((a{100}){100}){100}\"", FilterScope::Message);
  ASSERT_FALSE(filter);
  EXPECT_NE(filter.error().message.find("no regular expression"),
            std::string::npos)
      << filter.error().message;
}

}  // namespace
}  // namespace siptriage::limits_test
