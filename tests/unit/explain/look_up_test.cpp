// What people type, and what they are told of first.

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "siptriage/explain/explain.h"

namespace siptriage::look_up_test {
namespace {

Explanation ask(std::vector<std::string> words) {
  Inquiry inquiry;
  inquiry.words = std::move(words);
  return look_up(inquiry);
}

std::vector<std::string> names_of(const std::vector<Topic>& topics) {
  std::vector<std::string> names;
  for (const Topic& topic : topics) names.push_back(name_of(topic));
  return names;
}

std::string hits_of(const Explanation& explanation) {
  std::string names;
  for (const Hit& hit : explanation.hits) names += name_of(hit.topic) + "; ";
  return names;
}

bool has_hit(const Explanation& explanation, std::string_view name,
             std::size_t among) {
  const std::size_t looked_at = std::min(among, explanation.hits.size());
  return std::any_of(
      explanation.hits.begin(),
      explanation.hits.begin() + static_cast<std::ptrdiff_t>(looked_at),
      [&](const Hit& hit) { return name_of(hit.topic) == name; });
}

struct Asked {
  const char* words;
  const char* name;  // of the one entry that answers
};

class OneAnswer : public ::testing::TestWithParam<Asked> {};

TEST_P(OneAnswer, IsToldInFull) {
  const Explanation found = ask({GetParam().words});
  EXPECT_EQ(names_of(found.entries), std::vector<std::string>{GetParam().name})
      << hits_of(found);
  EXPECT_TRUE(found.not_found.empty());
}

INSTANTIATE_TEST_SUITE_P(
    All, OneAnswer,
    ::testing::Values(
        Asked{"486", "486 Busy Here"},
        // Names, however they are written.
        Asked{"BusyHere", "486 Busy Here"}, Asked{"busy here", "486 Busy Here"},
        Asked{"486 Busy Here", "486 Busy Here"},
        Asked{"busy hear", "486 Busy Here"},
        Asked{"Request-URI Too Long", "414 Request-URI Too Long"},
        // Words around a code.
        Asked{"what does 183 mean?", "183 Session Progress"},
        Asked{"code 503", "503 Service Unavailable"},
        Asked{"response 503", "503 Service Unavailable"},
        // A code that no registry has.
        Asked{"499", "499 (not registered)"},
        Asked{"4xx", "4xx Request Failure"},
        Asked{"class 6", "6xx Global Failure"},
        Asked{"header Retry-After", "Retry-After"},
        Asked{"header retryafter", "Retry-After"},
        // Compact forms (RFC 3261 7.3.3).
        Asked{"header k", "Supported"}, Asked{"Min-SE", "Min-SE"},
        Asked{"q850 17", "Q.850 cause 17: User busy"},
        Asked{"Q.850 17", "Q.850 cause 17: User busy"},
        Asked{"17", "Q.850 cause 17: User busy"},
        Asked{"warning 305", "Warning 305: Incompatible media format"},
        Asked{"399", "Warning 399: Miscellaneous warning"},
        Asked{"timer B", "Timer B"}, Asked{"timer T1", "Timer T1"},
        Asked{"rule 405-without-allow", "405-without-allow"},
        Asked{"405-without-allow", "405-without-allow"},
        Asked{"metric SER", "SER: Session Establishment Ratio"},
        Asked{"ser", "SER: Session Establishment Ratio"},
        Asked{"compare 486 480", "480 or 486"}));

TEST(LookUp, TellsOfSeveralCodesInTurn) {
  EXPECT_EQ(
      names_of(ask({"100", "503"}).entries),
      (std::vector<std::string>{"100 Trying", "503 Service Unavailable"}));
  const std::vector<std::string> compared = {
      "480 or 486", "480 Temporarily Unavailable", "486 Busy Here"};
  EXPECT_EQ(names_of(ask({"480", "486"}).entries), compared);
  EXPECT_EQ(names_of(ask({"480/486"}).entries), compared);
  EXPECT_EQ(names_of(ask({"480 vs 486"}).entries), compared);
}

TEST(LookUp, BringsTheCodesOfAClassAlong) {
  const Explanation found = ask({"2xx"});
  EXPECT_EQ(hits_of(found), "200 OK; 202 Accepted; 204 No Notification; ");
  EXPECT_FALSE(found.ranked);
}

TEST(LookUp, ListsAKind) {
  EXPECT_EQ(ask({"timers"}).hits.size(), all_timers().size());
  EXPECT_EQ(ask({"headers"}).hits.size(), all_header_fields().size());
  EXPECT_EQ(ask({"faq"}).hits.size(), all_questions().size());
  EXPECT_EQ(ask({"classes"}).hits.size(), 6U);
  EXPECT_EQ(ask({"causes"}).hits.size(), all_q850_causes().size());
  EXPECT_EQ(ask({"comparisons"}).hits.size(), all_comparisons().size());
}

TEST(LookUp, RanksWhatHasTheWords) {
  struct Case {
    const char* words;
    const char* name;   // is among the hits ...
    std::size_t among;  // ... no later than this
  };
  constexpr Case kCases[] = {
      {"codec", "488 Not Acceptable Here", 4},
      {"retry after", "Retry-After", 2},
      {"retry after", "503 Service Unavailable", 12},
      {"Unsuported", "Unsupported", 1},
      {"Unsuported", "415 Unsupported Media Type", 4},
      {"not acceptable", "406 Not Acceptable", 2},
      {"not acceptable", "606 Not Acceptable", 2},
      {"wrong password", "401 Unauthorized", 6},
      {"busy", "486 Busy Here", 4},
  };
  for (const auto& [words, name, among] : kCases) {
    const Explanation found = ask({words});
    EXPECT_TRUE(has_hit(found, name, among)) << words << ": " << hits_of(found);
  }
}

TEST(LookUp, TellsAClearHitInFullAndTheOthersBesideIt) {
  const Explanation found = ask({"loop"});
  EXPECT_EQ(names_of(found.entries),
            std::vector<std::string>{"482 Loop Detected"});
  EXPECT_TRUE(has_hit(found, "483 Too Many Hops", 10)) << hits_of(found);
}

TEST(LookUp, SaysWhereItFoundTheWords) {
  for (const Hit& hit : ask({"codec"}).hits) {
    EXPECT_FALSE(hit.field.empty()) << name_of(hit.topic);
  }
}

TEST(LookUp, FindsTheSameWhateverTheCase) {
  EXPECT_EQ(hits_of(ask({"codec"})), hits_of(ask({"CODEC"})));
  EXPECT_EQ(hits_of(ask({"retry", "after"})), hits_of(ask({"Retry-After"})));
}

TEST(LookUp, SuggestsTheNearestForWhatItDoesNotFind) {
  const Explanation found = ask({"blorf", "codec"});
  EXPECT_EQ(found.not_found, std::vector<std::string>{"blorf codec"});
  EXPECT_TRUE(found.entries.empty() && found.hits.empty());
  EXPECT_FALSE(found.nearest.empty());
  EXPECT_FALSE(found.is_overview());
}

TEST(LookUp, TellsOfCodesItKnowsBesideOthers) {
  const Explanation found = ask({"486", "999"});
  EXPECT_EQ(names_of(found.entries), std::vector<std::string>{"486 Busy Here"});
  EXPECT_EQ(found.not_found, std::vector<std::string>{"999"});
}

TEST(LookUp, FindsNothingInNothing) {
  for (const char* words :
       {"?", "...", "0", "99999999999999999999", "\xff", "xyzzy-plugh"}) {
    const Explanation found = ask({words});
    EXPECT_FALSE(found.not_found.empty()) << words;
    EXPECT_TRUE(found.entries.empty()) << words;
  }
}

TEST(LookUp, SearchesForSomeWordsOfVeryMany) {
  const Explanation found = ask(std::vector<std::string>(100000, "codec"));
  EXPECT_FALSE(found.hits.empty());
  EXPECT_FALSE(ask({std::string(1000000, 'x')}).not_found.empty());
}

TEST(LookUp, GivesAnOverviewWhenNothingIsAsked) {
  EXPECT_TRUE(look_up({}).is_overview());
  EXPECT_TRUE(ask({" "}).is_overview());
}

TEST(Filters, LeaveWhatTheySay) {
  Inquiry inquiry;
  inquiry.header = "min-se";
  EXPECT_EQ(hits_of(look_up(inquiry)), "422 Session Interval Too Small; ");

  inquiry = {};
  inquiry.response_class = 2;
  EXPECT_EQ(hits_of(look_up(inquiry)),
            "200 OK; 202 Accepted; 204 No Notification; ");

  inquiry = {};
  inquiry.list = true;
  EXPECT_EQ(look_up(inquiry).hits.size(), all_responses().size());

  inquiry = {};
  inquiry.side = FaultSide::Callee;
  const Explanation callee = look_up(inquiry);
  EXPECT_TRUE(has_hit(callee, "486 Busy Here", 6)) << hits_of(callee);
  EXPECT_FALSE(has_hit(callee, "483 Too Many Hops", 100));

  inquiry = {};
  inquiry.method = "REGISTER";
  const Explanation registering = look_up(inquiry);
  EXPECT_TRUE(has_hit(registering, "423 Interval Too Brief", 10))
      << hits_of(registering);
  EXPECT_FALSE(has_hit(registering, "486 Busy Here", 100));
}

TEST(Filters, NarrowASearch) {
  Inquiry inquiry;
  inquiry.words = {"codec"};
  inquiry.response_class = 6;
  EXPECT_EQ(hits_of(look_up(inquiry)), "606 Not Acceptable; ");
}

TEST(Filters, SayWhatPassesNone) {
  Inquiry inquiry;
  inquiry.header = "Min-Sex";
  const Explanation unknown = look_up(inquiry);
  EXPECT_EQ(unknown.not_found, std::vector<std::string>{"Min-Sex"});
  EXPECT_FALSE(unknown.nearest.empty());
  // Registered, but no response asks for it.
  inquiry.header = "Subject";
  EXPECT_EQ(names_of(look_up(inquiry).nearest),
            std::vector<std::string>{"Subject"});
}

TEST(All, TellsEverythingInFull) {
  Inquiry inquiry;
  inquiry.all = true;
  EXPECT_EQ(look_up(inquiry).entries.size(), all_topics().size());
  inquiry.words = {"2xx"};
  EXPECT_EQ(look_up(inquiry).entries.size(), 4U);
}

TEST(Topics, AreFoundByTheirOwnCommand) {
  constexpr std::string_view kProgram = "siptriage explain ";
  std::set<std::string> commands;
  for (const Topic& topic : all_topics()) {
    const std::string command = command_of(topic);
    EXPECT_TRUE(commands.insert(command).second) << command;
    ASSERT_TRUE(command.starts_with(kProgram));
    const Explanation found = ask({command.substr(kProgram.size())});
    EXPECT_EQ(names_of(found.entries), std::vector<std::string>{name_of(topic)})
        << command << ": " << hits_of(found);
  }
}

}  // namespace
}  // namespace siptriage::look_up_test
