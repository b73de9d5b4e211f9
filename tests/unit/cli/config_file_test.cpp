// siptriage.toml: what it may say, and where what is wrong with it stands.

#include "cli/config_file.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace siptriage::cli::config_file_test {
namespace {

// toml++ does something undefined about them.
TEST(ConfigFile, HasLettersBeyondAsciiInQuotesAndCommentsAlone) {
  const std::string good = "# caf\xC3\xA9\n[limits]\ntcp-connections = 1000\n";
  EXPECT_TRUE(parse_config(good, "x.toml"));
  const Result<Config> config =
      parse_config(good + "caf\xC3\xA9 = 1", "x.toml");
  ASSERT_FALSE(config);
  EXPECT_EQ(config.error().message,
            "x.toml:4:4: letters beyond ASCII stand in quotes");
}

TEST(ConfigFile, SaysWhatToHideHowToWeighAndHowFarToGo) {
  const Result<Config> config = parse_config(
      "[[suppress]]\n"
      "rule = \"503-without-retry-after\"\n"
      "reason = \"the trunk never sends it\"\n"
      "expires = 2026-12-31\n"
      "scope = { peer = \"192.0.2.*\", method = \"INVITE\" }\n"
      "\n"
      "[[suppress]]\n"
      "rule = \"request-retransmitted\"\n"
      "reason = \"radio link\"\n"
      "\n"
      "[severity]\n"
      "\"ack-not-seen\" = \"error\"\n"
      "\n"
      "[limits]\n"
      "tcp-connections = 1000\n"
      "kept-octets = \"1M\"\n",
      "x.toml");
  ASSERT_TRUE(config) << config.error().message;
  ASSERT_EQ(config->policy.suppressions.size(), 2U);
  const Suppression& first = config->policy.suppressions[0];
  EXPECT_EQ(first.rule, "503-without-retry-after");
  EXPECT_EQ(first.reason, "the trunk never sends it");
  EXPECT_EQ(first.expires, "2026-12-31");
  // It holds through that day.
  ASSERT_TRUE(first.end);
  EXPECT_EQ(to_iso8601(*first.end), "2027-01-01T00:00:00.000000000Z");
  EXPECT_EQ(first.scope.peer, "192.0.2.*");
  EXPECT_EQ(first.scope.method, "INVITE");
  EXPECT_EQ(first.scope.call_id, "");
  EXPECT_FALSE(config->policy.suppressions[1].end);
  EXPECT_FALSE(config->policy.suppressions[1].scope.any());
  ASSERT_EQ(config->policy.severities.size(), 1U);
  EXPECT_EQ(config->policy.severities[0].first, "ack-not-seen");
  EXPECT_EQ(config->policy.severities[0].second, Severity::Error);
  EXPECT_EQ(config->limits[LimitId::TcpConnections], 1000U);
  EXPECT_EQ(config->limits[LimitId::KeptOctets], 1024U * 1024U);
}

TEST(ConfigFile, MayBeEmpty) {
  const Result<Config> config = parse_config("# nothing yet\n", "x.toml");
  ASSERT_TRUE(config);
  EXPECT_TRUE(config->policy.suppressions.empty());
}

struct Wrong {
  const char* name;
  const char* text;
  const char* message;
};

void PrintTo(const Wrong& each, std::ostream* out) { *out << each.name; }

class ConfigFileRefuses : public ::testing::TestWithParam<Wrong> {};

TEST_P(ConfigFileRefuses, AndSaysWhere) {
  const Result<Config> config = parse_config(GetParam().text, "x.toml");
  ASSERT_FALSE(config);
  EXPECT_EQ(config.error().code, ErrorCode::BadConfiguration);
  EXPECT_EQ(config.error().message, GetParam().message);
}

const Wrong kWrong[] = {
    {"UnknownTable", "[supress]\n",
     "x.toml:1:2: there is no key supress here; did you mean suppress?"},
    {"UnknownKey",
     "[[suppress]]\nrule = \"ack-not-seen\"\nreason = \"r\"\nexpire = 1\n",
     "x.toml:4:1: there is no key expire here; did you mean expires?"},
    {"UnknownScope",
     "[[suppress]]\nrule = \"ack-not-seen\"\nreason = \"r\"\n"
     "scope = { form = \"x\" }\n",
     "x.toml:4:11: there is no key form here; did you mean from?"},
    {"UnknownRule", "[[suppress]]\nrule = \"ack-not-sen\"\nreason = \"r\"\n",
     "x.toml:2:8: there is no rule ack-not-sen; did you mean ack-not-seen?"},
    {"RuleLikeNone", "[severity]\nzzzz = \"error\"\n",
     "x.toml:2:1: there is no rule zzzz"},
    {"NoReason", "[[suppress]]\nrule = \"ack-not-seen\"\n",
     "x.toml:1:1: a suppression needs reason"},
    {"EmptyReason", "[[suppress]]\nrule = \"ack-not-seen\"\nreason = \"\"\n",
     "x.toml:3:10: reason must be a text in quotes"},
    {"QuotedDay",
     "[[suppress]]\nrule = \"ack-not-seen\"\nreason = \"r\"\n"
     "expires = \"2026-12-31\"\n",
     "x.toml:4:11: expires must be a day from 1970 to 2200, such as "
     "2026-12-31, without quotes"},
    {"LateDay",
     "[[suppress]]\nrule = \"ack-not-seen\"\nreason = \"r\"\n"
     "expires = 9999-12-31\n",
     "x.toml:4:11: expires must be a day from 1970 to 2200, such as "
     "2026-12-31, without quotes"},
    {"Severity", "[severity]\nack-not-seen = \"fatal\"\n",
     "x.toml:2:16: the severity of ack-not-seen must be \"error\", "
     "\"warning\" or \"notice\""},
    {"Limit", "[limits]\ntcp-conections = 5\n",
     "x.toml:2:1: there is no limit tcp-conections; did you mean "
     "tcp-connections? siptriage limits lists all"},
    {"LimitValue", "[limits]\ntcp-connections = true\n",
     "x.toml:2:19: tcp-connections must be a number, or a text such as "
     "\"100k\""},
    {"OneTable", "[suppress]\nrule = \"ack-not-seen\"\n",
     "x.toml:1:1: suppress must be tables: [[suppress]]"},
    {"TwoProblems", "[severity]\na = 1\n",
     "x.toml:2:1: there is no rule a\n"
     "x.toml:2:5: the severity of a must be \"error\", \"warning\" or "
     "\"notice\""},
};

INSTANTIATE_TEST_SUITE_P(All, ConfigFileRefuses, ::testing::ValuesIn(kWrong),
                         [](const auto& each) { return each.param.name; });

TEST(ConfigFile, RefusesWhatIsNoToml) {
  const Result<Config> config = parse_config("[[suppress\n", "x.toml");
  ASSERT_FALSE(config);
  EXPECT_TRUE(config.error().message.starts_with("x.toml:1:"))
      << config.error().message;
}

TEST(ConfigFile, CountsTheProblemsItDoesNotTell) {
  std::string text = "[severity]\n";
  for (int i = 0; i < 30; ++i) {
    text += "zz" + std::to_string(1000 + i) + " = \"error\"\n";
  }
  const Result<Config> config = parse_config(text, "x.toml");
  ASSERT_FALSE(config);
  EXPECT_TRUE(config.error().message.ends_with("and 10 problems more"))
      << config.error().message;
}

}  // namespace
}  // namespace siptriage::cli::config_file_test
