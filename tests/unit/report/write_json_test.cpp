#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "siptriage/analyze.h"
#include "siptriage/report/report.h"

#include "support/refusing_sink.h"
#include "unit/report/analysis_builder.h"
#include "unit/report/hostile.h"
#include "unit/report/schema.h"

namespace siptriage::write_json_test {
namespace {

using testing::AnalysisBuilder;
using testing::request;
using testing::response;
using testing::Schema;
using testing::Way;

std::string json_of(const Triage& analysis) {
  StringSink sink;
  EXPECT_TRUE(write_json(analysis, testing::one_worker(), sink));
  return sink.text();
}

rapidjson::Document parse(const std::string& text) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseValidateEncodingFlag>(text.c_str(),
                                                        text.size());
  EXPECT_FALSE(document.HasParseError()) << text;
  return document;
}

const Schema& schema() {
  static const Schema compiled("analysis.schema.json");
  return compiled;
}

Triage some_calls(std::uint32_t files = 1) {
  AnalysisBuilder builder(files);
  add_call(builder, 1, 0, "486 Busy Here", "Server: Proxy/1\n");
  add_call(builder, 2, 100, "503 Out of lines",
           "Retry-After: 120\nReason: Q.850;cause=34\n");
  add_call(builder, 3, 200, "200 OK", "Contact: <sip:bob@192.0.2.20>\n");
  builder.add(Way::Out, 300, request("REGISTER", 4));
  builder.add(Way::Out, 400, request("OPTIONS", 5));
  builder.add(Way::Back, 410, response("499 Odd", "OPTIONS", 5));
  builder.end_at(120'000);
  return builder.finish();
}

TEST(WriteJson, FollowsItsSchema) {
  EXPECT_EQ(schema().validate(json_of(some_calls())), "");
  EXPECT_EQ(schema().validate(json_of(some_calls(2))), "");
  EXPECT_EQ(schema().validate(json_of(testing::hostile_analysis())), "");
  EXPECT_EQ(schema().validate(json_of(AnalysisBuilder().finish())), "");
  EXPECT_EQ(schema().validate(json_of(summarize(Analysis()))), "");
}

TEST(WriteJson, SaysWhichCallsAreMeant) {
  Triage triage = some_calls();
  ASSERT_GT(triage.calls.size(), 2U);
  triage.selection = "failed\xff";
  triage.calls[0].is_meant = false;
  triage.meant_calls = triage.calls.size() - 1;
  const std::string text = json_of(triage);
  EXPECT_EQ(schema().validate(text), "");
  const rapidjson::Document document = parse(text);
  EXPECT_EQ(document["calls"].Size(), triage.meant_calls);
  const auto& selection = document["selection"];
  EXPECT_STREQ(selection["where"].GetString(), "failed\xEF\xBF\xBD");
  EXPECT_EQ(selection["calls"].GetUint64(), triage.meant_calls);
  EXPECT_EQ(selection["of_calls"].GetUint64(), triage.calls.size());
  ASSERT_EQ(selection["call_indices"].Size(), triage.meant_calls);
  EXPECT_EQ(selection["call_indices"][0].GetUint(), 1U);
  // One that is cut has an index for each call that is there.
  triage.coverage.limits.set(LimitId::OutputOctets, 4096);
  const std::string cut_text = json_of(triage);
  EXPECT_EQ(schema().validate(cut_text), "");
  const rapidjson::Document cut = parse(cut_text);
  EXPECT_EQ(cut["selection"]["call_indices"].Size(), cut["calls"].Size());
}

TEST(WriteJson, HasWhenTheCaptureEndedWhereThatIsTold) {
  Triage triage = some_calls();
  EXPECT_FALSE(parse(json_of(triage))["coverage"].HasMember("ran_until"));
  triage.coverage.ran_until =
      triage.coverage.last_time + std::chrono::seconds(40);
  const std::string text = json_of(triage);
  EXPECT_EQ(schema().validate(text), "");
  EXPECT_TRUE(parse(text)["coverage"].HasMember("ran_until"));
}

TEST(WriteJson, NamesTheLimitsThatWereReached) {
  Triage triage = some_calls();
  EXPECT_EQ(json_of(triage).find("\"limits\""), std::string::npos);
  triage.coverage.limits.set(LimitId::TcpConnections, 100);
  triage.coverage.limits_reached.add(LimitId::TcpConnections, 12);
  triage.coverage.limits_reached.add(LimitId::UndecidedOctets);
  const std::string text = json_of(triage);
  EXPECT_EQ(schema().validate(text), "");
  const rapidjson::Document document = parse(text);
  const auto& limits = document["coverage"]["limits"];
  ASSERT_EQ(limits.Size(), 2U);
  EXPECT_STREQ(limits[0]["name"].GetString(), "tcp-connections");
  EXPECT_EQ(limits[0]["limit"].GetUint64(), 100U);
  EXPECT_EQ(limits[0]["reached"].GetUint64(), 12U);
  EXPECT_STREQ(limits[1]["name"].GetString(), "undecided-octets");
}

TEST(WriteJson, IsValidAlsoWhereItIsCut) {
  Triage triage = some_calls();
  triage.coverage.limits.set(LimitId::OutputOctets, 4096);
  const std::string text = json_of(triage);
  EXPECT_EQ(schema().validate(text), "");
  const rapidjson::Document document = parse(text);
  EXPECT_EQ(document["calls"].Size() + document["left_out"]["calls"].GetUint(),
            triage.calls.size());
  EXPECT_EQ(
      document["findings"].Size() + document["left_out"]["findings"].GetUint(),
      triage.findings.size());
  EXPECT_EQ(
      document["failures"].Size() + document["left_out"]["failures"].GetUint(),
      triage.failures.size());
}

TEST(WriteJson, IsHeldToASchemaThatCanRefuse) {
  std::string text = json_of(some_calls());
  const std::string sound = "\"kind\":\"call\"";
  const std::size_t at = text.find(sound);
  ASSERT_NE(at, std::string::npos);
  EXPECT_NE(schema().validate(std::string(text).replace(at, sound.size(),
                                                        "\"kind\":\"party\"")),
            "");
  EXPECT_NE(schema().validate(std::string(text).replace(
                at, sound.size(), sound + ",\"unheard-of\":1")),
            "");
  EXPECT_NE(schema().validate("{}"), "");
}

TEST(WriteJson, HasADocumentForEverySample) {
  std::size_t captures = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(
           SIPTRIAGE_SOURCE_DIR "/samples")) {
    if (!entry.path().extension().string().starts_with(".pcap")) continue;
    const Result<Triage> analysis =
        triage({entry.path().string()}, testing::one_worker());
    ASSERT_TRUE(analysis.has_value()) << entry.path();
    const std::string text = json_of(*analysis);
    EXPECT_EQ(schema().validate(text), "") << entry.path();
    EXPECT_EQ(text, json_of(*analysis)) << entry.path();
    ++captures;
  }
  EXPECT_GT(captures, 10U);
}

TEST(WriteJson, AnnotatesEveryFinalResponse) {
  const rapidjson::Document document = parse(json_of(some_calls()));
  ASSERT_EQ(document["calls"].Size(), 5U);
  const auto& busy = document["calls"][0];
  EXPECT_STREQ(busy["outcome"].GetString(), "busy");
  EXPECT_TRUE(busy["failed"].GetBool());
  EXPECT_TRUE(busy["not_answered"].GetBool());
  EXPECT_EQ(busy["final_status"].GetInt(), 486);
  const auto& annotation = busy["transactions"][0]["annotation"];
  EXPECT_STREQ(annotation["phrase"].GetString(), "Busy Here");
  EXPECT_STREQ(annotation["said_by"].GetString(), "Proxy/1");
  EXPECT_TRUE(annotation["known"].GetBool());
  const auto& answered = document["calls"][2]["transactions"][0];
  EXPECT_EQ(answered["status"].GetInt(), 200);
  EXPECT_GT(answered["annotation"]["explanation"].GetStringLength(), 20U);
  EXPECT_GT(answered["annotation"]["tip"].GetStringLength(), 20U);
  const auto& silent = document["calls"][3];
  EXPECT_TRUE(silent["final_status"].IsNull());
  EXPECT_TRUE(silent["transactions"][0]["annotation"].IsNull());
}

TEST(WriteJson, ExplainsACodeThatNobodyKnowsByItsClass) {
  const rapidjson::Document document = parse(json_of(some_calls()));
  const auto& annotation =
      document["calls"][4]["transactions"][0]["annotation"];
  EXPECT_FALSE(annotation["known"].GetBool());
  EXPECT_TRUE(annotation["registered_phrase"].IsNull());
  EXPECT_STREQ(annotation["phrase"].GetString(), "Odd");
  EXPECT_NE(std::string(annotation["explanation"].GetString())
                .find("RFC 3261 8.1.3.2"),
            std::string::npos);
}

TEST(WriteJson, TellsCausesAndWhenToTryAgain) {
  const rapidjson::Document document = parse(json_of(some_calls()));
  const auto& annotation =
      document["calls"][1]["transactions"][0]["annotation"];
  ASSERT_EQ(annotation["causes"].Size(), 1U);
  EXPECT_EQ(annotation["causes"][0]["code"].GetInt(), 34);
  EXPECT_EQ(annotation["retry_after_seconds"].GetInt(), 120);
  EXPECT_TRUE(annotation["try_again_at"].IsString());
}

// What the token says, and that nobody vouches for it.
TEST(WriteJson, TellsWhatAnIdentityClaims) {
  AnalysisBuilder builder;
  builder.add(Way::Out, 0,
              "INVITE sip:bob@example.com SIP/2.0\n"
              "Via: SIP/2.0/UDP 192.0.2.10;branch=z9hG4bK1\n"
              "From: <sip:+12155551212@example.com>;tag=a\n"
              "To: <sip:alice@example.com>\nCall-ID: i@192.0.2.10\n"
              "CSeq: 1 INVITE\nMax-Forwards: 70\n"
              "Identity: "
              "eyJhbGciOiJFUzI1NiIsInR5cCI6InBhc3Nwb3J0IiwieDV1IjoiaHR0cHM6Ly9j"
              "ZXJ0LmV4YW1wbGUub3JnL3Bhc3Nwb3J0LmNlciJ9."
              "eyJkZXN0Ijp7InVyaSI6WyJzaXA6YWxpY2VAZXhhbXBsZS5jb20iXX0sImlhdCI"
              "6IjE0NDMyMDgzNDUiLCJvcmlnIjp7InRuIjoiMTIxNTU1NTEyMTIifX0.c2ln"
              ";info=<https://cert.example.org/passport.cer>\n"
              "Content-Length: 0\n");
  const std::string json = json_of(builder.finish());
  EXPECT_EQ(schema().validate(json), "");
  for (
      const std::string_view text :
      {R"("verified":false,"form":"full","fault":null)",
       R"("info":"https://cert.example.org/passport.cer")",
       R"("attest":null,"orig":"12155551212","dest":["sip:alice@example.com"])",
       R"("iat":1443208345,"issued_at":"2015-09-25T19:12:25)"}) {
    EXPECT_NE(json.find(text), std::string::npos) << text;
  }
}

TEST(WriteJson, NamesEveryOutcomeAlsoThoseThatDidNotOccur) {
  const rapidjson::Document document = parse(json_of(some_calls()));
  EXPECT_EQ(document["outcomes"].MemberCount(),
            static_cast<std::size_t>(Outcome::Count));
  EXPECT_EQ(document["outcomes"]["busy"].GetInt(), 1);
  EXPECT_EQ(document["outcomes"]["declined"].GetInt(), 0);
}

TEST(WriteJson, LinksFailuresToTheirExample) {
  const rapidjson::Document document = parse(json_of(some_calls()));
  ASSERT_GE(document["failures"].Size(), 3U);
  for (const auto& failure : document["failures"].GetArray()) {
    const auto& example = failure["example"];
    ASSERT_TRUE(example["call"].IsInt());
    const auto& transaction =
        document["calls"][example["call"].GetUint()]["transactions"]
                [example["transaction"].GetUint()];
    EXPECT_TRUE(failure["code"] == transaction["status"]);
    EXPECT_TRUE(failure["method"] == transaction["method"]);
  }
}

TEST(WriteJson, NamesTheFileOfEachFrameWhenThereAreSeveral) {
  const rapidjson::Document one = parse(json_of(some_calls(1)));
  EXPECT_FALSE(one["calls"][0].HasMember("first_file"));
  const rapidjson::Document two = parse(json_of(some_calls(2)));
  const auto& call = two["calls"][0];
  EXPECT_EQ(call["first_file"].GetInt(), 1);
  const auto& transaction = call["transactions"][0];
  EXPECT_EQ(transaction["frames"].Size(), transaction["files"].Size());
  EXPECT_EQ(transaction["files"][1].GetInt(), 0);
}

TEST(WriteJson, KeepsHostileTextAsUtf8AndItsOctetsBeside) {
  const std::string text = json_of(testing::hostile_analysis());
  for (const char c : text) {
    EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20);
  }
  const rapidjson::Document document = parse(text);
  const auto& call = document["calls"][0];
  EXPECT_TRUE(call.HasMember("call_id_base64"));
  EXPECT_TRUE(call.HasMember("from_base64"));
  const auto& annotation = call["transactions"][0]["annotation"];
  EXPECT_TRUE(annotation.HasMember("phrase_base64"));
  EXPECT_TRUE(annotation.HasMember("said_by_base64"));
  EXPECT_FALSE(annotation.HasMember("explanation_base64"));
}

TEST(WriteJson, StopsWhenTheSinkRefuses) {
  AnalysisBuilder builder;
  for (std::uint32_t i = 1; i <= 300; ++i) {
    add_call(builder, i, std::int64_t{i} * 10, "486 Busy Here");
  }
  const Triage analysis = builder.finish();
  testing::RefusingSink none(0);
  EXPECT_FALSE(write_json(analysis, testing::one_worker(), none));
  EXPECT_EQ(none.calls(), 1U);
  testing::RefusingSink two(2);
  EXPECT_FALSE(write_json(analysis, testing::one_worker(), two));
  EXPECT_EQ(two.calls(), 3U);
}

}  // namespace
}  // namespace siptriage::write_json_test
