#include "siptriage/sip/sdp.h"

#include <optional>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "siptriage/sip/parse.h"

#include "torture/rfc4475_valid.h"
#include "unit/sip/message_test_support.h"

namespace siptriage::sip::sdp_test {
namespace {

constexpr std::string_view kOffer =
    "v=0\r\n"
    "o=- 1 2 IN IP4 192.0.2.1\r\n"
    "s=-\r\n"
    "c=IN IP4 192.0.2.1/127\r\n"
    "t=0 0\r\n"
    "a=sendonly\r\n"
    "m=audio 49170/2 RTP/SAVP 0 8 101 96 13\r\n"
    "a=rtpmap:101 telephone-event/8000\r\n"
    "a=rtpmap:96 opus/48000/2\r\n"
    "a=recvonly\r\n"
    "m=image 5000 udptl t38\r\n"
    "c=IN IP6 2001:db8::1\r\n"
    "m=video 0 RTP/AVP 34\r\n";

TEST(Sdp, KeepsTheParametersOfAFormat) {
  const std::optional<Sdp> sdp = parse_sdp(
      "v=0\r\nm=audio 4000 RTP/AVP 18 96\r\n"
      "a=fmtp:96  octet-align=1; Mode-Set = 0,2 ;crc\r\n"
      "a=rtpmap:96 AMR/8000\r\n"
      "a=fmtp:97 octet-align=0\r\n");
  ASSERT_TRUE(sdp);
  const std::vector<SdpFormat>& formats = sdp->media.at(0).formats;
  EXPECT_EQ(formats.at(0).parameters, "");
  const std::string_view parameters = formats.at(1).parameters;
  EXPECT_EQ(parameters, "octet-align=1; Mode-Set = 0,2 ;crc");
  EXPECT_EQ(find_format_parameter(parameters, "octet-align"), "1");
  EXPECT_EQ(find_format_parameter(parameters, "mode-set"), "0,2");
  EXPECT_EQ(find_format_parameter(parameters, "crc"), "");
  EXPECT_EQ(find_format_parameter(parameters, "interleaving"), std::nullopt);
}

TEST(Sdp, GivesTheWordsOfAMediaLine) {
  const SdpMediaLine line =
      parse_media_line("audio 49170/2 RTP/SAVP 0 8  101 ");
  EXPECT_EQ(line.type, "audio");
  EXPECT_EQ(line.port, "49170/2");
  EXPECT_EQ(line.protocol, "RTP/SAVP");
  EXPECT_EQ(line.formats, "0 8  101");
  EXPECT_EQ(parse_media_line("audio").port, "");
}

TEST(Sdp, TellsHowMediaIsSecuredAndAddressed) {
  const std::optional<Sdp> sdp = parse_sdp(
      "v=0\r\n"
      "c=IN IP6 2001:db8::1\r\n"
      "a=fingerprint:sha-256 AA:BB\r\n"
      "m=audio 4000 UDP/TLS/RTP/SAVPF 0\r\n"
      "m=audio 4002 RTP/SAVP 0\r\n"
      "c=IN IP4 192.0.2.1\r\n"
      "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:abc\r\n"
      "a=pcfg:1 t=1\r\n"
      "a=des:qos mandatory local sendrecv\r\n");
  ASSERT_TRUE(sdp);
  ASSERT_EQ(sdp->media.size(), 2U);
  EXPECT_EQ(sdp->media[0].address_type, "IP6");
  EXPECT_TRUE(sdp->media[0].has_fingerprint);
  EXPECT_FALSE(sdp->media[0].has_crypto);
  EXPECT_FALSE(sdp->media[0].has_capabilities);
  EXPECT_EQ(sdp->media[1].address_type, "IP4");
  EXPECT_TRUE(sdp->media[1].has_fingerprint);
  EXPECT_TRUE(sdp->media[1].has_crypto);
  EXPECT_TRUE(sdp->media[1].has_capabilities);
  EXPECT_TRUE(sdp->media[1].has_precondition);
}

TEST(Sdp, IsTakenApart) {
  const std::optional<Sdp> sdp = parse_sdp(kOffer);
  ASSERT_TRUE(sdp);
  EXPECT_EQ(sdp->origin, "- 1 2 IN IP4 192.0.2.1");
  EXPECT_EQ(sdp->connection, "192.0.2.1");
  ASSERT_EQ(sdp->media.size(), 3U);

  const SdpMedia& audio = sdp->media[0];
  EXPECT_EQ(audio.type, "audio");
  EXPECT_EQ(audio.port, 49170);
  EXPECT_EQ(audio.protocol, "RTP/SAVP");
  EXPECT_EQ(audio.connection, "192.0.2.1");
  EXPECT_EQ(audio.direction, "recvonly");
  ASSERT_EQ(audio.formats.size(), 5U);
  EXPECT_EQ(audio.formats[0].encoding, "PCMU/8000");
  EXPECT_EQ(audio.formats[1].encoding, "PCMA/8000");
  EXPECT_EQ(audio.formats[2].encoding, "telephone-event/8000");
  EXPECT_EQ(audio.formats[3].encoding, "opus/48000/2");
  EXPECT_EQ(audio.formats[4].encoding, "CN/8000");

  const SdpMedia& image = sdp->media[1];
  EXPECT_EQ(image.connection, "2001:db8::1");
  EXPECT_EQ(image.direction, "sendonly");  // the session's
  ASSERT_EQ(image.formats.size(), 1U);
  EXPECT_EQ(image.formats[0].payload_type, "t38");
  EXPECT_EQ(image.formats[0].encoding, "");

  EXPECT_EQ(sdp->media[2].port, 0);
  EXPECT_EQ(sdp->media[2].formats[0].encoding, "H263/90000");
}

TEST(Sdp, DirectionIsSendrecvWhenNoneIsGiven) {
  const std::optional<Sdp> sdp = parse_sdp("v=0\r\nm=audio 4 RTP/AVP 0\r\n");
  ASSERT_TRUE(sdp);
  EXPECT_EQ(sdp->media[0].direction, "sendrecv");
  EXPECT_EQ(sdp->media[0].connection, "");
}

TEST(Sdp, LineEndsMayBeBare) {
  const std::string bare = replace_all(kOffer, "\r\n", "\n");
  const std::optional<Sdp> sdp = parse_sdp(bare);
  ASSERT_TRUE(sdp);
  EXPECT_EQ(sdp->media.size(), 3U);
  EXPECT_EQ(sdp->connection, "192.0.2.1");
}

TEST(Sdp, WithoutVersionThereIsNone) {
  EXPECT_FALSE(parse_sdp(""));
  EXPECT_FALSE(parse_sdp("m=audio 4 RTP/AVP 0\r\n"));
}

TEST(Sdp, OddLinesArePassedOver) {
  const std::optional<Sdp> sdp = parse_sdp(
      "v=0\r\n"
      "m\r\n"
      "m =video 1 RTP/AVP 0\r\n"  // RFC 4475 dblreq
      "m=\r\n"                    // nothing in it
      "a=rtpmap:\r\n"
      "m=audio 70000 RTP/AVP 200 x\r\n"  // no port, no payload types
      "c=IN\r\n");
  ASSERT_TRUE(sdp);
  ASSERT_EQ(sdp->media.size(), 2U);
  EXPECT_EQ(sdp->media[1].port, 0);
  EXPECT_EQ(sdp->media[1].connection, "");
  ASSERT_EQ(sdp->media[1].formats.size(), 2U);
  EXPECT_EQ(sdp->media[1].formats[0].encoding, "");
}

TEST(Sdp, MediaAndFormatsHaveLimits) {
  std::string text = "v=0\r\nm=audio 4 RTP/AVP";
  for (int i = 0; i < 100; ++i) text += " 0";
  text += "\r\n";
  for (int i = 0; i < 100; ++i) text += "m=video 6 RTP/AVP 31\r\n";
  text += "a=inactive\r\nc=IN IP4 192.0.2.9\r\n";  // of one not kept
  const std::optional<Sdp> sdp = parse_sdp(text);
  ASSERT_TRUE(sdp);
  EXPECT_EQ(sdp->media.size(), kMaxSdpMedia);
  EXPECT_EQ(sdp->media[0].formats.size(), kMaxSdpFormats);
  EXPECT_EQ(sdp->media.back().direction, "sendrecv");
  EXPECT_EQ(sdp->media.back().connection, "");
}

TEST(Sdp, IsTheBodyItself) {
  EXPECT_EQ(find_sdp("application/sdp", kOffer), kOffer);
  EXPECT_EQ(find_sdp("Application/SDP ;x=y", kOffer), kOffer);
  EXPECT_EQ(find_sdp("text/plain", kOffer), "");
  EXPECT_EQ(find_sdp("", kOffer), kOffer);  // does not say, but looks it
  EXPECT_EQ(find_sdp("", "hello"), "");
}

TEST(Sdp, IsFoundInMultipartBodies) {
  constexpr std::string_view kBody =
      "preamble\r\n"
      "--b 1\r\n"
      "Content-Type: text/plain\r\n"
      "\r\n"
      "--b 12 is no delimiter\r\n"
      "--b 1\r\n"
      "c:application/sdp\r\n"
      "\r\n"
      "v=0\r\n"
      "s=-\r\n"
      "--b 1--\r\n"
      "epilogue\r\n";
  EXPECT_EQ(find_sdp("multipart/mixed; boundary=\"b 1\"", kBody), "v=0\r\ns=-");
  EXPECT_EQ(find_sdp("multipart/mixed", kBody), "");
  EXPECT_EQ(find_sdp("multipart/mixed;boundary=other", kBody), "");
}

TEST(Sdp, IsFoundInNestedMultipartBodies) {
  constexpr std::string_view kInner =
      "--b2\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n\r\n--b2--";
  std::string body(kInner);
  for (const std::string_view boundary : {"b1", "b0"}) {
    const std::string_view inner = boundary == "b1" ? "b2" : "b1";
    std::string outer = "--";
    outer.append(boundary).append(
        "\r\nContent-Type: multipart/mixed;boundary=");
    outer.append(inner).append("\r\n\r\n").append(body).append("\r\n--");
    body = outer.append(boundary).append("--\r\n");
  }
  EXPECT_EQ(find_sdp("multipart/mixed;boundary=b0", body), "v=0\r\n");
}

TEST(Sdp, MultipartNestedWithoutEndIsGivenUp) {
  std::string body;
  for (int i = 0; i < 5000; ++i) {
    body += "--b\r\nContent-Type: multipart/mixed;boundary=b\r\n\r\n";
  }
  EXPECT_EQ(find_sdp("multipart/mixed;boundary=b", body), "");
}

TEST(Sdp, UnclosedMultipartStillGivesItsPart) {
  EXPECT_EQ(find_sdp("multipart/mixed;boundary=b",
                     "--b\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n"),
            "v=0\r\n");
}

// RFC 4475 3.1.1.11: binary parts, none of them SDP.
TEST(Sdp, IsNotFoundWhereThereIsNone) {
  Message message;
  ASSERT_EQ(parse_message(torture::kMpart01, Framing::Datagram, message),
            ParseStatus::Complete);
  EXPECT_EQ(find_sdp(message.value_of(HeaderId::ContentType), message.body),
            "");
}

TEST(Sdp, NoTruncationReadsBeyondTheText) {
  for (std::size_t size = 0; size <= kOffer.size(); ++size) {
    const ExactCopy copy(kOffer.substr(0, size));
    static_cast<void>(parse_sdp(copy.view()));
    static_cast<void>(find_sdp("multipart/mixed;boundary=v", copy.view()));
  }
}

}  // namespace
}  // namespace siptriage::sip::sdp_test
