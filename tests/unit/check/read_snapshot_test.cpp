// Reading snapshots back: what we wrote is read as it was, and what is wrong
// with a file is said with its place; nothing that is wrong is read.

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "siptriage/check/snapshot.h"

#include "unit/check/recording.h"
#include "unit/report/schema.h"

namespace siptriage::read_snapshot_test {
namespace {

using testing::snapshot_of;
using testing::text_of;

std::string baseline() {
  return text_of(snapshot_of(testing::answered_call("Supported: timer\n") +
                             testing::failed_call("405 Method Not Allowed") +
                             testing::registration()));
}

std::string error_of(std::string_view octets) {
  const Result<Snapshot> read = read_snapshot("base.json", octets);
  return read ? "is read" : read.error().message;
}

// The baseline with `what` in the place of the first `old`.
std::string changed(std::string_view old, std::string_view what) {
  std::string text = baseline();
  const std::size_t place = text.find(old);
  EXPECT_NE(place, std::string::npos) << old;
  return text.replace(place, old.size(), what);
}

TEST(ReadSnapshot, GivesWhatWasWritten) {
  const std::string text = baseline();
  const Result<Snapshot> read = read_snapshot("base.json", text);
  ASSERT_TRUE(read) << read.error().message;
  StringSink again;
  EXPECT_TRUE(write_snapshot(*read, "siptriage test", again));
  EXPECT_EQ(again.text(), text);
}

TEST(ReadSnapshot, IsHeldToItsSchema) {
  const testing::Schema schema("snapshot.schema.json");
  EXPECT_EQ(schema.validate(baseline()), "");
}

TEST(ReadSnapshot, TakesMembersThatLaterVersionsAdd) {
  EXPECT_EQ(error_of(changed("\"1.0\"", "\"1.7\",\"new\":[{}]")), "is read");
}

// However a file was cut short, it does not pass for one.
TEST(ReadSnapshot, RefusesEveryBeginningOfAFile) {
  const std::string text = baseline();
  for (std::size_t size = 0; size + 1 < text.size(); size += 7) {
    EXPECT_NE(error_of(std::string_view(text).substr(0, size)), "is read")
        << size;
  }
}

TEST(ReadSnapshot, SaysWhereTheFileIsWrong) {
  const struct {
    const char* old;
    const char* what;
    const char* error;
  } cases[] = {
      {"\"calls\":3", "\"calls\":3,,",
       "base.json:3:12: is no JSON document: Missing a name for object "
       "member."},
      {"siptriage-snapshot", "siptriage-analysis",
       "base.json: kind is \"siptriage-analysis\", not \"siptriage-snapshot\"; "
       "siptriage snapshot makes a baseline"},
      {"\"1.0\"", "\"2.0\"",
       "base.json: schema_version is \"2.0\", and versions 1.x are read here; "
       "siptriage snapshot makes a baseline"},
      {"\"calls\":3", "\"calls\":3,\"calls\":3",
       "base.json: has \"calls\" twice"},
      {"\"calls\":3", "\"calls\":4",
       "base.json: counts 4 calls, its scenarios 3"},
      {"\"calls\":3", "\"calls\":-3",
       "base.json: calls is not a whole number from 0 to 1000000000000"},
      {"\"calls\":3", "\"calls\":1e3",
       "base.json: calls is not a whole number from 0 to 1000000000000"},
      {"\"calls\":3,", "", "base.json: has no calls"},
      {"answered-ended", "answered",
       "base.json: scenarios[0].outcome is \"answered\", not an outcome; did "
       "you mean answered-ended?"},
      {"\"from\":1,\"to\":2", "\"from\":1,\"to\":3",
       "base.json: scenarios[0].messages[0].to is not a whole number from 1 to "
       "2"},
      {"\"code\":200", "\"code\":65536",
       "base.json: scenarios[0].code is not a whole number from 0 to 65535"},
      {"branch 1", "branch\\n1",
       "base.json: scenarios[0].messages[0].ids has other characters than a "
       "snapshot has"},
      {"\"lists\":{\"Supported\"", "\"lists\":{\"a\\\\b\"",
       "base.json: scenarios[0].messages[0].lists[0] is no name of a header "
       "field"},
      {"\"lists\":{\"Supported\"", "\"lists\":{\"\\u001b[31m\"",
       "base.json: scenarios[0].messages[0].lists[0] has other characters than "
       "a snapshot has"},
      {"\"relative_percent\":25", "\"relative_percent\":0",
       "base.json: tolerance.relative_percent is not a whole number from 1 to "
       "1000"},
  };
  for (const auto& test : cases) {
    const std::string error = error_of(changed(test.old, test.what));
    EXPECT_TRUE(error.starts_with(test.error)) << error << "\n" << test.error;
  }
}

TEST(ReadSnapshot, RefusesWhatIsNoSnapshot) {
  EXPECT_EQ(error_of("[]"), "base.json: is not an object");
  EXPECT_EQ(error_of("{}"), "base.json: has no kind");
  EXPECT_EQ(error_of(""),
            "base.json:1:1: is no JSON document: The document is empty.");
  EXPECT_NE(error_of("\xff\xfe{\0}"), "is read");
  EXPECT_EQ(error_of(baseline() + "{}").substr(0, 10), "base.json:");
}

TEST(ReadSnapshot, RefusesTheSameScenarioTwice) {
  std::string text = baseline();
  const std::size_t begin = text.find("{\"kind\":\"call\"");
  const std::size_t end = text.find("\n,{\"kind\"", begin);
  const std::string scenario = text.substr(begin, end - begin);
  text.insert(begin, scenario + ",");
  EXPECT_EQ(error_of(text),
            "base.json: scenarios[1] is the same as one before it");
}

TEST(ReadSnapshot, RefusesABaselineOfNothing) {
  Snapshot empty;
  EXPECT_EQ(error_of(text_of(empty)),
            "base.json: holds no scenario: there is nothing to compare with");
}

// The stack stays as it is, and so does memory.
TEST(ReadSnapshot, RefusesAbsurdSizes) {
  EXPECT_NE(error_of(std::string(1'000'000, '[')), "is read");
  EXPECT_NE(error_of("{\"kind\":" + std::string(100'000, '[') +
                     std::string(100'000, ']') + "}"),
            "is read");
  std::string members = "{";
  for (int i = 0; i < 100; ++i) {
    members += "\"" + std::to_string(i) + "\":0,";
  }
  EXPECT_EQ(error_of(members + "\"kind\":0}"),
            "base.json: has too many members");
  const std::string many(9000, 'x');
  EXPECT_NE(error_of(changed("branch 1", many)).find("is too long"),
            std::string::npos);
}

}  // namespace
}  // namespace siptriage::read_snapshot_test
