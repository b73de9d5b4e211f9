// Every form of every report over samples/hostile-text: whatever the wire says
// is text where it is shown. Held octet by octet, by readers that know nothing
// of our writers.

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include "output/utf8.h"
#include "support/program.h"
#include "support/xml_reader.h"
#include "unit/report/markdown_soundness.h"

namespace siptriage::testing::hostile_text_test {
namespace {

using Arguments = std::vector<std::string>;

const std::string kFolder = SIPTRIAGE_SOURCE_DIR "/samples/hostile-text/";
const std::string kCapture = kFolder + "hostile-text.pcapng";
const std::string kExpectations = kFolder + "hostile-text.toml";

std::string report(Arguments arguments, int exit_code = 0) {
  ProgramInput input;
  input.arguments = std::move(arguments);
  input.arguments.push_back(kCapture);
  input.environment = {"LC_ALL=C.UTF-8"};
  const ProgramResult result = run_siptriage(input);
  EXPECT_EQ(result.exit_code, exit_code)
      << input.arguments.front() << result.errors;
  EXPECT_NE(result.output, "") << input.arguments.front();
  return result.output;
}

// As escape_terminal() has it, told here by hand.
bool hides_or_turns_text(char32_t value) {
  return (value >= 0x7F && value <= 0x9F) ||
         (value >= 0x200B && value <= 0x200F) ||
         (value >= 0x2028 && value <= 0x202E) ||
         (value >= 0x2066 && value <= 0x2069) || value == 0xFEFF;
}

// Of lines: `breaks` are the control characters that end them.
void expect_safe_characters(std::string_view text, std::string_view breaks,
                            const std::string& what) {
  std::size_t offset = 0;
  while (offset < text.size()) {
    const output::CodePoint point =
        output::first_code_point(text.substr(offset));
    const bool is_break =
        point.octets == 1 && breaks.find(text[offset]) != breaks.npos;
    ASSERT_TRUE(point.valid && (point.value >= 0x20 || is_break) &&
                !hides_or_turns_text(point.value))
        << what << ", octet " << offset << ": U+" << std::hex
        << static_cast<std::uint32_t>(point.value);
    offset += point.octets;
  }
}

void expect_json(std::string_view text, const std::string& what) {
  rapidjson::MemoryStream stream(text.data(), text.size());
  rapidjson::BaseReaderHandler<> ignore;
  rapidjson::Reader reader;
  EXPECT_FALSE(
      reader.Parse<rapidjson::kParseValidateEncodingFlag>(stream, ignore)
          .IsError())
      << what;
  EXPECT_TRUE(output::is_utf8(text)) << what;
}

void expect_ndjson(std::string_view text, const std::string& what) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    ASSERT_NE(end, text.npos) << what;
    expect_json(text.substr(0, end), what);
    text.remove_prefix(end + 1);
  }
}

// The cells of RFC 4180.
std::vector<std::vector<std::string>> read_csv(std::string_view text) {
  std::vector<std::vector<std::string>> rows(1, {""});
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c != '"') {
        rows.back().back() += c;
      } else if (i + 1 < text.size() && text[i + 1] == '"') {
        rows.back().back() += text[++i];
      } else {
        quoted = false;
      }
    } else if (c == '"' && rows.back().back().empty()) {
      quoted = true;
    } else if (c == ',') {
      rows.back().emplace_back();
    } else if (c == '\r' && text.substr(i).starts_with("\r\n")) {
      ++i;
      rows.emplace_back(1);
    } else {
      EXPECT_TRUE(c != '"' && c != '\n' && c != '\r') << rows.back().back();
      rows.back().back() += c;
    }
  }
  EXPECT_FALSE(quoted);
  EXPECT_EQ(rows.back(), std::vector<std::string>{""}) << "the last line ends";
  rows.pop_back();
  return rows;
}

void expect_csv(const std::string& text, const std::string& what) {
  EXPECT_TRUE(output::is_utf8(text)) << what;
  const auto rows = read_csv(text);
  ASSERT_GT(rows.size(), 1U) << what;
  constexpr std::string_view kBegins = "=+-@\t\r\n";
  for (const std::vector<std::string>& row : rows) {
    EXPECT_EQ(row.size(), rows.front().size()) << what;
    for (const std::string& cell : row) {
      EXPECT_TRUE(cell.empty() || kBegins.find(cell.front()) == kBegins.npos)
          << what << ": " << cell;
    }
  }
}

void expect_xml(const std::string& text, const std::string& what) {
  expect_safe_characters(text, "\n", what);
  EXPECT_EQ(find_xml_fault(text), "") << what;
  for (const char* markup : {"<script", "<img", "<svg onload", "onload=\"",
                             "javascript:alert(4)\"", "href"}) {
    EXPECT_EQ(text.find(markup), text.npos) << what << ": " << markup;
  }
}

