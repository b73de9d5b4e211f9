// compile_catalogue: what it writes, and what it says of what it cannot read.

#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "unit/catalogue/compiler_fixture.h"

namespace siptriage::compiler_test {
namespace {

using testing::Compiler;
using testing::Files;
using testing::kResponseFile;
using testing::kRuleFile;
using testing::Outcome;
using testing::read_file;
using testing::replace;
using testing::sound_files;

namespace fs = std::filesystem;

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
}  // namespace siptriage::compiler_test
