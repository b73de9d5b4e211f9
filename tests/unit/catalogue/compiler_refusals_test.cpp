// compile_catalogue on small folders that are sound but for one thing each.

#include <ostream>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "unit/catalogue/compiler_fixture.h"

namespace siptriage::compiler_refusals_test {
namespace {

using testing::class_entry;
using testing::Compiler;
using testing::Files;
using testing::kComparisonFile;
using testing::kComparisons;
using testing::kHeaderFile;
using testing::kMetrics;
using testing::kQuestionFile;
using testing::kQuestions;
using testing::kResponseFile;
using testing::kRuleFile;
using testing::kRules;
using testing::kTimers;
using testing::Outcome;
using testing::replace;
using testing::sound_files;

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
                        public ::testing::WithParamInterface<Breakage> {};

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

INSTANTIATE_TEST_SUITE_P(Data, CompilerRefuses, ::testing::ValuesIn(kBreakages),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace siptriage::compiler_refusals_test
