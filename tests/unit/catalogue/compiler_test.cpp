// compile_catalogue on small folders that are sound but for one thing each.

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

namespace siptriage {
namespace {

namespace fs = std::filesystem;

using Files = std::map<std::string, std::string>;

constexpr std::string_view kResponses = R"([[response]]
code = 486
phrase = "Busy Here"
status = "current"
plain = "The line is busy."
explanation = "The device has a call already."
tip = "Ask whether call waiting is on."
steps = ["First step.", "Second step.", "Third step."]
side = "callee"
retry = "after-delay"
retry_advice = "Try later."
normal = true
aliases = ["Busy"]
see_also = [405]
references = [{ rfc = 3261, section = "21.4.24" }]
headers = [
  { name = "Retry-After", in = "response", level = "MAY", rfc = 3261, section = "21.4.24", meaning = "When to call again." },
]
causes = [{ side = "callee", text = "The callee is talking." }]
look_in_request = ["Read the Request-URI."]
methods = ["INVITE", "REFER"]
elsewhere = "It is no fault."

[[response]]
code = 405
phrase = "Method Not Allowed"
status = "current"
plain = "The method is refused."
explanation = "The method is known but not allowed here."
tip = "Read Allow."
steps = ["Step one.", "Step two.", "Step three."]
side = "caller"
retry = "after-change"
retry_advice = "Use another method."
normal = false
references = [{ rfc = 3261, section = "21.4.6" }]
headers = [
  { name = "Allow", in = "response", level = "MUST", rfc = 3261, section = "21.4.6", meaning = "What is allowed." },
]
causes = [{ side = "caller", text = "The caller asks too much." }]
look_in_request = ["Read the method."]
methods = []

[[response]]
code = 409
phrase = "Conflict"
status = "deprecated"
plain = "An old code."
explanation = "It came from RFC 2543."
tip = "Treat it as a 400."
steps = ["Find out who still sends it."]
side = "server"
retry = "none"
retry_advice = "None."
normal = false
replaced_by = "400"
references = [{ rfc = 2543, section = "7.4.10" }]
causes = [{ side = "server", text = "The server is old." }]
look_in_request = ["Read Contact."]
methods = ["REGISTER"]
)";

constexpr std::string_view kRules = R"([[rule]]
id = "405-without-allow"
title = "405 without Allow"
severity = "error"
basis = "must"
blame = "server"
explains_failure = false
rfc = 3261
section = "21.4.6"
explanation = "Nobody can tell what is allowed."
remedy = "Have the server add Allow."
)";

constexpr std::string_view kHeaders = R"([[header]]
name = "Retry-After"
compact = ""
plain = "When to try again."
found_in = "Failure responses."
example = "Retry-After: 120"
reading = ["Read the number as seconds."]
rfc = 3261
section = "20.33"
status = "current"

[[header]]
name = "Allow"
compact = "w"
plain = "Which methods may be sent."
found_in = "Any message."
example = "Allow: INVITE, ACK"
reading = []
rfc = 0
section = ""
document = "A paper of somebody else"
status = "current"
)";

constexpr std::string_view kComparisons = R"([[comparison]]
codes = [409, 486]
difference = "One is about the method, one about the callee."
tell = [{ code = 409, text = "Allow is there." }, { code = 486, text = "It rang." }]
references = [{ rfc = 3261, section = "21.4" }]
)";

constexpr std::string_view kTimers = R"([[timer]]
name = "B"
value = "64*T1"
applies_to = "INVITE"
purpose = "It ends the wait."
at_expiry = "Timeout."
violation = "The client gives up early."
rfc = 3261
section = "17.1.1.2"
)";

constexpr std::string_view kMetrics = R"([[metric]]
id = "SER"
name = "Session Establishment Ratio"
formula = "a / b"
meaning = "How many calls are set up."
good = "Compare it with yesterday."
inputs = ["INVITE"]
counted = "Once a call."
caveat = "Busy counts against it."
rfc = 6076
section = "4.6"
)";