TEST(HostileText, IsTextOnATerminal) {
  for (const Arguments& form :
       {Arguments{"analyze"}, Arguments{"analyze", "--width", "40", "--all"},
        Arguments{"analyze", "--ascii"}, Arguments{"flow"},
        Arguments{"flow", "--raw"}, Arguments{"flow", "--width", "200"},
        Arguments{"messages"}, Arguments{"messages", "--full"},
        Arguments{"calls", "--columns", "all", "--width", "1000"},
        Arguments{"transactions", "--columns", "all", "--width", "1000"},
        Arguments{"registrations", "--columns", "all", "--width", "1000"}}) {
    expect_safe_characters(report(form), "\n", form.front() + form.back());
  }
}

// With colours, the only escapes are those of colours.
TEST(HostileText, MovesNothingWhereThereAreColours) {
  std::string text = report({"analyze", "--color", "always"});
  std::size_t colours = 0;
  for (const char* ours : {"\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[1;36m",
                           "\x1b[1;31m", "\x1b[1;33m", "\x1b[1;32m"}) {
    for (std::size_t at = text.find(ours); at != text.npos;
         at = text.find(ours, at)) {
      text.erase(at, std::string_view(ours).size());
      ++colours;
    }
  }
  EXPECT_GT(colours, 10U);
  expect_safe_characters(text, "\n", "colours");
}

TEST(HostileText, IsTextInMarkdown) {
  const std::string text = report({"report", "--markdown", "--all"});
  expect_safe_characters(text, "\n", "Markdown");
  expect_sound_markdown(text, "Markdown");
}

TEST(HostileText, IsTextInJson) {
  expect_json(report({"analyze", "--json"}), "analysis");
  for (const Arguments& form :
       {Arguments{"messages"}, Arguments{"messages", "--raw"},
        Arguments{"messages", "--columns", "all"}, Arguments{"calls"},
        Arguments{"transactions"}, Arguments{"registrations"}}) {
    Arguments arguments = form;
    arguments.emplace_back("--ndjson");
    expect_ndjson(report(arguments), form.front() + form.back());
  }
  expect_json(report({"snapshot"}), "snapshot");
}

TEST(HostileText, IsNoFormulaInATable) {
  expect_csv(report({"report", "--csv"}), "report");
  for (const char* kind :
       {"calls", "messages", "transactions", "registrations"}) {
    expect_csv(report({kind, "--csv"}), kind);
  }
}

TEST(HostileText, IsTextInDiagrams) {
  const std::string several = report({"flow", "--mermaid"});
  expect_safe_characters(several, "\n", "Mermaid");
  expect_sound_markdown(several, "Mermaid");
  const std::string diagram = report({"flow", "--mermaid", "--call", "1"});
  expect_safe_characters(diagram, "\n", "Mermaid");
  for (const char* markup :
       {"<script", "<b>", "<img", "%%{", "click ", "\"", "`", "javascript:"}) {
    EXPECT_EQ(diagram.find(markup), diagram.npos) << markup;
  }
  expect_xml(report({"flow", "--svg"}), "SVG");
}

TEST(HostileText, IsTextInWhatPipelinesRead) {
  const TemporaryFolder folder;
  write_file(folder / "e.toml",
             "[[expect]]\nname = 'all fails'\nwhere = 'kind == call'\n"
             "outcome = 'answered-ended'\nmax_severity = 'none'\n");
  const std::string text = report(
      {"check", "--expect", folder / "e.toml", "--junit", folder / "junit.xml",
       "--sarif", folder / "sarif.json", "--tap", folder / "tap"},
      1);
  expect_safe_characters(text, "\n", "check");
  expect_xml(read_file(folder / "junit.xml"), "JUnit");
  expect_json(read_file(folder / "sarif.json"), "SARIF");
  expect_safe_characters(read_file(folder / "tap"), "\n", "TAP");
  for (const char* service : {"github", "gitlab"}) {
    const std::string annotations = report(
        {"check", "--expect", folder / "e.toml", "--annotations", service}, 1);
    if (service == std::string_view("gitlab")) {
      expect_json(annotations, service);
    } else {
      expect_safe_characters(annotations, "\n", service);
    }
  }
  expect_json(report({"check", "--expect", folder / "e.toml", "--json"}, 1),
              "check");
}

// It would prove nothing if the capture held none of it.
TEST(HostileText, HoldsWhatItIsFor) {
  const std::string octets = read_file(kCapture);
  for (const std::string_view part :
       {std::string_view("<script>"), std::string_view("\x1b[31m"),
        std::string_view("\"=HYPERLINK("), std::string_view("\xe2\x80\xae"),
        std::string_view("\xff\xfe\xc0\x80"), std::string_view("\0@", 2),
        std::string_view("%%{init"), std::string_view("</svg>"),
        std::string_view("](javascript:")}) {
    EXPECT_NE(octets.find(part), octets.npos) << part;
  }
  // All of the 64 KiB, in one message.
  const std::string text = report({"messages", "--full"});
  const std::size_t begin = text.find("X-Long: ") + 8;
  EXPECT_EQ(text.find('\n', begin) - begin, 65536U);
}

}  // namespace
}  // namespace siptriage::testing::hostile_text_test
