#include "siptriage/bundle/bundle.h"

#include <cstdlib>
#include <map>
#include <string>

#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include "bundle/sha256.h"
#include "support/zip_members.h"

namespace siptriage::bundle_test {
namespace {

Bundle some_bundle() {
  Bundle bundle("siptriage test");
  bundle.note("where", "code == 503");
  bundle.add("report.txt", "The report", "nothing failed\n");
  bundle.add("empty.json", "Nothing", "");
  return bundle;
}

TEST(Sha256, IsThatOfTheStandard) {
  // FIPS 180-4, and the empty message.
  EXPECT_EQ(bundle::sha256_of("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(bundle::sha256_of(""),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Bundle, HoldsItsFilesAndAManifestOfThem) {
  const Result<std::string> zip = some_bundle().to_zip();
  ASSERT_TRUE(zip) << zip.error().message;
  std::map<std::string, std::string> members = testing::zip_members(*zip);
  EXPECT_EQ(members.size(), 3U);
  EXPECT_EQ(members["report.txt"], "nothing failed\n");
  EXPECT_EQ(members["empty.json"], "");
  const std::string manifest = members["manifest.json"];
  EXPECT_EQ(manifest, *some_bundle().manifest());
  rapidjson::Document json;
  json.Parse(manifest.c_str());
  ASSERT_FALSE(json.HasParseError()) << manifest;
  EXPECT_STREQ(json["made_by"].GetString(), "siptriage test");
  EXPECT_STREQ(json["run"]["where"].GetString(), "code == 503");
  const auto& first = json["files"][0];
  EXPECT_STREQ(first["name"].GetString(), "report.txt");
  EXPECT_EQ(first["octets"].GetUint(), 15U);
  EXPECT_EQ(first["sha256"].GetString(),
            *bundle::sha256_of("nothing failed\n"));
}

// Neither the clock nor the time zone tell in it.
TEST(Bundle, IsTheSameWheneverItIsMade) {
  const std::string here = *some_bundle().to_zip();
  setenv("TZ", "Asia/Kolkata", 1);
  tzset();
  EXPECT_EQ(*some_bundle().to_zip(), here);
  unsetenv("TZ");
  tzset();
}

}  // namespace
}  // namespace siptriage::bundle_test