constexpr std::string_view kQuestions = R"([[question]]
id = "is-busy-a-fault"
question = "Is busy a fault?"
answer = "No."
codes = [486]
headers = ["Retry-After"]
words = ["engaged"]
)";

std::string class_entry(int number) {
  const std::string text = std::to_string(number);
  const std::string treat_as = number == 1 ? "183" : text + "00";
  return "[[class]]\nclass = " + text + "\nname = \"Name " + text +
         "\"\nmeaning = \"Meaning " + text + ".\"\nexplanation = \"Text " +
         text + ".\"\ntip = \"Tip " + text + ".\"\nlook_first = [\"Look " +
         text + ".\"]\ntreat_as = " + treat_as + "\nside = \"none\"\n\n";
}

Files sound_files() {
  std::string classes;
  for (int number = 1; number <= 6; ++number) classes += class_entry(number);
  return {
      {"responses_4xx.toml", std::string(kResponses)},
      {"classes.toml", classes},
      {"q850.toml",
       "[[cause]]\ncause = 17\nname = \"User busy\"\nmeaning = \"Busy.\"\n"
       "class = \"normal event\"\ntip = \"\"\nvendor = \"\"\n"
       "status = 486\n\n[[status]]\nstatus = 486\ncause = 17\n\n"
       "[[cause]]\ncause = 34\nname = \"No circuit\"\nmeaning = \"Full.\"\n"
       "class = \"resource unavailable\"\ntip = \"\"\nvendor = \"\"\n"
       "status = 0\n\n"
       "[[contradiction]]\ncauses = [34]\nstatuses = [486]\n"
       "reading = \"the line is engaged\"\n"},
      {"cause_headers.toml",
       "[[cause_header]]\nname = \"x-why\"\nproduct = \"Product\"\n\n"
       "[[cause_range]]\nproduct = \"Product\"\nfrom = 10\nto = 19\n"
       "meaning = \"Its gateway.\"\n"},
      {"warnings.toml",
       "[[warning]]\ncode = 399\ntext = \"Miscellaneous warning\"\n"
       "meaning = \"A remark.\"\ntip = \"Read it.\"\nrfc = 3261\nsection = "
       "\"20.43\"\n"},
      {"scanners.toml",
       "[[scanner]]\nname = \"friendly-scanner\"\nmeaning = \"It scans.\"\n"},
      {"words.toml",
       "[[word_list]]\nid = \"media\"\nwords = [\"audio video\", \"opus\"]\n"},
      {"rules_x.toml", std::string(kRules)},
      {"diagnoses.toml",
       "[[diagnosis]]\nid = \"refused\"\n"
       "severity = \"error\"\ntext = \"{who} said no\"\n"},
      {"header_fields.toml", std::string(kHeaders)},
      {"comparisons.toml", std::string(kComparisons)},
      {"timers.toml", std::string(kTimers)},
      {"metrics.toml", std::string(kMetrics)},
      {"faq.toml", std::string(kQuestions)},
  };
}

struct Outcome {
  int exit_code = -1;
  std::string messages;  // stdout and stderr
  std::string output;    // the written C++; empty: none
};

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

class Compiler : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "siptriage_XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    fs::create_directory(data());
  }

  void TearDown() override {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }

  [[nodiscard]] fs::path data() const { return folder_ / "data"; }
  [[nodiscard]] fs::path output() const { return folder_ / "out.cpp"; }

  static Outcome run(const std::string& arguments) {
    const std::string command = SIPTRIAGE_BINARY_DIR
                                "/src/catalogue/compiler/compile_catalogue " +
                                arguments + " 2>&1";
    Outcome outcome;
    FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) return outcome;
    std::array<char, 4096> buffer{};
    while (std::fgets(buffer.data(), buffer.size(), pipe) != nullptr) {
      outcome.messages += buffer.data();
    }
    const int status = pclose(pipe);
    if (WIFEXITED(status)) outcome.exit_code = WEXITSTATUS(status);
    return outcome;
  }

  [[nodiscard]] Outcome compile(const Files& files) const {
    fs::remove_all(data());
    fs::create_directory(data());
    fs::remove(output());
    for (const auto& [name, text] : files) {
      std::ofstream(data() / name, std::ios::binary) << text;
    }
    Outcome outcome = run(data().string() + " -o " + output().string() +
                          " --depfile " + output().string() + ".d");
    outcome.output = read_file(output());
    return outcome;
  }

  fs::path folder_;
};

