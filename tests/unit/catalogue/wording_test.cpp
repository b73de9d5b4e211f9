// What holds for every text of the catalogue, whichever entry it stands in.

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <string_view>

#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include "siptriage/base/ascii.h"
#include "siptriage/catalogue/catalogue.h"

#include "unit/catalogue/own_texts.h"

namespace siptriage::wording_test {
namespace {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

fs::path shared_folder() {
  return fs::path(SIPTRIAGE_SOURCE_DIR).parent_path() / "shared";
}

TEST(Wording, IsPrintableAsciiAndNeverEmpty) {
  for (const auto& [where, text] : own_texts()) {
    EXPECT_FALSE(text.empty()) << where;
    EXPECT_TRUE(std::ranges::all_of(text, [](char c) {
      return c >= ' ' && c <= '~';
    })) << where;
  }
  for (const ResponseEntry& entry : all_responses()) {
    EXPECT_FALSE(entry.phrase.empty()) << entry.code;
    EXPECT_FALSE(entry.retry_advice.empty()) << entry.code;
    for (const HeaderDuty& duty : entry.headers) {
      EXPECT_FALSE(duty.meaning.empty()) << entry.code << " " << duty.header;
    }
  }
}

TEST(Wording, IsUsedOnce) {
  std::map<std::string, std::string> seen;
  for (const auto& [where, text] : own_texts()) {
    const auto [first, added] = seen.emplace(to_lower_copy(text), where);
    EXPECT_TRUE(added) << where << " repeats " << first->second;
  }
}

TEST(Wording, GivesEveryFailureThreeStepsOrMore) {
  for (const ResponseEntry& entry : all_responses()) {
    if (entry.code < 300 || entry.status != CodeStatus::Current) continue;
    EXPECT_GE(entry.steps.size(), 3U) << entry.code;
  }
}

TEST(Wording, LeadsFromReplacedCodesToWhatReplacedThem) {
  for (const ResponseEntry& entry : all_responses()) {
    EXPECT_EQ(entry.replaced_by.empty(), entry.status == CodeStatus::Current)
        << entry.code;
  }
}

TEST(Wording, SeesAlsoOnlyKnownCodes) {
  for (const ResponseEntry& entry : all_responses()) {
    for (const std::uint16_t code : entry.see_also) {
      EXPECT_NE(find_response(code), nullptr) << entry.code << " -> " << code;
      EXPECT_NE(code, entry.code);
    }
  }
}

class Facts : public ::testing::Test {
 protected:
  void SetUp() override {
    const fs::path path = shared_folder() / "reference" / "facts.json";
    if (!fs::exists(path)) GTEST_SKIP() << path << " is not here";
    const std::string json = read_file(path);
    facts_.Parse(json.data(), json.size());
    ASSERT_FALSE(facts_.HasParseError());
  }

  rapidjson::Document facts_;
};

TEST_F(Facts, HoldForEveryResponseCodeWhereTheSharedFactsExist) {
  for (const auto& fact : facts_["codes"].GetArray()) {
    const auto code = static_cast<std::uint16_t>(fact["code"].GetUint());
    const ResponseEntry* entry = find_response(code);
    ASSERT_NE(entry, nullptr) << code;
    EXPECT_EQ(entry->phrase, fact["reason_phrase"].GetString()) << code;
    EXPECT_EQ(to_string(entry->status), fact["status"].GetString()) << code;
  }
}

TEST_F(Facts, HoldForEveryCauseWhereTheSharedFactsExist) {
  for (const auto& fact : facts_["q850_causes"].GetArray()) {
    const std::uint32_t cause = fact["number"].GetUint();
    const Q850Entry* entry = find_q850_cause(cause);
    ASSERT_NE(entry, nullptr) << cause;
    EXPECT_EQ(entry->name, fact["name"].GetString()) << cause;
    const auto& status = fact["sip_rfc3398"];
    EXPECT_EQ(entry->status, status.IsNull() ? 0U : status.GetUint()) << cause;
  }
  EXPECT_EQ(all_q850_causes().size(), facts_["q850_causes"].Size());
}

TEST_F(Facts, HoldForTheCauseOfEveryStatusWhereTheSharedFactsExist) {
  const auto& mapping = facts_["sip_to_q850"]["mapping"];
  std::size_t mapped = 0;
  for (const ResponseEntry& entry : all_responses()) {
    const std::string status = std::to_string(entry.code);
    // 487 is mapped to null, 488 and 606 to words.
    const bool has_cause =
        mapping.HasMember(status.c_str()) && mapping[status.c_str()].IsUint();
    const unsigned cause = has_cause ? mapping[status.c_str()].GetUint() : 0U;
    EXPECT_EQ(q850_cause_for_status(entry.code), cause) << status;
    if (has_cause) ++mapped;
  }
  EXPECT_EQ(mapped, mapping.MemberCount() - 3);
}

TEST_F(Facts, HoldForEveryWarningWhereTheSharedFactsExist) {
  for (const auto& fact : facts_["warning_codes"].GetArray()) {
    const auto code = static_cast<std::uint16_t>(fact["number"].GetUint());
    const WarningEntry* entry = find_warning(code);
    ASSERT_NE(entry, nullptr) << code;
    EXPECT_EQ(entry->text, fact["text"].GetString()) << code;
    EXPECT_EQ("RFC " + std::to_string(entry->clause.rfc),
              fact["defined_by"].GetString())
        << code;
  }
}

}  // namespace
}  // namespace siptriage::wording_test
