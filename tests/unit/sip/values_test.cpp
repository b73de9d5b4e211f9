#include "siptriage/sip/values.h"

#include <optional>
#include <string_view>

#include <gtest/gtest.h>

namespace siptriage::sip::values_test {
namespace {

TEST(Values, RAckIsTwoNumbersAndMethod) {
  const std::optional<RAckValue> rack = parse_rack(" 776656 1 INVITE");
  ASSERT_TRUE(rack);
  EXPECT_EQ(rack->response_number, 776656U);
  EXPECT_EQ(rack->cseq_number, 1U);
  EXPECT_EQ(rack->method, "INVITE");
  EXPECT_TRUE(parse_rack("4294967295\t1 \r\n INVITE"));
  const std::string_view bad[] = {
      "",
      "1",
      "1 INVITE",
      "0 1 INVITE",
      "1 1",
      "1 1 IN VITE",
      "x 1 INVITE",
      "4294967296 1 INVITE",
      "1 2147483648 INVITE",
  };
  for (const std::string_view value : bad) {
    EXPECT_FALSE(parse_rack(value)) << value;
  }
}

TEST(Values, RSeqIsANumberButZero) {
  EXPECT_EQ(parse_rseq(" 988789 "), 988789U);
  EXPECT_FALSE(parse_rseq("0"));
  EXPECT_FALSE(parse_rseq(""));
  EXPECT_FALSE(parse_rseq("1 2"));
}

TEST(Values, CseqIsNumberAndMethod) {
  const std::optional<CSeqValue> cseq = parse_cseq(" 0009\r\n  INVITE ");
  ASSERT_TRUE(cseq);
  EXPECT_EQ(cseq->number, 9U);
  EXPECT_EQ(cseq->method, "INVITE");
  EXPECT_EQ(parse_cseq("2147483647 BYE")->number, 2147483647U);
  const std::string_view bad[] = {
      "",
      "INVITE",
      "1",
      "1INVITE",         // no white space
      "2147483648 BYE",  // 2**31
      "36893488147419103232 REGISTER",
      "-1 BYE",
      "1 BY E",
      "1 BY\"E",
  };
  for (const std::string_view value : bad) EXPECT_FALSE(parse_cseq(value));
}

TEST(Values, DeltaSecondsAreThirtyTwoBits) {
  EXPECT_EQ(parse_delta_seconds(" 3600 "), 3600U);
  EXPECT_EQ(parse_delta_seconds("4294967295"), 4294967295U);
  EXPECT_FALSE(parse_delta_seconds("4294967296"));
  EXPECT_FALSE(parse_delta_seconds("3600;x"));
  EXPECT_FALSE(parse_delta_seconds("-1"));
  EXPECT_FALSE(parse_delta_seconds(""));
}

TEST(Values, RetryAfterMayHaveCommentAndDuration) {
  const auto plain = parse_retry_after("120");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->delay_seconds, 120U);
  EXPECT_FALSE(plain->duration_seconds);
  const auto full =
      parse_retry_after("18000 (in a (long\\)) meeting) ;duration=3600");
  ASSERT_TRUE(full);
  EXPECT_EQ(full->delay_seconds, 18000U);
  EXPECT_EQ(full->comment, "in a (long\\)) meeting");
  EXPECT_EQ(full->duration_seconds, 3600U);
  const std::string_view bad[] = {
      "",
      "soon",
      "Mon, 01 Jan 2024 00:00:00 GMT",  // HTTP's form
      "120 seconds",
      "120 (never closed",
      "120;duration=x",
      "949302838503028349304023988",  // RFC 4475 3.1.2.5
  };
  for (const std::string_view value : bad) {
    EXPECT_FALSE(parse_retry_after(value)) << value;
  }
}

TEST(Values, SessionTimerKnowsItsRefresher) {
  const auto timer = parse_session_timer("1800;refresher=UAC");
  ASSERT_TRUE(timer);
  EXPECT_EQ(timer->seconds, 1800U);
  EXPECT_EQ(timer->refresher, "uac");
  EXPECT_EQ(parse_session_timer("90")->refresher, "");
  EXPECT_EQ(parse_session_timer("90 ;x=y")->seconds, 90U);
  EXPECT_FALSE(parse_session_timer("90;refresher=me"));
  EXPECT_FALSE(parse_session_timer("x"));
  EXPECT_FALSE(parse_session_timer("90 90"));
}

TEST(Values, WarningIsCodeAgentText) {
  const auto warning =
      parse_warning("392 192.0.2.1:5060 \"Noisy \\\"feedback\\\"\"");
  ASSERT_TRUE(warning);
  EXPECT_EQ(warning->code, 392);
  EXPECT_EQ(warning->agent, "192.0.2.1:5060");
  EXPECT_EQ(warning->text, "Noisy \\\"feedback\\\"");
  const std::string_view bad[] = {
      "1812 overture \"x\"",  // RFC 4475 3.1.2.5
      "99 a \"x\"",          "399 \"x\"",     "399 a x",
      "399 a \"x",           "399 a \"x\" y", "",
  };
  for (const std::string_view value : bad) {
    EXPECT_FALSE(parse_warning(value)) << value;
  }
}

TEST(Values, ReasonHasProtocolCauseText) {
  const auto reason =
      parse_reason("Q.850 ;cause=16 ;text=\"Normal; call clearing\"");
  ASSERT_TRUE(reason);
  EXPECT_EQ(reason->protocol, "Q.850");
  EXPECT_EQ(reason->cause, 16U);
  EXPECT_EQ(reason->text, "Normal; call clearing");
  EXPECT_FALSE(parse_reason("SIP")->cause);
  EXPECT_FALSE(parse_reason(";cause=16"));
  EXPECT_FALSE(parse_reason("Q.850;cause=sixteen"));
  EXPECT_FALSE(parse_reason("Q.850 cause=16"));
  EXPECT_FALSE(parse_reason(""));
}

TEST(Values, ChallengesAreTakenApart) {
  const auto auth = parse_auth(
      "Digest realm=\"a, b\",\r\n nonce=\"x=\\\"y\", stale=FALSE, "
      "qop=\"auth\"");
  ASSERT_TRUE(auth);
  EXPECT_EQ(auth->scheme, "Digest");
  EXPECT_EQ(find_auth_parameter(auth->parameters, "realm"), "a, b");
  EXPECT_EQ(find_auth_parameter(auth->parameters, "NONCE"), "x=\\\"y");
  EXPECT_EQ(find_auth_parameter(auth->parameters, "stale"), "FALSE");
  EXPECT_EQ(find_auth_parameter(auth->parameters, "qop"), "auth");
  EXPECT_FALSE(find_auth_parameter(auth->parameters, "opaque"));
  EXPECT_FALSE(parse_auth("Digest"));
  EXPECT_FALSE(parse_auth(""));
  EXPECT_FALSE(parse_auth("=x"));
}

TEST(Values, SipDateIsOneFormOnly) {
  EXPECT_TRUE(is_sip_date("Sat, 13 Nov 2010 23:29:00 GMT"));
  EXPECT_TRUE(is_sip_date(" Thu, 21 Feb 2002 13:02:03 GMT "));
  const std::string_view bad[] = {
      "",
      "Fri, 01 Jan 2010 16:00:00 EST",     // RFC 4475 3.1.2.12
      "Sat, 13 Nov 2010 23:29:00",         // no zone
      "Sat, 13 Nov 2010 24:29:00 GMT",     // no hour
      "Sat, 32 Nov 2010 23:29:00 GMT",     // no day
      "Sat, 13 Nob 2010 23:29:00 GMT",     // no month
      "Sad, 13 Nov 2010 23:29:00 GMT",     // no weekday
      "Saturday, 13-Nov-10 23:29:00 GMT",  // RFC 850
      "13 Nov 2010 23:29:00 GMT",
  };
  for (const std::string_view value : bad) {
    EXPECT_FALSE(is_sip_date(value)) << value;
  }
}

TEST(Values, SipDateIsATime) {
  EXPECT_EQ(parse_sip_date("Thu, 01 Jan 1970 00:00:00 GMT"), 0);
  EXPECT_EQ(parse_sip_date("Fri, 25 Sep 2015 19:12:25 GMT"), 1443208345);
  EXPECT_EQ(parse_sip_date("Wed, 29 Feb 2012 12:00:00 GMT"), 1330516800);
  EXPECT_FALSE(parse_sip_date("Tue, 29 Feb 2011 12:00:00 GMT"));
  EXPECT_FALSE(parse_sip_date("Thu, 01 Jan 1970 00:00:00 UTC"));
}

TEST(Values, MediaTypeStandsBeforeItsParameters) {
  EXPECT_EQ(media_type(" application/sdp ; charset=x"), "application/sdp");
  EXPECT_EQ(media_type("multipart/mixed;boundary=\"a;b\""), "multipart/mixed");
  EXPECT_EQ(media_type("text"), "");
  EXPECT_EQ(media_type("/sdp"), "");
  EXPECT_EQ(media_type("a/b c"), "");
  EXPECT_EQ(media_type(""), "");
}

}  // namespace
}  // namespace siptriage::sip::values_test
