// What docs/check.md and docs/ci/ show is what the program takes and says.

#include <filesystem>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "support/program.h"

namespace siptriage::testing::check_docs_test {
namespace {

namespace fs = std::filesystem;

const std::string kRoot = SIPTRIAGE_SOURCE_DIR "/";
const std::string kBusy = kRoot + "samples/busy/busy.pcapng";

std::vector<std::string> lines_of(const std::string& path) {
  std::istringstream text(read_file(path));
  std::vector<std::string> lines;
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  return lines;
}

// The expectations that a page shows: what is fenced as TOML, or indented
// behind [[expect]].
std::vector<std::string> shown_in(const std::string& page) {
  constexpr std::string_view kIndent = "    ";
  std::vector<std::string> all;
  bool fenced = false;
  bool indented = false;
  for (const std::string& line : lines_of(page)) {
    if (line == "```toml") {
      fenced = true;
      all.emplace_back();
    } else if (line == "```") {
      fenced = false;
    } else if (fenced) {
      all.back() += line + "\n";
    } else if (line == "    [[expect]]" && !indented) {
      indented = true;
      all.emplace_back("[[expect]]\n");
    } else if (indented && (line.empty() || line.starts_with(kIndent))) {
      all.back() += (line.empty() ? line : line.substr(kIndent.size())) + "\n";
    } else {
      indented = false;
    }
  }
  return all;
}

TEST(CheckDocs, ShowExpectationsThatAreRead) {
  TemporaryFolder folder;
  for (const auto& [page, least] :
       {std::pair{"docs/check.md", 4U}, std::pair{"README.md", 1U}}) {
    const std::vector<std::string> shown = shown_in(kRoot + page);
    EXPECT_GE(shown.size(), least) << page;
    for (const std::string& expectations : shown) {
      write_file(folder / "shown.toml", expectations);
      ProgramInput input;
      input.arguments = {"check", kBusy, "--expect", folder / "shown.toml"};
      const ProgramResult result = run_siptriage(input);
      // Whether they hold of this capture is another question.
      EXPECT_TRUE(result.exit_code == 0 || result.exit_code == 1)
          << page << ": " << expectations << result.errors;
    }
  }
}

TEST(CheckDocs, ExplainEachKeyThatThereIs) {
  const std::string page = read_file(kRoot + "docs/check.md");
  TemporaryFolder folder;
  write_file(folder / "none.toml", "[[expect]]\nname = 'x'\n");
  ProgramInput input;
  input.arguments = {"check", kBusy, "--expect", folder / "none.toml"};
  // "... nothing is expected here: add count, answered, ..., or a metric, ..."
  const std::string errors = run_siptriage(input).errors;
  std::string_view keys = errors;
  const std::size_t add = keys.find(": add ");
  ASSERT_NE(add, std::string_view::npos) << errors;
  keys.remove_prefix(add + std::string_view(": add ").size());
  keys = keys.substr(0, keys.find(", or a metric"));
  std::size_t count = 0;
  while (!keys.empty()) {
    const std::size_t comma = keys.find(", ");
    const std::string key(keys.substr(0, comma));
    EXPECT_NE(page.find("| `" + key + "` |"), std::string::npos) << key;
    keys.remove_prefix(comma == std::string_view::npos ? keys.size()
                                                       : comma + 2);
    ++count;
  }
  EXPECT_GE(count, 12U);
}

// "    $ siptriage ..." and what it prints.
struct Session {
  std::vector<std::string> arguments;
  std::string output;
};

std::vector<Session> sessions_in(const std::string& page) {
  constexpr std::string_view kPrompt = "    $ siptriage ";
  std::vector<Session> sessions;
  bool inside = false;
  for (const std::string& line : lines_of(page)) {
    if (line.starts_with(kPrompt)) {
      inside = true;
      sessions.emplace_back();
      std::istringstream words(line.substr(kPrompt.size()));
      for (std::string word; words >> word;) {
        sessions.back().arguments.push_back(word);
      }
    } else if (inside && (line.empty() || line.starts_with("    "))) {
      sessions.back().output += (line.empty() ? line : line.substr(4)) + "\n";
    } else {
      inside = false;
    }
  }
  // The empty lines behind it are those of the page.
  for (Session& session : sessions) {
    while (session.output.ends_with("\n\n")) session.output.pop_back();
  }
  return sessions;
}

TEST(CheckDocs, ShowWhatTheProgramPrints) {
  const std::vector<Session> sessions =
      sessions_in(kRoot + "docs/ci/README.md");
  ASSERT_EQ(sessions.size(), 2U);
  for (const Session& session : sessions) {
    ProgramInput input;
    input.arguments = session.arguments;
    input.folder = kRoot;
    EXPECT_EQ(run_siptriage(input).output, session.output);
  }
}

// What docs/ci hands out calls the program with flags that it has.
TEST(CheckDocs, HandOutFlagsThatThereAre) {
  ProgramInput input;
  input.arguments = {"check", "--help"};
  const std::string help = run_siptriage(input).output;
  std::size_t flags = 0;
  for (const char* file : {"action.yml", "gitlab-ci.yml", "CTest.cmake"}) {
    for (const std::string& line : lines_of(kRoot + "docs/ci/" + file)) {
      std::istringstream words(line);
      for (std::string word; words >> word;) {
        if (word.starts_with("${EXPECT:+")) word.erase(0, 10);
        if (!word.starts_with("--") || word == "--") continue;
        EXPECT_NE(help.find("  " + word + " "), std::string::npos)
            << file << ": " << word;
        ++flags;
      }
    }
  }
  EXPECT_GE(flags, 10U);
}

}  // namespace
}  // namespace siptriage::testing::check_docs_test
