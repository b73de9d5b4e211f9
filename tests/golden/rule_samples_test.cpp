// Every rule has samples in tests/rules/ID: flow scripts finds*.flow, in which
// it finds something, and passes*.flow, in which it does not. Scripts need no
// directives: alice, bob and proxy are there, and messages may be short ones
// (tests/tools/short_message.h). A comment line
//
//     # says: 60 s
//
// wants that text in one of the rule's findings, and
//
//     # cut: 20
//
// takes that many octets off the end of the capture file. Redacted, a sample
// still says the same.

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "siptriage/analyze.h"
#include "siptriage/catalogue/catalogue.h"
#include "siptriage/redact/redact.h"

#include "support/program.h"
#include "support/survivors.h"
#include "tools/build_capture.h"

namespace siptriage::testing::rule_samples_test {
namespace {

namespace fs = std::filesystem;

const fs::path kFolder = SIPTRIAGE_SOURCE_DIR "/tests/rules";

constexpr std::string_view kUsual[] = {
    "capture pcap",
    "link ethernet",
    "start 2026-03-02T09:15:00Z",
    "host alice 192.0.2.10:5060",
    "host bob 192.0.2.20:5060",
    "host proxy 192.0.2.1:5060",
};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// Up to the address or value: "host alice", "link".
std::string_view key_of(std::string_view directive) {
  const std::size_t from = directive.starts_with("host ") ? 5 : 0;
  return directive.substr(0, directive.find(' ', from) + 1);
}

std::string with_usual_directives(const std::string& script) {
  const std::vector<std::string> lines = lines_of(script);
  std::string whole;
  for (const std::string_view directive : kUsual) {
    const bool given = std::ranges::any_of(lines, [&](const auto& line) {
      return line.starts_with(key_of(directive));
    });
    if (!given) whole.append(directive).append("\n");
  }
  return whole + "\n" + script;
}

std::vector<std::string> remarks(const std::string& script,
                                 std::string_view kind) {
  std::vector<std::string> texts;
  for (const std::string& line : lines_of(script)) {
    if (line.starts_with(kind)) texts.push_back(line.substr(kind.size()));
  }
  return texts;
}

// The octets of the capture that the script describes; empty: it is wrong.
std::string capture_of(const std::string& script) {
  auto built = build_capture(with_usual_directives(script));
  if (!built) {
    ADD_FAILURE() << "line " << built.error().line << " (directives before "
                  << "it included): " << built.error().message;
    return {};
  }
  std::string capture = *std::move(built);
  for (const std::string& octets : remarks(script, "# cut: ")) {
    capture.resize(capture.size() - std::stoul(octets));
  }
  return capture;
}

std::vector<fs::path> samples_of(std::string_view rule,
                                 std::string_view prefix) {
  std::vector<fs::path> files;
  const fs::path folder = kFolder / rule;
  if (!fs::is_directory(folder)) return files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename();
    if (name.starts_with(prefix) && name.ends_with(".flow")) {
      files.push_back(entry.path());
    }
  }
  std::ranges::sort(files);
  return files;
}

// What the rule says of the sample.
struct Said {
  std::vector<std::string> findings;
  std::vector<std::string> checks;  // header checks that failed
};

Said said_in(const std::string& script, std::string_view rule) {
  Said said;
  const std::string capture = capture_of(script);
  const Result<Analysis> analysis = analyze_memory(capture);
  if (!analysis) {
    ADD_FAILURE() << analysis.error().message;
    return said;
  }
  EXPECT_FALSE(analysis->trace.messages().empty());
  for (const Finding& finding : analysis->findings) {
    if (finding.rule->id == rule) said.findings.push_back(finding.message);
  }
  for (const Annotation& annotation : analysis->annotations) {
    for (const HeaderCheck& check : annotation.header_checks) {
      if (check.rule->id == rule && check.verdict != Verdict::Ok) {
        said.checks.push_back(check.detail);
      }
    }
  }
  return said;
}

std::vector<std::string> all_ids() {
  std::vector<std::string> ids;
  for (const RuleEntry& rule : all_rules()) ids.emplace_back(rule.id);
  return ids;
}

class RuleSamples : public ::testing::TestWithParam<std::string> {};

TEST_P(RuleSamples, FindWhatTheyAreFor) {
  const std::vector<fs::path> files = samples_of(GetParam(), "finds");
  EXPECT_FALSE(files.empty()) << "no finds*.flow in " << kFolder / GetParam();
  for (const fs::path& file : files) {
    SCOPED_TRACE(file.string());
    const std::string script = read_file(file);
    const Said said = said_in(script, GetParam());
    // Some failed checks are not worth a finding.
    const std::vector<std::string>& found =
        said.findings.empty() ? said.checks : said.findings;
    EXPECT_FALSE(found.empty()) << "the rule finds nothing";
    for (const std::string& text : remarks(script, "# says: ")) {
      EXPECT_TRUE(std::ranges::any_of(found,
                                      [&](const auto& message) {
                                        return message.find(text) !=
                                               std::string::npos;
                                      }))
          << "nothing says \"" << text
          << "\" but: " << ::testing::PrintToString(found);
    }
  }
}

TEST_P(RuleSamples, PassWhatIsSound) {
  const std::vector<fs::path> files = samples_of(GetParam(), "passes");
  EXPECT_FALSE(files.empty()) << "no passes*.flow in " << kFolder / GetParam();
  for (const fs::path& file : files) {
    SCOPED_TRACE(file.string());
    EXPECT_EQ(said_in(read_file(file), GetParam()).findings,
              std::vector<std::string>());
  }
}

// Rules and failed checks, each as often as it is told.
std::vector<std::string> told_of(std::string_view capture) {
  std::vector<std::string> told;
  const Result<Analysis> analysis = analyze_memory(capture);
  if (!analysis) return {analysis.error().message};
  for (const Finding& finding : analysis->findings) {
    told.push_back("finding " + std::string(finding.rule->id));
  }
  for (const Annotation& annotation : analysis->annotations) {
    for (const HeaderCheck& check : annotation.header_checks) {
      if (check.verdict == Verdict::Ok) continue;
      told.push_back("check " + std::string(check.rule->id));
    }
  }
  std::ranges::sort(told);
  return told;
}

// But for what is not in a redacted capture: damage, and what is no SIP.
std::vector<std::string> ids_that_stay() {
  std::vector<std::string> ids = all_ids();
  std::erase(ids, "capture-damaged");
  std::erase(ids, "capture-encrypted-signalling");
  return ids;
}

class RedactedRuleSamples : public ::testing::TestWithParam<std::string> {};

TEST_P(RedactedRuleSamples, SayTheSameAndNameNobody) {
  std::vector<fs::path> files = samples_of(GetParam(), "finds");
  std::ranges::copy(samples_of(GetParam(), "passes"),
                    std::back_inserter(files));
  for (const fs::path& file : files) {
    SCOPED_TRACE(file.string());
    const std::string capture = capture_of(read_file(file));
    Pseudonyms names("a key for tests alone", {});
    std::string safe;
    const Result<RedactSummary> done =
        redact_memory(capture, names, {}, [&safe](std::string_view octets) {
          safe += octets;
          return true;
        });
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(told_of(safe), told_of(capture));
    EXPECT_EQ(survivors(identities_of(capture), safe),
              std::vector<std::string>());
  }
}

std::string name_of(const ::testing::TestParamInfo<std::string>& rule) {
  std::string name = rule.param;
  std::ranges::replace(name, '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(All, RuleSamples, ::testing::ValuesIn(all_ids()),
                         name_of);
INSTANTIATE_TEST_SUITE_P(All, RedactedRuleSamples,
                         ::testing::ValuesIn(ids_that_stay()), name_of);

// A folder whose rule is gone would never be looked at.
TEST(RuleSampleFolders, BelongToRules) {
  for (const auto& entry : fs::directory_iterator(kFolder)) {
    EXPECT_NE(find_rule(entry.path().filename().string()), nullptr)
        << entry.path();
  }
}

}  // namespace
}  // namespace siptriage::testing::rule_samples_test