/// `text` with the first `wanted` in it replaced.
std::string replace(std::string text, std::string_view wanted,
                    std::string_view with) {
  const std::size_t at = text.find(wanted);
  if (at == std::string::npos) {
    ADD_FAILURE() << "the sound files have no " << wanted;
    return text;
  }
  return text.replace(at, wanted.size(), with);
}

TEST_F(Compiler, WritesTheTablesOfSoundData) {
  const Outcome outcome = compile(sound_files());
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_EQ(outcome.messages, "");
  const std::string& output = outcome.output;
  EXPECT_NE(output.find("#include \"catalogue/tables.h\""), std::string::npos);
  EXPECT_NE(output.find("\"Busy Here\"sv"), std::string::npos);
  EXPECT_NE(output.find("\"audio video opus\"sv"), std::string::npos);
  EXPECT_NE(output.find("RetryKind::AfterDelay"), std::string::npos);
  EXPECT_NE(output.find("DutyLevel::Must"), std::string::npos);
  // Sorted, although 486 stands first in the file.
  EXPECT_LT(output.find("{405, "), output.find("{486, \"Busy Here\""));
  EXPECT_LT(output.find("{\"Allow\"sv"),
            output.find("{\"Retry-After\"sv, \"\""));
  for (const char* text :
       {"The callee is talking.", "It is no fault.", "It rang.",
        "A paper of somebody else", "The client gives up early.", "engaged"}) {
    EXPECT_NE(output.find(text), std::string::npos) << text;
  }
}

TEST_F(Compiler, EscapesWhatALiteralCannotHold) {
  Files files = sound_files();
  std::string& text = files["responses_4xx.toml"];
  text = replace(text, "\"The line is busy.\"", R"('A "busy" \ line.')");
  const Outcome outcome = compile(files);
  EXPECT_EQ(outcome.messages, "");
  EXPECT_NE(outcome.output.find(R"("A \"busy\" \\ line."sv)"),
            std::string::npos);
}

TEST_F(Compiler, NamesEveryFileInTheDepfile) {
  ASSERT_EQ(compile(sound_files()).exit_code, 0);
  const std::string depfile = read_file(output().string() + ".d");
  EXPECT_TRUE(depfile.starts_with(output().string() + ": " + data().string()));
  for (const auto& [name, text] : sound_files()) {
    EXPECT_NE(depfile.find((data() / name).string()), std::string::npos);
  }
}

struct Breakage {
  const char* name;
  const char* file;
  std::string wanted;  // is replaced ...
  std::string with;    // ... by this
  std::string_view message;
};

void PrintTo(const Breakage& breakage, std::ostream* out) {
  *out << breakage.name;
}

class CompilerRefuses : public Compiler,
                        public testing::WithParamInterface<Breakage> {};

TEST_P(CompilerRefuses, AndNamesTheEntry) {
  const Breakage& breakage = GetParam();
  Files files = sound_files();
  std::string& text = files[breakage.file];
  text = replace(text, breakage.wanted, breakage.with);
  const Outcome outcome = compile(files);
  EXPECT_EQ(outcome.exit_code, 1);
  const std::string file = (data() / breakage.file).string() + ":";
  EXPECT_TRUE(outcome.messages.starts_with(file)) << outcome.messages;
  EXPECT_NE(outcome.messages.find(breakage.message), std::string::npos)
      << outcome.messages;
  EXPECT_EQ(outcome.output, "");
}

