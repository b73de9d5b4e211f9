#include "siptriage/bundle/bundle.h"

#include <cstdlib>
#include <string>
#include <zip.h>

#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include "bundle/sha256.h"

namespace siptriage {
namespace {

Bundle some_bundle() {
  Bundle bundle("siptriage test");
  bundle.note("where", "code == 503");
  bundle.add("report.txt", "The report", "nothing failed\n");
  bundle.add("empty.json", "Nothing", "");
  return bundle;
}

// What a program like unzip finds under that name.
std::string read_from(const std::string& archive, const char* name) {
  zip_source_t* const source =
      zip_source_buffer_create(archive.data(), archive.size(), 0, nullptr);
  zip_t* const zip = zip_open_from_source(source, ZIP_RDONLY, nullptr);
  EXPECT_NE(zip, nullptr);
  std::string octets(4096, '\0');
  zip_file_t* const file = zip_fopen(zip, name, 0);
  EXPECT_NE(file, nullptr) << name;
  const zip_int64_t count =
      file == nullptr ? 0 : zip_fread(file, octets.data(), octets.size());
  octets.resize(static_cast<std::size_t>(count));
  if (file != nullptr) zip_fclose(file);
  zip_discard(zip);
  return octets;
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
  EXPECT_EQ(read_from(*zip, "report.txt"), "nothing failed\n");
  EXPECT_EQ(read_from(*zip, "empty.json"), "");
  const std::string manifest = read_from(*zip, "manifest.json");
  EXPECT_EQ(manifest, *some_bundle().manifest());
  rapidjson::Document json;
  json.Parse(manifest.c_str());
  ASSERT_FALSE(json.HasParseError()) << manifest;
  EXPECT_STREQ(json["made_by"].GetString(), "siptriage test");
  EXPECT_STREQ(json["where"].GetString(), "code == 503");
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
}  // namespace siptriage
