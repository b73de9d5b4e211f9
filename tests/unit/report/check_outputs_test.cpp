// The outputs of a verdict: what stands in them, that they are what they say
// they are, and that nothing from the wire breaks out of them.

#include "siptriage/report/check_outputs.h"

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include "siptriage/catalogue/catalogue.h"
#include "siptriage/report/rendering.h"

#include "output/utf8.h"
#include "report/check_words.h"
#include "unit/report/analysis_builder.h"
#include "unit/report/hostile.h"
#include "unit/report/schema.h"

namespace siptriage::check_outputs_test {
namespace {

// One that held, one that failed, one that is tolerated, and one that could
// not be judged.
CheckVerdict example() {
  CheckedCapture capture;
  capture.name = "traces/busy.pcap";
  capture.files = {capture.name};
  capture.lines = {{{0, 3}, 17}};
  Assertion assertion;
  assertion.kind = "count";
  assertion.name = "some calls";
  assertion.file = "traces/busy.toml";
  assertion.line = 1;
  capture.assertions.push_back(assertion);
  assertion.kind = "outcome";
  assertion.name = "all are answered";
  assertion.line = 5;
  assertion.standing = Standing::Failed;
  assertion.reason = "1 of 1 call ended otherwise";
  assertion.frames = {{0, 3}};
  assertion.more_frames = 2;
  assertion.calls = {{1, "a84b4c@192.0.2.1", {0, 3}}};
  capture.assertions.push_back(assertion);
  assertion.kind = "retransmissions";
  assertion.name = "nothing is lost";
  assertion.line = 9;
  assertion.severity = Severity::Warning;
  assertion.reason = "messages sent again: 2; wanted: none";
  capture.assertions.push_back(assertion);
  Assertion finding;
  finding.kind = "finding";
  finding.name = finding.subject = "405-without-allow";
  finding.rule = find_rule("405-without-allow");
  finding.standing = Standing::NotPossible;
  finding.reason = "no Allow in the 405";
  capture.assertions.push_back(finding);
  CheckVerdict verdict;
  verdict.captures.push_back(capture);
  return verdict;
}

// Every text is what a hostile peer would like to see in a report.
CheckVerdict hostile() {
  using namespace std::string_literals;
  const std::string bad = std::string(testing::kHostile) +
                          "\r\n::error::x%0A ]]></failure> <!-- & \" ' # \\ \n"
                          "not ok 7\0"s;
  CheckVerdict verdict = example();
  CheckedCapture& capture = verdict.captures.front();
  capture.name = bad;
  capture.files = {bad};
  for (Assertion& assertion : capture.assertions) {
    assertion.name = bad;
    assertion.subject = bad;
    assertion.reason = bad;
    assertion.measured = assertion.wanted = bad;
    assertion.file = bad;
    for (CheckedCall& call : assertion.calls) call.call_id = bad;
  }
  return verdict;
}

using Writer = std::function<bool(const CheckVerdict&, Sink&)>;

const std::map<std::string, Writer>& writers() {
  static const std::map<std::string, Writer> all = {
      {"text", [](const CheckVerdict& verdict,
                  Sink& sink) { return write_check_text(verdict, {}, sink); }},
      {"json", write_check_json},
      {"junit", write_junit},
      {"tap", write_tap},
      {"sarif", [](const CheckVerdict& verdict,
                   Sink& sink) { return write_sarif(verdict, "1.2.3", sink); }},
      {"github", write_github_annotations},
      {"gitlab", write_gitlab_report},
  };
  return all;
}

std::string written(const std::string& form, const CheckVerdict& verdict) {
  StringSink sink;
  EXPECT_TRUE(writers().at(form)(verdict, sink));
  return std::move(sink).take();
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

rapidjson::Document parsed(const std::string& text) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseValidateEncodingFlag>(text.data(),
                                                        text.size());
  EXPECT_FALSE(document.HasParseError()) << text;
  return document;
}

TEST(CheckText, HasReasonFramesCallsAndASum) {
  EXPECT_EQ(written("text", example()),
            "traces/busy.pcap\n"
            " FAILED  all are answered  (traces/busy.toml:5)\n"
            "   outcome       1 of 1 call ended otherwise\n"
            "   Frames        3 and 2 more\n"
            "   Calls         1 (a84b4c@192.0.2.1)\n"
            " tolerated  nothing is lost  (traces/busy.toml:9)\n"
            "   retransmissions messages sent again: 2; wanted: none\n"
            "   Frames        3 and 2 more\n"
            "   Calls         1 (a84b4c@192.0.2.1)\n"
            " NOT JUDGED  405-without-allow\n"
            "   finding       no Allow in the 405\n"
            "\n"
            "FAIL          4 assertions of 1 capture: 1 held, 2 failed, 1 "
            "tolerated\n"
            "              (--fail-on error)\n");
}

TEST(CheckText, SaysNothingOfWhatHeldUnlessAskedTo) {
  CheckVerdict verdict = example();
  verdict.captures.front().assertions.resize(1);
  EXPECT_EQ(written("text", verdict),
            "PASS          1 assertion of 1 capture: 1 held\n");
  StringSink all;
  CheckTextOptions options;
  options.all = true;
  EXPECT_TRUE(write_check_text(verdict, options, all));
  EXPECT_TRUE(contains(all.text(), "some calls")) << all.text();
}

TEST(CheckJson, IsWhatItsSchemaSays) {
  const testing::Schema schema("check.schema.json");
  EXPECT_EQ(schema.validate(written("json", example())), "");
  EXPECT_EQ(schema.validate(written("json", hostile())), "");
  const rapidjson::Document json = parsed(written("json", example()));
  EXPECT_FALSE(json["good"].GetBool());
  EXPECT_EQ(json["bad"].GetUint(), 2U);
  const auto& failed = json["captures"][0]["assertions"][1];
  EXPECT_STREQ(failed["standing"].GetString(), "failed");
  EXPECT_EQ(failed["frames"][0]["frame"].GetUint(), 3U);
}

TEST(JUnit, HasATestCaseForEachExpectation) {
  const std::string xml = written("junit", example());
  EXPECT_TRUE(
      contains(xml, "tests=\"4\" failures=\"1\" errors=\"1\" skipped=\"1\""))
      << xml;
  EXPECT_TRUE(contains(xml,
                       "<testcase name=\"all are answered\" "
                       "classname=\"traces/busy.pcap\" time=\"0\">\n"
                       "      <failure message=\"1 of 1 call ended otherwise\" "
                       "type=\"outcome\">"))
      << xml;
  EXPECT_TRUE(contains(xml, "frames 3 and 2 more; calls 1 (a84b4c@192.0.2.1)"));
  EXPECT_TRUE(contains(xml, "traces/busy.toml:5\n"));
}

// A reader of so much XML as there is in a report.
void expect_well_formed(std::string_view xml) {
  std::vector<std::string> open;
  while (!xml.empty()) {
    const std::size_t less = xml.find('<');
    const std::string_view text = xml.substr(0, less);
    EXPECT_FALSE(contains(text, ">")) << text;
    for (const char c : text) {
      EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20);
    }
    if (less == std::string_view::npos) break;
    const std::size_t end = xml.find('>', less);
    ASSERT_NE(end, std::string_view::npos);
    const std::string_view tag = xml.substr(less + 1, end - less - 1);
    EXPECT_EQ(std::ranges::count(tag, '"') % 2, 0) << tag;
    EXPECT_FALSE(contains(tag, "<")) << tag;
    const std::string name(tag.substr(0, tag.find_first_of(" />?", 1)));
    if (tag.front() == '/') {
      ASSERT_FALSE(open.empty());
      EXPECT_EQ("/" + open.back(), tag);
      open.pop_back();
    } else if (tag.front() != '?' && !tag.ends_with('/')) {
      open.push_back(name);
    }
    xml.remove_prefix(end + 1);
  }
  EXPECT_TRUE(open.empty());
}

TEST(JUnit, IsWellFormedWhateverTheWireSays) {
  expect_well_formed(written("junit", example()));
  expect_well_formed(written("junit", hostile()));
}

// Every "&" begins a reference.
TEST(JUnit, HasOnlyReferencesThatXmlKnows) {
  const std::string xml = written("junit", hostile());
  for (std::size_t at = xml.find('&'); at != std::string::npos;
       at = xml.find('&', at + 1)) {
    const std::string_view rest = std::string_view(xml).substr(at);
    EXPECT_TRUE(rest.starts_with("&amp;") || rest.starts_with("&lt;") ||
                rest.starts_with("&gt;") || rest.starts_with("&quot;"))
        << rest.substr(0, 10);
  }
}

TEST(Tap, HasATestForEachExpectation) {
  const std::string tap = written("tap", example());
  EXPECT_TRUE(tap.starts_with("TAP version 14\n1..4\nok 1 - ")) << tap;
  EXPECT_TRUE(
      contains(tap, "\nnot ok 2 - traces/busy.pcap: all are answered\n"));
  EXPECT_TRUE(contains(tap,
                       "\nnot ok 3 - traces/busy.pcap: nothing is lost # TODO "
                       "less severe than --fail-on\n"));
  EXPECT_TRUE(contains(tap,
                       "\n    - check: \"outcome\"\n"
                       "      severity: error\n"));
}

TEST(Tap, HasNoLinesThatTheWireMade) {
  const std::string tap = written("tap", hostile());
  std::size_t tests = 0;
  for (std::size_t begin = 0; begin < tap.size();) {
    const std::size_t end = tap.find('\n', begin);
    const std::string line = tap.substr(begin, end - begin);
    if (line.starts_with("ok") || line.starts_with("not ok")) {
      ++tests;
      // Directives are ours alone.
      const std::size_t hash = line.find(" #");
      EXPECT_TRUE(hash == std::string::npos ||
                  line.substr(hash) == " # TODO less severe than --fail-on")
          << line;
    }
    begin = end + 1;
  }
  EXPECT_EQ(tests, 4U) << tap;
}

TEST(Sarif, PointsAtLinesAndKnowsItsRules) {
  const rapidjson::Document sarif = parsed(written("sarif", example()));
  const auto& run = sarif["runs"][0];
  const auto& rules = run["tool"]["driver"]["rules"];
  const auto& results = run["results"];
  ASSERT_EQ(rules.Size(), 3U);
  ASSERT_EQ(results.Size(), 3U);
  EXPECT_STREQ(rules[0]["id"].GetString(), "405-without-allow");
  for (rapidjson::SizeType i = 0; i < results.Size(); ++i) {
    const auto& rule = rules[results[i]["ruleIndex"].GetUint()];
    EXPECT_STREQ(rule["id"].GetString(), results[i]["ruleId"].GetString());
    EXPECT_TRUE(rule.HasMember("help"));
    EXPECT_GT(rule["fullDescription"]["text"].GetStringLength(), 0U);
  }
  const auto& place = results[0]["locations"][0]["physicalLocation"];
  EXPECT_STREQ(place["artifactLocation"]["uri"].GetString(),
               "traces/busy.pcap.sip.txt");
  EXPECT_EQ(place["region"]["startLine"].GetUint(), 17U);
  const auto& asked = results[0]["relatedLocations"][0]["physicalLocation"];
  EXPECT_STREQ(asked["artifactLocation"]["uri"].GetString(),
               "traces/busy.toml");
  EXPECT_EQ(asked["region"]["startLine"].GetUint(), 5U);
  EXPECT_STREQ(results[1]["level"].GetString(), "warning");
}

std::vector<std::string> sarif_fingerprints(const CheckVerdict& verdict) {
  const rapidjson::Document sarif = parsed(written("sarif", verdict));
  const auto& results = sarif["runs"][0]["results"];
  std::vector<std::string> all;
  for (rapidjson::SizeType i = 0; i < results.Size(); ++i) {
    all.emplace_back(
        results[i]["partialFingerprints"]["siptriageCheck/v1"].GetString());
  }
  return all;
}

TEST(Fingerprints, AreThoseOfTheLastRunWhateverCallsAndFramesAreNow) {
  const CheckVerdict before = example();
  CheckVerdict now = example();
  for (Assertion& assertion : now.captures.front().assertions) {
    assertion.frames = {{0, 99}};
    assertion.calls = {{7, "another@192.0.2.1", {0, 99}}};
    assertion.reason += " today";
    assertion.measured = "17";
    assertion.line += 100;
  }
  now.captures.front().begin += std::chrono::hours(1);
  EXPECT_EQ(sarif_fingerprints(before), sarif_fingerprints(now));
}

TEST(Fingerprints, AreNeverTheSameForTwo) {
  CheckVerdict verdict = example();
  CheckedCapture& capture = verdict.captures.front();
  capture.assertions.push_back(capture.assertions[1]);
  capture.assertions.push_back(capture.assertions[1]);
  std::vector<std::string> all = sarif_fingerprints(verdict);
  ASSERT_EQ(all.size(), 5U);
  std::ranges::sort(all);
  EXPECT_EQ(std::adjacent_find(all.begin(), all.end()), all.end());
}

TEST(GitHubAnnotations, AreCommandsWithTheirPlace) {
  EXPECT_EQ(
      written("github", example()),
      "::error file=traces/busy.toml,line=5,title=all are answered%3A "
      "outcome::traces/busy.pcap: 1 of 1 call ended otherwise; frames 3 and 2 "
      "more; calls 1 (a84b4c@192.0.2.1)\n"
      "::warning file=traces/busy.toml,line=9,title=nothing is lost%3A "
      "retransmissions::traces/busy.pcap: messages sent again: 2; wanted: "
      "none; frames 3 and 2 more; calls 1 (a84b4c@192.0.2.1)\n"
      "::error file=traces/busy.pcap,line=1,title=405-without-allow::"
      "traces/busy.pcap: no Allow in the 405\n");
}

TEST(GitHubAnnotations, HaveNoCommandsThatTheWireMade) {
  const std::string text = written("github", hostile());
  EXPECT_EQ(std::ranges::count(text, '\n'), 3);
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = text.find('\n', begin);
    const std::string_view line =
        std::string_view(text).substr(begin, end - begin);
    EXPECT_TRUE(line.starts_with("::error file=") ||
                line.starts_with("::warning file="))
        << line;
    // The properties end at the second "::".
    const std::string_view properties = line.substr(2, line.find("::", 2) - 2);
    EXPECT_EQ(std::ranges::count(properties, ','), 2) << properties;
    begin = end + 1;
  }
}

