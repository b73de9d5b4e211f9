// The table of limits, what is made from it, and how limits are written.
#include "siptriage/base/limits.h"

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "siptriage/base/limit_text.h"

namespace siptriage::limits_test {
namespace {

TEST(LimitTable, NamesEachLimitOnce) {
  std::set<std::string_view> names;
  for (const LimitSpec& spec : limit_specs()) {
    EXPECT_TRUE(names.insert(spec.name).second) << spec.name;
    EXPECT_EQ(spec.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz-"),
              std::string_view::npos)
        << spec.name;
    EXPECT_EQ(find_limit(spec.name), &spec);
    EXPECT_EQ(to_string(spec.id), spec.name);
    for (const std::string_view text :
         {spec.unit, spec.meaning, spec.reached, spec.one, spec.many}) {
      EXPECT_FALSE(text.empty()) << spec.name;
    }
  }
  EXPECT_EQ(find_limit("tcp"), nullptr);
}

TEST(Limits, StayWithinTheirRange) {
  const Limits defaults;
  for (const LimitSpec& spec : limit_specs()) {
    EXPECT_EQ(defaults[spec.id], spec.otherwise) << spec.name;
    Limits limits;
    EXPECT_EQ(limits.set(spec.id, 0)[spec.id], spec.least) << spec.name;
    EXPECT_EQ(limits.set(spec.id, ~std::uint64_t{0})[spec.id], spec.most)
        << spec.name;
  }
}

TEST(LimitCounts, AddUp) {
  LimitCounts counts;
  counts.add(LimitId::Comments, 0);
  EXPECT_FALSE(counts.any());
  counts.add(LimitId::Comments);
  LimitCounts more;
  more.add(counts);
  more.add(LimitId::TunnelDepth, 3);
  counts.add(more);
  EXPECT_EQ(counts.of(LimitId::Comments), 2U);
  EXPECT_EQ(counts.of(LimitId::TunnelDepth), 3U);
  EXPECT_EQ(counts.of(LimitId::HeaderFields), 0U);
  counts.clear();
  EXPECT_FALSE(counts.any());
}

TEST(SetLimit, ReadsNumbersAndSuffixes) {
  struct Case {
    const char* text;
    LimitId id;
    std::uint64_t value;
  };
  const Case cases[] = {
      {"tcp-connections=1", LimitId::TcpConnections, 1},
      {"tcp-connections=16777216", LimitId::TcpConnections, 16777216},
      {"tcp-connections=100k", LimitId::TcpConnections, 100'000},
      {"fragment-octets=64k", LimitId::FragmentOctets, 65536},
      {"fragment-octets=1M", LimitId::FragmentOctets, 1 << 20},
      {"unpacked-octets=2G", LimitId::UnpackedOctets, std::uint64_t{2} << 30},
      {"fragment-age=60s", LimitId::FragmentAge, 60},
      {"fragment-age=60", LimitId::FragmentAge, 60},
  };
  for (const Case& row : cases) {
    Limits limits;
    EXPECT_EQ(set_limit(row.text, limits), "") << row.text;
    EXPECT_EQ(limits[row.id], row.value) << row.text;
  }
}

TEST(SetLimit, SaysWhatIsWrong) {
  struct Case {
    const char* text;
    const char* says;
  };
  const Case cases[] = {
      {"tcp-conections=1", "did you mean tcp-connections?"},
      {"foo=1", "there is no limit foo; siptriage limits lists all"},
      {"", "there is no limit"},
      {"header=2", "did you mean header-fields?"},
      {"tcp-connections", "no value for tcp-connections"},
      {"tcp-connections=", "takes 1 to 16777216"},
      {"tcp-connections=0", "takes 1 to 16777216 (connections), not 0"},
      {"tcp-connections=16777217", "takes 1 to"},
      {"tcp-connections=-1", "takes 1 to"},
      {"tcp-connections=1s", "takes 1 to"},
      {"tcp-connections=1kk", "takes 1 to"},
      {"tcp-connections=99999999999999999999G", "takes 1 to"},
      {"unpacked-octets=18446744073709551615G", "takes 64 to"},
      {"message-octets=2M", "takes 64 to 1M (octets), not 2M"},
  };
  for (const Case& row : cases) {
    Limits limits;
    EXPECT_NE(set_limit(row.text, limits).find(row.says), std::string::npos)
        << row.text << ": " << set_limit(row.text, limits);
    for (const LimitSpec& spec : limit_specs()) {
      EXPECT_EQ(limits[spec.id], spec.otherwise) << row.text;
    }
  }
}

TEST(SetLimit, ReadsWhatToTextWrites) {
  for (const LimitSpec& spec : limit_specs()) {
    for (const std::uint64_t value : {spec.least, spec.otherwise, spec.most}) {
      Limits limits;
      const std::string text =
          std::string(spec.name) + "=" + to_text(spec, value);
      EXPECT_EQ(set_limit(text, limits), "") << text;
      EXPECT_EQ(limits[spec.id], value) << text;
    }
  }
}

constexpr std::string_view kBegin = "<!-- from src/base/limit_table.h -->\n";
constexpr std::string_view kEnd = "<!-- until here -->\n";

std::string table_for_docs() {
  std::string text =
      "| limit | bounds | value (range) | at the limit | counted |\n"
      "|---|---|---|---|---|\n";
  for (const LimitSpec& spec : limit_specs()) {
    text += "| `" + std::string(spec.name) + "` | " +
            std::string(spec.meaning) + " | " + to_text(spec, spec.otherwise) +
            " " + std::string(spec.unit) + " (" + to_text(spec, spec.least) +
            " to " + to_text(spec, spec.most) + ") | " +
            std::string(spec.reached) + " | " + std::string(spec.many) +
            (spec.is_routine ? " (in JSON alone)" : "") + " |\n";
  }
  return text;
}

// SIPTRIAGE_UPDATE_EXPECTED=1 writes the table anew.
TEST(LimitTable, IsThatOfTheDocumentation) {
  const std::string path = SIPTRIAGE_SOURCE_DIR "/docs/limits.md";
  std::ostringstream read;
  read << std::ifstream(path, std::ios::binary).rdbuf();
  std::string text = read.str();
  const std::size_t begin = text.find(kBegin);
  const std::size_t end = text.find(kEnd);
  ASSERT_NE(begin, std::string::npos);
  ASSERT_NE(end, std::string::npos);
  const std::size_t first = begin + kBegin.size();
  if (std::getenv("SIPTRIAGE_UPDATE_EXPECTED") != nullptr) {
    text.replace(first, end - first, table_for_docs());
    std::ofstream(path, std::ios::binary) << text;
    return;
  }
  EXPECT_EQ(text.substr(first, end - first), table_for_docs());
}

}  // namespace
}  // namespace siptriage::limits_test
