#include "output/json_writer.h"

#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <string_view>

#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "output/base64.h"
#include "output/json_milliseconds.h"
#include "support/refusing_sink.h"

namespace siptriage::output::json_writer_test {
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

// One text in a document, and what RapidJSON reads there.
std::string read_back(std::string_view text) {
  JsonWriter json;
  json.begin_array();
  json.element(text);
  json.end_array();
  rapidjson::Document document;
  document.Parse<rapidjson::kParseValidateEncodingFlag>(json.text().data(),
                                                        json.text().size());
  if (document.HasParseError() || document.Size() != 1) {
    return "no JSON: " + std::string(json.text());
  }
  return {document[0].GetString(), document[0].GetStringLength()};
}

// RapidJSON's own writer, which this one has to agree with.
std::string rapidjson_text(std::string_view text) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  return {buffer.GetString(), buffer.GetSize()};
}

std::string text_of(std::string_view text) {
  JsonWriter json;
  json.element(text);
  return std::string(json.text());
}

TEST(JsonWriter, EscapesEachOctetAtEachPlaceOfATextOfAnyLength) {
  for (std::size_t size = 1; size <= 70; ++size) {
    for (std::size_t at = 0; at < size; ++at) {
      std::string text(size, 'x');
      for (int octet = 0; octet < 0x80; ++octet) {
        text[at] = static_cast<char>(octet);
        if (size > 20 && octet >= 0x25 && octet != '\\') continue;
        ASSERT_EQ(text_of(text), rapidjson_text(text)) << size << " " << at;
        ASSERT_EQ(read_back(text), text) << size << " " << at;
      }
    }
  }
}

TEST(JsonWriter, WritesTextInAnyScriptAsItStands) {
  EXPECT_EQ(text_of("\x7F"), "\"\x7F\"");                  // DEL
  EXPECT_EQ(text_of("\xE2\x80\xA8"), "\"\xE2\x80\xA8\"");  // U+2028
  EXPECT_EQ(text_of("/"), "\"/\"");
  EXPECT_EQ(text_of("\b\f\n\r\t\x1F"), R"("\b\f\n\r\t\u001F")");
  for (const std::string_view letter :
       {"\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x93\x9E"}) {
    for (std::size_t before = 0; before < 40; ++before) {
      const std::string text = std::string(before, '.') + std::string(letter) +
                               "\"" + std::string(40 - before, '.');
      EXPECT_EQ(text_of(text), rapidjson_text(text));
      EXPECT_EQ(read_back(text), text);
    }
  }
}

TEST(JsonWriter, KeepsOctetsWhereverInALongTextTheyStand) {
  for (std::size_t before = 0; before < 40; ++before) {
    const std::string octets =
        std::string(before, 'x') + "\xFF" + std::string(39 - before, 'y');
    JsonWriter json;
    json.begin_object();
    json.wire("broken", octets);
    json.wire("sound", "z");
    json.end_object();
    EXPECT_EQ(json.text(), "{\"broken\":\"" + std::string(before, 'x') +
                               "\xEF\xBF\xBD" + std::string(39 - before, 'y') +
                               "\",\"broken_base64\":\"" + to_base64(octets) +
                               "\",\"sound\":\"z\"}");
  }
}

TEST(JsonWriter, PutsCommasBetweenValuesOnly) {
  JsonWriter json;
  json.begin_object();
  json.begin_array("none");
  json.end_array();
  json.begin_object("nothing");
  json.end_object();
  json.begin_array("all");
  json.begin_array();
  json.end_array();
  json.begin_object();
  json.end_object();
  json.begin_object();
  json.flag("yes", true);
  json.flag("no", false);
  json.null("null");
  json.end_object();
  json.element("a");
  json.element(std::uint64_t{7});
  json.end_array();
  json.break_line();
  json.begin_object("last");
  json.number_of("\"key\"", 1);
  json.insert("\"kept\":[1,2]");
  json.insert("");
  json.text_or_null("text", "");
  json.endpoint("peer", {IpAddress::v4(0xC0000201), 5060});
  json.time("time", timestamp_from_nanoseconds(1));
  json.end_object();
  json.end_object();
  EXPECT_EQ(
      json.text(),
      R"({"none":[],"nothing":{},"all":[[],{},{"yes":true,"no":false,)"
      R"("null":null},"a",7])"
      "\n"
      R"(,"last":{"\"key\"":1,"kept":[1,2],"text":null,)"
      R"("peer":"192.0.2.1:5060","time":"1970-01-01T00:00:00.000000001Z"}})");
  json.clear();
  json.element("anew");
  EXPECT_EQ(json.text(), "\"anew\"");
}