constexpr const char* kResponseFile = "responses_4xx.toml";
constexpr const char* kRuleFile = "rules_x.toml";
constexpr const char* kHeaderFile = "header_fields.toml";
constexpr const char* kComparisonFile = "comparisons.toml";
constexpr const char* kQuestionFile = "faq.toml";

const Breakage kBreakages[] = {
    {"UnknownKey", kResponseFile, "tip = \"Read Allow.\"",
     "tip = \"Read Allow.\"\nhint = \"x\"",
     ":31: response 405: hint: unknown key"},
    {"UnknownKeyInDuty", kResponseFile, "meaning = \"What is allowed.\"",
     "meaning = \"What is allowed.\", why = \"x\"",
     "response 405: headers[0].why: unknown key"},
    {"UnknownTable", kRuleFile, "[[rule]]", "[[rules]]", "rules: unknown key"},
    {"MissingKey", kResponseFile, "tip = \"Read Allow.\"\n", "",
     ":24: response 405: tip: missing key"},
    {"MissingSection", kResponseFile, ", section = \"21.4.6\" }]", " }]",
     "response 405: references[0].section: missing key"},
    {"MissingNameOfEntry", kRuleFile, "id = \"405-without-allow\"\n", "",
     "rule #1: id: missing key"},
    {"TextOfWrongType", kResponseFile, "plain = \"The method is refused.\"",
     "plain = 7", "response 405: plain: must be a string, is an integer"},
    {"NumberOfWrongType", kResponseFile, "code = 405", "code = \"405\"",
     "response 405: code: must be an integer, is a string"},
    {"FlagOfWrongType", kResponseFile, "normal = false", "normal = 0",
     "response 405: normal: must be true or false, is an integer"},
    {"ArrayOfWrongType", kResponseFile, "see_also = [405]", "see_also = 405",
     "response 486: see_also: must be an array, is an integer"},
    {"ElementOfWrongType", kResponseFile, "see_also = [405]",
     "see_also = [\"405\"]",
     "response 486: see_also[0]: must be an integer, is a string"},
    {"TableOfWrongType", kResponseFile,
     "references = [{ rfc = 3261, section = \"21.4.6\" }]",
     "references = [3261]",
     "response 405: references[0]: must be a table, is an integer"},
    {"EmptyText", kResponseFile, "\"Read Allow.\"", "\"\"",
     "response 405: tip: is empty"},
    {"EmptyStep", kResponseFile, "\"Step two.\"", "\"\"",
     "response 405: steps[1]: is empty"},
    {"LongPlain", kResponseFile, "\"The method is refused.\"",
     "\"" + std::string(91, 'x') + "\"",
     "response 405: plain: 91 characters, at most 90 allowed"},
    {"LongExplanation", kResponseFile,
     "\"The method is known but not allowed here.\"",
     "\"" + std::string(701, 'x') + "\"",
     "response 405: explanation: 701 characters, at most 700 allowed"},
    {"LongTip", kResponseFile, "\"Read Allow.\"",
     "\"" + std::string(301, 'x') + "\"",
     "response 405: tip: 301 characters, at most 300 allowed"},
    {"LongStep", kResponseFile, "\"Step two.\"",
     "\"" + std::string(221, 'x') + "\"",
     "response 405: steps[1]: 221 characters, at most 220 allowed"},
    {"TooManySteps", kResponseFile, "\"Step two.\"",
     "\"b\", \"c\", \"d\", \"e\", \"f\", \"g\", \"h\"",
     "response 405: steps: 9 elements, at most 8 allowed"},
    {"NonAsciiText", kResponseFile, "\"Read Allow.\"", "\"Read \xc3\xa4.\"",
     "response 405: tip: octet 0xc3 at 5 is not printable ASCII"},
    {"ControlCharacter", kResponseFile, "\"Read Allow.\"", "\"Read\\tAllow.\"",
     "response 405: tip: octet 0x09 at 4 is not printable ASCII"},
    {"SpaceAtTheEnd", kResponseFile, "\"Read Allow.\"", "\"Read Allow. \"",
     "response 405: tip: has a space at its end or beginning"},
    {"DoubleSpace", kResponseFile, "\"Read Allow.\"", "\"Read  Allow.\"",
     "response 405: tip: has a double space"},
    {"DuplicateCode", kResponseFile, "code = 405", "code = 486",
     ":24: response 486: already defined at "},
    {"DuplicateRule", kRuleFile, "[[rule]]", std::string(kRules) + "[[rule]]",
     ":12: rule 405-without-allow: already defined at "},
    {"DuplicateClass", "classes.toml", "class = 6", "class = 5",
     "class 5: already defined at "},
    {"DuplicateText", kResponseFile, "\"Read Allow.\"",
     "\"ask whether call waiting is on.\"",
     "response 405: tip: same text as tip of response 486"},
    {"DuplicateStep", kResponseFile, "\"Step two.\"", "\"Step one.\"",
     "response 405: steps[1]: same text as steps[0] of response 405"},
    {"DuplicateTextOfARule", kRuleFile, "\"Have the server add Allow.\"",
     "\"Read Allow.\"",
     "rule 405-without-allow: remedy: same text as tip of response 405"},
    {"UnknownSeeAlso", kResponseFile, "see_also = [405]", "see_also = [404]",
     "response 486: see_also: unknown code 404"},
    {"SeeAlsoItself", kResponseFile, "see_also = [405]", "see_also = [486]",
     "response 486: see_also: names the entry itself"},
    {"SeeAlsoTwice", kResponseFile, "see_also = [405]", "see_also = [405, 405]",
     "response 486: see_also: 405 given twice"},
    {"UnregisteredHeader", kResponseFile, "name = \"Allow\"",
     "name = \"Allows\"",
     "response 405: headers: \"Allows\" is not registered"},
    {"HeaderInOtherCase", kResponseFile, "name = \"Allow\"", "name = \"ALLOW\"",
     "response 405: headers: \"ALLOW\" is registered as \"Allow\""},
    {"HeaderTwice", kResponseFile, "  { name = \"Allow\"",
     "  { name = \"Allow\", in = \"response\", level = \"MAY\", rfc = 3261, "
     "section = \"20\", meaning = \"m\" },\n  { name = \"Allow\"",
     "response 405: headers: Allow in the response is given twice"},
    {"UnknownPlace", kResponseFile, "in = \"response\"", "in = \"answer\"",
     "response 486: headers[0].in: \"answer\" is none of response, request, "
     "retry"},
    {"UnknownLevel", kResponseFile, "level = \"MUST\"", "level = \"must\"",
     "response 405: headers[0].level: \"must\" is none of MUST, SHOULD, MAY"},
    {"UnknownStatus", kResponseFile, "status = \"deprecated\"",
     "status = \"old\"",
     "response 409: status: \"old\" is none of current, deprecated, reserved, "
     "unregistered"},
    {"ReplacedByOnCurrent", kResponseFile, "status = \"deprecated\"",
     "status = \"current\"",
     "response 409: replaced_by: a current code has none"},
    {"NoReplacedBy", kResponseFile, "replaced_by = \"400\"\n", "",
     "response 409: replaced_by: needed unless status is current"},
    {"CodeTooSmall", kResponseFile, "code = 405", "code = 99",
     "response 99: code: 99 is outside 100 to 699"},
    {"CodeTooLarge", kResponseFile, "code = 405", "code = 700",
     "response 700: code: 700 is outside 100 to 699"},
    {"CodeThatWouldWrapAround", kResponseFile, "code = 405", "code = 65941",
     "response 65941: code: 65941 is outside 100 to 699"},
    {"SectionThatIsNone", kResponseFile,
     "references = [{ rfc = 3261, section = \"21.4.6\" }]",
     "references = [{ rfc = 3261, section = \"21.4.\" }]",
     "response 405: references[0].section: \"21.4.\" is no clause number"},
    {"NoReferences", kResponseFile,
     "references = [{ rfc = 3261, section = \"21.4.6\" }]", "references = []",
     "response 405: references: a registered code has one"},
    {"FewSteps", kResponseFile, "\"Step one.\", ", "",
     "response 405: steps: 2 given, a failure needs 3"},
    {"NoToml", kRuleFile, "[[rule]]", "[[rule]", ":1: "},
    {"ClassMissing", "classes.toml", class_entry(6), "", "class 6 is missing"},
    {"ClassOutside", "classes.toml", "class = 6", "class = 7",
     "class 7: class: 7 is outside 1 to 6"},
    {"TreatAsOfAnotherClass", "classes.toml", "treat_as = 400",
     "treat_as = 500", "class 4: treat_as: must be 400"},
    {"CauseOutside", "q850.toml", "cause = 17", "cause = 128",
     "cause 128: cause: 128 is outside 1 to 127"},
    {"CauseToUnknownStatus", "q850.toml", "status = 486", "status = 480",
     "cause 17: status: unknown code 480"},
    {"StatusToUnknownCause", "q850.toml", "status = 486\ncause = 17",
     "status = 486\ncause = 18", "status 486: cause: unknown cause 18"},
    {"ContradictionThatRfc3398Maps", "q850.toml", "causes = [34]",
     "causes = [17]", "statuses: 486 is what RFC 3398 gives for 17"},
    {"ContradictionOfUnknownCause", "q850.toml", "causes = [34]",
     "causes = [35]", "causes: unknown cause 35"},
    {"ContradictionOfUnknownCode", "q850.toml", "statuses = [486]",
     "statuses = [480]", "statuses: unknown code 480"},
    {"RangeThatEndsBeforeItBegins", "cause_headers.toml", "to = 19", "to = 9",
     "to: is below from"},
    {"RangeOfAnUnknownProduct", "cause_headers.toml",
     "product = \"Product\"\nfrom", "product = \"Another\"\nfrom",
     "product: has no header field"},
    {"WarningOutside", "warnings.toml", "code = 399", "code = 400",
     "warning 400: code: 400 is outside 300 to 399"},
    {"ScannerWithoutName", "scanners.toml", "name = \"friendly-scanner\"",
     "name = \"\"", "name: is empty"},
    {"WordListWithAnEmptyLine", "words.toml", "\"opus\"", "\"\"",
     "word_list media: words[1]: is empty"},
    {"RuleIdWithCapitals", kRuleFile, "\"405-without-allow\"",
     "\"405-Without-Allow\"",
     "rule 405-Without-Allow: id: must be lower-case words"},
    {"RuleIdWithStrayHyphen", kRuleFile, "\"405-without-allow\"",
     "\"405--without-allow\"",
     "rule 405--without-allow: id: must be lower-case words"},
    {"CauseOnNoSide", kResponseFile, "causes = [{ side = \"callee\"",
     "causes = [{ side = \"phone\"",
     "response 486: causes[0].side: \"phone\" is none of none, caller"},
    {"FailureWithoutCauses", kResponseFile,
     "causes = [{ side = \"caller\", text = \"The caller asks too much.\" }]",
     "causes = []", "response 405: causes: a failure needs one"},
    {"FailureWithoutALook", kResponseFile, "[\"Read the method.\"]", "[]",
     "response 405: look_in_request: a failure needs one"},
    {"TooManyCauses", kResponseFile, "causes = [",
     "causes = [{ side = \"caller\", text = \"a\" }, { side = \"caller\", text "
     "= \"b\" }, { side = \"caller\", text = \"c\" }, { side = \"caller\", "
     "text "
     "= \"d\" }, ",
     "response 486: causes: 5 given, at most 4 allowed"},
    {"RfcWithoutSection", kResponseFile, "section = \"7.4.10\"",
     "section = \"\"", "response 409: references[0].section: is empty"},
    {"UnknownMethod", kResponseFile, "\"REFER\"]", "\"invite\"]",
     "response 486: methods: \"invite\" is not registered"},
    {"MethodTwice", kResponseFile, "\"REFER\"]", "\"INVITE\"]",
     "response 486: methods: INVITE given twice"},
    {"CodesInDisorder", kComparisonFile, "codes = [409, 486]",
     "codes = [486, 409]",
     "comparison 486 409: codes: must be in ascending order"},
    {"OneCodeIsNoComparison", kComparisonFile, "codes = [409, 486]",
     "codes = [409]", "comparison 409: codes: a comparison needs two"},
    {"UnknownCodeCompared", kComparisonFile, "codes = [409, 486]",
     "codes = [409, 487]", "comparison 409 487: codes: unknown code 487"},
    {"NoTellForACode", kComparisonFile, ", { code = 486, text = \"It rang.\" }",
     "", "comparison 409 486: tell: must have one element for each of codes"},
    {"ComparisonTwice", kComparisonFile, "[[comparison]]",
     std::string(kComparisons) + "[[comparison]]",
     ":6: comparison 409 486: already defined at "},
    {"HeaderFieldTwice", kHeaderFile, "\"Allow\"\n", "\"retry-after\"\n",
     "header retry-after: name: \"retry-after\" is also Retry-After"},
    {"CompactFormTwice", kHeaderFile, "compact = \"\"", "compact = \"W\"",
     "header Allow: compact: \"w\" is also Retry-After"},
    {"ExampleOfAnother", kHeaderFile, "\"Retry-After: 120\"",
     "\"Expires: 120\"", "header Retry-After: example: must begin with"},
    {"NeitherRfcNorDocument", kHeaderFile,
     "document = \"A paper of somebody else\"\n", "",
     "header Allow: document: needed where rfc is 0"},
    {"SectionOfNoRfc", kHeaderFile, "section = \"\"", "section = \"7\"",
     "header Allow: section: stands without an RFC"},
    {"TimerTwice", "timers.toml", "[[timer]]",
     std::string(kTimers) + "[[timer]]", ":10: timer B: already defined at "},
    {"MetricTwice", "metrics.toml", "[[metric]]",
     std::string(kMetrics) + "[[metric]]",
     ":12: metric SER: already defined at "},
    {"QuestionTwice", kQuestionFile, "[[question]]",
     std::string(kQuestions) + "[[question]]",
     ":8: question is-busy-a-fault: already defined at "},
    {"QuestionWithoutItsMark", kQuestionFile, "Is busy a fault?",
     "Is busy a fault", "question: must end with a question mark"},
    {"QuestionOnUnknownCode", kQuestionFile, "codes = [486]", "codes = [487]",
     "question is-busy-a-fault: codes: unknown code 487"},
    {"QuestionOnUnknownHeader", kQuestionFile, "[\"Retry-After\"]",
     "[\"Retry\"]",
     "question is-busy-a-fault: headers: \"Retry\" is not registered"},
    {"SameTextInTwoFiles", kQuestionFile, "\"No.\"",
     "\"The client gives up early.\"",
     "question is-busy-a-fault: answer: same text as violation of timer B"},
    {"MustWithoutRfc", kRuleFile, "rfc = 3261", "rfc = 0",
     "rule 405-without-allow: rfc: a must or should needs its RFC"},
    {"SupersedesUnknown", kRuleFile,
     "remedy = ", "supersedes = [\"no-such\"]\nremedy = ",
     "rule 405-without-allow: supersedes: unknown rule no-such"},
    {"SupersedesItself", kRuleFile,
     "remedy = ", "supersedes = [\"405-without-allow\"]\nremedy = ",
     "rule 405-without-allow: supersedes: names the rule itself"},
};

