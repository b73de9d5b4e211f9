#include "report/json_writer.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "report/base64.h"
#include "unit/report/analysis_builder.h"

namespace siptriage::report {
namespace {

TEST(Base64, EncodesTheVectorsOfTheRfc) {
  // RFC 4648 10
  EXPECT_EQ(to_base64(""), "");
  EXPECT_EQ(to_base64("f"), "Zg==");
  EXPECT_EQ(to_base64("fo"), "Zm8=");
  EXPECT_EQ(to_base64("foo"), "Zm9v");
  EXPECT_EQ(to_base64("foob"), "Zm9vYg==");
  EXPECT_EQ(to_base64("fooba"), "Zm9vYmE=");
  EXPECT_EQ(to_base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(to_base64("\xFF\xFE\xFB"), "//77");
}

TEST(JsonWriter, KeepsOctetsThatAreNotUtf8BesideTheText) {
  StringSink sink;
  JsonWriter json(sink);
  json.begin_object();
  json.wire("sound", "M\xC3\xBCller");
  json.wire("broken", "M\xFCller");
  json.wire_or_null("none", "");
  json.wire("empty", {});
  json.wire("nul", std::string_view("a\0\x1b\"\\", 5));
  json.end_object();
  ASSERT_TRUE(json.finish());
  EXPECT_EQ(sink.text(),
            "{\"sound\":\"M\xC3\xBCller\",\"broken\":\"M\xEF\xBF\xBDller\","
            "\"broken_base64\":\"TfxsbGVy\",\"none\":null,\"empty\":\"\","
            "\"nul\":\"a\\u0000\\u001B\\\"\\\\\"}");
}

TEST(JsonWriter, WritesOneDocumentAfterTheOther) {
  StringSink sink;
  JsonWriter json(sink);
  for (std::uint64_t i = 1; i <= 2; ++i) {
    json.begin_object();
    json.number("n", i);
    json.end_object();
    json.end_document();
  }
  ASSERT_TRUE(json.finish());
  EXPECT_EQ(sink.text(), "{\"n\":1}\n{\"n\":2}\n");
}

TEST(JsonWriter, WritesLargePiecesAndStopsWhenTheSinkDoes) {
  testing::RefusingSink sink(1);
  JsonWriter json(sink);
  json.begin_array();
  const std::string text(1000, 'x');
  std::size_t written = 0;
  while (!json.failed() && written < 10'000) {
    json.element(text);
    ++written;
  }
  EXPECT_GT(written, 60U);
  EXPECT_LT(written, 200U);
  EXPECT_FALSE(json.finish());
  EXPECT_EQ(sink.calls(), 2U);
}

}  // namespace
}  // namespace siptriage::report
