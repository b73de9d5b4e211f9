#pragma once
// A small folder of data that is sound, and compile_catalogue run on it.

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

namespace siptriage::testing {

namespace fs = std::filesystem;

using Files = std::map<std::string, std::string>;

inline constexpr std::string_view kResponses = R"([[response]]
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

inline constexpr std::string_view kRules = R"([[rule]]
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

inline constexpr std::string_view kHeaders = R"([[header]]
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

inline constexpr std::string_view kComparisons = R"([[comparison]]
codes = [409, 486]
difference = "One is about the method, one about the callee."
tell = [{ code = 409, text = "Allow is there." }, { code = 486, text = "It rang." }]
references = [{ rfc = 3261, section = "21.4" }]
)";

inline constexpr std::string_view kTimers = R"([[timer]]
name = "B"
value = "64*T1"
applies_to = "INVITE"
purpose = "It ends the wait."
at_expiry = "Timeout."
violation = "The client gives up early."
rfc = 3261
section = "17.1.1.2"
)";

inline constexpr std::string_view kMetrics = R"([[metric]]
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

inline constexpr std::string_view kQuestions = R"([[question]]
id = "is-busy-a-fault"
question = "Is busy a fault?"
answer = "No."
codes = [486]
headers = ["Retry-After"]
words = ["engaged"]
)";

inline std::string class_entry(int number) {
  const std::string text = std::to_string(number);
  const std::string treat_as = number == 1 ? "183" : text + "00";
  return "[[class]]\nclass = " + text + "\nname = \"Name " + text +
         "\"\nmeaning = \"Meaning " + text + ".\"\nexplanation = \"Text " +
         text + ".\"\ntip = \"Tip " + text + ".\"\nlook_first = [\"Look " +
         text + ".\"]\ntreat_as = " + treat_as + "\nside = \"none\"\n\n";
}

inline Files sound_files() {
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

inline constexpr const char* kResponseFile = "responses_4xx.toml";
inline constexpr const char* kRuleFile = "rules_x.toml";
inline constexpr const char* kHeaderFile = "header_fields.toml";
inline constexpr const char* kComparisonFile = "comparisons.toml";
inline constexpr const char* kQuestionFile = "faq.toml";

struct Outcome {
  int exit_code = -1;
  std::string messages;  // stdout and stderr
  std::string output;    // the written C++; empty: none
};

inline std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

class Compiler : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = ::testing::TempDir() + "siptriage_XXXXXX";
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
inline std::string replace(std::string text, std::string_view wanted,
                           std::string_view with) {
  const std::size_t at = text.find(wanted);
  if (at == std::string::npos) {
    ADD_FAILURE() << "the sound files have no " << wanted;
    return text;
  }
  return text.replace(at, wanted.size(), with);
}

}  // namespace siptriage::testing