INSTANTIATE_TEST_SUITE_P(Data, CompilerRefuses, testing::ValuesIn(kBreakages),
                         [](const auto& test) { return test.param.name; });

TEST_F(Compiler, TellsAllErrorsInTheOrderOfTheLines) {
  Files files = sound_files();
  std::string& responses = files[kResponseFile];
  responses = replace(responses, "\"Busy Here\"", "\"\"");
  responses = replace(responses, "\"Read Allow.\"", "\"\"");
  files[kRuleFile] = replace(files[kRuleFile], "\"must\"", "\"perhaps\"");
  const Outcome outcome = compile(files);
  EXPECT_EQ(outcome.exit_code, 1);
  const std::string& messages = outcome.messages;
  const std::size_t first = messages.find(":3: response 486: phrase");
  const std::size_t second = messages.find(":30: response 405: tip");
  const std::size_t third = messages.find(":5: rule 405-without-allow: basis");
  ASSERT_NE(third, std::string::npos) << messages;
  EXPECT_LT(first, second) << messages;
  EXPECT_LT(second, third) << messages;
}

TEST_F(Compiler, DoesNotBlameOthersForAFileThatIsNoToml) {
  Files files = sound_files();
  files["responses_5xx.toml"] = "[[response\n";
  std::string& responses = files[kResponseFile];
  responses = replace(responses, "see_also = [405]", "see_also = [503]");
  const Outcome outcome = compile(files);
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_EQ(outcome.messages.find("see_also"), std::string::npos)
      << outcome.messages;
}