TEST(GitLabReport, HasWhatGitLabWants) {
  const rapidjson::Document json = parsed(written("gitlab", example()));
  ASSERT_TRUE(json.IsArray());
  ASSERT_EQ(json.Size(), 3U);
  EXPECT_STREQ(json[0]["check_name"].GetString(), "outcome");
  EXPECT_STREQ(json[0]["severity"].GetString(), "major");
  EXPECT_STREQ(json[1]["severity"].GetString(), "minor");
  EXPECT_EQ(json[0]["fingerprint"].GetStringLength(), 16U);
  EXPECT_STREQ(json[0]["location"]["path"].GetString(), "traces/busy.toml");
  EXPECT_EQ(json[0]["location"]["lines"]["begin"].GetUint(), 5U);
}

TEST(CheckOutputs, AreUtf8WithoutControlCharactersWhateverTheWireSays) {
  for (const auto& [form, write] : writers()) {
    const std::string text = written(form, hostile());
    EXPECT_TRUE(output::is_utf8(text)) << form;
    for (const char c : text) {
      const auto octet = static_cast<unsigned char>(c);
      ASSERT_TRUE(octet >= 0x20 || c == '\n') << form << ": " << int{octet};
    }
    if (form != "json") {  // which escapes as JSON does, and base64 beside it
      EXPECT_FALSE(contains(text, "\xE2\x80\xAE")) << form;
    }
  }
  parsed(written("sarif", hostile()));
  parsed(written("gitlab", hostile()));
}

