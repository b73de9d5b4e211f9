// docs/reference is what the program says. To write it anew:
//
//     SIPTRIAGE_UPDATE_EXPECTED=1 scripts/test -R ReferenceDocs

#include <cstdlib>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "siptriage/catalogue/catalogue.h"

#include "support/program.h"

namespace siptriage::testing::reference_docs_test {
namespace {

const std::string kFolder = SIPTRIAGE_SOURCE_DIR "/docs/reference/";
// Rules are for whoever reads reports, the rest for whoever reads traces.
const char* const kRules = "../rules.md";

struct Document {
  const char* file;
  const char* title;
  std::vector<std::string> arguments;  // of explain
};

const std::vector<Document>& documents() {
  static const std::vector<Document> all = {
      {"codes.md", "All response codes", {"--list"}},
      {"responses-1xx.md", "Provisional responses", {"1xx", "--all"}},
      {"responses-2xx.md", "Success", {"2xx", "--all"}},
      {"responses-3xx.md", "Redirection", {"3xx", "--all"}},
      {"responses-4xx.md", "Request failures", {"4xx", "--all"}},
      {"responses-5xx.md", "Server failures", {"5xx", "--all"}},
      {"responses-6xx.md", "Global failures", {"6xx", "--all"}},
      {"comparisons.md",
       "Codes taken for each other",
       {"comparisons", "--all"}},
      {"header-fields.md", "Header fields", {"headers", "--all"}},
      {"q850.md", "Q.850 causes", {"q850", "--all"}},
      {"warnings.md", "Warning codes", {"warnings", "--all"}},
      {"timers.md", "Timers", {"timers", "--all"}},
      {"metrics.md", "Metrics", {"metrics", "--all"}},
      {kRules, "Rules", {"rules", "--all"}},
      {"faq.md", "Questions", {"faq", "--all"}},
      {"../filter.md", "Filters", {"filter"}},
  };
  return all;
}

std::string explain(std::vector<std::string> arguments) {
  ProgramInput input;
  input.arguments = std::move(arguments);
  input.arguments.insert(input.arguments.begin(), "explain");
  input.arguments.emplace_back("--markdown");
  const ProgramResult result = run_siptriage(input);
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  return result.output;
}

std::string text_of(const Document& document) {
  std::string command = "siptriage explain";
  for (const std::string& argument : document.arguments) {
    command += ' ' + argument;
  }
  return std::string("# ") + document.title + "\n\n`" + command +
         " --markdown` writes this page.\n\n" + explain(document.arguments);
}

TEST(ReferenceDocs, AreWhatTheProgramSays) {
  for (const Document& document : documents()) {
    const std::string text = text_of(document);
    if (std::getenv("SIPTRIAGE_UPDATE_EXPECTED") != nullptr) {
      write_file(kFolder + document.file, text);
    }
    EXPECT_EQ(text, read_file(kFolder + document.file)) << document.file;
  }
}

std::set<std::string> headings_of(const std::string& text) {
  std::set<std::string> headings;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind("## ", 0) == 0) headings.insert(line);
  }
  return headings;
}

TEST(ReferenceDocs, LeaveNothingOut) {
  std::string all;
  for (const Document& document : documents()) {
    all += read_file(kFolder + document.file);
  }
  EXPECT_EQ(headings_of(all), headings_of(explain({"--all"})));
}

TEST(ReferenceDocs, AreAllListedInTheirReadme) {
  const std::string readme = read_file(kFolder + "README.md");
  for (const Document& document : documents()) {
    EXPECT_NE(readme.find("](" + std::string(document.file) + ")"),
              std::string::npos)
        << document.file;
  }
}

// What "(rule ...)" and "(faq ...)" name, and whether it has a place.
TEST(ReferenceDocs, NameOnlyRulesAndQuestionsThatExist) {
  static const std::regex named("\\((rule|faq) ([a-z0-9-]+)\\)");
  std::set<std::string> known;
  for (const RuleEntry& rule : all_rules()) {
    known.insert("rule " + std::string(rule.id));
  }
  for (const QuestionEntry& question : all_questions()) {
    known.insert("faq " + std::string(question.id));
  }
  std::size_t mentions = 0;
  for (const Document& document : documents()) {
    const std::string text = read_file(kFolder + document.file);
    for (std::sregex_iterator match(text.begin(), text.end(), named), end;
         match != end; ++match) {
      ++mentions;
      EXPECT_TRUE(known.count((*match)[1].str() + ' ' + (*match)[2].str()))
          << document.file << ": " << match->str();
    }
  }
  EXPECT_GT(mentions, 100U);
}

TEST(ReferenceDocs, MentionEveryRule) {
  const std::string rules = read_file(kFolder + kRules);
  ASSERT_FALSE(all_rules().empty());
  for (const RuleEntry& rule : all_rules()) {
    EXPECT_NE(rules.find("## " + std::string(rule.id) + "\n"),
              std::string::npos)
        << rule.id;
  }
}

}  // namespace
}  // namespace siptriage::testing::reference_docs_test
