// Files of expectations: what they say, and what is said of those that are
// wrong.

#include "siptriage/check/expectations.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace siptriage::expectations_test {
namespace {

std::string error_of(std::string_view toml, const Limits& limits = {}) {
  const auto read = read_expectations(toml, limits);
  if (read) return "is read";
  return std::to_string(read.error().line) + ":" +
         std::to_string(read.error().column) + ": " + read.error().message;
}

Expectation only(std::string_view body) {
  const auto read = read_expectations("[[expect]]\n" + std::string(body));
  if (!read) {
    ADD_FAILURE() << body << ": " << read.error().message;
    return {};
  }
  EXPECT_EQ(read->size(), 1U);
  return read->front();
}

TEST(Expectations, HoldWhatTheFileSays) {
  const Expectation all = only(
      "name = 'nobody waits'\n"
      "where = 'kind == call and peer in 10.0.0.0/8'\n"
      "count = '>= 1'\n"
      "outcome = ['answered-ended', 'busy']\n"
      "max_pdd = '2 s'\n"
      "codes = { 4xx = '<= 2', 503 = 0 }\n"
      "allowed_rules = []\n"
      "forbidden_rules = '405-without-allow'\n"
      "may_be_empty = true\n");
  EXPECT_EQ(all.name, "nobody waits");
  EXPECT_EQ(all.line, 1U);
  EXPECT_EQ(all.over, FilterScope::Call);
  ASSERT_TRUE(all.where);
  EXPECT_EQ(all.where->text(), "kind == call and peer in (10.0.0.0/8)");
  EXPECT_EQ(all.count->least, 1U);
  EXPECT_EQ(all.outcomes,
            (std::vector<Outcome>{Outcome::AnsweredEnded, Outcome::Busy}));
  EXPECT_EQ(*all.max_pdd, std::chrono::seconds(2));
  ASSERT_EQ(all.codes.size(), 2U);
  EXPECT_EQ(all.codes[0].first, 400U);
  EXPECT_EQ(all.codes[0].last, 499U);
  EXPECT_EQ(all.codes[0].times, (CountRange{0, 2}));
  EXPECT_EQ(all.codes[1].first, 503U);
  EXPECT_EQ(all.codes[1].times, (CountRange{0, 0}));
  ASSERT_TRUE(all.allowed_rules);
  EXPECT_TRUE(all.allowed_rules->empty());
  ASSERT_EQ(all.forbidden_rules.size(), 1U);
  EXPECT_EQ(all.forbidden_rules[0]->id, "405-without-allow");
  EXPECT_TRUE(all.may_be_empty);
}

TEST(Expectations, AreAskedOverWhatTheySay) {
  EXPECT_EQ(only("over = 'messages'\nwhere = 'status == 486'\ncount = 1").over,
            FilterScope::Message);
  EXPECT_EQ(only("over = 'transactions'\ncodes = { 5xx = 0 }").over,
            FilterScope::Transaction);
  // The order of keys makes no difference.
  EXPECT_EQ(
      only("where = 'severity == error'\nover = 'findings'\ncount = 0").over,
      FilterScope::Finding);
}

TEST(Expectations, CountInSeveralWays) {
  struct Case {
    std::string_view written;
    CountRange means;
  };
  constexpr std::uint64_t kMost = CountRange().most;
  constexpr Case kCases[] = {
      {"3", {3, 3}},           {"'3'", {3, 3}},    {"'== 3'", {3, 3}},
      {"'<= 3'", {0, 3}},      {"'< 3'", {0, 2}},  {"'>=3'", {3, kMost}},
      {"' > 3 '", {4, kMost}}, {"'1..5'", {1, 5}}, {"'1 .. 5'", {1, 5}},
  };
  for (const auto& [written, means] : kCases) {
    EXPECT_EQ(only("count = " + std::string(written)).count, means) << written;
  }
}

TEST(Expectations, BoundMetrics) {
  const auto metrics =
      only("p95_srd = '<= 300 ms'\nser = '>= 99.5%'\nmean_acd = '> 1 min'")
          .metrics;
  ASSERT_EQ(metrics.size(), 3U);  // by key
  EXPECT_EQ(metrics[0].key, "mean_acd");
  EXPECT_EQ(metrics[0].statistic, Statistic::Mean);
  EXPECT_EQ(metrics[0].relation, Relation::More);
  EXPECT_EQ(metrics[1].delay, DelayMetric::SrdAnswered);
  EXPECT_EQ(metrics[1].percent, 95U);
  EXPECT_EQ(metrics[1].delay_bound, std::chrono::milliseconds(300));
  EXPECT_EQ(metrics[1].wanted, "<= 300 ms");
  EXPECT_EQ(metrics[2].ratio, RatioMetric::Ser);
  EXPECT_EQ(metrics[2].percent_bound, 99.5);
  EXPECT_EQ(metrics[2].wanted, ">= 99.5 %");
}

TEST(Expectations, WeighWhatFails) {
  const Expectation weighed =
      only("severity = 'warning'\nmax_severity = 'notice'");
  EXPECT_EQ(weighed.severity, Severity::Warning);
  ASSERT_TRUE(weighed.max_severity);
  EXPECT_EQ(*weighed.max_severity, Severity::Notice);
  const Expectation none = only("max_severity = 'none'");
  ASSERT_TRUE(none.max_severity);
  EXPECT_EQ(*none.max_severity, std::nullopt);
  EXPECT_EQ(none.severity, Severity::Error);
}

TEST(Expectations, AreCalledByTheirNameOrByWhatTheyAreOver) {
  EXPECT_EQ(name_of(only("name = 'nobody waits'\ncount = 1")), "nobody waits");
  EXPECT_EQ(name_of(only("count = 1")), "calls");
  EXPECT_EQ(name_of(only("over = 'messages'\nwhere = 'status==486'\ncount=1")),
            "messages where status == 486");
}

TEST(Expectations, HaveSequencesOfSteps) {
  const auto steps =
      only("sequence = 'INVITE, 100?, 180*, 2xx+, ..., bye'").sequence;
  ASSERT_EQ(steps.size(), 6U);
  EXPECT_EQ(steps[0].method, "INVITE");
  EXPECT_FALSE(steps[0].may_be_missing || steps[0].may_repeat);
  EXPECT_EQ(steps[1].first_status, 100U);
  EXPECT_TRUE(steps[1].may_be_missing && !steps[1].may_repeat);
  EXPECT_TRUE(steps[2].may_be_missing && steps[2].may_repeat);
  EXPECT_EQ(steps[3].last_status, 299U);
  EXPECT_TRUE(!steps[3].may_be_missing && steps[3].may_repeat);
  EXPECT_TRUE(steps[4].is_anything());
  EXPECT_EQ(steps[5].method, "BYE");
}

TEST(ExpectationErrors, NameLineColumnAndTheNearestWord) {
  struct Case {
    std::string_view toml;
    std::string_view says;
  };
  constexpr Case kCases[] = {
      {"", "1:1: expected at least one [[expect]]"},
      {"expect = 5", "1:10: expected at least one [[expect]]"},
      {"expect = [5]", "1:11: expected a table: [[expect]]"},
      {"[[expects]]\ncount = 1",
       "1:3: there is no key \"expects\" here; expected [[expect]]"},
      {"[[expect]]\n  cuont = 1",
       "2:3: there is no key \"cuont\"; did you mean count?"},
      {"[[expect]]\nname = 'x'",
       "1:1: nothing is expected here: add count, answered, failed, outcome, "
       "each, max_pdd, retransmissions, codes, allowed_rules, "
       "forbidden_rules, max_severity, sequence, or a metric, such as p95_srd "
       "or ser"},
      {"[[expect]]\np95_sdr = '<= 1 s'",
       "2:1: there is no key \"p95_sdr\"; did you mean p95_srd?"},
      {"[[expect]]\np95_acd = '1 s'",
       "2:11: expected a bound, such as \"<= 300 ms\""},
      {"[[expect]]\np0_srd = '<= 1 s'",
       "2:1: there is no key \"p0_srd\"; did you mean p50_srd?"},
      {"[[expect]]\nser = '>= 101 %'",
       "2:7: expected a bound, such as \">= 95 %\""},
      {"[[expect]]\nser = 95", "2:7: expected a bound, such as \">= 95 %\""},
      {"[[expect]]\nover = 'messages'\nser = '>= 95 %'",
       "3:7: ser is for calls, not for messages"},
      {"[[expect]]\nseverity = 'eror'\ncount = 1",
       "2:12: \"eror\" is not a severity; did you mean error?"},
      {"[[expect]]\nmax_severity = 'grave'",
       "2:16: \"grave\" is not a severity; there are error, warning, notice "
       "and none"},
      {"[[expect]]\nover = 'findings'\nretransmissions = 1",
       "3:19: retransmissions is for calls, transactions, messages, not for "
       "findings"},
      {"[[expect]]\neach = 'pdx > 2 s'",
       "2:8: each, column 1: there is no field \"pdx\"; did you mean pdd?\n"
       "  pdx > 2 s\n"
       "  ^"},
      {"[[expect]]\ncount = -1", "2:9: expected 0 or more"},
      {"[[expect]]\ncount = 'few'",
       "2:9: expected a count, such as 3, \">= 1\" or \"1..5\""},
      {"[[expect]]\ncount = '5..1'",
       "2:9: expected a count, such as 3, \">= 1\" or \"1..5\""},
      {"[[expect]]\ncount = '< 0'",
       "2:9: expected a count, such as 3, \">= 1\" or \"1..5\""},
      {"[[expect]]\noutcome = 'bussy'",
       "2:11: \"bussy\" is not an outcome; did you mean busy?"},
      {"[[expect]]\noutcome = ['busy', 5]",
       "2:20: expected an outcome, or several: [\"busy\", \"no-answer\"]"},
      {"[[expect]]\nmax_pdd = 2",
       "2:11: expected a duration, such as \"200 ms\" or \"2 s\""},
      {"[[expect]]\nmax_pdd = '2 parsecs'",
       "2:11: expected a duration, such as \"200 ms\" or \"2 s\""},
      {"[[expect]]\ncodes = { 4x = 1 }",
       "2:11: \"4x\" is no status code, such as 486, nor a class, such as 4xx"},
      {"[[expect]]\nforbidden_rules = ['405-without-alow']",
       "2:20: \"405-without-alow\" is not a rule; did you mean "
       "405-without-allow?"},
      {"[[expect]]\nsequence = 'INVITE, RINGING'",
       "2:12: sequence: \"RINGING\" is neither a method nor a status code; "
       "there are ACK, BYE, CANCEL, INFO, INVITE, MESSAGE, NOTIFY, OPTIONS, "
       "PRACK, PUBLISH, REFER, REGISTER, SUBSCRIBE and UPDATE"},
      {"[[expect]]\nsequence = 'INVIT'",
       "2:12: sequence: \"INVIT\" is neither a method nor a status code; did "
       "you mean INVITE?"},
      {"[[expect]]\nover = 'phones'\ncount = 1",
       "2:8: \"phones\" is nothing to expect of; there are calls, messages, "
       "transactions and findings"},
      {"[[expect]]\nover = 'messages'\nmax_pdd = '2 s'",
       "3:11: max_pdd is for calls, not for messages"},
      {"[[expect]]\nmay_be_empty = 1", "2:16: expected true or false"},
      {"[[expect]]\ncount = 1\nwhere = 'pdx > 2 s'",
       "3:9: where, column 1: there is no field \"pdx\"; did you mean pdd?\n"
       "  pdx > 2 s\n"
       "  ^"},
  };
  for (const auto& [toml, says] : kCases) {
    EXPECT_EQ(error_of(toml), says) << toml;
  }
  EXPECT_EQ(error_of("[[expect]]\ncount = \n").substr(0, 2), "2:");
}

// What a fuzzer found: toml++ does something undefined about them.
TEST(ExpectationErrors, AreLettersBeyondAsciiOutsideOfStrings) {
  const std::string says = "letters beyond ASCII stand in quotes";
  EXPECT_EQ(error_of("[[expect]]\nseq\xC4\xAD = 1"), "2:4: " + says);
  for (const std::string_view name :
       {"\"B\xC3\xBCro\"", "'B\xC3\xBCro'", "\"\\\"\xC3\xBC\"",
        "\"\"\"\n\"\xC3\xBC\"\"\"\"", "'''\n'\xC3\xBC''''",
        "'x'  # \xC3\xBC"}) {
    const std::string file =
        "[[expect]]\ncount = 1\nname = " + std::string(name) + "\n";
    EXPECT_EQ(error_of(file), "is read") << file;
    // Behind them it goes on.
    EXPECT_TRUE(error_of(file + "\xC4\xAD = 1").ends_with(says)) << file;
  }
  EXPECT_EQ(error_of("\xEF\xBB\xBF[[expect]]\ncount = 1"), "is read");
  // Nor does a quote help that begins no string.
  for (const std::string_view value :
       {"4's \xC4\xAD'", "0x0::P=[{\"m\xC4\xAD\"", "('\xC4\xAD'"}) {
    const std::string error =
        error_of("[[expect]]\nsequence = " + std::string(value));
    EXPECT_EQ(error.substr(0, 2), "2:") << value << ": " << error;
  }
}

TEST(ExpectationErrors, HaveBounds) {
  const std::string one = "[[expect]]\ncount = 1\n";
  Limits limits;
  limits.set(LimitId::Expectations, 3);
  EXPECT_EQ(error_of(one + one + one, limits), "is read");
  EXPECT_EQ(error_of(one + one + one + one, limits),
            "1:1: there are more than 3 expectations; --limit "
            "expectations=1000 raises it");
  limits.set(LimitId::ExpectationsOctets, one.size());
  EXPECT_EQ(error_of(one, limits), "is read");
  EXPECT_EQ(error_of(one + "\n", limits),
            "0:0: the file has more than 21 octets; --limit "
            "expectations-octets=1M raises it");
}

TEST(ExpectationErrors, HaveBoundsOfTheirParts) {
  Limits limits;
  limits.set(LimitId::ExpectationParts, 2);
  for (const std::string_view fits :
       {"sequence = 'INVITE, 486'", "outcome = ['busy', 'declined']",
        "codes = { 486 = 1, 603 = 1 }"}) {
    EXPECT_EQ(error_of("[[expect]]\n" + std::string(fits), limits), "is read");
  }
  for (const std::string_view more :
       {"sequence = 'INVITE, 486, ACK'",
        "outcome = ['busy', 'declined', 'no-answer']",
        "codes = { 486 = 1, 603 = 1, 404 = 0 }"}) {
    EXPECT_NE(error_of("[[expect]]\n" + std::string(more), limits)
                  .find("; --limit expectation-parts=256 raises it"),
              std::string::npos)
        << more;
  }
}

}  // namespace
}  // namespace siptriage::expectations_test