TEST_F(Compiler, MissesNoFile) {
  for (const auto& [name, text] : sound_files()) {
    Files files = sound_files();
    files.erase(name);
    const Outcome outcome = compile(files);
    EXPECT_EQ(outcome.exit_code, 1) << name;
    EXPECT_NE(outcome.messages.find("missing file"), std::string::npos)
        << name << ": " << outcome.messages;
  }
}

TEST_F(Compiler, RefusesAFileItDoesNotKnow) {
  Files files = sound_files();
  files["response_5xx.toml"] = "";
  const Outcome outcome = compile(files);
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_NE(outcome.messages.find("response_5xx.toml: not a file that"),
            std::string::npos)
      << outcome.messages;
}

TEST_F(Compiler, LeavesAnUnregisteredCodeWithoutReferences) {
  Files files = sound_files();
  std::string& text = files[kResponseFile];
  text = replace(text, "status = \"deprecated\"", "status = \"unregistered\"");
  text = replace(text, "[{ rfc = 2543, section = \"7.4.10\" }]", "[]");
  EXPECT_EQ(compile(files).messages, "");
}

TEST_F(Compiler, ExplainsItsUsage) {
  const std::string folder = data().string();
  const std::string commands[] = {
      "",                               // nothing
      folder,                           // no output
      "-o out.cpp",                     // no folder
      folder + " -o",                   // no name after -o
      folder + " -o out.cpp --what",    // no such option
      folder + " " + folder + " -o x",  // two folders
  };
  for (const std::string& command : commands) {
    const Outcome outcome = run(command);
    EXPECT_EQ(outcome.exit_code, 2) << command;
    EXPECT_NE(outcome.messages.find("usage:"), std::string::npos) << command;
  }
}

TEST_F(Compiler, SaysWhenItCannotRead) {
  const fs::path nowhere = folder_ / "nowhere";
  const Outcome outcome = run(nowhere.string() + " -o " + output().string());
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_NE(outcome.messages.find("nowhere: cannot be listed"),
            std::string::npos)
      << outcome.messages;
}

TEST_F(Compiler, SaysWhenItCannotWrite) {
  ASSERT_EQ(compile(sound_files()).exit_code, 0);
  const fs::path nowhere = folder_ / "nowhere" / "out.cpp";
  const Outcome outcome = run(data().string() + " -o " + nowhere.string());
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_NE(outcome.messages.find("cannot be written"), std::string::npos);
}

}  // namespace
}  // namespace siptriage