class Refusing final : public Sink {
 public:
  bool write(std::string_view) override { return false; }
};

TEST(CheckOutputs, TellThatTheSinkRefused) {
  for (const auto& [form, write] : writers()) {
    Refusing sink;
    EXPECT_FALSE(write(example(), sink)) << form;
  }
}

TEST(CheckOutputs, SayThatNothingWasChecked) {
  EXPECT_EQ(written("text", CheckVerdict()),
            "FAIL          nothing was checked\n");
  EXPECT_TRUE(contains(written("json", CheckVerdict()), "\"good\":false"));
}

TEST(Rendering, HasLinesThatAreFoundAgain) {
  testing::AnalysisBuilder builder;
  testing::add_call(builder, 1, 0, "486 Busy Here");
  testing::add_call(builder, 2, 100, "180 Ringing\x1b[31m");
  const Triage triage = builder.finish();
  StringSink sink;
  EXPECT_TRUE(write_messages_full(triage, {}, sink));
  std::vector<std::string> lines = {""};
  for (const char c : sink.text()) {
    if (c == '\n') {
      lines.emplace_back();
    } else {
      lines.back() += c;
    }
  }
  CheckedCapture capture;
  Assertion assertion;
  assertion.standing = Standing::Failed;
  assertion.frames = {{0, 2}, {0, 4}, {0, 1}, {0, 9}};
  capture.assertions.push_back(assertion);
  find_lines(triage, capture);
  ASSERT_EQ(capture.lines.size(), 3U);
  for (const FrameLine& found : capture.lines) {
    const std::string& line = lines[static_cast<std::size_t>(found.line) - 1];
    EXPECT_TRUE(line.starts_with("== frame " +
                                 std::to_string(found.frame.number) + "  "))
        << line;
  }
  EXPECT_FALSE(contains(sink.text(), "\x1b"));
}

}  // namespace
}  // namespace siptriage::check_outputs_test