TEST(JsonWriter, WritesNumbersToTheirLimits) {
  JsonWriter json;
  json.begin_array();
  for (const std::uint64_t number :
       {std::uint64_t{0}, std::uint64_t{9}, std::uint64_t{10},
        std::numeric_limits<std::uint64_t>::max()}) {
    json.element(number);
  }
  json.end_array();
  EXPECT_EQ(json.text(), "[0,9,10,18446744073709551615]");
}

TEST(JsonWriter, KeepsTextsLargerThanAPiece) {
  const std::string large(3 * kOutputPieceOctets, 'x');
  const std::string odd(kOutputPieceOctets, '\n');
  StringSink sink;
  JsonWriter json(sink);
  JsonWriter kept;
  for (JsonWriter* writer : {&json, &kept}) {
    writer->begin_object();
    writer->wire("large", large);
    writer->wire("odd", odd);
    writer->raw(large);
    writer->end_object();
    ASSERT_TRUE(writer->finish());
  }
  EXPECT_EQ(sink.text(), kept.text());
  EXPECT_EQ(sink.text().size(),
            6 * kOutputPieceOctets + 2 * kOutputPieceOctets +
                std::string("{'large':'','odd':''}").size());
}

std::string milliseconds_text(std::int64_t nanoseconds) {
  std::string text(kMaxMillisecondsOctets, '!');
  const char* const end =
      milliseconds_to_chars(text.data(), Duration(nanoseconds));
  text.resize(static_cast<std::size_t>(end - text.data()));
  return text;
}

std::string rapidjson_milliseconds(std::int64_t nanoseconds) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  writer.Double(milliseconds_of(Duration(nanoseconds)));
  return {buffer.GetString(), buffer.GetSize()};
}

TEST(JsonMilliseconds, AreWrittenWithTheDigitsTheyNeed) {
  EXPECT_EQ(milliseconds_text(0), "0.0");
  EXPECT_EQ(milliseconds_text(1'000), "0.001");
  EXPECT_EQ(milliseconds_text(20'000), "0.02");
  EXPECT_EQ(milliseconds_text(-300'000), "-0.3");
  EXPECT_EQ(milliseconds_text(16'790'000), "16.79");
  EXPECT_EQ(milliseconds_text(1), "0.000001");
  EXPECT_EQ(milliseconds_text(1'234'567), "1.234567");
}

TEST(JsonMilliseconds, AreTheTextThatRapidJsonHasForTheirDouble) {
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  constexpr std::int64_t kExact = std::int64_t{1} << 53;
  for (const std::int64_t n :
       {kMost, -kMost, -kMost - 1, kMost / 1000 * 1000, kExact, kExact - 992,
        kExact / 1000 * 1000, kExact / 1000 * 1000 + 1000}) {
    EXPECT_EQ(milliseconds_text(n), rapidjson_milliseconds(n));
  }
  for (std::int64_t n = 0; n < 200'000; ++n) {
    ASSERT_EQ(milliseconds_text(n * 1000), rapidjson_milliseconds(n * 1000));
    ASSERT_EQ(milliseconds_text(-n), rapidjson_milliseconds(-n));
  }
  std::mt19937_64 random(20'261);
  for (int i = 0; i < 200'000; ++i) {
    // Of all magnitudes, around the powers of two too.
    const std::uint64_t bits = random() % 64;
    auto n = static_cast<std::int64_t>(random() >> bits);
    ASSERT_EQ(milliseconds_text(n), rapidjson_milliseconds(n));
    n = n / 1000 * 1000;
    ASSERT_EQ(milliseconds_text(n), rapidjson_milliseconds(n));
    n = (std::int64_t{1} << bits % 62) / 1000 * 1000 +
        1000 * static_cast<std::int64_t>(random() % 64);
    ASSERT_EQ(milliseconds_text(n), rapidjson_milliseconds(n));
  }
}

}  // namespace
}  // namespace siptriage::output::json_writer_test
